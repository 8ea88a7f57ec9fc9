"""What a text is found by, whatever part of it is typed, and in whatever brackets.

A word is kept two characters at a time, and the last one alone, so that any part of it is found. A number is a word of its
own, without zeros before it: 1号 does not find 11号. It is kept with the character behind it besides; and the numbers of one
text in pairs, so that 2021 1 finds 〔2021〕1号 however it is bracketed, and not a 〔2021〕7号 about a house with the number 1.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from unicodedata import normalize

PAIRED = 8  # numbers of a text: a title could be full of them
WORD = re.compile(r"0*(?P<number>\d+)(?=(?P<behind>[^\W\d_]?))|[^\W\d_]+")
ALL = "+"  # before what all may read who have a desk and have not left it


@lru_cache(maxsize=500)
def grams(text: str) -> frozenset[str]:
    """What a text is found by. An act asks for the same title and numbers once for each department."""
    words = _words(text)
    numbers = [word["number"] for word in words if word["number"]]
    behind = (word["number"] + word["behind"] for word in words if word["number"])
    pieces = (word[0][at : at + 2] for word in words if not word["number"] for at in range(len(word[0])))
    pairs = (_pair(*two) for two in combinations(numbers[:PAIRED], 2))
    return frozenset((*numbers, *behind, *pieces, *pairs))


def own(department: str) -> str:
    """What stands before what only this department finds by."""
    return f"{department}:"


def looked_for(text: str, *marks: str) -> str:
    """A tsquery: every word of the text, in the title or after one of these marks. Empty, it finds nothing."""
    anywhere = (" | ".join(f"'{mark}{gram}'{more}" for mark in ("", *marks)) for gram, more in _asked(_words(text)))
    return " & ".join(f"({where})" for where in anywhere)


def _asked(words: Sequence[re.Match[str]]) -> dict[tuple[str, str], None]:
    """Each once; a character that is a word alone may be the beginning of any."""
    asked = dict[tuple[str, str], None]()
    for before, word in zip((None, *words), words, strict=False):
        if word["number"]:
            asked[word["number"] + word["behind"], ""] = None
            if before and before["number"]:
                asked[_pair(before["number"], word["number"]), ""] = None
        elif len(word[0]) > 1:
            asked |= {(word[0][at : at + 2], ""): None for at in range(len(word[0]) - 1)}
        elif not (before and before["behind"]):  # else it goes with the number
            asked[word[0], ":*"] = None
    return asked


def _words(text: str) -> list[re.Match[str]]:
    return list(WORD.finditer(normalize("NFKC", text).lower()))


def _pair(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))
