"""The rows of the timeline: bars, links, whiskers, slack, milestones, names."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui import theme as themes
from gui.plots.item import AA
from gui.plots.lettering import Letters
from gui.plots.skin import Skin
from gui.plots.timescale import TimeScale
from model.outcome import Task

BAR = 8.0
"""Height of a bar [px]."""


class Bar(msgspec.Struct, frozen=True):
    """One task in numbers [d since epoch]."""

    task: Task
    start: float
    finish: float
    slack: float
    low: float
    """P10 of the finish, or nan."""
    high: float
    """P90 of the finish, or nan."""
    criticality: float = math.nan
    """Share of the samples in which it is critical, or nan."""

    @property
    def milestone(self) -> bool:
        """A moment, not a stretch."""
        return self.finish - self.start < 0.5


Rows = list[tuple[float, Bar]]
"""Bars with the middle of their row [px of the box]."""


def bar_of(task: Task, span: tuple[float, float] | None, criticality: float | None = None) -> Bar:
    """``task`` of row 0, with P10 and P90 of its finish and its criticality if they are known."""
    low, high = span if span is not None else (math.nan, math.nan)
    start, finish, slack = (float(each[0, 0]) for each in (task.start, task.finish, task.slack))
    return Bar(
        task,
        start if not math.isnan(start) else math.inf,
        finish if not math.isnan(finish) else math.inf,
        slack,
        low,
        high,
        math.nan if criticality is None else criticality,
    )


class Gantt:
    """Draws rows; knows the time axis, the day of full load and the cursor's day."""

    def __init__(self) -> None:
        self.scale = TimeScale()
        self.width = 0.0
        self.full_load = math.inf
        self.cursor_day = 0.0

    def draw(self, painter: QPainter, skin: Skin, text: Letters, shown: Rows) -> None:
        """Links, bars, slack, whiskers, diamonds, names."""
        painter.setRenderHint(AA, False)
        self._draw_links(painter, skin, shown)
        for y, bar in shown:
            if bar.task.kind == "run":
                self._draw_run(painter, skin, y, bar)
            elif not bar.milestone:
                colour = skin.theme.crit if bar.task.critical else skin.theme.bar
                self._fill(painter, y, bar.start, bar.finish, themes.color(colour))
        self._draw_slack(painter, skin, shown)
        self._draw_whiskers(painter, skin, shown)
        painter.setRenderHint(AA, True)
        painter.setPen(skin.pen(skin.theme.t1))
        painter.setBrush(skin.brush(skin.theme.s1))
        for y, bar in shown:
            if self._has_diamond(bar):
                x = self.scale.x(bar.finish)
                corners = ((0, -5), (5, 0), (0, 5), (-5, 0))
                painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in corners]))
        for y, bar in shown:
            self._draw_name(painter, skin, text, y, bar)

    def _fill(
        self, painter: QPainter, y: float, start: float, finish: float, colour: QColor
    ) -> None:
        if start > self.scale.last:  # after what is shown, or never
            return
        left = round(self.scale.x(max(start, self.scale.first - 5)))
        right = round(self.scale.x(min(finish, self.scale.last + 5)))
        if right >= left:
            painter.fillRect(QRectF(left, y - BAR / 2, max(right - left, 1), BAR), colour)

    def _draw_run(self, painter: QPainter, skin: Skin, y: float, bar: Bar) -> None:
        theme, scale = skin.theme, self.scale
        if not math.isfinite(bar.start):
            return
        now = min(max(self.cursor_day, bar.start), bar.finish)
        left, done = round(scale.x(bar.start)), round(scale.x(now))
        end = round(scale.x(min(bar.finish, scale.last + 5)))
        painter.fillRect(QRectF(left, y - 4, end - left, BAR), themes.color(theme.accw))
        painter.setPen(skin.pen(theme.acc))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left + 0.5, y - 3.5, max(end - left - 1, 1), BAR - 1))
        painter.fillRect(QRectF(left, y - 4, max(done - left, 0), BAR), themes.color(theme.acc))

    def _draw_links(self, painter: QPainter, skin: Skin, shown: Rows) -> None:
        """From the end of a critical task to the start of the critical one that waits for it."""
        rows = {bar.task.id: (y, bar) for y, bar in shown if bar.task.critical}
        lines = []
        for y, bar in rows.values():
            for before in bar.task.after:
                if before not in rows or not math.isfinite(bar.start):
                    continue
                above, earlier = rows[before]
                x0 = round(self.scale.x(min(earlier.finish, bar.start))) - 0.5
                x1 = round(self.scale.x(bar.start)) + 0.5
                if x1 - x0 > 2:
                    lines.append(QLineF(x0, above + 0.5, x1, above + 0.5))
                lines.append(QLineF(x1, above, x1, y))
        if lines:
            painter.setPen(skin.pen(skin.theme.crit))
            painter.drawLines(lines)

    def _draw_slack(self, painter: QPainter, skin: Skin, shown: Rows) -> None:
        lines = []
        for y, bar in shown:
            if not (math.isfinite(bar.slack) and bar.slack > 0.5 and math.isfinite(bar.finish)):
                continue
            start = bar.finish if math.isnan(bar.high) else min(bar.high, self.scale.last)
            left, right = self.scale.x(start) + 4, self.scale.x(bar.finish + bar.slack)
            right = min(right, self.width)
            if right > left:
                lines.append(QLineF(round(left), y + 0.5, round(right), y + 0.5))
        painter.setPen(skin.pen(skin.theme.ctl, "slack"))
        painter.drawLines(lines)

    def _draw_whiskers(self, painter: QPainter, skin: Skin, shown: Rows) -> None:
        """From P10 to P90 of the finish; the part inside a critical bar in the ground's colour.

        Where P90 is never, an arrow at the edge says that it goes on.
        """
        scale, edge = self.scale, int(self.width) - 0.5
        inside: list[QLineF] = []
        outside: list[QLineF] = []
        for y, bar in shown:
            if not bar.high - bar.low >= 1:  # also where there is no band
                continue
            never = math.isinf(bar.high)
            low = int(scale.x(bar.low)) + 0.5
            high = edge if never else int(scale.x(bar.high)) + 0.5
            if high < low:
                continue
            end = min(max(scale.x(bar.finish), low), high)
            dark = bar.task.critical and not bar.milestone and low < end
            before = inside if dark else outside
            before += [QLineF(low, y - 3, low, y + 3), QLineF(low, y, end, y)]
            back = 4.0 if never else 0.0
            outside += [QLineF(end, y, high, y)]
            outside += [QLineF(high - back, y + side, high, y) for side in (-3, 3)]
        painter.setPen(skin.pen(skin.theme.s1))
        painter.drawLines(inside)
        painter.setPen(skin.pen(skin.theme.t1))
        painter.drawLines(outside)

    def _has_diamond(self, bar: Bar) -> bool:
        if not math.isfinite(bar.finish):
            return False
        ends_all = bar.task.critical and abs(bar.finish - self.full_load) < 0.5
        return bar.milestone or bar.task.kind == "run" or ends_all

    def _draw_name(self, painter: QPainter, skin: Skin, text: Letters, y: float, bar: Bar) -> None:
        """To the right of everything, else to the left of the bar, else over its end."""
        face = text.small_bold if bar.task.critical else text.small
        colour, width = skin.theme.t1, self.width
        reach = [bar.finish, bar.high]
        if math.isfinite(bar.slack):
            reach.append(bar.finish + bar.slack)
        ends = [day for day in reach if math.isfinite(day)]
        begin = bar.start if math.isnan(bar.low) else min(bar.start, bar.low)
        start = self.scale.x(begin) if math.isfinite(begin) else 0.0
        diamond = 6 if self._has_diamond(bar) else 0
        goes_on = math.isinf(bar.high)
        end = self.scale.x(max(ends)) + 8 if ends and not goes_on else width
        end = max(end, self.scale.x(bar.finish) + diamond + 8 if math.isfinite(bar.finish) else end)
        size = face.width(bar.task.label)
        if end >= 4 and end + size <= width:
            face.left(painter, end, y, bar.task.label, colour)
        elif end < 4 and end + size < width:
            face.left(painter, 4, y, bar.task.label, skin.theme.t3)
        elif start - 8 - size >= 0 and start <= width:
            face.right(painter, start - 8 - diamond * bar.milestone, y, bar.task.label, colour)
        else:
            name = face.elided(bar.task.label, width - 12)
            x = min(max(end, 4), width - face.width(name) - 4)
            ground = QRectF(x - 4, y - 6, face.width(name) + 8, 12)
            painter.fillRect(ground, themes.color(skin.theme.s1))
            face.left(painter, x, y, name, colour)
