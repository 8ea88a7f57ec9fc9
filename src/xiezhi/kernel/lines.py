"""Where in a TOML text a key stands, so that a fault can name the line."""

import re
from collections import Counter

Path = tuple[str | int, ...]

_NAME = r"""[\w-]+|"[^"]*"|'[^']*'"""
_KEY = re.compile(rf"\s*(\[?\[?)\s*((?:{_NAME})(?:\s*\.\s*(?:{_NAME}))*)\s*[\]=]", re.ASCII)


def line_of(text: str, path: Path) -> int:
    """The line, from 1, of a key of the text, or of the innermost table around it that has a line of its own."""
    here, nearest, met = Path(), (0, 1), Counter[Path]()
    for number, written in enumerate(text.splitlines(), start=1):
        if not (found := _KEY.match(written)):
            continue
        names: Path = tuple(name.strip("\"'") for name in re.findall(_NAME, found[2]))
        if found[1]:
            here = (*names, met[names]) if found[1] == "[[" else names
            met[names] += 1
        at = here if found[1] else (*here, *names)
        if len(at) > nearest[0] and at == path[: len(at)]:
            nearest = len(at), number
    return nearest[1]
