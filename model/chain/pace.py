"""What the pace of a build means: tasks at their shortest, what that saves and what it costs."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from model.catalog import Catalog, catalog
from model.chain import week
from model.chain.site import Build
from model.chain.works import floors, network, sized
from model.network import network_of
from model.outcome import Array
from model.physics import fleet, schedule
from model.records import Template
from model.scenario import Site
from model.units import MEGA, day_number

NEAR = 1.005
"""A task within half a percent of the shortest duration on record is at it."""


def surcharge(site: Site, cat: Catalog) -> float:
    """What pace and working week add to the cost of the building, as a share of it."""
    return _crashed(network_of(site), site.pace) + cat.calendars[site.calendar].cost_share


@lru_cache(maxsize=64)
def _crashed(template: Template, pace: float) -> float:
    """Share of the building's cost that ``pace`` adds; lead times and permits cost nothing."""
    low, mode = _bounds(template, work_only=True)
    whole = catalog().assumptions["crash_share"].value
    return whole * schedule.crashed(low, mode, pace)


def remark(built: Build, epoch: date, build_usd: float, cat: Catalog) -> str:
    """One sentence on the pace of a site in row 0; empty at the usual pace.

    ``build_usd`` is the cost of the building at the usual pace and in its working week [USD].
    """
    site = built.site
    if site.pace <= 0 or not built.shipments:
        return ""
    usual = day_number(site.start, epoch) + np.array([_usual_ready(
        built.tasks, site.calendar, site.start, _rounded(built.shares), _slip(built, built.tasks)
    )])  # fmt: skip
    sooner = float(usual.max() - built.dates.ready[0].max())
    extra = _crashed(built.tasks, site.pace) * build_usd
    cost = f"{extra / MEGA:,.0f} M$"
    text = _shortest(built.tasks, site.build, site.pace)
    if sooner < 1:
        return f"{text}; it saves no day and costs {cost}."
    text = f"{text}; the last hall is ready {sooner:,.0f} days sooner, full load"
    now, then = float(built.full_load[0, 0]), _full_load(built, usual)
    if not np.isfinite(now):
        return f"{text} never comes, for {cost}."
    if not np.isfinite(then):
        return f"{text} comes at all, for {cost}."
    gained = max(then - now, 0.0)
    a_day = f", {extra / gained / MEGA:,.2g} M$ a day" if gained >= 1 else ""
    return f"{text} {gained:,.0f} days sooner, for {cost}{a_day}."


def _shortest(tasks: Template, build: str, pace: float) -> str:
    """How many tasks are as short as any of their kind on record, and how many shorter still.

    What is on record are the durations of the template; a task of a site's own has none.
    """
    record = {task.id: task.low for task in catalog().template(build).tasks}
    known = np.array([record.get(task.id, -np.inf) for task in tasks.tasks])
    centre = schedule.centre(*_bounds(tasks, work_only=False), pace)
    below = int((centre * NEAR < known).sum())
    at = int((centre <= known * NEAR).sum()) - below
    text = f"{at or 'none'} of {len(known)} tasks at their shortest on record"
    return f"{text}, {below} below it" if below else text


def _full_load(built: Build, ready: Array) -> float:
    """Day of full load of a site if its halls were ready on days ``ready`` (1, H), in row 0."""
    first = [part[:1] for part in (built.arrive, built.rate, built.load, built.cooling_load)]
    arrive, rate, load, cooling = first
    racking = fleet.rack(built.lots, arrive, built.over, ready, rate, built.not_before)
    on_from = racking.on_from(built.power_from)
    if built.on_from[0, 0] <= on_from[0, 0] <= built.full_load[0, 0]:
        return float(built.full_load[0, 0])  # between the two days the power never suffices
    found = built.supplies.median().carries_from(load - cooling, cooling, on_from)
    return float(found[0, 0])


def _rounded(shares: Array) -> tuple[float, ...]:
    """Shares to a hundredth: a drag of the count need not work out the usual pace each time."""
    return tuple(np.round(shares, 2).tolist())


@lru_cache(maxsize=32)
def _usual_ready(
    template: Template, week_id: str, start: date, shares: tuple[float, ...], slip: float
) -> tuple[float, ...]:
    """Days from ``start`` until each hall is ready at the usual pace.

    ``slip`` is the factor on every duration. Kept, for most drags change none of this.
    """
    size = np.array(shares)
    mode = _bounds(template, work_only=False)[1]
    duration = mode[np.newaxis, :] * sized(template, size) * slip
    duration = duration * week.working_share(template, week_id)
    clocks = week.clocks(template, week_id, start)
    begin = floors(template, np.zeros((1, 1)), start)
    dates = schedule.forward(begin, duration, *network(template), size, clocks)
    return tuple(dates.ready[0].tolist())


def _slip(built: Build, template: Template) -> float:
    """The factor on every duration of row 0, read back from all of them."""
    low, mode = _bounds(template, work_only=False)
    planned = schedule.centre(low, mode, built.site.pace) * sized(template, built.shares)[0]
    planned = planned * week.working_share(template, built.site.calendar)[0]
    whole = float(planned.sum())
    return float(built.duration[0].sum()) / whole if whole > 0 else 1.0


@lru_cache(maxsize=64)
def _bounds(template: Template, *, work_only: bool) -> tuple[Array, Array]:
    tasks = [task for task in template.tasks if task.kind == "work" or not work_only]
    return np.array([task.low for task in tasks]), np.array([task.mode for task in tasks])
