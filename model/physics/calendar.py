"""A working calendar in closed form: days a week, and periods in which the site is closed.

With days since a Monday t, w working days a week and the first w of them worked,

    u(t) = w floor(t / 7) + min(t mod 7, w)

counts working days without closures, and a closure takes [u(begin), u(end)] out of u. Both are
piecewise linear and have an inverse: nothing walks through the days. Where nothing is worked the
inverse has two ends, the evening before and the morning after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_TINY = 1e-9
"""Rounding of working days: a task of a whole week ends on its last evening."""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Days since the epoch <-> working days since the Monday before it."""

    days_a_week: float
    weekday: int
    """of the epoch; 0: Monday"""
    begins: Array
    """(C,) weekly working days at which each closure begins, in order, none inside another"""
    lost: Array
    """(C,) working days that each takes out"""

    def worked(self, day: Array) -> Array:
        """Working days up to ``day`` of any shape [d]."""
        return self._without(self._weekly(day))

    def opens(self, work: Array) -> Array:
        """The latest day with ``work`` working days before it: when work goes on."""
        weekly = work + self._taken(work, "right")
        week = np.floor((weekly + _TINY) / self.days_a_week)
        return np.asarray(7 * week + np.maximum(weekly - week * self.days_a_week, 0) - self.weekday)

    def closes(self, work: Array) -> Array:
        """The earliest day with ``work`` working days before it: when they are done."""
        weekly = work + self._taken(work, "left")
        week = np.ceil((weekly - _TINY) / self.days_a_week) - 1
        return np.asarray(7 * week + weekly - week * self.days_a_week - self.weekday)

    def _weekly(self, day: Array) -> Array:
        since = day + self.weekday
        week = np.floor(since / 7)
        return np.asarray(week * self.days_a_week + np.minimum(since - 7 * week, self.days_a_week))

    def _without(self, weekly: Array) -> Array:
        if not len(self.begins):
            return weekly
        place = np.searchsorted(self.begins, weekly, side="right")
        total = np.concatenate(([0.0], np.cumsum(self.lost)))
        last = np.maximum(place - 1, 0)
        inside = np.minimum(np.maximum(weekly - self.begins[last], 0.0), self.lost[last])
        return np.asarray(np.where(place > 0, weekly - total[last] - inside, weekly))

    def _taken(self, work: Array, side: str) -> Array:
        """Weekly working days that closures took before ``work`` were done."""
        total = np.concatenate(([0.0], np.cumsum(self.lost)))
        at = self.begins - total[:-1]
        nudge = -_TINY if side == "left" else _TINY
        return np.asarray(total[np.searchsorted(at, work + nudge, side="right")])


def calendar(days_a_week: float, weekday: int, closed: Array) -> Calendar:
    """The calendar of a site.

    Parameters
    ----------
    days_a_week : more than 0, up to 7
    weekday : of the epoch; 0: Monday
    closed : (C, 2) first day and day after the last of each closure since the epoch [d]
    """
    bare = Calendar(days_a_week, weekday, np.empty(0), np.empty(0))
    if not len(closed):
        return bare
    ordered = closed[np.argsort(closed[:, 0])]
    # Closures that overlap count once: each begins where all before it have ended.
    ended = np.concatenate(([-np.inf], np.maximum.accumulate(ordered[:, 1])[:-1]))
    first = np.maximum(ordered[:, 0], ended)
    begins, ends = bare.worked(first), bare.worked(np.maximum(ordered[:, 1], first))
    lost = ends - begins
    return Calendar(days_a_week, weekday, begins[lost > 0], lost[lost > 0])
