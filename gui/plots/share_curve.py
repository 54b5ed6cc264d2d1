"""A share over one quantity on a logarithmic axis, with the present point on it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui import theme as themes
from gui.plots.chart import CENTER, EDGE, LEFT, RIGHT, Chart, Ink, as_text
from gui.plots.text_rows import Rows

Array = npt.NDArray[np.float64]
Curve = tuple[Array, Array]
"""x and share, both (K,)"""
GUTTER = 48.0
_NONE: Array = np.zeros(0)


class ShareCurve(Chart):
    """Share (0 to 1, the whole axis) over a positive quantity; the baseline's curve is dashed.

    Parameters
    ----------
    quantity, unit : what x is, e.g. Restart and min; a count has no unit
    measure : what the share is
    """

    def __init__(
        self, name: str, quantity: str, unit: str, measure: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self.quantity, self.unit, self.measure = quantity, unit, measure
        self.curve: Curve = (_NONE, _NONE)
        self.before: Curve | None = None
        self.point: tuple[float, float] | None = None

    def show_curve(
        self,
        curve: Curve,
        *,
        point: tuple[float, float] | None = None,
        before: Curve | None = None,
    ) -> None:
        """Show the curve, the present point on it, and the curve of the baseline."""
        self.curve, self.point, self.before = curve, point, before
        arrays = (*curve, *(before or ()))
        self.refresh(point, *(array.tobytes() for array in arrays))

    def rows(self) -> Rows:
        """The curve as it is drawn."""
        unit = f" [{self.unit}]" if self.unit else ""
        pairs = zip(*(values.tolist() for values in self.curve), strict=True)
        return (f"{self.quantity}{unit}", f"{self.measure} [1]"), [as_text(pair) for pair in pairs]

    def sentence(self) -> str:
        """The present point, and how far it falls at ten times x."""
        if self.point is None:
            return super().sentence()
        x, share = self.point
        far = self.share_at(10 * x)
        text = f"{self.title}: {words.percent(share)} at {self._x_text(x)}"
        return f"{text}, {words.percent(far)} at ten times that." if far is not None else f"{text}."

    def share_at(self, x: float) -> float | None:
        """The share at ``x`` on the curve; None beyond its ends."""
        xs, shares = self.curve
        if xs.size < 2 or not xs[0] <= x <= xs[-1]:
            return None
        return float(np.interp(math.log(x), np.log(xs), shares))

    def tip(self, at: QPointF) -> str:
        """The curve under the pointer."""
        frame = self._frame()
        if self.empty is not None or self.curve[0].size < 2 or not frame.contains(at):
            return ""
        first, last = self._ends()
        x = first * (last / first) ** ((at.x() - frame.left()) / frame.width())
        share = self.share_at(x)
        return "" if share is None else f"{self._x_text(x)}: {words.percent(share)}"

    def _x_text(self, x: float) -> str:
        return f"{words.number(x)} {self.unit}" if self.unit else words.count(x)

    def _frame(self) -> QRectF:
        return QRectF(GUTTER, 32, self.width() - GUTTER - EDGE - 8, self.height() - 50)

    def _ends(self) -> tuple[float, float]:
        curves = [self.curve, *([self.before] if self.before is not None else [])]
        return min(float(x[0]) for x, _ in curves), max(float(x[-1]) for x, _ in curves)

    def _place(self, x: float, share: float) -> QPointF:
        frame, (first, last) = self._frame(), self._ends()
        along = math.log(x / first) / max(math.log(last / first), 1e-9)
        return QPointF(
            frame.left() + along * frame.width(), frame.bottom() - share * frame.height()
        )

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Axes, the baseline dashed, the curve, the ring and its label."""
        del area
        if self.curve[0].size < 2:
            return
        theme, painter = ink.theme, ink.painter
        self._draw_axes(ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for curve, dashed in ((self.before, True), (self.curve, False)):
            if curve is None:
                continue
            pen = QPen(themes.color(theme.t2 if dashed else theme.t1), 1)
            if dashed:
                pen.setDashPattern([5, 3])
            painter.setPen(pen)
            pairs = zip(*(values.tolist() for values in curve), strict=True)
            painter.drawPolyline(QPolygonF([self._place(*pair) for pair in pairs]))
        if self.point is not None:
            at = self._place(*self.point)
            painter.setPen(QPen(themes.color(theme.acc), 1.5))
            painter.setBrush(themes.color(theme.s1))
            painter.drawEllipse(at, 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.point is not None:
            self._draw_label(ink, at)

    def _draw_axes(self, ink: Ink) -> None:
        theme, frame, (first, last) = ink.theme, self._frame(), self._ends()
        for share in (0.0, 0.5, 1.0) if frame.height() < 90 else (0.0, 0.25, 0.5, 0.75, 1.0):
            y = frame.bottom() - share * frame.height()
            ink.fill(frame.left(), y, frame.width(), 1, theme.line if share else theme.ctl)
            label = QRectF(0, y - 8, GUTTER - 8, 16)
            ink.text(label, f"{100 * share:.0f} %", theme.t2, RIGHT)
        used = -math.inf
        for power in range(math.ceil(math.log10(first)), math.floor(math.log10(last)) + 1):
            x = self._place(10.0**power, 0.0).x()
            ink.fill(x, frame.bottom(), 1, 4, theme.ctl)
            if x - used >= 36:
                label = QRectF(x - 24, frame.bottom() + 3, 48, 14)
                ink.text(label, words.tick(10.0**power), theme.t2, CENTER)
                used = x

    def _draw_label(self, ink: Ink, at: QPointF) -> None:
        """The point in words: above the curve, which falls, to its right; else below it."""
        x, share = self.point or (0.0, 0.0)
        frame = self._frame()
        text = f"{words.percent(share)} at {self._x_text(x)}"
        width = ink.width(text, 11, True) + 2
        if at.x() + 8 + width <= self.width() - EDGE and at.y() - 16 >= frame.top() - 6:
            room, align = QRectF(at.x() + 8, at.y() - 17, width, 14), LEFT
        else:
            if at.x() - 8 - width < frame.left():  # it would run into the curve
                text = words.percent(share)
                width = ink.width(text, 11, True) + 2
            left = max(at.x() - 8 - width, frame.left() + 2)
            room, align = QRectF(left, min(at.y() + 8, frame.bottom() - 15), width, 14), RIGHT
        ink.painter.fillRect(room, themes.color(ink.theme.s1))
        ink.text(room, text, ink.theme.t1, align, 11, True)
