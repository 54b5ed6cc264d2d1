"""A small curve on a logarithmic x axis with the present point on it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui import theme as themes
from gui.plots.chart import CENTER, EDGE, LEFT, RIGHT, Chart, Ink, as_text, axis_text, nice_step
from gui.plots.take import Rows

Array = npt.NDArray[np.float64]
_NONE: Array = np.zeros(0)


class CurvePlot(Chart):
    """A share (0 to 1) against a count, with the baseline's curve dashed beneath it."""

    LEFT_GUTTER = 48.0

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.counts: Array = _NONE
        self.shares: Array = _NONE
        self.before: tuple[Array, Array] = (_NONE, _NONE)
        self.point: tuple[float, float] | None = None

    def show_curve(
        self,
        x: Array,
        y: Array,
        *,
        point: tuple[float, float] | None = None,
        before: tuple[Array, Array] | None = None,
    ) -> None:
        """Show share ``y`` (1) over count ``x``; points without a plan (nan) are left out."""
        self.counts, self.shares = _clean(x, y)
        self.before = _clean(*before) if before is not None else (_NONE, _NONE)
        self.point = point if point is not None and min(point) > 0 else None
        arrays = (self.counts, self.shares, *self.before)
        self.refresh(self.point, *(a.tobytes() for a in arrays))

    def rows(self) -> Rows:
        """Count and share."""
        pairs = zip(self.counts.tolist(), self.shares.tolist(), strict=True)
        return ("Accelerators", "MFU [1]"), [as_text(pair) for pair in pairs]

    def sentence(self) -> str:
        """The present point, in words."""
        if self.point is None:
            return super().sentence()
        count, share = self.point
        return f"{self.title}: {words.percent(share)} at {words.count(count)} accelerators."

    def ranges(self) -> tuple[float, float, float]:
        """First and last count, and the top of the share axis."""
        xs = np.concatenate([self.counts, self.before[0], [self.point[0]] if self.point else []])
        ys = np.concatenate([self.shares, self.before[1], [self.point[1]] if self.point else []])
        step = nice_step(float(ys.max()), 3)
        return float(xs.min()), float(xs.max()), step * math.ceil(float(ys.max()) / step - 1e-9)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Axes with decades, the baseline dashed, the curve, the ring and its label."""
        if self.counts.size < 2:
            return
        theme, painter = ink.theme, ink.painter
        first, last, top = self.ranges()
        frame = QRectF(self.LEFT_GUTTER, area.top() + 8, 0, 0)
        frame.setRight(self.width() - EDGE - 8)
        frame.setBottom(area.bottom() - 18)
        span = max(math.log10(last / first), 1e-9)

        def place(count: float, share: float) -> QPointF:
            x = frame.left() + math.log10(count / first) / span * frame.width()
            return QPointF(x, frame.bottom() - share / top * frame.height())

        step = nice_step(top, 2 if frame.height() < 70 else 4)
        for k in range(round(top / step) + 1):
            y = place(first, k * step).y()
            ink.fill(frame.left(), y, frame.width(), 1, theme.line if k else theme.ctl)
            label = QRectF(0, y - 8, self.LEFT_GUTTER - 8, 16)
            ink.text(label, f"{axis_text(k * step * 100)} %", theme.t2, RIGHT)
        used = -math.inf
        for power in range(math.ceil(math.log10(first)), math.floor(math.log10(last)) + 1):
            x = place(10.0**power, 0).x()
            ink.fill(x, frame.bottom(), 1, 4, theme.ctl)
            if x - used >= 36:
                label = QRectF(x - 24, frame.bottom() + 3, 48, 14)
                ink.text(label, words.tick(10.0**power), theme.t2, CENTER)
                used = x

        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (xs, ys), dashed in ((self.before, True), ((self.counts, self.shares), False)):
            pen = QPen(themes.color(theme.t2 if dashed else theme.t1), 1)
            if dashed:
                pen.setDashPattern([5, 3])
            painter.setPen(pen)
            painter.drawPolyline(
                QPolygonF([place(*pair) for pair in zip(xs.tolist(), ys.tolist(), strict=True)])
            )
        if self.point is not None:
            at = place(*self.point)
            painter.setPen(QPen(themes.color(theme.acc), 1.5))
            painter.setBrush(themes.color(theme.s1))
            painter.drawEllipse(at, 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.point is not None:
            self._label(ink, at, frame)

    def _label(self, ink: Ink, at: QPointF, frame: QRectF) -> None:
        count, share = self.point or (0.0, 0.0)
        text = f"{words.percent(share)} at {words.count(count)}"
        width = ink.width(text, 11, True) + 2
        before = at.x() - 8 - width > frame.left()
        x = at.x() - 8 - width if before else at.x() + 8
        low = at.y() + 6 + 14 <= frame.bottom()
        label = QRectF(x, at.y() + 5 if low else at.y() - 19, width, 14)
        ink.text(label, text, ink.theme.t1, RIGHT if before else LEFT, 11, True)


def _clean(x: Array, y: Array) -> tuple[Array, Array]:
    xs = np.asarray(x, dtype=np.float64).ravel()
    ys = np.asarray(y, dtype=np.float64).ravel()
    keep = np.isfinite(xs) & np.isfinite(ys) & (xs > 0)
    return xs[keep], ys[keep]
