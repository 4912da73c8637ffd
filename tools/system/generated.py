"""What the generators of sources have in common: string literals and dependency files."""


def literal(octets):
    """A string literal of ASCII characters; no trigraphs."""
    text = ""
    for octet in octets:
        character = chr(octet)
        if character in '"\\':
            text += "\\" + character
        elif 0x20 <= octet < 0x7F and character != "?":
            text += character
        else:
            text += f"\\{octet:03o}"
    return f'"{text}"'


def write_dependencies(depfile, output, inputs):
    """For ninja: the output is made anew when one of the files or folders changes."""
    written = (path.replace(" ", "\\ ").replace("$", "$$") for path in inputs)
    with open(depfile, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{output}: " + " \\\n  ".join(written) + "\n")
