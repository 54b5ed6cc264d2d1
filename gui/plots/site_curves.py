"""Accelerators online at each site over time, with redirected orders and without them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gui import format as words
from gui.plots.chart import EDGE, RIGHT, TITLE_ROW, Chart, Ink, as_text, text_width
from gui.plots.polygon import Array
from gui.plots.site_curve import SiteCurve
from gui.plots.site_frame import FOOT, HEAD, SiteFrame, placed_flags
from gui.plots.text_rows import Rows
from gui.plots.timescale import TimeScale
from model.units import date_of, day_number

GUTTER = 42.0
"""Room for the counts at the left [px]"""
BETWEEN = 12.0
"""Between two frames side by side [px]"""
NARROW = 56.0
"""The least width of a frame [px]"""
TALL = 130.0
"""The least height of a frame with its head and its dates, one above the other [px]"""
SLIM, LOW = 110.0, 90.0
"""Frames slimmer than this side by side [px] go into one more row, if they stay this high"""
AFTER = 0.04
"""Share of the days that the frames go on after the last one, to show where the lines end"""
NEAR = 5.0
"""How far from a pole the pointer may be [px]"""


class SiteCurves(Chart):
    """One frame a site, all on the same axes: with the moves solid, without them dashed.

    What is gained is filled, what is lost hatched. The pointer, or the arrow keys (with Shift a
    week), read all sites on one day; Escape leaves it. The window's date is a thin line.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.sites: tuple[SiteCurve, ...] = ()
        self.days: Array = np.zeros(0)
        self.epoch = date(2024, 1, 1)
        self.summary = ""
        self.stale = False
        self.day: float | None = None
        """the day that is pointed at [d since the epoch]"""
        self.date: date | None = None
        """the date of the window's cursor"""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_sites(
        self,
        sites: Sequence[SiteCurve],
        days: Array,
        epoch: date,
        *,
        summary: str = "",
        stale: bool = False,
    ) -> None:
        """Show ``sites`` over ``days`` (D,) [d since ``epoch``]; ``summary`` says it in words."""
        self.sites, self.days, self.epoch = tuple(sites), days, epoch
        self.summary, self.stale = summary, stale
        if self.day is not None and (not sites or self.day > days[-1]):
            self.day = None
        curves = (v.tobytes() for s in self.sites for v in (s.having, s.without))
        words_ = tuple((s.name, s.gain, s.marks) for s in self.sites)
        self.refresh(words_, days.tobytes(), epoch, summary, stale, *curves)

    def set_date(self, on: date) -> None:
        """Move the line of the window's date."""
        if on != self.date:
            self.date = on
            self.update()

    def rows(self) -> Rows:
        """One row a day: for each site with the moves, without them, and the difference."""
        heads = ("with the moves", "without", "difference")
        header = ("Date", *(f"{site.name}: {head}" for site in self.sites for head in heads))
        series = [v for s in self.sites for v in (s.having, s.without, s.having - s.without)]
        columns = [values.tolist() for values in series]
        dates = [date_of(day, self.epoch).isoformat() for day in self.days.tolist()]
        return header, [as_text(row) for row in zip(dates, *columns, strict=True)]

    def sentence(self) -> str:
        """From when to when, and who gains what."""
        if not self.sites:
            return ". ".join(part for part in self.empty or () if part) or super().sentence()
        ends = (words.long_date(date_of(float(day), self.epoch)) for day in self.days[[0, -1]])
        return f"{self.title} at each site from {' to '.join(ends)}: {self.summary}"

    def frames(self) -> tuple[SiteFrame, ...]:
        """Where each site stands; where there is no room for all, those with most change do."""
        if not self.sites or self.days.size < 2:
            return ()
        ends = max(text_width(t, 11, True) for s in self.sites for t in s.end_labels()) + 8
        width = self.width() - GUTTER - EDGE + BETWEEN
        height = self.height() - TITLE_ROW - 2
        across = max(int(width // (NARROW + ends + BETWEEN)), 1)
        down = max(int(height // TALL), 1)
        sites = self._most_changed(across * down)
        if down >= len(sites):
            across = 1
        rows = math.ceil(len(sites) / across)
        slim = width / math.ceil(len(sites) / rows) - BETWEEN - ends < SLIM
        if slim and height / (rows + 1) >= LOW:
            rows += 1
        across = math.ceil(len(sites) / rows)
        wide, high = width / across, height / math.ceil(len(sites) / across)
        first, last = float(self.days[0]), float(self.days[-1])
        most = max(float(v.max()) for s in self.sites for v in (s.having, s.without))
        top = max(most, 1.0) * 1.03
        boxes = []
        for index in range(len(sites)):
            row, column = divmod(index, across)
            left, y = GUTTER + column * wide, TITLE_ROW + row * high
            size = max(wide - BETWEEN - ends, 8), max(high - HEAD - FOOT, 8)
            boxes.append(QRectF(left, y + HEAD, *size))
        end = last + AFTER * (last - first)
        scales = [TimeScale(first, end, box.left(), box.width()) for box in boxes]
        flags = [
            placed_flags(site, scale, ends, box.height())
            for site, scale, box in zip(sites, scales, boxes, strict=True)
        ]
        rows = max(each.rows for each in flags)
        return tuple(
            SiteFrame(
                site, self.days, self.epoch, boxes[k], scales[k], top, k % across == 0,
                flags[k], rows, ends,
            )
            for k, site in enumerate(sites)
        )  # fmt: skip

    def _most_changed(self, count: int) -> list[SiteCurve]:
        changes = [float(np.abs(s.having - s.without).sum()) for s in self.sites]
        kept = sorted(range(len(changes)), key=lambda k: -changes[k])[:count]
        return [self.sites[k] for k in sorted(kept)]

    def draw_title(self, ink: Ink) -> None:
        """The title row; the date that is pointed at stands at its right."""
        text = self._date_text()
        self.reserved = round(ink.width(text, 11, True) + 12) if text else 0
        caption, shown = self.caption, len(self.frames())
        if shown < len(self.sites):
            self.caption = f"{shown} of {len(self.sites)} sites; {caption}"
        super().draw_title(ink)
        self.caption = caption
        room = QRectF(EDGE, 4, self.width() - 2 * EDGE, 20)
        ink.text(room, text, ink.theme.t1, RIGHT, 11, True)

    def draw(self, ink: Ink, area: QRectF) -> None:
        """All frames."""
        del area
        on = None if self.date is None else day_number(self.date, self.epoch)
        for frame in self.frames():
            frame.draw(ink, self.day, on, stale=self.stale)

    def tip(self, at: QPointF) -> str:
        """The redirections at a pole; elsewhere all sites on the day under the pointer."""
        frame = self._frame_at(at)
        if frame is None or self.empty is not None:
            return ""
        near = [m.tip for m in frame.site.marks if abs(frame.scale.x(m.day) - at.x()) <= NEAR]
        return "\n".join(near) or self.read(frame.scale.day(at.x()))

    def read(self, day: float) -> str:
        """All sites on ``day`` [d since the epoch], in words."""
        lines = [f"{frame.site.name}: {frame.reading(day)[0]}" for frame in self.frames()]
        return "\n".join((words.long_date(date_of(day, self.epoch)), *lines))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the day under the pointer."""
        frame = self._frame_at(event.position())
        self._point_at(None if frame is None else frame.scale.day(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go a day on or back, with Shift a week; Escape leaves."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape and self.day is not None:
            self._point_at(None)
        elif step and self.sites:
            week = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            start = float(self.days[-1]) / 2 if self.day is None else self.day
            self._point_at(start + step * (7 if week else 1))
        else:
            super().keyPressEvent(event)

    def _frame_at(self, at: QPointF) -> SiteFrame | None:
        reach = (frame for frame in self.frames() if frame.box.contains(at))
        return next(reach, None)

    def _point_at(self, day: float | None) -> None:
        if day is not None:
            day = float(round(min(max(day, float(self.days[0])), float(self.days[-1]))))
        if day != self.day:
            self.day = day
            said = self.sentence() if day is None else self.read(day).replace("\n", "; ")
            self.setAccessibleDescription(said)
            self.update()

    def _date_text(self) -> str:
        return "" if self.day is None else words.long_date(date_of(self.day, self.epoch))
