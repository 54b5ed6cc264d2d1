"""Text on plots: measured once, drawn on whole pixels, kept while it is in use."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from gui import theme as themes
from gui.word import Word

_KEPT = 3000
"""Words of one lettering: what a slider shows from end to end comes again on its way back."""
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight


class Lettering:
    """One size and weight of the interface font on a device of so many pixels for each one."""

    def __init__(self, px: int, semibold: bool = False, ratio: float = 0.0) -> None:
        self.font: QFont = themes.font(px, semibold)
        self._ratio = ratio
        self._metrics = QFontMetricsF(self.font)
        # The middle of a capital letter stands on the given height.
        self._lift = self._metrics.ascent() - self._metrics.capHeight() / 2
        self._words: dict[str, Word] = {}

    def width(self, text: str) -> float:
        """How wide ``text`` is [px]."""
        return self._word(text).width

    def left(self, painter: QPainter, x: float, middle: float, text: str, colour: str) -> float:
        """Draw ``text`` from ``x`` to the right; return where it ends."""
        word = self._word(text)
        word.draw(painter, round(x), round(middle - self._lift), colour, self._ratio)
        return x + word.width

    def right(self, painter: QPainter, x: float, middle: float, text: str, colour: str) -> float:
        """Draw ``text`` so that it ends at ``x``; return where it starts."""
        word = self._word(text)
        start = x - word.width
        word.draw(painter, round(start), round(middle - self._lift), colour, self._ratio)
        return start

    def centre(self, painter: QPainter, x: float, middle: float, text: str, colour: str) -> None:
        """Draw ``text`` about ``x``."""
        self.left(painter, x - self._word(text).width / 2, middle, text, colour)

    def elided(self, text: str, room: float) -> str:
        """``text``, cut with an ellipsis if it is wider than ``room`` [px]."""
        if self.width(text) <= room:
            return text
        return self._metrics.elidedText(text, _ELIDE_RIGHT, max(room, 0.0))

    def _word(self, text: str) -> Word:
        word = self._words.get(text)
        if word is None:
            if len(self._words) >= _KEPT:
                self._words.clear()
            word = self._words[text] = Word(text, self.font, self._metrics)
        return word


class Letters:
    """The letterings of the plots, made when a QGuiApplication exists."""

    def __init__(self, ratio: float) -> None:
        self.small = Lettering(11, ratio=ratio)
        self.small_bold = Lettering(11, semibold=True, ratio=ratio)
        self.title = Lettering(12, semibold=True, ratio=ratio)
        self.sentence = Lettering(14, ratio=ratio)
        self.sentence_bold = Lettering(14, semibold=True, ratio=ratio)


@cache
def letters(ratio: float = 0.0) -> Letters:
    """The letterings for a device with ``ratio`` pixels for each one; 0 to measure, or without."""
    return Letters(ratio)


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Heights at least ``gap`` apart, in the given order, as near to ``wanted`` as can be.

    Crowded neighbours share one block about the mean of their wishes (pool adjacent
    violators, Ayer et al. 1955, on wishes less the gaps before them); the block then stays
    between ``low`` and ``high``.
    """
    if not wanted:
        return []
    count = len(wanted)
    gap = min(gap, (high - low) / (count - 1)) if count > 1 else gap
    blocks: list[list[float]] = []
    for k, wish in enumerate(wanted):
        blocks.append([wish - gap * k, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, weight = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + mean * weight) / (last[1] + weight)
            last[1] += weight
    levels = [mean for mean, weight in blocks for _ in range(int(weight))]
    ceiling = high - gap * (count - 1)
    return [min(max(level, low), ceiling) + gap * k for k, level in enumerate(levels)]
