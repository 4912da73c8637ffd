#!/usr/bin/env python3
"""Which tests and scenarios touch which rule of the ledger, as a C++ table:
rule_mentions.py SOURCE_ROOT OUTPUT DEPFILE

A test touches the rules among its tags: TEST_CASE("…", "[9113/6.9/zero-stream]"). A scenario
touches the rules it names anywhere as a text ("9113/6.9/zero-stream"), and those that one of its
properties holds an endpoint to; a trace, those of the property it is about.
"""

import json
import os
import re
import sys

from generated import literal, write_dependencies

# What the properties of scenarios say about a server or a client, as rules.
PROPERTY_RULES = {
    "no-false-refusal": ["9113/5.1.2/within-limit"],
    "no-false-refusal-weak": ["9113/5.1.2/within-limit"],
    "admitted-within-limit": ["9113/5.1.2/limit"],
    "bounded-work": ["9113/10.5/limits"],
    "debit-before-visible": ["9113/6.9.1/exceeded-stream", "9113/6.9.1/exceeded-connection"],
    "settings-in-sync": [
        "9113/5.1.2/limit-unacked",
        "9113/6.5.3/acknowledged",
        "9113/6.5.3/applied",
    ],
    "legal-emission": ["9113/5.1/closed-sends", "9113/5.1/half-closed-remote"],
    "late-frames-tolerated": [
        "9113/5.1/late-after-end-stream",
        "9113/5.1/late-after-our-reset",
    ],
    "connection-window-conserved": ["9113/6.8/minimal-processing"],
    "no-silent-close": ["9113/5.1/closed-silently"],
    "no-request-lost-in-shutdown": ["9113/6.8/graceful"],
    "client-within-limit": ["9113/5.1.2/limit"],
    "client-obeys-settings": ["9113/5.1.2/limit", "9113/6.5.3/applied"],
    "response-kept": ["9113/8.1/response-before-reset"],
    "no-deadlock": ["9113/5.2.2/read-when-available"],
}

LITERALS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
TEST_CASE = re.compile(
    r"^(?:TEMPLATE_)?(?:TEST_CASE|SCENARIO)(?:_METHOD)?\(\s*(?:[\w:]+\s*,\s*)?"
    + LITERALS
    + r"(?:,\s*"
    + LITERALS
    + r")?",
    re.MULTILINE,
)
TAG = re.compile(r"\[([0-9]{4}/[^\]/]*/[^\]]*)\]")
SLUG = re.compile(r"[0-9]{4}/[0-9.]+/[a-z0-9-]+")


def text_of(literals):
    pieces = re.findall(r'"((?:[^"\\]|\\.)*)"', literals or "")
    return re.sub(r"\\(.)", r"\1", "".join(pieces))


def mentions_of_test(path, text):
    for name, tags in TEST_CASE.findall(text):
        for slug in TAG.findall(text_of(tags)):
            yield slug, "test", f"{path}: {text_of(name)}"


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


def mentions_of_scenario(path, text):
    try:
        document = json.loads(text)
    except ValueError:
        return  # h2sim validate tells what is wrong with it
    if not isinstance(document, dict) or not isinstance(document.get("scenario", document), dict):
        return
    if "scenario" in document:  # a trace
        name = path.removeprefix("scenarios/").removesuffix(".trace.json")
        properties = [document.get("property")]
    elif isinstance(document.get("properties"), list):
        name = document.get("id", path)
        properties = [each["name"] for each in document["properties"] if "name" in each]
    else:
        return  # a profile or a schema
    slugs = {each for each in texts_in(document) if SLUG.fullmatch(each)}
    slugs.update(slug for each in properties for slug in PROPERTY_RULES.get(each, ()))
    for slug in slugs:
        yield slug, "scenario", name


def files_below(root, folder, ending, scanned):
    """Paths from the root; what the result depends on is added to `scanned`."""
    for place, folders, files in os.walk(os.path.join(root, folder)):
        folders.sort()
        scanned.append(place)
        for name in sorted(files):
            if name.endswith(ending):
                scanned.append(os.path.join(place, name))
                yield os.path.relpath(scanned[-1], root).replace(os.sep, "/")


def collect(root, scanned):
    mentions = set()
    readers = (("tests", ".cpp", mentions_of_test), ("scenarios", ".json", mentions_of_scenario))
    for folder, ending, read in readers:
        for path in files_below(root, folder, ending, scanned):
            with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
                mentions.update(read(path, file.read()))
    return sorted(mentions)


def source(mentions):
    rows = "".join(
        f"    {{{literal(slug.encode())}, RuleMention::Kind::{kind}, {literal(where.encode())}}},\n"
        for slug, kind, where in mentions
    )
    return (
        '#include "tools/system/rule_mentions.hpp"\n\n'
        "#include <vector>\n\n"
        "namespace tools {\n\n"
        "std::vector<RuleMention> rule_mentions() {  // NOLINT(readability-function-size)\n"
        f"    return {{\n{rows}    }};\n"
        "}\n\n"
        "}  // namespace tools\n"
    )


def main():
    root, output, depfile = sys.argv[1:]
    scanned = []
    text = source(collect(root, scanned))
    with open(output, "w", encoding="ascii", newline="\n") as file:
        file.write(text)
    write_dependencies(depfile, output, scanned)


main()
