"""The pens, brushes and fonts of one theme, made once."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from gui import theme as themes

DASHES: dict[str, tuple[float, ...]] = {
    "band": (1, 2),
    "ghost": (5, 3),
    "powered": (2, 2),
    "step": (6, 2),
    "pole": (2, 2),
    "slack": (1, 3),
}
"""Dash patterns [px] by what the line means."""

HATCH = 6
"""Side of the hatch's tile [px]."""


class Skin:
    """What the plots paint with under one theme. Every data line is exactly 1 px wide."""

    def __init__(self, theme: themes.Theme) -> None:
        self.theme = theme
        self.lines = (theme.line, theme.t1, theme.t2, theme.ctl, theme.s1)
        self.shortage = hatched(theme.redw, theme.red)
        self.band = QBrush(themes.color(theme.t1, 0.14))

    def pen(self, colour: str, dash: str = "", width: float = 1.0) -> QPen:
        """A pen of ``colour`` (#RRGGBB), dashed as the name in `DASHES` says."""
        return _pen(colour, dash, width)

    def brush(self, colour: str) -> QBrush:
        """A solid brush of ``colour`` (#RRGGBB)."""
        return _brush(colour)

    def family(self, family: str, again: bool = False, faint: bool = False) -> QBrush:
        """The fill of an accelerator family, hatched if the family stands there already.

        ``faint`` mixes it down to 38 % for what is beyond the validated range.
        """
        colour = self.theme.family.get(family, self.theme.family.get("older", self.theme.bar))
        if faint:
            colour = mixed(colour, self.theme.s1, 0.38)
        if again:
            return hatched(colour, mixed(colour, self.theme.s1, 0.45))
        return self.brush(colour)

    def part(self, name: str) -> QBrush:
        """The fill of a power part."""
        return self.brush(self.theme.power.get(name, self.theme.bar))


def mixed(colour: str, ground: str, share: float) -> str:
    """``share`` of ``colour`` over ``ground``, opaque, so that it paints as fast as a solid."""
    a, b = QColor(colour), QColor(ground)
    parts = (
        round(share * x + (1 - share) * y)
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


@lru_cache(maxsize=256)
def _pen(colour: str, dash: str, width: float) -> QPen:
    pen = QPen(themes.color(colour), width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash:
        pen.setDashPattern(DASHES[dash])
    return pen


@lru_cache(maxsize=256)
def _brush(colour: str) -> QBrush:
    return QBrush(themes.color(colour))


@lru_cache(maxsize=64)
def hatched(ground: str, ink: str) -> QBrush:
    """Diagonal lines of ``ink`` on ``ground`` as a small texture: the fastest hatch there is."""
    ratio = 2
    tile = QPixmap(HATCH * ratio, HATCH * ratio)
    tile.fill(QColor(ground))
    painter = QPainter(tile)
    painter.scale(ratio, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1))
    for shift in (-HATCH, 0, HATCH):
        painter.drawLine(QPointF(shift - 1, HATCH + 1), QPointF(shift + HATCH + 1, -1))
    painter.end()
    tile = tile.scaled(
        HATCH,
        HATCH,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return QBrush(tile)


@lru_cache(maxsize=2)
def skin_of(theme_name: str) -> Skin:
    """The skin of a theme, by its name."""
    return Skin(themes.DARK if theme_name == themes.DARK.name else themes.LIGHT)


def current() -> Skin:
    """The skin of the theme in force. Needs a QGuiApplication."""
    return skin_of(themes.current().name)
