"""Text and small marks for widgets that paint themselves: widths, elision, swatches, dots."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from gui import theme
from gui.word import Word, ratio_of

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@lru_cache(maxsize=4096)
def width(text: str, px: int, semibold: bool = False) -> float:
    """How wide ``text`` is [logical px]."""
    return QFontMetricsF(theme.font(px, semibold)).horizontalAdvance(text)


@lru_cache(maxsize=2048)
def elided(text: str, room: int, px: int, semibold: bool = False) -> str:
    """``text``, cut at the right to fit into ``room`` px; empty if nothing readable is left."""
    if width(text, px, semibold) <= room:
        return text
    if room < 30:
        return ""
    metrics = QFontMetricsF(theme.font(px, semibold))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=512)
def wrapped(
    text: str, room: int, px: int, lines: int = 2, semibold: bool = False
) -> tuple[str, ...]:
    """``text`` in at most ``lines`` lines of ``room`` px, the last one elided; () if empty."""
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), px, semibold) <= room:
            taken += 1
        done.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        done.append(elided(" ".join(words), max(room, 30), px, semibold))
    return tuple(done)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    px: int,
    token: str,
    align: Qt.AlignmentFlag = LEFT,
    *,
    semibold: bool = False,
) -> None:
    """Write ``text`` on one line into ``box`` in the colour ``token`` of the theme in force."""
    if not text:  # the many empty ones of the first frame would pass for a word that stands still
        return
    word = _word(text, px, semibold)
    if align is RIGHT:  # comparing flags bit by bit costs more than drawing
        x = box.right() - word.width
    elif align is CENTRE:
        x = box.center().x() - word.width / 2
    else:
        x = box.left()
    y, colour = word.top(box.center().y()), getattr(theme.current(), token)
    word.draw(painter, round(x), y, colour, ratio_of(painter))


@lru_cache(maxsize=2048)
def _word(text: str, px: int, semibold: bool) -> Word:
    font = theme.font(px, semibold)
    return Word(text, font, QFontMetricsF(font))


def source_dot(painter: QPainter, centre: QPointF, trust: str, token: str = "t3") -> None:
    """A dot of 8 px: full is primary or measured, half several reports, ring an estimate."""
    ink = theme.color(getattr(theme.current(), token))
    radius = 3.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.2))
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    if trust == "full":
        painter.drawEllipse(box)
    elif trust == "half":
        painter.drawPie(box, -90 * 16, 180 * 16)


def swatch(painter: QPainter, x: float, y: float, colour: str) -> None:
    """The 8 px square that stands for an accelerator type."""
    painter.fillRect(QRectF(x, y, 8, 8), theme.color(colour))


def focus_frame(painter: QPainter, box: QRectF) -> None:
    """Frame a small control that has the focus, 1 px in the accent."""
    painter.setPen(QPen(theme.color(theme.current().acc), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
