"""The job at other sizes of cluster: utilisation, tokens a second, and where they bend."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui import theme as themes
from gui.plots.chart import CENTER, LEFT, RIGHT, Chart, Ink, as_text, axis_text, nice_step
from gui.plots.text_rows import Rows

Array = npt.NDArray[np.float64]
Mark = tuple[float, str, str]
"""Count, a short name, and the whole sentence"""
_NONE: Array = np.zeros(0)
LEFT_GUTTER, RIGHT_GUTTER = 48.0, 56.0
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Steps of the rate axis, times a power of ten"""


class SizesPlot(Chart):
    """MFU on the left axis, tokens a second dashed on the right one, over a count in decades."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.counts: Array = _NONE
        self.shares: Array = _NONE
        self.rates: Array = _NONE
        self.point: tuple[float, float] | None = None
        self.before: tuple[float, float] | None = None
        self.marks: tuple[Mark, ...] = ()
        self.stale = False

    def show_sizes(
        self,
        counts: Array,
        shares: Array,
        rates: Array,
        *,
        point: tuple[float, float] | None = None,
        before: tuple[float, float] | None = None,
        marks: Sequence[Mark] = (),
        stale: bool = False,
    ) -> None:
        """Show share [1] and rate [tok/s] over count; sizes without a plan (nan) are left out.

        ``point`` is the present cluster, ``before`` the baseline: count and share. Stale curves
        are those of a moment ago, in grey.
        """
        keep = np.isfinite(shares) & np.isfinite(rates) & (counts > 0)
        self.counts, self.shares, self.rates = counts[keep], shares[keep], rates[keep]
        self.point = point if point is not None and min(point) > 0 else None
        self.before = before if before is not None and min(before) > 0 else None
        self.marks, self.stale = tuple(marks), stale
        arrays = (self.counts, self.shares, self.rates)
        looks = (self.point, self.before, self.marks, stale)
        self.refresh(*looks, *(array.tobytes() for array in arrays))

    def rows(self) -> Rows:
        """Count, share and rate."""
        triples = zip(self.counts.tolist(), self.shares.tolist(), self.rates.tolist(), strict=True)
        return ("Accelerators", "MFU [1]", "Tokens [1/s]"), [as_text(each) for each in triples]

    def sentence(self) -> str:
        """The present point and the bends, in words."""
        if self.point is None:
            return super().sentence()
        count, share = self.point
        said = [f"{self.title}: {words.percent(share)} at {words.count(count)} accelerators."]
        return " ".join(said + [why for _, _, why in self.marks])

    def tip(self, at: QPointF) -> str:
        """The size under the pointer; near a bend, why it bends."""
        if self.empty is not None or self.counts.size < 2 or at.y() < 24:
            return ""
        frame = self._frame()
        near = [why for count, _, why in self.marks if abs(self._x(count, frame) - at.x()) < 8]
        if near:
            return "\n".join(near)
        if not frame.left() <= at.x() <= frame.right():
            return ""
        xs = np.array([self._x(count, frame) for count in self.counts.tolist()])
        k = int(np.argmin(np.abs(xs - at.x())))
        rate = " ".join(words.quantity(float(self.rates[k]), "token/s"))
        share = words.percent(float(self.shares[k]))
        return f"{words.count(float(self.counts[k]))} accelerators: MFU {share}, {rate}"

    def top(self) -> float:
        """End of the share axis."""
        most = max([*self.shares.tolist(), self.point[1] if self.point else 0.0])
        step = nice_step(most, 3)
        return float(step * math.ceil(most / step - 1e-9))

    def top_rate(self) -> float:
        """End of the rate axis [tok/s]: as many steps as the share axis has, each a round number.

        Steps of 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten.
        """
        most = float(self.rates.max())
        steps = self._steps()
        unit = 10.0 ** math.floor(math.log10(most / steps))
        step = next(f * unit for f in ROUND if f * unit * steps >= most * (1 - 1e-9))
        return steps * step

    def _steps(self) -> int:
        top, low = self.top(), self._frame().height() < 70
        return max(round(top / nice_step(top, 2 if low else 4)), 1)

    def _frame(self) -> QRectF:
        area = QRectF(0, 24, self.width(), self.height() - 24)
        return area.adjusted(LEFT_GUTTER, 8, -RIGHT_GUTTER, -18)

    def _x(self, count: float, frame: QRectF) -> float:
        first, last = float(self.counts[0]), float(self.counts[-1])
        span = max(math.log10(last / first), 1e-9)
        place = min(max(math.log10(count / first) / span, 0.0), 1.0)
        return frame.left() + place * frame.width()

    def draw(self, ink: Ink, area: QRectF) -> None:
        """Axes, both curves, the bends, the ring of the present cluster and the baseline."""
        del area
        if self.counts.size < 2:
            return
        frame, top = self._frame(), self.top()
        self._draw_axes(ink, frame, top)
        theme, painter = ink.theme, ink.painter
        for count, _, _ in self.marks:
            x = self._x(count, frame)
            for k in range(int(frame.height() // 4)):
                ink.fill(x, frame.top() + 4 * k, 1, 2, theme.warn)
        xs = [self._x(count, frame) for count in self.counts.tolist()]
        most = self.top_rate()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for values, dashed in ((self.rates / most, True), (self.shares / top, False)):
            pen = QPen(themes.color(theme.bar if self.stale or dashed else theme.t1), 1)
            if dashed:
                pen.setDashPattern([5, 3])
            painter.setPen(pen)
            ys = [frame.bottom() - value * frame.height() for value in values.tolist()]
            painter.drawPolyline(QPolygonF([QPointF(*p) for p in zip(xs, ys, strict=True)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for row, (count, name, _) in enumerate(self.marks):  # a row each: bends may be close
            at = QPointF(self._x(count, frame), frame.bottom() - 9 - 15 * row)
            self._label(ink, frame, at, name, theme.warn)
        if self.before is not None:
            at = self._place(self.before, frame, top)
            ink.diamond(at.x(), at.y(), theme.t2, theme.s1)
        if self.point is not None:
            at = self._place(self.point, frame, top)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(themes.color(theme.acc), 1.5))
            painter.setBrush(themes.color(theme.s1))
            painter.drawEllipse(at, 3.5, 3.5)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            text = f"{words.percent(self.point[1])} at {words.count(self.point[0])}"
            low = at.y() + 24 <= frame.bottom()
            self._label(ink, frame, QPointF(at.x(), at.y() + (13 if low else -13)), text, theme.t1)

    def _place(self, point: tuple[float, float], frame: QRectF, top: float) -> QPointF:
        share = min(point[1] / top, 1.0)
        return QPointF(self._x(point[0], frame), frame.bottom() - share * frame.height())

    def _draw_axes(self, ink: Ink, frame: QRectF, top: float) -> None:
        theme = ink.theme
        steps = self._steps()
        factor, unit = words.scale_of(float(self.rates.max()), "token/s")
        prefix = unit.removesuffix("token/s")
        for k in range(steps + 1):
            share = k / steps
            y = frame.bottom() - share * frame.height()
            ink.fill(frame.left(), y, frame.width(), 1, theme.line if k else theme.ctl)
            label = QRectF(0, y - 8, LEFT_GUTTER - 8, 16)
            ink.text(label, f"{axis_text(share * top * 100)} %", theme.t2, RIGHT)
            rate = QRectF(frame.right() + 6, y - 8, RIGHT_GUTTER - 8, 16)
            text = axis_text(self.top_rate() * share * factor)
            ink.text(rate, f"{text}{words.THIN}{prefix}" if k else "0", theme.t3, LEFT)
        first, last = float(self.counts[0]), float(self.counts[-1])
        used = -math.inf
        for power in range(math.ceil(math.log10(first)), math.floor(math.log10(last)) + 1):
            x = self._x(10.0**power, frame)
            ink.fill(x, frame.bottom(), 1, 4, theme.ctl)
            if x - used >= 36:
                label = QRectF(x - 24, frame.bottom() + 3, 48, 14)
                ink.text(label, words.tick(10.0**power), theme.t2, CENTER)
                used = x

    def _label(self, ink: Ink, frame: QRectF, at: QPointF, text: str, colour: str) -> None:
        """A word beside a mark, at the side where it fits; without its lead if it must be short."""
        rooms = (at.x() - 8 - frame.left(), frame.right() - at.x() - 8)
        whole = ink.width(text, 11, True) + 2
        before = rooms[0] >= whole or rooms[0] >= rooms[1]
        room = rooms[0] if before else rooms[1]
        if room < whole:
            text = text.rpartition(": ")[2]
        width = min(ink.width(text, 11, True) + 2, room)
        x = at.x() - 8 - width if before else at.x() + 8
        box = QRectF(x, at.y() - 7, width, 14)
        ink.painter.fillRect(box, themes.color(ink.theme.s1))
        ink.text(box, text, colour, RIGHT if before else LEFT, 11, True)
