#!/usr/bin/env python3
"""Writes a C++ source that defines a text of a file: embed_text.py FILE NAMESPACE::NAME OUTPUT"""

import sys


def literal(line):
    """The line as a string literal of ASCII characters."""
    text = ""
    for octet in line:
        character = chr(octet)
        if character in '"\\':
            text += "\\" + character
        elif 0x20 <= octet < 0x7F and character != "?":
            text += character
        else:
            text += f"\\{octet:03o}"
    return f'    "{text}"'


def main():
    source, name, output = sys.argv[1:]
    namespace, variable = name.split("::")
    with open(source, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    body = "\n".join(literal(line) for line in lines)
    with open(output, "w", encoding="ascii", newline="\n") as file:
        file.write(
            "#include <string_view>\n\n"
            f"namespace {namespace} {{\n\n"
            f"extern const std::string_view {variable};\n"
            f"const std::string_view {variable} =\n{body};\n\n"
            f"}}  // namespace {namespace}\n"
        )


main()
