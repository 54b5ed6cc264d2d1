"""The one mapping of days to pixels, which strip, plots, cursor and date axis share."""

from __future__ import annotations

import calendar
import math
from datetime import date
from functools import lru_cache

import msgspec
import numpy as np
import numpy.typing as npt

from gui import format as words
from model.units import MONTHS, date_of, day_number

Array = npt.NDArray[np.float64]

SHORTEST = 14.0
"""The fewest days that the axis can be zoomed to."""


class TimeScale(msgspec.Struct, frozen=True):
    """Days ``first`` to ``last`` over ``width`` pixels from ``left``."""

    first: float = 0.0
    last: float = 365.0
    left: float = 0.0
    width: float = 1000.0

    @property
    def days(self) -> float:
        """How many days are shown."""
        return self.last - self.first

    @property
    def per_day(self) -> float:
        """Pixels a day."""
        return self.width / self.days

    def x(self, day: float) -> float:
        """The pixel of ``day`` [d since epoch]."""
        return self.left + (day - self.first) * (self.width / (self.last - self.first))

    def xs(self, days: Array) -> Array:
        """The pixels of ``days`` (points,)."""
        return (days - self.first) * self.per_day + self.left

    def day(self, x: float) -> float:
        """The day at pixel ``x``."""
        return self.first + (x - self.left) / self.per_day

    def placed(self, left: float, width: float) -> TimeScale:
        """The same days over other pixels."""
        return TimeScale(self.first, self.last, left, max(width, 1.0))

    def shown(self, first: float, last: float) -> TimeScale:
        """Other days over the same pixels."""
        return TimeScale(first, max(last, first + SHORTEST), self.left, self.width)

    def zoomed(self, factor: float, about: float, bounds: tuple[float, float]) -> TimeScale:
        """``factor`` times as many days, with ``about`` at its pixel, within ``bounds``."""
        longest = max(bounds[1] - bounds[0], SHORTEST)
        days = min(max(self.days * factor, SHORTEST), longest)
        share = (about - self.first) / self.days
        return self.shown(about - share * days, about + (1 - share) * days).inside(bounds)

    def panned(self, days: float, bounds: tuple[float, float]) -> TimeScale:
        """Later by ``days``, within ``bounds``."""
        return self.shown(self.first + days, self.last + days).inside(bounds)

    def inside(self, bounds: tuple[float, float]) -> TimeScale:
        """Moved so that it does not leave ``bounds``."""
        shift = max(bounds[0] - self.first, 0.0) + min(bounds[1] - self.last, 0.0)
        if self.days >= bounds[1] - bounds[0]:
            return self.shown(*bounds)
        return self.shown(self.first + shift, self.last + shift)


class Ticks(msgspec.Struct, frozen=True):
    """Where the date axis has ticks, what they say, and where the grid lines stand."""

    ticks: tuple[float, ...]
    """[d since epoch]"""
    labels: tuple[tuple[float, str], ...]
    grid: tuple[float, ...]


def month_start(when: date, months: int = 0) -> date:
    """The first of the month of ``when``, or of ``months`` months later."""
    index = min(max(when.year * 12 + when.month - 1 + months, 12), 9999 * 12 + 11)
    return date(index // 12, index % 12 + 1, 1)


def month_bounds(first: float, last: float, epoch: date) -> tuple[float, float]:
    """The whole months that hold ``first`` to ``last`` [d since epoch]."""
    start = month_start(date_of(first, epoch))
    end = date_of(last, epoch)
    stop = end if end.day == 1 and end > start else month_start(end, 1)
    return day_number(start, epoch), day_number(stop, epoch)


def ticks(scale: TimeScale, epoch: date) -> Ticks:
    """Ticks that suit the zoom: days, months, quarters or years."""
    return _ticks(scale.first, scale.last, round(scale.per_day, 3), epoch)


@lru_cache(maxsize=64)
def _ticks(first: float, last: float, per_day: float, epoch: date) -> Ticks:
    month = per_day * 30.4
    if month >= 320:
        return _days(first, last, per_day, epoch)
    step = next((n for n in (1, 3, 12, 24, 60, 120) if n * month >= 34), 240)
    at: list[float] = []
    labels: list[tuple[float, str]] = []
    grid: list[float] = []
    for when in _months(first, last, epoch):
        index = when.year * 12 + when.month - 1
        if index % step:
            continue
        day = day_number(when, epoch)
        at.append(day)
        if step >= 12:
            text = str(when.year)
        elif not labels or when.month == 1:
            text = f"{MONTHS[when.month - 1]} {when.year}"
        else:
            text = MONTHS[when.month - 1]
        if not labels or (day - labels[-1][0]) * per_day >= 7 * len(labels[-1][1]) + 4:
            labels.append((day, text))
        if index % (3 if step == 1 else step) == 0:
            grid.append(day)
    return Ticks(tuple(at), tuple(labels), tuple(grid))


def _days(first: float, last: float, per_day: float, epoch: date) -> Ticks:
    """Ticks within the months: every day, or those of a week that starts with the month."""
    step = 1 if per_day >= 44 else 7
    at: list[float] = []
    labels: list[tuple[float, str]] = []
    grid: list[float] = []
    for month in _months(first, last, epoch):
        days = calendar.monthrange(month.year, month.month)[1]
        for number in range(1, days + 1, step):
            if step == 7 and number > 22:
                continue
            when = month.replace(day=number)
            day = day_number(when, epoch)
            if not first - 1 <= day <= last + 1:
                continue
            at.append(day)
            labels.append((day, words.long_date(when) if not labels else words.short_date(when)))
            if number == 1 or step == 1:
                grid.append(day)
    return Ticks(tuple(at), tuple(labels), tuple(grid))


def _months(first: float, last: float, epoch: date) -> list[date]:
    when, end = month_start(date_of(first, epoch)), date_of(last, epoch)
    months: list[date] = []
    while when <= end and len(months) < 2400:
        months.append(when)
        later = month_start(when, 1)
        if later <= when:
            break
        when = later
    return months


class Spot:
    """Where a day stands in a calendar: found once, to read many series there."""

    __slots__ = ("_after", "_before", "_share")

    def __init__(self, days: Array, day: float) -> None:
        last = len(days) - 1
        after = int(days.searchsorted(day, "right"))
        self._before, self._after = min(max(after - 1, 0), last), min(after, last)
        self._share = 0.0
        if self._before < self._after:
            first = float(days[self._before])
            self._share = (day - first) / (float(days[self._after]) - first)
            self._share = max(self._share, 0.0)

    def of(self, values: Array) -> float:
        """The value of a series (points,) here, on the line that is drawn; 0 without points."""
        if self._after < 0:
            return 0.0
        before = float(values[self._before])
        if not self._share:
            return before
        return before + (float(values[self._after]) - before) * self._share

    def median(self, values: Array) -> float:
        """The value of row 0 of ``values`` (rows, points) here; 0 where it is not finite."""
        row = values[0]
        value = self.of(row) if len(row) > 1 else float(row[0])
        return value if math.isfinite(value) else 0.0


def at_day(days: Array, values: Array, day: float) -> float:
    """The value of a series (points,) at ``day``, on the line that is drawn."""
    return Spot(days, day).of(values)
