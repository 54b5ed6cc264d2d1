"""The timeline: tasks as bars, the critical path, how sure each finish is, slack, the run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui import format as words
from gui import theme as themes
from gui.plots.compute import map_x
from gui.plots.flags import ROW as FLAG_ROW
from gui.plots.flags import flags_of
from gui.plots.kit import AA, Field, Gutters, Item
from gui.plots.lettering import Letters, letters
from gui.plots.plot import Notice, Plot, Table
from gui.plots.series import row
from gui.plots.skin import Skin
from gui.plots.timescale import Ticks, TimeScale, at_day
from model.outcome import Outcome, Task
from model.study.bands import Bands
from model.units import day_number

BAR = 8.0
LOW, USUAL, HIGH = 13.0, 14.0, 20.0
"""Row heights [px]: the least, the one of a table of text, the most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One task in numbers [d since epoch]."""

    task: Task
    start: float
    finish: float
    slack: float
    low: float
    """P10 of the finish, or nan."""
    high: float
    """P90 of the finish, or nan."""

    @property
    def milestone(self) -> bool:
        """A moment, not a stretch."""
        return self.finish - self.start < 0.5


class TimelinePlot(Plot):
    """One row a task; scrolls if there are more rows than fit at 13 px."""

    NAME = "Timeline"

    def __init__(self, parent: object) -> None:
        super().__init__(parent, axis=False)
        self.bars: tuple[Bar, ...] = ()
        self.first_row = 0
        self.pitch = USUAL
        self.full_load = math.inf
        self.start = 0.0
        self._progress: tuple[np.ndarray, np.ndarray] = (np.zeros(0), np.zeros(0))
        self._top = 4.0
        self.names = Item(self._draw_dates, parent)
        self.cursor_day = 0.0

    def place(self, rect: QRectF, gutters: Gutters) -> None:
        """Take up ``rect`` [px of the board]."""
        super().place(rect, gutters)
        self.names.place(self.gutter.item.rect)

    def show(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Take in an answer; nothing is painted yet."""
        self.epoch = outcome.epoch
        spans = bands.tasks if bands is not None else {}
        self.bars = tuple(_bar(task, spans.get(task.id)) for task in outcome.tasks)
        self.full_load = _number(outcome, "full_load")
        days = outcome.days[0]
        self._progress = (days, row(outcome.progress, len(days)))
        self.start = min(
            (day_number(site.start, outcome.epoch) for site in outcome.scenario.sites), default=0.0
        )
        self.flags.flags = flags_of(outcome, "timeline")
        self.notice = _notice(outcome, self.bars)
        self._fit()

    def sync(self, scale: TimeScale, ticks: Ticks) -> None:
        """Take up the stretch of time; rows and names are laid out as they are drawn."""
        self.scale, self.ticks = scale, ticks
        self.frame.set_range(scale.first, scale.last, float(max(len(self.bars), 1)))
        self.grid.fill(self.frame, (), map_x(scale, ticks))
        self.flags.place(scale, letters(), most=2)
        self._fit()

    @property
    def rows(self) -> int:
        """How many rows fit."""
        return max(int((self.frame.zero - self._top) // self.pitch), 1)

    @property
    def hidden(self) -> int:
        """How many rows are out of sight."""
        return max(len(self.bars) - self.rows, 0)

    @property
    def needed(self) -> float:
        """The height at which all rows have the usual pitch [px of the board]."""
        return len(self.bars) * 16 + 24 + 4 + 4 + FLAG_ROW * self.flags.rows

    def scroll(self, rows: int) -> bool:
        """Move on by ``rows``; True if anything moved."""
        before = self.first_row
        self.first_row = min(max(before + rows, 0), self.hidden)
        return self.first_row != before

    def _fit(self) -> None:
        self._top = 4.0 + FLAG_ROW * self.flags.rows
        room = max(self.frame.zero - self._top, 1.0)
        self.pitch = min(max(math.floor(room / max(len(self.bars), 1)), LOW), HIGH)
        self.first_row = min(self.first_row, self.hidden)

    def read(self, day: float) -> None:
        """Write what is under way at ``day`` into the title row."""
        first, last = self.first_row + 1, min(self.first_row + self.rows, len(self.bars))
        rows = f"rows {first}–{last} of {len(self.bars)}, scroll for the rest"
        note = "critical path to full load"
        long = f"{note} in bold; whisker P10–P90 of the finish; dots: slack"
        self.header.notes = (rows, rows.split(",")[0]) if self.hidden else (long, note)
        if self.narrow and not self.hidden:
            self.header.notes = (note,)
        fields = [
            Field(words.long_date(self.date(day)), bold=True),
            Field(f"day {words.count(max(math.floor(day - self.start), 0))}"),
        ]
        days, share = self._progress
        if len(days) and (done := at_day(days, share, day)) > 0:
            fields.append(Field("run done" if done >= 1 else f"run {words.percent(done, 2)} done"))
        busy = [bar.task.label for bar in self.bars if bar.start <= day < bar.finish]
        if busy and not self.narrow:
            names = ", ".join(_inside(name) for name in busy[:3])
            more = f" and {len(busy) - 3} more" if len(busy) > 3 else ""
            fields.append(Field(f"under way: {names}{more}"))
        self.header.fields = fields

    def table(self, first: float, last: float) -> Table:
        """One row a task, whatever is in sight."""
        header = ("Task", "Kind", "Start", "Finish", "P10", "P90", "Slack [d]", "Critical", "After")
        rows = [
            (
                bar.task.label,
                bar.task.kind,
                self._when(bar.start),
                self._when(bar.finish),
                self._when(bar.low),
                self._when(bar.high),
                f"{bar.slack:.1f}" if math.isfinite(bar.slack) else "",
                "yes" if bar.task.critical else "no",
                ", ".join(bar.task.after),
            )
            for bar in self.bars
        ]
        return Table("Timeline", header, rows)

    def summary(self) -> str:
        """Number of tasks, the critical ones, and full load."""
        critical = [bar.task.label for bar in self.bars if bar.task.critical]
        text = f"Timeline: {len(self.bars)} tasks"
        if critical:
            text += f", critical {', '.join(critical)}"
        if math.isfinite(self.full_load):
            return f"{text}; full load on {words.long_date(self.date(self.full_load))}."
        return f"{text}; full load is never reached."

    def bar_at(self, y: float) -> Bar | None:
        """The task whose row is at height ``y`` [px of the board]."""
        index = int((y - self.frame.rect.top() - self._top) // self.pitch)
        if 0 <= index < self.rows and self.first_row + index < len(self.bars):
            return self.bars[self.first_row + index]
        return None

    def tip(self, y: float) -> str:
        """The task at height ``y`` in words."""
        bar = self.bar_at(y)
        if bar is None:
            return ""
        text = f"{bar.task.label}: {self._when_long(bar.start)} to {self._when_long(bar.finish)}"
        if math.isfinite(bar.finish - bar.start):
            text += f", {words.duration(bar.finish - bar.start)}"
        if math.isfinite(bar.low) and math.isfinite(bar.high):
            text += f"; P10–P90 {self._when_long(bar.low)} – {self._when_long(bar.high)}"
        if bar.task.critical:
            return f"{text}; on the critical path"
        return text + (f"; slack {words.duration(bar.slack)}" if math.isfinite(bar.slack) else "")

    def _when(self, day: float) -> str:
        return self.date(day).isoformat() if math.isfinite(day) else ""

    def _when_long(self, day: float) -> str:
        return words.long_date(self.date(day)) if math.isfinite(day) else "never"

    def _middle(self, row: int) -> float:
        return math.floor(self._top + self.pitch * (row + 0.5))

    def _in_sight(self) -> list[tuple[float, Bar]]:
        shown = self.bars[self.first_row : self.first_row + self.rows]
        return [(self._middle(k), bar) for k, bar in enumerate(shown)]

    def draw_data(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """Links, bars, slack, whiskers, diamonds, names."""
        painter.setRenderHint(AA, False)
        shown = self._in_sight()
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
        if self.hidden:
            self._draw_thumb(painter, skin)
        self.flags.draw(painter, skin, text, 8.0, self.frame.zero)

    def _fill(
        self, painter: QPainter, y: float, start: float, finish: float, colour: QColor
    ) -> None:
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

    def _draw_links(self, painter: QPainter, skin: Skin, shown: list[tuple[float, Bar]]) -> None:
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

    def _draw_slack(self, painter: QPainter, skin: Skin, shown: list[tuple[float, Bar]]) -> None:
        lines = []
        for y, bar in shown:
            if not (math.isfinite(bar.slack) and bar.slack > 0.5 and math.isfinite(bar.finish)):
                continue
            start = bar.high if math.isfinite(bar.high) else bar.finish
            left, right = self.scale.x(start) + 4, self.scale.x(bar.finish + bar.slack)
            right = min(right, self.frame.rect.width())
            if right > left:
                lines.append(QLineF(round(left), y + 0.5, round(right), y + 0.5))
        painter.setPen(skin.pen(skin.theme.ctl, "slack"))
        painter.drawLines(lines)

    def _draw_whiskers(self, painter: QPainter, skin: Skin, shown: list[tuple[float, Bar]]) -> None:
        """From P10 to P90 of the finish; the part inside a critical bar in the ground's colour."""
        scale = self.scale
        inside: list[QLineF] = []
        outside: list[QLineF] = []
        for y, bar in shown:
            if not bar.high - bar.low >= 1:  # also where there is no band
                continue
            low, high = int(scale.x(bar.low)) + 0.5, int(scale.x(bar.high)) + 0.5
            end = min(max(scale.x(bar.finish), low), high)
            dark = bar.task.critical and not bar.milestone and low < end
            before = inside if dark else outside
            before += [QLineF(low, y - 3, low, y + 3), QLineF(low, y, end, y)]
            outside += [QLineF(end, y, high, y), QLineF(high, y - 3, high, y + 3)]
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
        colour, width = skin.theme.t1, self.frame.rect.width()
        reach = [bar.finish, bar.high]
        if math.isfinite(bar.slack):
            reach.append(bar.finish + bar.slack)
        ends = [day for day in reach if math.isfinite(day)]
        start = self.scale.x(bar.start) if math.isfinite(bar.start) else 0.0
        diamond = 6 if self._has_diamond(bar) else 0
        end = self.scale.x(max(ends)) + 8 if ends else width
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

    def _draw_thumb(self, painter: QPainter, skin: Skin) -> None:
        """Where the rows in sight lie among all."""
        track = self.frame.zero - self._top
        size = track * self.rows / len(self.bars)
        y = self._top + track * self.first_row / len(self.bars)
        x = self.frame.rect.width() - 4
        painter.fillRect(QRectF(x, y, 4, size), themes.color(skin.theme.track))

    def _draw_dates(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """The finish of each task, in the right gutter."""
        rect = self.names.rect
        for y, bar in self._in_sight():
            face = text.small_bold if bar.task.critical else text.small
            face.right(
                painter,
                rect.right() - 16,
                rect.top() + y,
                self._when_long(bar.finish),
                skin.theme.t1,
            )


def _bar(task: Task, span: tuple[float, float] | None) -> Bar:
    low, high = span if span is not None else (math.nan, math.nan)
    start, finish, slack = (float(each[0, 0]) for each in (task.start, task.finish, task.slack))
    return Bar(
        task,
        start if not math.isnan(start) else math.inf,
        finish if not math.isnan(finish) else math.inf,
        slack,
        low,
        high,
    )


def _number(outcome: Outcome, name: str) -> float:
    return outcome.headline(name) if name in outcome.headlines else math.inf


def _notice(outcome: Outcome, bars: tuple[Bar, ...]) -> Notice | None:
    if not bars:
        hint = "Add a shipment under Fleet, and a step of power under Site."
        return Notice("Nothing to build yet", hint)
    if all(not math.isfinite(bar.finish) for bar in bars):
        hint = outcome.warnings[0] if outcome.warnings else "See what binds, above the plots."
        return Notice(f"{bars[0].task.label} never finishes", hint, bad=True)
    return None


def _inside(label: str) -> str:
    """A label within a sentence: its first word in lower case unless it is a name."""
    head = label[:1].lower() + label[1:]
    return head if label[1:2].islower() else label
