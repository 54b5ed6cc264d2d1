"""The date axis under the plots, and the cursor's pill on it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from gui import format as words
from gui import theme as themes
from gui.plots.item import AA, Item
from gui.plots.lettering import Letters
from gui.plots.skin import Skin
from gui.plots.timescale import Ticks, TimeScale
from model.units import date_of

PILL_HEIGHT = 17.0


class DateAxis:
    """Month names to the right of their ticks, the year on the first and on January."""

    def __init__(self, parent: object) -> None:
        self.item = Item(self._draw, parent, key=self._state)
        self.scale = TimeScale()
        self.ticks = Ticks((), (), ())
        self.epoch = date(2024, 1, 1)
        self.day = 0.0
        self.focused = False

    def sync(self, scale: TimeScale, ticks: Ticks, epoch: date) -> None:
        """Take up another stretch of time [px of the board]."""
        self.scale, self.ticks, self.epoch = scale, ticks, epoch

    def _state(self) -> object:
        return self.scale, self.ticks, self.epoch, self.day, self.focused

    def pill(self, text: Letters) -> QRectF:
        """Where the cursor's date stands; empty if the cursor is out of sight."""
        x = self.scale.x(self.day)
        left, right = self.scale.left, self.scale.left + self.scale.width
        if not left - 0.5 <= x <= right + 0.5:
            return QRectF()
        width = max(72.0, round(text.small_bold.width(self._text()) + 6))
        start = min(max(round(x - width / 2), left - 40), right + 40 - width)
        return QRectF(start, self.item.rect.top() + 3, width, PILL_HEIGHT)

    def _text(self) -> str:
        return words.long_date(date_of(self.day, self.epoch))

    def _draw(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        theme, rect, scale = skin.theme, self.item.rect, self.scale
        y, end = rect.top() + 0.5, scale.left + scale.width
        painter.setRenderHint(AA, False)
        painter.setPen(skin.pen(theme.ctl))
        painter.drawLine(QLineF(scale.left, y, end, y))
        xs = [int(scale.x(day)) + 0.5 for day in self.ticks.ticks]
        painter.drawLines([QLineF(x, y, x, y + 4) for x in xs if scale.left <= x <= end])
        pill = self.pill(text)
        for day, label in self.ticks.labels:
            x = scale.x(day) + 4
            stop = x + text.small.width(label)
            hidden = not pill.isEmpty() and stop > pill.left() - 3 and x < pill.right() + 3
            if scale.left <= x and day < scale.last and stop <= end + 24 and not hidden:
                text.small.left(painter, x, y + 11, label, theme.t2)
        if pill.isEmpty():
            return
        painter.setRenderHint(AA, True)
        painter.setPen(skin.pen(theme.s1, width=2.0))
        painter.setBrush(themes.color(theme.acc))
        painter.drawRoundedRect(pill, 4, 4)
        if self.focused:
            painter.setPen(skin.pen(theme.acc, width=1.5))
            painter.setBrush(skin.brush(theme.acc))
            painter.drawRoundedRect(pill.adjusted(-1, -1, 1, 1), 5, 5)
        colour = theme.onacc
        text.small_bold.centre(painter, pill.center().x(), pill.center().y(), self._text(), colour)
