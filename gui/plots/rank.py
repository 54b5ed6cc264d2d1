"""Systems by size on a logarithmic axis: dots, the cluster in the accent colour."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from gui import format as words
from gui import theme as themes
from gui.plots.chart import CENTER, EDGE, RIGHT, Ink, as_text, axis_text
from gui.plots.dot_chart import DotChart
from gui.plots.text_rows import Rows


class Dot(msgspec.Struct, frozen=True):
    """One system."""

    name: str
    value: float
    place: str = ""
    """Its rank, or nothing outside the ranking."""
    ours: bool = False
    hollow: bool = False
    """An estimate of a whole campus, a plan, or the scenario's own model in reality."""
    tip: str = ""
    note: str = ""
    """What follows the value in the table, e.g. the source."""


class RankPlot(DotChart):
    """The systems around ours, largest first. Click or the arrow keys choose one."""

    dots: tuple[Dot, ...]

    def show_dots(self, dots: Sequence[Dot], unit: str, current: int = -1) -> None:
        """Show ``dots`` [unit], largest first; ``current`` is the chosen one."""
        self.dots, self.unit, self.current = tuple(dots), unit, current
        self.refresh(self.dots, unit, current)

    def in_view(self) -> range:
        """The indices of the dots that are drawn: ours in the middle as far as there are any."""
        most = max(int((self.height() - 24 - 18) // 12.4), 1)
        count = len(self.dots)
        ours = next((i for i, dot in enumerate(self.dots) if dot.ours), 0)
        first = min(max(ours - most // 2, 0), max(count - most, 0))
        return range(first, min(first + most, count))

    def rows(self) -> Rows:
        """Rank, name, value and source of every system, those beyond the picture included."""
        body = [as_text((dot.place, dot.name, dot.value, dot.note)) for dot in self.dots]
        return ("Rank", "System", f"Value [{self.unit}]", "Source"), body

    def sentence(self) -> str:
        """The title already says where the cluster stands."""
        return self.title

    def _pitch(self) -> float:
        return min((self.height() - 24 - 18) / max(len(self.in_view()), 1), 20.0)

    def index_at(self, at: QPointF) -> int:
        """The dot in the row at a point [px], or -1."""
        shown = self.in_view()
        row = int((at.y() - 24) // self._pitch()) if shown else -1
        return shown[row] if 0 <= row < len(shown) and self.empty is None else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the system in the row that is clicked."""
        index = self.index_at(event.position())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose the neighbour."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        shown = self.in_view()
        if step and self.current + step in shown:
            self.chosen.emit(self.current + step)
        else:
            super().keyPressEvent(event)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """One row a system: rank, name, dot, value; decades along the bottom."""
        shown = self.in_view()
        if not shown:
            return
        theme, painter, pitch = ink.theme, ink.painter, self._pitch()
        names = max(ink.width(self.dots[i].name, 11, self.dots[i].ours) for i in shown)
        name_w = min(names + 6, self.width() * 0.42)
        left, right = EDGE + 28 + name_w + 12, self.width() - EDGE - 100
        values = [self.dots[i].value for i in shown]
        low = math.floor(math.log10(min(values)) * 2 - 0.2) / 2
        high = max(math.ceil(math.log10(max(values)) * 2 + 0.1) / 2, low + 1)
        end = area.top() + pitch * len(shown)

        def place(value: float) -> float:
            return left + (math.log10(value) - low) / (high - low) * (right - left)

        written = left - 72
        for power in range(math.floor(low), math.floor(high) + 1):
            for factor in (1, 2, 5):
                value = factor * 10.0**power
                if not low <= math.log10(value) <= high + 1e-9:
                    continue
                x = place(value)
                ink.fill(x, area.top(), 1, end - area.top(), theme.line)
                if x - written < 72:
                    continue
                written = x
                scale, unit = words.scale_of(value, self.unit)
                label = f"{axis_text(value * scale)} {unit}"
                ink.text(QRectF(x - 40, end + 1, 80, 16), label, theme.t2, CENTER)
        for row, index in enumerate(shown):
            dot, y = self.dots[index], area.top() + pitch * row
            if index == self.current:
                ink.fill(0, y, self.width(), pitch, theme.s2)
            if dot.ours:
                ink.fill(0, y, self.width(), pitch, theme.accw)
            colour = theme.t1 if dot.place else theme.t2
            line = QRectF(EDGE, y, 20, pitch)
            ink.text(line, dot.place, theme.t1 if dot.ours else theme.t3, RIGHT, 11, dot.ours)
            ink.text(QRectF(EDGE + 28, y, name_w, pitch), dot.name, colour, bold=dot.ours)
            middle = y + pitch / 2
            ink.dotted(left, middle, place(dot.value) - left - 5, theme.track, 1, 3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            edge = theme.acc if dot.ours else theme.ctl if dot.hollow else theme.bar
            painter.setPen(QPen(themes.color(edge), 1.5))
            painter.setBrush(themes.color(theme.s1 if dot.hollow else edge))
            size = 4.0 if dot.ours else 3.25
            painter.drawEllipse(QPointF(place(dot.value), middle), size, size)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            number, unit = words.quantity(dot.value, self.unit)
            box = QRectF(right, y, self.width() - EDGE - right, pitch)
            ink.text(box.adjusted(0, 0, -54, 0), number, colour, RIGHT, 11, dot.ours)
            ink.text(QRectF(box.right() - 50, y, 50, pitch), unit, theme.t3)
