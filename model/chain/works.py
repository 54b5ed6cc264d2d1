"""The construction tasks of a site as the schedule takes them: links, durations and dates."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from model.catalog import catalog
from model.chain import week
from model.outcome import Array
from model.physics import schedule
from model.precedence import parse
from model.records import Template
from model.samples import Samples, task_scores
from model.scenario import Site
from model.units import day_number


def dates_of(
    site: Site, tasks: Template, begin: Array, duration: Array, shares: Array, epoch: date
) -> schedule.Dates:
    """Earliest dates of ``tasks`` from ``begin`` (N, 1) [d] on, for halls of ``shares`` (H,)."""
    floor = floors(tasks, begin, epoch)
    clocks = week.clocks(tasks, site.calendar, epoch)
    return schedule.forward(floor, duration, *network(tasks), shares, clocks)


def durations_of(site: Site, tasks: Template, samples: Samples, shares: Array) -> Array:
    """Durations (N, K) of ``tasks`` for halls of ``shares`` (H,) [d], as `Build.duration`."""
    duration = _durations(tasks, site.pace, samples) * sized(tasks, shares)
    return duration * week.working_share(tasks, site.calendar)


@lru_cache(maxsize=16)
def _durations(tasks: Template, pace: float, samples: Samples) -> Array:
    low, mode, high = (
        np.array([float(getattr(task, name)) for task in tasks.tasks])
        for name in ("low", "mode", "high")
    )
    # A task keeps its luck when others come and go.
    places = {task.id: place for place, task in enumerate(catalog().templates[tasks.id].tasks)}
    columns = [places.setdefault(task.id, len(places)) for task in tasks.tasks]
    scores = task_scores(samples, len(places))[:, columns]
    return schedule.durations(low, mode, high, pace, samples["build_slip"], scores)


@lru_cache(maxsize=32)
def network(
    template: Template,
) -> tuple[tuple[tuple[schedule.Wait, ...], ...], tuple[bool, ...]]:
    """What each task waits for, by index, and which tasks go hall by hall."""
    place = {task.id: index for index, task in enumerate(template.tasks)}
    after = tuple(
        tuple(
            schedule.Wait(place[link.task], link.kind == "SS", link.lag_d)
            for link in map(parse, task.after)
        )
        for task in template.tasks
    )
    return after, tuple(task.stage == "hall" for task in template.tasks)


def floors(template: Template, begin: Array, epoch: date | None = None) -> Array:
    """The day (N, K) before which no task can start: ``begin`` (N, 1), or its order date.

    A date that the site gives stands, and needs ``epoch``; an order of the template moves with
    the start of work.
    """
    if not template.tasks:
        return begin
    floor = begin + _ordered(template)
    for place, task in enumerate(template.tasks):
        if task.ordered is not None and epoch is not None:
            floor[:, place] = day_number(task.ordered, epoch)
        if task.not_before is not None and epoch is not None:
            floor[:, place] = np.maximum(floor[:, place], day_number(task.not_before, epoch))
    return floor


@lru_cache(maxsize=32)
def _ordered(template: Template) -> Array:
    return np.array([[task.ordered_d or 0.0 for task in template.tasks]])


def sized(template: Template, shares: Array) -> Array:
    """Factors (1, K) on the durations for halls of ``shares`` (H,) of a building phase.

    A building of half the size does not take half as long: its duration goes with a power of
    its size, as it does with its cost (Bromilow, Building Forum 1, 1969).
    """
    return np.asarray(min(float(shares.sum()), 1.0) ** _exponents(template))


@lru_cache(maxsize=32)
def _exponents(template: Template) -> Array:
    return np.array([[task.size_exponent for task in template.tasks]])
