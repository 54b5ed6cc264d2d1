"""What a bar of the build must become so that it ends, or begins, on a wanted day."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import msgspec
import numpy as np

from model.catalog import catalog
from model.chain.site import Build, build, dates_of, durations_of
from model.network import edited, network_of
from model.records import TaskRecord
from model.samples import SEED, draw
from model.scenario import Scenario, Site
from model.units import day_number

CLOSE_D = 0.05
"""How near to the wanted day the search ends [d]."""
SHORTEST_D, LONGEST_D = 0.5, 3650.0
"""Least usual duration that a drag leaves; the limit of the longest one [d]."""
_DAYS = ("low", "mode", "high")


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
        self._known: tuple[float, float, float] | None = None
        """Scale, finish, and days of finish a unit of scale, of the last answer."""
        self._task: TaskRecord = self._find(self._site)

    def durations(self, finish: float) -> dict[str, float]:
        """Low, mode and high [d], in their present proportion, with which it ends on ``finish``.

        ``finish`` is in days since the epoch, in the median world. The finish grows with the
        duration, straight but for kinks where another task binds, so that a secant finds it. A
        day that no duration reaches gives the longest one with the soonest finish.
        """
        task = self._task
        if finish <= self._bound[1] + CLOSE_D:
            return self._days(self._bound[0])
        most = LONGEST_D / task.high if task.high > 0 else 1.0
        if self._known is None:
            ends = self._finish(1.0)
            self._known = (1.0, ends, max(ends - self._start, 1.0))
        scale, ends, slope = self._known  # where the last move of the same drag ended
        for _ in range(12):
            if abs(ends - finish) < CLOSE_D:
                break
            tried = min(max(scale + (finish - ends) / slope, self._bound[0]), most)
            if tried == scale:
                break
            reached = self._finish(tried)
            found = (reached - ends) / (tried - scale)
            slope = found if found > 0 else max(reached - self._start, 1.0) / tried
            scale, ends = tried, reached
        self._known = (scale, ends, slope)
        return self._days(scale)

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
    def _start(self) -> float:
        return self._dates(self._site)[0]

    @cached_property
    def _bound(self) -> tuple[float, float]:
        """The largest scale at which something else holds the finish, and that finish."""
        low = SHORTEST_D / self._task.mode if self._task.mode > 0 else 1.0
        soonest, high = self._finish(low), 1.0
        for _ in range(12):
            middle = (low + high) / 2
            if self._finish(middle) <= soonest + CLOSE_D:
                low = middle
            else:
                high = middle
        return low, soonest

    def _days(self, scale: float) -> dict[str, float]:
        return {name: round(getattr(self._task, name) * scale, 2) for name in _DAYS}

    def _finish(self, scale: float) -> float:
        changes = {name: getattr(self._task, name) * scale for name in _DAYS}
        order = sorted(_DAYS, key=lambda name: name != "mode")
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
