"""The rows of the timeline: bars, links, whiskers, slack, milestones."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui import theme as themes
from gui.plots.item import AA
from gui.plots.skin import Skin
from gui.plots.timescale import TimeScale
from model.outcome import Task

BAR = 8.0
"""Height of a bar [px]."""
CLOSE_D = 0.5
"""Days this near to each other are the same on this axis [d]."""


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
        return self.finish - self.start < CLOSE_D


class Link(msgspec.Struct, frozen=True):
    """The line from one bar to the next: at ``above`` from ``x0`` to ``x1``, down to ``y`` [px]."""

    x0: float
    above: float
    x1: float
    y: float


Span = tuple[float, float]
"""From one pixel to another."""

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

    def draw(self, painter: QPainter, skin: Skin, shown: Rows) -> None:
        """Links, bars, slack, whiskers, diamonds."""
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
            mark = self.diamond(bar)
            if mark is not None:
                x = self.scale.x(mark)
                corners = ((0, -5), (5, 0), (0, 5), (-5, 0))
                painter.drawPolygon(QPolygonF([QPointF(x + a, y + b) for a, b in corners]))

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

    def links(self, shown: Rows) -> list[Link]:
        """From the end of a critical task to the start of the critical one that waits for it."""
        rows = {bar.task.id: (y, bar) for y, bar in shown if bar.task.critical}
        found = []
        for y, bar in rows.values():
            for before in bar.task.after:
                if before not in rows or not math.isfinite(bar.start):
                    continue
                above, earlier = rows[before]
                x0 = round(self.scale.x(min(earlier.finish, bar.start))) - 0.5
                x1 = round(self.scale.x(bar.start)) + 0.5
                found.append(Link(x0, above, x1, y))
        return found

    def _draw_links(self, painter: QPainter, skin: Skin, shown: Rows) -> None:
        lines = []
        for link in self.links(shown):
            if link.x1 - link.x0 > 2:
                lines.append(QLineF(link.x0, link.above + 0.5, link.x1, link.above + 0.5))
            lines.append(QLineF(link.x1, link.above, link.x1, link.y))
        if lines:
            painter.setPen(skin.pen(skin.theme.crit))
            painter.drawLines(lines)

    def _draw_slack(self, painter: QPainter, skin: Skin, shown: Rows) -> None:
        """From the finish on, at the foot of the row: a whisker covers as many days or more."""
        lines = []
        for y, bar in shown:
            if not (math.isfinite(bar.slack) and bar.slack > 0.5 and math.isfinite(bar.finish)):
                continue
            left, right = self.scale.x(bar.finish), self.scale.x(bar.finish + bar.slack)
            left, right = max(left, -1.0), min(right, self.width)
            if right > left:
                foot = y + BAR / 2 - 0.5
                lines.append(QLineF(round(left) + 1, foot, round(right), foot))
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

    def diamond(self, bar: Bar) -> float | None:
        """The day that a diamond marks: a moment, the end of the run, or full load.

        Full load falls into the critical bar that it waits for: a source of power carries the
        load before the day on which all of it is there.
        """
        if not math.isfinite(bar.finish):
            return None
        if bar.milestone or bar.task.kind == "run":
            return bar.finish
        holds = bar.start < self.full_load <= bar.finish + CLOSE_D
        return min(self.full_load, bar.finish) if bar.task.critical and holds else None

    def drawn(self, bar: Bar) -> Span:
        """From the first to the last pixel of what the row shows of ``bar``."""
        days = [bar.start, bar.finish, bar.low, bar.high]
        if math.isfinite(bar.slack):
            days.append(bar.finish + bar.slack)
        known = [self.scale.x(day) for day in days if not math.isnan(day)]
        mark = self.diamond(bar)
        if mark is not None:
            known += [self.scale.x(mark) - 6, self.scale.x(mark) + 6]
        return min(known), max(known)
