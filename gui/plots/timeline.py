"""The timeline: tasks as bars, the critical path, how sure each finish is, slack, the run."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui import format as words
from gui import theme as themes
from gui.plots.curves import map_x
from gui.plots.flags import MIDDLE as FLAG_MIDDLE
from gui.plots.flags import ROW as FLAG_ROW
from gui.plots.flags import flags_of
from gui.plots.gantt import Bar, Gantt, bar_of
from gui.plots.holds import Hold, hold_at
from gui.plots.item import Item
from gui.plots.kit import Gutters
from gui.plots.lettering import Letters, letters
from gui.plots.names import Name, draw_names, names_of
from gui.plots.plot import Plot, Table
from gui.plots.series import row
from gui.plots.skin import Skin
from gui.plots.timeline_words import (
    date_or_never,
    pace_of,
    summary_of,
    task_table,
    task_tip,
    under_way,
    what_is_missing,
)
from gui.plots.timescale import Ticks, TimeScale, at_day
from gui.plots.titles import Field
from model.outcome import Outcome
from model.study.bands import Bands
from model.units import day_number

LOW, USUAL, HIGH = 13.0, 14.0, 20.0
"""Row heights [px]: the least, the one of a table of text, the most."""
THUMB = 4.0
"""Width of the mark that says which rows are in sight [px]."""


class TimelinePlot(Plot):
    """One row a task; scrolls if there are more rows than fit at 13 px."""

    NAME = "Timeline"

    def __init__(self, parent: object) -> None:
        super().__init__(parent, axis=False)
        self.bars: tuple[Bar, ...] = ()
        self.earlier: tuple[Bar, ...] = ()
        """tasks that were done before works began; in the table only"""
        self.first_row = 0
        self._scrolled = False
        self.pitch = USUAL
        self.full_load = math.inf
        self.start = 0.0
        self.hold: Hold | None = None
        """the bar that is being dragged"""
        self.pace = ""
        self._progress: tuple[np.ndarray, np.ndarray] = (np.zeros(0), np.zeros(0))
        self._top = 4.0
        self.finishes = Item(self._draw_dates, parent)
        self.names = Item(self._draw_names, parent)
        self.names.setZValue(12)  # words stand above the cursor's line
        self.gantt = Gantt()

    def place(self, rect: QRectF, gutters: Gutters) -> None:
        """Take up ``rect`` [px of the board]."""
        super().place(rect, gutters)
        self.finishes.place(self.gutter.item.rect)
        self.names.place(self.frame.rect)

    def show(self, outcome: Outcome, bands: Bands | None, baseline: Outcome | None) -> None:
        """Take in an answer; nothing is painted yet."""
        self.epoch = outcome.epoch
        spans = bands.tasks if bands is not None else {}
        shares = bands.criticality if bands is not None else {}
        bars = [bar_of(task, spans.get(task.id), shares.get(task.id)) for task in outcome.tasks]
        self.full_load = self.gantt.full_load = _number(outcome, "full_load")
        days = outcome.days[0]
        self._progress = (days, row(outcome.progress, len(days)))
        self.start = min(
            (day_number(site.start, outcome.epoch) for site in outcome.scenario.sites), default=0.0
        )
        # What was ordered and delivered before works began has no place on this axis.
        self.bars = tuple(bar for bar in bars if bar.finish > self.start)
        self.earlier = tuple(bar for bar in bars if bar.finish <= self.start)
        self.flags.flags = flags_of(outcome, "timeline")
        self.notice = what_is_missing(outcome, self.bars)
        self.pace = pace_of(outcome)
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
    def pinned(self) -> int:
        """1 if the run stays at the foot while the other rows scroll, else 0."""
        crowded = len(self.bars) > self.rows > 1
        return int(crowded and self.bars[-1].task.kind == "run")

    @property
    def hidden(self) -> int:
        """How many rows are out of sight."""
        return max(len(self.bars) - self.rows, 0)

    def scroll(self, rows: int) -> bool:
        """Move on by ``rows``; True if anything moved."""
        before = self.first_row
        self.first_row = min(max(before + rows, 0), self.hidden)
        self._scrolled = self._scrolled or self.first_row != before
        return self.first_row != before

    def _fit(self) -> None:
        self._top = 4.0 + FLAG_ROW * self.flags.rows
        room = max(self.frame.zero - self._top, 1.0)
        self.pitch = min(max(math.floor(room / max(len(self.bars), 1)), LOW), HIGH)
        if not self._scrolled:
            self.first_row = self._ends_all() - (self.rows - self.pinned) + 1
        self.first_row = min(max(self.first_row, 0), self.hidden)

    def _ends_all(self) -> int:
        """The row of the bar that brings full load: in sight until somebody scrolls; else 0."""
        for place, bar in enumerate(self.bars):
            moment = bar.milestone or bar.task.kind == "run"
            if not moment and self.gantt.diamond(bar) is not None:
                return place
        return 0

    def read(self, day: float) -> None:
        """Write what is under way at ``day`` into the title row."""
        shown = self.rows - self.pinned
        first, last = self.first_row + 1, min(self.first_row + shown, len(self.bars))
        rows = f"rows {first}–{last} of {len(self.bars)}, scroll for the rest"
        note = "critical path to full load"
        long = f"{note} in bold; whisker P10–P90 of the finish; dots: slack"
        if self.earlier:
            before = f"{len(self.earlier)} done before the start"
            rows, long = f"{rows}; {before}", f"{long}; {before}"
        notes: tuple[str, ...] = (rows, rows.split(",")[0]) if self.hidden else (long, note)
        if self.narrow and not self.hidden:
            notes = (note,)
        if self.pace:  # the dates below it would mislead without it
            notes = (*(f"{self.pace}; {text}" for text in notes), self.pace, *notes)
        self.header.notes = notes
        if self.hold is not None and self.hold.moved:
            self.header.fields = [Field(self._hauled(self.hold), bold=True)]
            return
        fields = [
            Field(words.long_date(self.date(day)), bold=True),
            Field(f"day {words.count(max(math.floor(day - self.start), 0))}"),
        ]
        days, share = self._progress
        if len(days) and (done := at_day(days, share, day)) > 0:
            fields.append(Field("run done" if done >= 1 else f"run {words.percent(done, 2)} done"))
        busy = under_way(self.bars, day)
        if busy and not self.narrow:
            fields.append(Field(busy))
        self.header.fields = fields

    def _hauled(self, hold: Hold) -> str:
        """What is being moved, how far, and where the bar stands now."""
        now = self.bar_of(hold.bar.task.id) or hold.bar
        start, finish = (date_or_never(day, self.epoch) for day in (now.start, now.finish))
        return f"{hold.text}, now {start} to {finish}"

    def table(self, first: float, last: float) -> Table:
        """One row a task, whatever is in sight."""
        return task_table((*self.earlier, *self.bars), self.epoch)

    def summary(self) -> str:
        """Number of tasks, the critical ones, and full load."""
        return summary_of(self.bars, self.pace, self.full_load, self.epoch)

    def bar_at(self, y: float) -> Bar | None:
        """The task whose row is at height ``y`` [px of the board]."""
        index = int((y - self.frame.rect.top() - self._top) // self.pitch)
        shown = self._in_sight()
        return shown[index][1] if 0 <= index < len(shown) else None

    def hold_at(self, at: QPointF) -> tuple[Bar, str] | None:
        """The bar at ``at`` [px of the board] and the path that a press there takes hold of."""
        bar = self.bar_at(at.y())
        if bar is None:
            return None
        rect, shown = self.frame.rect, self._in_sight()
        middle = next(y for y, each in shown if each is bar)
        off = at.y() - rect.top() - middle
        path = hold_at(bar, at.x() - rect.left(), off, self.scale)
        return (bar, path) if path else None

    def bar_of(self, id: str) -> Bar | None:
        """The bar of a task, wherever it stands now."""
        return next((bar for bar in self.bars if bar.task.id == id), None)

    def tip(self, y: float) -> str:
        """The task at height ``y`` in words."""
        bar = self.bar_at(y)
        return "" if bar is None else task_tip(bar, self.epoch)

    def _middle(self, row: int) -> float:
        return math.floor(self._top + self.pitch * (row + 0.5))

    def _in_sight(self) -> list[tuple[float, Bar]]:
        last = len(self.bars) - self.pinned
        stop = min(self.first_row + self.rows - self.pinned, last)
        shown = self.bars[self.first_row : stop] + self.bars[last:]
        return [(self._middle(k), bar) for k, bar in enumerate(shown)]

    def draw_data(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """The rows in sight, and the flags over them."""
        self.gantt.scale = self.scale
        self.gantt.width = self.frame.rect.width()
        self.gantt.draw(painter, skin, self._in_sight())
        if self.hidden:
            self._draw_thumb(painter, skin)
        self.flags.draw(painter, skin, text, FLAG_MIDDLE, self.frame.zero)

    def _draw_names(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        if self.notice is None or not self.notice.bad:
            painter.translate(self.frame.rect.topLeft())
            draw_names(painter, skin, self.placed_names(text))

    def placed_names(self, text: Letters) -> list[Name]:
        """The names of the rows in sight, clear of the flags' poles and of the mark at the edge."""
        end = self.frame.rect.width() - (THUMB + 4 if self.hidden else 0)
        return names_of(self.gantt, self._in_sight(), text, self.flags.poles, end)

    def _draw_thumb(self, painter: QPainter, skin: Skin) -> None:
        """Where the rows in sight lie among all."""
        count = len(self.bars) - self.pinned
        track = self.pitch * (self.rows - self.pinned)
        size = track * (self.rows - self.pinned) / count
        y = self._top + track * self.first_row / count
        x = self.frame.rect.width() - THUMB
        painter.fillRect(QRectF(x, y, THUMB, size), themes.color(skin.theme.track))

    def _draw_dates(self, painter: QPainter, skin: Skin, text: Letters) -> None:
        """The finish of each task, in the right gutter."""
        rect = self.finishes.rect
        for y, bar in self._in_sight():
            face = text.small_bold if bar.task.critical else text.small
            when = date_or_never(bar.finish, self.epoch)
            face.right(painter, rect.right() - 16, rect.top() + y, when, skin.theme.t1)


def _number(outcome: Outcome, name: str) -> float:
    return outcome.headline(name) if name in outcome.headlines else math.inf
