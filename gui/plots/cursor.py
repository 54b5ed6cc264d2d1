"""The date cursor through all plots, and the hairline under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QRegion

from gui.plots.item import AA, Item
from gui.plots.lettering import Letters
from gui.plots.skin import Skin
from gui.plots.timescale import TimeScale

REACH = 4.5
"""Half of the width over which the line can be grabbed [px]."""


class Cursor:
    """A line at one day with rings on the curves; a second, grey one follows the pointer."""

    def __init__(self, parent: object) -> None:
        self.item = Item(self._draw, parent)
        self.item.setZValue(10)
        self.scale = TimeScale()
        self.day = 0.0
        self.hover: float | None = None
        self.rings: list[float] = []
        """Heights of the rings [px of the board]"""

    def x(self) -> float | None:
        """The cursor's pixel, or None if it is out of sight."""
        return self._pixel(self.day)

    def region(self) -> QRegion:
        """The pixels that cursor and hairline cover now."""
        out = QRegion()
        rect = self.item.rect
        for day in (self.day, self.hover):
            x = None if day is None else self._pixel(day)
            if x is not None:
                out += QRectF(x - 6, rect.top(), 12, rect.height()).toAlignedRect()
        return out

    def _pixel(self, day: float) -> float | None:
        x = self.scale.x(day)
        if self.scale.left - 0.5 <= x <= self.scale.left + self.scale.width + 0.5:
            return int(x) + 0.5
        return None

    def _draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        theme, rect = skin.theme, self.item.rect
        painter.setRenderHint(AA, False)
        hover = None if self.hover is None else self._pixel(self.hover)
        if hover is not None:
            painter.setPen(skin.pen(theme.ctl))
            painter.drawLine(QLineF(hover, rect.top(), hover, rect.bottom()))
        x = self.x()
        if x is None:
            return
        painter.setPen(skin.pen(theme.acc))
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
        painter.setRenderHint(AA, True)
        painter.setPen(skin.pen(theme.acc, width=1.5))
        painter.setBrush(skin.brush(theme.s1))
        for y in self.rings:
            painter.drawEllipse(QPointF(x, y), 3.0, 3.0)
