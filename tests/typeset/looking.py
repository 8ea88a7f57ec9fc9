"""A PDF as one looks at it: where its characters stand and what is red, in millimetres from the upper left corner."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

MM = 25.4 / 72
DPI = 254  # ten pixels a millimetre
HEIGHT = 297


class Page:
    """One page."""

    def __init__(self, page: Any) -> None:
        self._page, self._text = page, page.get_textpage()
        self.text: str = self._text.get_text_range().replace("\r\n", "\n")

    @cached_property
    def _marks(self) -> str:
        return "".join(self._text.get_text_range(n, 1) for n in range(self._text.count_chars()))

    def _box(self, n: int) -> tuple[float, float, float, float]:
        left, bottom, right, top = (value * MM for value in self._text.get_charbox(n, loose=True))
        return left, HEIGHT - top, right, HEIGHT - bottom

    def begins(self, words: str) -> tuple[float, float]:
        """The left and the upper edge of the first of these characters."""
        return self._box(self._marks.index(words))[:2]

    def ends(self, words: str) -> tuple[float, float]:
        """The right and the lower edge of the last of these characters."""
        return self._box(self._marks.index(words) + len(words) - 1)[2:]

    @property
    def lines(self) -> list[tuple[float, float, float]]:
        """Each line: its left, upper and right edge."""
        shown = (self._box(n) for n, mark in enumerate(self._marks) if not mark.isspace())
        found: dict[float, list[float]] = {}
        for left, upper, right, _ in shown:
            found.setdefault(round(upper, 2), []).extend((left, right))
        return [(min(edges), upper, max(edges)) for upper, edges in sorted(found.items())]

    @cached_property
    def _drawn(self) -> NDArray[np.int_]:
        drawn: NDArray[np.int_] = self._page.render(scale=DPI / 72).to_numpy().astype(int)
        return drawn

    @cached_property
    def _red(self) -> NDArray[np.bool_]:
        blue, green, red = self._drawn[..., 0], self._drawn[..., 1], self._drawn[..., 2]
        found: NDArray[np.bool_] = (red > 180) & (green < 120) & (blue < 120)
        return found

    @property
    def black(self) -> tuple[float, float, float, float]:
        """Between which edges something is black: left, upper, right, lower."""
        black: NDArray[np.bool_] = self._drawn[..., :3].max(axis=2) < 100
        rows, columns = np.flatnonzero(black.any(axis=1)), np.flatnonzero(black.any(axis=0))
        return columns[0] / 10, rows[0] / 10, columns[-1] / 10, rows[-1] / 10

    def red_rows(self, upper: float = 0, lower: float = HEIGHT) -> list[float]:
        """How far down, between these, something is red."""
        return [upper + n / 10 for n in np.flatnonzero(self._red[int(upper * 10) : int(lower * 10)].any(axis=1))]

    def red_columns(self, upper: float, lower: float) -> list[float]:
        """How far from the left something is red between these."""
        return [n / 10 for n in np.flatnonzero(self._red[int(upper * 10) : int(lower * 10)].any(axis=0))]


@contextmanager
def opened(pdf: bytes) -> Iterator[list[Page]]:
    """The pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        yield [Page(page) for page in document]
