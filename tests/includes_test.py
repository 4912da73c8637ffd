"""Every file includes what it uses of ours: a build in units of several files cannot tell, and one
of each file by itself takes minutes.

usage: includes_test.py SOURCE

A name that one header of h2core, sim or tools declares, and nothing else does, is used by nobody
whose includes do not lead to that header. Where a file has a
variable of that name, it is left out. The compiler knows better, so the check is held
against files whose includes are taken away, too: what it must find then is counted.
"""

import collections
import pathlib
import re
import sys

LAYERS = ("h2core", "sim", "tools")
NAMESPACES = r"(?:h2::|sim::|tools::|net::|hpack::)*"
TYPE = re.compile(r"^( *)(?:template <.*> ?)?(?:struct|class|enum class|enum) (\w+)(?: final)?"
                  r"(?: :[^:;].*)?(?: \{.*)?$|^( *)using (\w+) =", re.M)
CONSTANT = re.compile(r"^(?:inline )?constexpr [\w:<>, ]+ (\w+)[ \[{=]", re.M)
FUNCTION = re.compile(r"^(?!return|using|namespace|typedef|static_assert|template)"
                      r"(?:\[\[nodiscard\]\] )?(?:inline |constexpr |consteval )*"
                      r"[\w:<>,*& ]+[ *&](\w+)\(", re.M)
KEYWORDS = ("bool", "delete")
OWN = r"\b(?:struct|class|enum|using|typename) (?:\w+::)*{0}\b"  # or of a template, or said ahead
LOCAL = r"[\w>&*\]] +[&*]?(?:\w+::)?{0}(?:[(,;){{]| [=:])"


def read(root):
    """Path → text, of all C++ of the layers."""
    return {path.relative_to(root).as_posix(): path.read_text()
            for layer in LAYERS for path in sorted((root / layer).rglob("*.?pp"))
            if "pch" not in path.parts}


def code(text):
    """Without comments, texts and directives."""
    text = re.sub(r'R"\w*\(.*?\)\w*"', '""', text, flags=re.S)
    text = re.sub(r"^#define (\w+\(.*)$", r"void \1", text, flags=re.M)
    text = re.sub(r"^#.*$|//.*", "", text, flags=re.M)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def declared(files):
    """Name → its only header; names within a type or declared twice have none."""
    headers, others = collections.defaultdict(set), set()
    for path, text in files.items():
        if path.endswith(".hpp"):
            for match in TYPE.finditer(text):
                name = match.group(2) or match.group(4)
                if match.group(1) or match.group(3):
                    others.add(name)
                else:
                    headers[name].add(path)
            for form in (CONSTANT, FUNCTION):
                for match in form.finditer(text):
                    headers[match.group(1)].add(path)
    return {name: min(paths) for name, paths in headers.items()
            if len(paths) == 1 and name not in others and name not in KEYWORDS}


class Project:
    def __init__(self, files):
        self.files = files
        self.codes = {path: code(text) for path, text in files.items()}
        self.headers = declared(self.codes)
        self.includes = {path: [name for name in re.findall(r'^#include "([^"]+)"', text, re.M)
                                if name in files] for path, text in files.items()}
        self.uses = {path: set(self.used(path)) for path in files}

    def used(self, path):
        body = self.codes[path]
        layers = LAYERS[:LAYERS.index(path.split("/")[0]) + 1]
        for name in set(re.findall(r"(?<![\w.:>])" + NAMESPACES + r"(\w+)", body)):
            header = self.headers.get(name)
            if header is None or header == path or not header.startswith(layers):
                continue
            if re.search(OWN.format(name), body, re.M):
                continue
            # Or it is a member, which its own header declares.
            own = self.codes.get(re.sub(r"\.cpp$", ".hpp", path), "")
            if name[0].islower() and not (self.calls(name, body) and self.calls(name, own, False)):
                continue
            yield name

    @staticmethod
    def calls(name, body, must_occur=True):
        if must_occur and not re.search(r"(?<![\w.>~:])" + NAMESPACES + name + r"(?:\(|\{\n)", body):
            return False
        return not re.search(LOCAL.format(name), re.sub(r"\b(return|else)\b", "@", body))

    def reach(self, path, without=None):
        seen, left = {path}, [each for each in self.includes[path] if each != without]
        while left:
            header = left.pop()
            if header not in seen:
                seen.add(header)
                left += self.includes[header]
        return seen

    def missing(self, path, without=None):
        reached = self.reach(path, without)
        return sorted(f"{path}: uses {name} of {self.headers[name]}, which it does not include"
                      for name in self.uses[path] if self.headers[name] not in reached)


def main():
    root = pathlib.Path(sys.argv[1])
    project = Project(read(root))
    found = [line for path in project.files for line in project.missing(path)]
    print(*found, sep="\n")

    # An include without which a file of its own header would not compile.
    known = {"sim/search/explorer.hpp": "sim/search/frontier.hpp",
             "tools/runs/shard.cpp": "sim/world/digest.hpp",
             "h2core/endpoint_receive.cpp": "h2core/endpoint.hpp"}
    for path, header in known.items():
        assert header in project.includes[path], (path, header)
        assert project.missing(path, without=header), f"{path} without {header} is not noticed"
    taken = noticed = 0
    for path, headers in project.includes.items():
        for header in headers:
            if header not in project.reach(path, without=header):
                taken += 1
                noticed += bool(project.missing(path, without=header))
    print(f"{len(project.files)} files, {len(project.headers)} names; of {taken} includes that "
          f"nothing replaces, {noticed} would be missed")
    return 1 if found or noticed < 0.85 * taken else 0


sys.exit(main())
