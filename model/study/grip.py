"""What a bar of the build must become so that it ends, or begins, on a wanted day."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import msgspec
import numpy as np

from model.catalog import catalog
from model.chain.site import Build, build
from model.chain.works import dates_of, durations_of
from model.network import DAYS, network_of
from model.physics import schedule
from model.records import TaskRecord
from model.samples import SEED, draw
from model.scenario import Scenario, Site
from model.task_edits import edited
from model.units import day_number

CLOSE_D = 0.05
"""How near to the wanted day the search ends [d]."""
SHORTEST_D, LONGEST_D = 0.5, 3650.0
"""Least usual duration that a drag leaves; the limit of the longest one [d]."""
LEAST_SHARE = 0.05
"""A median below this share of the usual duration, at a fast pace, is no measure for the rest."""
WHOLE_D = 100.0
"""From here on days are set whole, below to a tenth [d]."""


class Grip:
    """One task of one site, held: everything else stays as it is.

    Parameters
    ----------
    scenario : as it is when the task is taken hold of
    index : of the site
    id : of the task; raises InputError if the site has no such task
    """

    def __init__(self, scenario: Scenario, index: int, id: str) -> None:
        self._site, self._id = scenario.sites[index], id
        self._epoch = scenario.epoch
        self._samples = draw(scenario, 1, SEED)
        self._built: Build = build(index, self._site, scenario, self._samples, catalog())
        self._task: TaskRecord = self._find(self._site)
        self._known: tuple[float, float, float] | None = None
        """Median duration, finish, and days of finish a day of it, of the last answer."""

    def durations(self, finish: float) -> dict[str, float]:
        """Low, mode and high [d], whole or in tenths, with which it ends on ``finish``.

        They keep their present proportion; where the median of the task is next to nothing, as
        that of a milestone, they keep their distance. ``finish`` is in days since the epoch, in
        the median world. The finish grows with the duration, straight but for kinks where another
        task binds, so that a secant finds it. A day that no duration reaches gives the longest
        one with the soonest finish.
        """
        if finish <= self._bound[1] + CLOSE_D:
            return self._days(self._bound[0])
        if self._known is None:
            ends = self._finish(self._median)
            self._known = (self._median, ends, 1.0)
        size, ends, slope = self._known  # where the last move of the same drag ended
        for _ in range(12):
            if abs(ends - finish) < CLOSE_D:
                break
            tried = min(max(size + (finish - ends) / slope, self._bound[0]), self._most)
            if tried == size:
                break
            reached = self._finish(tried)
            found = (reached - ends) / (tried - size)
            slope = found if found > 0 else 1.0
            size, ends = tried, reached
        self._known = (size, ends, slope)
        return self._days(size)

    def start_date(self, day: float) -> date | None:
        """The date before which it must not start to begin on ``day``; None where it does anyway.

        ``day`` is in days since the epoch; a day before the earliest start needs no date.
        """
        free = edited(self._site, self._id, {"not_before": None})
        dates = self._dates(msgspec.structs.replace(self._site, tasks=free))
        if day <= dates[0] + CLOSE_D:
            return None
        return date.fromordinal(self._epoch.toordinal() + round(day))

    @cached_property
    def _median(self) -> float:
        """Median duration at the pace of the site, before size and working week [d]."""
        low, mode = np.array([self._task.low]), np.array([self._task.mode])
        return float(schedule.centre(low, mode, self._site.pace)[0])

    @cached_property
    def _in_proportion(self) -> bool:
        return self._median > LEAST_SHARE * self._task.mode

    @cached_property
    def _most(self) -> float:
        """The largest median with which the longest duration is allowed."""
        if self._in_proportion:
            return self._median * LONGEST_D / self._task.high
        return self._median + LONGEST_D - self._task.high

    @cached_property
    def _bound(self) -> tuple[float, float]:
        """The largest median at which something else holds the finish, and that finish."""
        low = self._median
        if self._in_proportion:
            low *= min(SHORTEST_D / self._task.mode, 1.0)
        soonest, high = self._finish(low), self._median
        for _ in range(12):
            middle = (low + high) / 2
            if self._finish(middle) <= soonest + CLOSE_D:
                low = middle
            else:
                high = middle
        return low, soonest

    def _days(self, median: float) -> dict[str, float]:
        found = self._stretched(median)
        return {name: round(days, 0 if days >= WHOLE_D else 1) for name, days in found.items()}

    def _stretched(self, median: float) -> dict[str, float]:
        """Low, mode and high with this median."""
        given = {name: float(getattr(self._task, name)) for name in DAYS}
        if self._in_proportion:
            return {name: days * median / self._median for name, days in given.items()}
        return {name: days + median - self._median for name, days in given.items()}

    def _finish(self, median: float) -> float:
        changes = self._stretched(median)
        order = sorted(DAYS, key=lambda name: name != "mode")
        tasks = edited(self._site, self._id, {name: changes[name] for name in order})
        return self._dates(msgspec.structs.replace(self._site, tasks=tasks))[1]

    def _dates(self, site: Site) -> tuple[float, float]:
        """First start and last finish of the task in ``site`` [d since epoch]."""
        tasks = network_of(site)
        begin = np.full((1, 1), day_number(site.start, self._epoch))
        shares = self._built.shares
        duration = durations_of(site, tasks, self._samples, shares)
        dates = dates_of(site, tasks, begin, duration, shares, self._epoch)
        place = next(i for i, task in enumerate(tasks.tasks) if task.id == self._id)
        return float(dates.start[place][0, 0]), float(dates.finish[place][0, -1])

    def _find(self, site: Site) -> TaskRecord:
        edited(site, self._id, {})  # raises InputError if it isn't there
        return next(task for task in network_of(site).tasks if task.id == self._id)
