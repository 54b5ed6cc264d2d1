"""One site's frame among the curves of all sites: axes, both curves, what is between, the ends."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from gui import format as words
from gui import theme as themes
from gui.plots import skin
from gui.plots.chart import LEFT, RIGHT, Ink, nice_step
from gui.plots.flags import MIDDLE, ROW, Flag, Flags
from gui.plots.lettering import letters, spread
from gui.plots.polygon import Array, Polygon, crisp, runs
from gui.plots.series import knots
from gui.plots.site_curve import Mark, SiteCurve
from gui.plots.timescale import TimeScale, ticks

HEAD, FOOT = 18.0, 17.0
"""Heights of the row with the site's name above the frame, and of the dates beneath it [px]"""
CLOSER = 1.2
"""Times as many dates as the wide plots have"""
LINE_GAP = 13.0
"""Between the numbers at the ends of two lines [px]"""


def placed_flags(site: SiteCurve, scale: TimeScale, beyond: float, high: float) -> Flags:
    """The marks of ``site``, each in the longest words for which there is room.

    They may reach ``beyond`` the scale [px], over the numbers at the ends of the lines, and take
    a third of a box that is ``high``.
    """
    found, text = Flags(), letters()
    right = scale.left + scale.width + beyond
    reach = TimeScale(scale.first, scale.day(right), scale.left, scale.width + beyond)

    def fitting(mark: Mark) -> str:
        x = scale.x(mark.day)
        room = max(x - scale.left, right - x) - 18
        return next((t for t in mark.texts if text.small.width(t) <= room), mark.texts[-1])

    found.flags = tuple(Flag(mark.day, fitting(mark)) for mark in site.marks)
    found.place(reach, text, most=min(max(int(high / 3 / ROW), 1), 3))
    return found


class SiteFrame(msgspec.Struct, frozen=True):
    """Where one site is drawn.

    ``box`` [px] is what the curves fill, ``scale`` its days, ``top`` the count at its upper edge;
    ``numbered``: the counts stand at its left.
    """

    site: SiteCurve
    days: Array
    epoch: date
    box: QRectF
    scale: TimeScale
    top: float
    numbered: bool
    flags: Flags
    rows: int
    """rows of flags that are kept free, as many in all frames"""
    beyond: float
    """room at the right of the box for the numbers at the ends of the lines [px]"""

    def y(self, values: Array) -> Array:
        """The heights [px] of counts; rows at the upper edge belong to the flags."""
        room = self.box.height() - ROW * self.rows
        return self.box.bottom() - values * (room / self.top)

    def draw(self, ink: Ink, day: float | None, date: float | None, *, stale: bool) -> None:
        """Everything; ``day`` is pointed at, ``date`` the window's, stale curves are grey."""
        self._draw_axes(ink)
        self._draw_curves(ink, stale=stale)
        self._draw_ends(ink)
        if date is not None and self.scale.first <= date <= self.scale.last:
            ink.fill(self.scale.x(date), self.box.top(), 1, self.box.height(), ink.theme.acc)
        if day is not None:
            self._draw_cursor(ink, day)
        self._draw_marks(ink)
        self._draw_head(ink, day)

    def _draw_axes(self, ink: Ink) -> None:
        box, theme = self.box, ink.theme
        step = nice_step(self.top, 2 if box.height() < 90 else 4)
        for k in range(round(self.top // step) + 1):
            y = float(self.y(np.array([k * step]))[0])
            ink.fill(box.left(), y, box.width(), 1, theme.line if k else theme.ctl)
            if self.numbered:
                label = QRectF(0, y - 8, box.left() - 8, 16)
                ink.text(label, words.tick(k * step), theme.t2, RIGHT)
        self._draw_dates(ink)

    def _draw_dates(self, ink: Ink) -> None:
        """Dates as those of the wide plots, closer to each other and as many as do not touch."""
        box, theme, scale = self.box, ink.theme, self.scale
        axis = ticks(scale.placed(scale.left, scale.width * CLOSER), self.epoch)
        for day in axis.ticks:
            if self.scale.first <= day <= self.scale.last:
                ink.fill(self.scale.x(day), box.bottom(), 1, 4, theme.ctl)
        free = box.left()
        for day, text in axis.labels:
            x, width = scale.x(day) + 4, ink.width(text) + 1
            if free <= x and x + width <= box.right() + 24:
                ink.text(QRectF(x, box.bottom() + 3, width, 16), text, theme.t2, LEFT)
                free = x + width + 4

    def _draw_curves(self, ink: Ink, *, stale: bool) -> None:
        theme, painter = ink.theme, ink.painter
        x = np.append(self.scale.xs(self.days), self.box.right())
        pair = np.stack([np.append(v, v[-1]) for v in (self.site.having, self.site.without)])
        heights = self.y(pair)
        keep = knots(x, heights)
        x, heights = x[keep], crisp(heights[:, keep])
        having, without = heights
        line = Polygon()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(0))
        fills = ((without - having, skin.current().brush(theme.track)),
                 (having - without, skin.hatched(theme.s1, theme.ctl)))  # fmt: skip
        for more, brush in fills:
            for start, stop in runs(more > 0.5):
                part = slice(max(start - 1, 0), stop + 1)
                painter.setBrush(brush)
                painter.setPen(QPen(brush, 0))
                painter.drawPolygon(line.between(x[part], having[part], without[part]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        colour = theme.bar if stale else theme.t1
        for values, dash in ((without, "ghost"), (having, "")):
            painter.setPen(skin.current().pen(colour, dash))
            painter.drawPolyline(line.line(x, values))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_ends(self, ink: Ink) -> None:
        texts = self.site.end_labels()
        ends = self.y(np.array([self.site.having[-1], self.site.without[-1]]))
        order = sorted(range(len(texts)), key=lambda k: float(ends[k]))
        low, high = self.box.top() + 6, self.box.bottom() - 6
        ys = spread([float(ends[k]) for k in order], LINE_GAP, low, high)
        for k, y in zip(order, ys, strict=True):
            box = QRectF(self.box.right() + 6, y - 8, ink.width(texts[k], 11, k == 0) + 1, 16)
            ink.text(box, texts[k], ink.theme.t2 if k else ink.theme.t1, LEFT, 11, k == 0)

    def _draw_marks(self, ink: Ink) -> None:
        """A pole with its pennant and words; where they find no room, the pole alone."""
        box = self.box
        for day in self.flags.left_out:
            x = int(self.scale.x(day))
            for y in range(round(box.top() + 4), round(box.bottom()), 4):
                ink.fill(x, y, 1, 2, ink.theme.t1)
        top = box.top() + MIDDLE - 2
        self.flags.draw(ink.painter, skin.current(), letters(), top, box.bottom())

    def reading(self, day: float) -> tuple[str, str]:
        """With, without and the difference on ``day``, in full and short."""
        having, without = (round(value) for value in self.site.at(self.days, day))
        if having == without:
            return (f"{words.count(having)} either way", words.count(having))
        sign = "+" if having > without else words.MINUS
        more = f"{sign}{words.count(abs(having - without))}"
        full = f"{words.count(having)}, without {words.count(without)}: {more}"
        return full, f"{words.count(having)} ({more})"

    def _draw_head(self, ink: Ink, day: float | None) -> None:
        theme, box = ink.theme, self.box
        row = QRectF(box.left(), box.top() - HEAD, box.width(), HEAD)
        name = min(ink.width(self.site.name, 11, True), box.width() * 0.5) + 8
        texts = self.site.gain if day is None else self.reading(day)
        room = row.adjusted(name, 0, self.beyond, 0)
        fitting = next((t for t in texts if ink.width(t) <= room.width()), texts[-1])
        ink.text(
            QRectF(row.left(), row.top(), name, HEAD), self.site.name, theme.t1, LEFT, 11, True
        )
        ink.text(room, fitting, theme.t1 if day is not None else theme.t2, LEFT)

    def _draw_cursor(self, ink: Ink, day: float) -> None:
        theme, painter, x = ink.theme, ink.painter, self.scale.x(day)
        ink.fill(x, self.box.top(), 1, self.box.height(), theme.acc)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(themes.color(theme.acc), 1.5))
        painter.setBrush(themes.color(theme.s1))
        having, without = self.site.at(self.days, day)
        for value in (without, having):
            y = float(self.y(np.array([value]))[0])
            painter.drawEllipse(QPointF(round(x) + 0.5, y), 3.0, 3.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
