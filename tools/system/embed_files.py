#!/usr/bin/env python3
"""Makes the JSON files below a folder part of the program (tools/system/embedded.hpp), or others:
embed_files.py FOLDER FUNCTION OUTPUT DEPFILE [SUFFIX…]

The output depends on what the files contain alone. The dependency file names them and their
folders, so that a file that is changed, added or removed is taken in by the next build.
"""

import os
import sys

from generated import literal, write_dependencies


def files_below(folder, suffixes):
    """The folders, and the files with such a suffix by their path below the folder, sorted."""
    folders, files = [], []
    for at, names, found in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        folders.append(at)
        for name in found:
            if name.endswith(suffixes) and not name.startswith("."):
                files.append(os.path.relpath(os.path.join(at, name), folder).replace(os.sep, "/"))
    return folders, sorted(files)


def entry(path, octets):
    lines = "\n".join(f"     {literal(line)}" for line in octets.splitlines(keepends=True))
    text = lines.lstrip() or '""'
    return f"    {{{literal(path.encode())},\n     {{{text}, {len(octets)}}}}},\n"


def main():
    folder, function, output, depfile, *suffixes = sys.argv[1:]
    folders, files = files_below(folder, tuple(suffixes) or (".json",))
    entries = ""
    for path in files:
        with open(os.path.join(folder, path), "rb") as file:
            entries += entry(path, file.read())
    with open(output, "w", encoding="ascii", newline="\n") as file:
        file.write(
            '#include "tools/system/embedded.hpp"\n\n'
            "namespace tools {\n\n"
            f"std::span<const EmbeddedFile> {function}() {{\n"
            f"    static constexpr EmbeddedFile kFiles[] = {{\n{entries}    }};\n"
            "    return kFiles;\n}\n\n"
            "}  // namespace tools\n"
        )
    write_dependencies(depfile, output, folders + [os.path.join(folder, path) for path in files])


main()
