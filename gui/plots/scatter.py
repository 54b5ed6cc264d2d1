"""Predicted against measured on logarithmic axes: one marker a record, by group."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui import theme as themes
from gui.plots.chart import CENTER, EDGE, LEFT, RIGHT, Ink, as_text
from gui.plots.dot_chart import DotChart
from gui.plots.markers import Marker, draw_marker
from gui.plots.text_rows import Rows

NEAR = 9.0
"""How far from a marker the pointer may be [px]."""
MARGIN = 0.10
"""The dotted lines beside the line of equality: 10 % above and below."""
FEW = 40
"""Up to so many records each range has caps; more of them stand back behind the markers."""
LOW = 240
"""Height [px] below which the axes are named in the title row only."""


class Dot(msgspec.Struct, frozen=True):
    """One record."""

    name: str
    measured: float
    predicted: float
    marker: Marker
    group: str
    low: float | None = None
    high: float | None = None
    """P10 and P90 of the prediction"""
    tip: str = ""
    note: str = ""
    """what follows the numbers in the table, e.g. the source"""
    error: float | None = None
    """where it is not predicted over measured, less one: a published bound that is kept"""


class Scatter(DotChart):
    """Click, or the arrow keys in the order of the error, choose a record."""

    LEFT_GUTTER = 56.0

    dots: tuple[Dot, ...]

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.group = ""
        """The group that stands out; empty: all do."""

    def show_dots(
        self, dots: Sequence[Dot], unit: str, *, current: int = -1, group: str = ""
    ) -> None:
        """Show ``dots`` [unit]; ``current`` is chosen, ``group`` stands out."""
        self.dots, self.unit = tuple(dots), unit
        self.current, self.group = current, group
        self.refresh(self.dots, unit, current, group)

    def draw_title(self, ink: Ink) -> None:
        """The title row; where it is low, the unit of both axes stands here."""
        caption = self.caption
        if self.dots and self.height() < LOW:
            self.caption = f"{self.unit}; {caption}"
        super().draw_title(ink)
        self.caption = caption

    def rows(self) -> Rows:
        """Record, group, measured, predicted, error, P10, P90, source."""
        header = ("Record", "Group", f"Measured [{self.unit}]", f"Predicted [{self.unit}]",
                  "Error [%]", "P10", "P90", "Note")  # fmt: skip
        body = [
            as_text((d.name, d.group, d.measured, d.predicted, _error(d) * 100,
                     "" if d.low is None else d.low, "" if d.high is None else d.high, d.note))
            for d in self.dots
        ]  # fmt: skip
        return header, body

    def sentence(self) -> str:
        """How many records lie how close to the line."""
        near = sum(abs(_error(dot)) <= MARGIN for dot in self.dots)
        return f"{self.title}: {near} of {len(self.dots)} records within 10 %."

    def frame(self) -> QRectF:
        """Where the markers stand [px]."""
        width = self.width() - EDGE - self.LEFT_GUTTER
        top, bottom = (30, 18) if self.height() < LOW else (44, 34)
        height = self.height() - top - bottom
        return QRectF(self.LEFT_GUTTER, top, max(width, 8), max(height, 8))

    def ranges(self) -> tuple[float, float]:
        """The decimal logarithms at the two ends of both axes."""
        values = [v for d in self.dots for v in (d.measured, d.predicted) if v > 0]
        low, high = math.log10(min(values)), math.log10(max(values))
        pad = max(0.04 * (high - low), 0.06)
        return low - pad, high + pad

    def place(self, measured: float, predicted: float) -> QPointF:
        """Where a pair of values stands [px]."""
        return self._place(measured, predicted, self.frame(), self.ranges())

    @staticmethod
    def _place(
        measured: float, predicted: float, frame: QRectF, ends: tuple[float, float]
    ) -> QPointF:
        low, high = ends
        x = (math.log10(measured) - low) / (high - low)
        y = (math.log10(predicted) - low) / (high - low)
        return QPointF(frame.left() + x * frame.width(), frame.bottom() - y * frame.height())

    def _placed(self) -> list[QPointF]:
        frame, ends = self.frame(), self.ranges()
        return [self._place(d.measured, d.predicted, frame, ends) for d in self.dots]

    def index_at(self, at: QPointF) -> int:
        """The record nearest to a point [px], or -1."""
        if not self.dots or self.empty is not None:
            return -1
        far = [math.hypot(p.x() - at.x(), p.y() - at.y()) for p in self._placed()]
        index = min(range(len(far)), key=far.__getitem__)
        return index if far[index] <= NEAR else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the record that is clicked; beside all of them, none."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus()
            self.chosen.emit(self.index_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go through the records by the size of their error; Escape chooses none."""
        step = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1,
        }.get(Qt.Key(event.key()), 0)  # fmt: skip
        if event.key() == Qt.Key.Key_Escape and self.current >= 0:
            self.chosen.emit(-1)
        elif step and self.dots:
            order = sorted(range(len(self.dots)), key=lambda i: -abs(_error(self.dots[i])))
            place = order.index(self.current) + step if self.current in order else 0
            self.chosen.emit(order[min(max(place, 0), len(order) - 1)])
        else:
            super().keyPressEvent(event)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Axes, equality with 10 % on both sides, ranges, markers, the chosen one on top."""
        del area
        if not self.dots:
            return
        frame, ends = self.frame(), self.ranges()
        self._draw_axes(ink, frame, ends)
        self._draw_diagonals(ink, frame, ends)
        placed = self._placed()
        order = sorted(range(len(placed)), key=lambda i: self._stands_out(i))
        for index in order:
            if self._stands_out(index) and index != self.current:
                self._draw_range(ink, index, placed[index], frame, ends)
        for index in order:
            at, dot = placed[index], self.dots[index]
            draw_marker(ink, dot.marker, at.x(), at.y(), faded=not self._stands_out(index))
        if 0 <= self.current < len(placed):
            self._draw_chosen(ink, placed[self.current], frame, ends)

    def _stands_out(self, index: int) -> bool:
        return not self.group or self.dots[index].group == self.group

    def _draw_axes(self, ink: Ink, frame: QRectF, ends: tuple[float, float]) -> None:
        theme, (low, high) = ink.theme, ends
        factors = (1, 2, 5) if high - low < 2.2 else (1, 3) if high - low < 3.2 else (1,)
        right, up = -math.inf, math.inf
        for power in range(math.floor(low), math.floor(high) + 1):
            for factor in factors:
                value = factor * 10.0**power
                if not low <= math.log10(value) <= high:
                    continue
                at = self._place(value, value, frame, ends)
                ink.fill(at.x(), frame.top(), 1, frame.height(), theme.line)
                ink.fill(frame.left(), at.y(), frame.width(), 1, theme.line)
                label = words.tick(value)
                half = ink.width(label) / 2
                if at.x() - half - right >= 8 and at.x() + half < self.width():
                    ink.text(
                        QRectF(at.x() - 24, frame.bottom() + 2, 48, 14), label, theme.t2, CENTER
                    )
                    right = at.x() + half
                if up - at.y() >= 14:
                    box = QRectF(0, at.y() - 8, self.LEFT_GUTTER - 8, 16)
                    ink.text(box, label, theme.t2, RIGHT)
                    up = at.y()
        ink.fill(frame.left(), frame.bottom(), frame.width(), 1, theme.ctl)
        ink.fill(frame.left(), frame.top(), 1, frame.height(), theme.ctl)
        if self.height() >= LOW:
            foot = QRectF(frame.left(), frame.bottom() + 16, frame.width(), 14)
            ink.text(foot, f"measured [{self.unit}]", theme.t3, RIGHT)
            head = QRectF(EDGE, 26, frame.width(), 14)
            ink.text(head, f"predicted [{self.unit}]", theme.t3)

    def _draw_diagonals(self, ink: Ink, frame: QRectF, ends: tuple[float, float]) -> None:
        """The line of equality, and dashed ones 10 % above and below it."""
        painter, theme = ink.painter, ink.theme
        low, high = ends
        painter.save()
        painter.setClipRect(frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for factor in (1.0, 1 + MARGIN, 1 - MARGIN):
            pen = QPen(themes.color(theme.t1 if factor == 1 else theme.t2), 1)
            if factor != 1:
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            ends_at = [self._place(10**v, 10**v * factor, frame, ends) for v in (low, high)]
            painter.drawLine(*ends_at)
        painter.restore()

    def _draw_range(
        self, ink: Ink, index: int, at: QPointF, frame: QRectF, ends: tuple[float, float]
    ) -> None:
        dot = self.dots[index]
        if dot.low is None or dot.high is None or dot.low <= 0:
            return
        ys = [self._place(dot.measured, v, frame, ends).y() for v in (dot.high, dot.low)]
        top, bottom = (min(max(y, frame.top()), frame.bottom()) for y in ys)
        many = len(self.dots) > FEW and index != self.current
        ink.fill(at.x(), top, 1, bottom - top, ink.theme.track if many else ink.theme.ctl)
        if many:
            return
        for y, end in ((top, ys[0]), (bottom, ys[1])):
            if y == end:  # a cap only where the range ends inside the frame
                ink.fill(at.x() - 3, y, 7, 1, ink.theme.ctl)

    def _draw_chosen(self, ink: Ink, at: QPointF, frame: QRectF, ends: tuple[float, float]) -> None:
        dot, painter, theme = self.dots[self.current], ink.painter, ink.theme
        self._draw_range(ink, self.current, at, frame, ends)
        draw_marker(ink, dot.marker, at.x(), at.y(), 4.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(themes.color(theme.acc), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 8, 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        text = f"{dot.name} {signed_percent(_error(dot))}"
        width = ink.width(text, 11, True) + 4
        left = at.x() + 12 + width > frame.right()
        x = max(at.x() - 12 - width, frame.left() + 1) if left else at.x() + 12
        y = min(max(at.y() - 8, frame.top()), frame.bottom() - 16)
        ink.fill(x, y, width, 16, theme.s1)
        ink.text(QRectF(x + 2, y, width - 2, 16), text, theme.t1, LEFT, 11, True)


def signed_percent(share: float) -> str:
    """A relative error with its sign, in percent with three digits at most."""
    text = words.percent(share, 2 if abs(share) < 0.0995 else 3)
    return text if share < 0 or (text.startswith("0") and share == 0) else f"+{text}"


def _error(dot: Dot) -> float:
    return dot.predicted / dot.measured - 1.0 if dot.error is None else dot.error
