"""Text on plots: measured once, drawn on whole pixels, kept while it is in use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from gui import theme as themes

_KEPT = 800
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight
_PLAIN = Qt.TextFormat.PlainText


@dataclass(slots=True)
class _Word:
    text: QStaticText
    width: float
    lift: float


class Lettering:
    """One size and weight of the interface font."""

    def __init__(self, px: int, semibold: bool = False) -> None:
        self.font: QFont = themes.font(px, semibold)
        self._metrics = QFontMetricsF(self.font)
        # The middle of a capital letter stands on the given height.
        self._lift = self._metrics.ascent() - self._metrics.capHeight() / 2
        self._words: dict[str, _Word] = {}

    def width(self, text: str) -> float:
        """How wide ``text`` is [px]."""
        return self._word(text).width

    def left(self, painter: QPainter, x: float, middle: float, text: str, colour: str) -> float:
        """Draw ``text`` from ``x`` to the right; return where it ends."""
        word = self._word(text)
        painter.setFont(self.font)
        painter.setPen(themes.color(colour))
        painter.drawStaticText(QPointF(round(x), round(middle - word.lift)), word.text)
        return x + word.width

    def right(self, painter: QPainter, x: float, middle: float, text: str, colour: str) -> float:
        """Draw ``text`` so that it ends at ``x``; return where it starts."""
        start = x - self._word(text).width
        self.left(painter, start, middle, text, colour)
        return start

    def centre(self, painter: QPainter, x: float, middle: float, text: str, colour: str) -> None:
        """Draw ``text`` about ``x``."""
        self.left(painter, x - self._word(text).width / 2, middle, text, colour)

    def elided(self, text: str, room: float) -> str:
        """``text``, cut with an ellipsis if it is wider than ``room`` [px]."""
        if self.width(text) <= room:
            return text
        return self._metrics.elidedText(text, _ELIDE_RIGHT, max(room, 0.0))

    def _word(self, text: str) -> _Word:
        word = self._words.get(text)
        if word is None:
            if len(self._words) >= _KEPT:
                self._words.clear()
            static = QStaticText(text)
            static.setTextFormat(_PLAIN)
            static.prepare(font=self.font)
            word = _Word(static, self._metrics.horizontalAdvance(text), self._lift)
            self._words[text] = word
        return word


class Letters:
    """The four letterings of the plots, made when a QGuiApplication exists."""

    def __init__(self) -> None:
        self.small = Lettering(11)
        self.small_bold = Lettering(11, semibold=True)
        self.title = Lettering(12, semibold=True)
        self.sentence = Lettering(14)
        self.sentence_bold = Lettering(14, semibold=True)


_made: list[Letters] = []


def letters() -> Letters:
    """The letterings, made once for the process."""
    if not _made:
        _made.append(Letters())
    return _made[0]


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
    wishes: npt.NDArray[np.float64] = np.asarray(wanted) - gap * np.arange(count)
    blocks: list[list[float]] = []
    for wish in wishes:
        blocks.append([float(wish), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, weight = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + mean * weight) / (last[1] + weight)
            last[1] += weight
    levels = [mean for mean, weight in blocks for _ in range(int(weight))]
    ceiling = high - gap * (count - 1)
    return [min(max(level, low), ceiling) + gap * k for k, level in enumerate(levels)]
