"""What the pace of a build means: tasks at their shortest, what that saves and what it costs."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from model.catalog import Catalog, catalog
from model.chain import week
from model.chain.site import Build, floors, network, sized
from model.network import network_of
from model.outcome import Array
from model.physics import schedule
from model.records import Template
from model.scenario import Site
from model.units import MEGA, day_number

SHORTEST = 1.005
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
    template = built.tasks
    low, mode = _bounds(template, work_only=False)
    centre = schedule.centre(low, mode, site.pace)
    at_shortest = int((centre <= low * SHORTEST).sum())
    text = f"{at_shortest or 'none'} of {len(low)} tasks at their shortest on record"
    usual = _usual_ready(
        template, site.calendar, site.start, _rounded(built.shares), _slip(built, template)
    )
    saved = day_number(site.start, epoch) + usual - float(built.dates.ready[0, -1])
    extra = _crashed(template, site.pace) * build_usd
    if saved < 1:
        return f"{text}; it saves no day and costs {extra / MEGA:,.0f} M$."
    a_day = extra / saved / MEGA
    return f"{text}; {saved:,.0f} days sooner for {extra / MEGA:,.0f} M$, {a_day:,.2g} M$ a day."


def _rounded(shares: Array) -> tuple[float, ...]:
    """Shares to a hundredth: a drag of the count need not work out the usual pace each time."""
    return tuple(np.round(shares, 2).tolist())


@lru_cache(maxsize=32)
def _usual_ready(
    template: Template, week_id: str, start: date, shares: tuple[float, ...], slip: float
) -> float:
    """Days from ``start`` until the last hall is ready at the usual pace.

    ``slip`` is the factor on every duration. Kept, for most drags change none of this.
    """
    size = np.array(shares)
    mode = _bounds(template, work_only=False)[1]
    duration = mode[np.newaxis, :] * sized(template, size) * slip
    duration = duration * week.working_share(template, week_id)
    clocks = week.clocks(template, week_id, start)
    begin = floors(template, np.zeros((1, 1)), start)
    dates = schedule.forward(begin, duration, *network(template), size, clocks)
    return float(dates.ready[0, -1])


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
