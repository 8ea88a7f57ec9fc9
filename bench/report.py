"""What was measured, line by line, with its goal and whether it was reached."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    cases: int  # told by perform() and written by the floor
    seconds: float  # of each round over HTTP
    dossiers: tuple[int, ...]
    pages: int  # of each kind that are timed
    letters: int


USUAL = Sizes(cases=60, seconds=8, dossiers=(10_000, 100_000, 1_000_000), pages=40, letters=200)
QUICK = Sizes(cases=10, seconds=2, dossiers=(2_000, 10_000), pages=10, letters=20)


@dataclass(frozen=True)
class Line:
    """A result; `good` is None where there is no goal."""

    part: str
    what: str
    result: str
    goal: str = ""
    good: bool | None = None


def ratio(part: str, what: str, value: float, *, least: float | None = None, most: float | None = None) -> Line:
    """A ratio, with the goal that it is at least or at most so much."""
    if least is not None:
        return Line(part, what, f"{value:.2f}", f"≥ {least:g}", value >= least)
    good = value <= most if most is not None else None
    return Line(part, what, f"{value:.2f}", f"≤ {most:g}" if most is not None else "", good)


def table(lines: Iterable[Line]) -> str:
    """All results, a line each."""
    verdicts = {None: "", True: "reached", False: "MISSED"}
    rows = [("part", "what", "result", "goal", "verdict")]
    rows += [(line.part, line.what, line.result, line.goal, verdicts[line.good]) for line in lines]
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
