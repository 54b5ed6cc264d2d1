"""Which constraint holds accelerators back, when, and what would help."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.catalog import Catalog
from model.chain.flow import Flow
from model.chain.remedy import Wish, remedies
from model.chain.site import Build
from model.chain.waiting import Waiting, waiting
from model.outcome import Array, Binding
from model.samples import Samples
from model.scenario import Scenario
from model.units import MEGA, date_of, figures, long_date

NONE, DELIVERY, SCHEDULE, COOLING, RACKING, POWER, HOLD = range(7)
NAMES = ("none", "delivery", "schedule", "cooling", "racking", "power", "hold")

_SOME = 0.5
"""Fewer accelerators than that are none."""
_SHORTEST_D = 1.5
"""Shorter intervals are joined to their neighbour: they come and go with a single delivery."""


def bindings(
    builds: list[Build],
    flows: list[Flow],
    days: Array,
    asked: Scenario,
    samples: Samples,
    cat: Catalog,
) -> tuple[Binding, ...]:
    """Intervals of row 0, one after another over the whole calendar.

    ``asked`` is the scenario as it is edited, before its moves are carried out.
    """
    used = [built.site.id for built in builds if built.shipments]
    if not used:
        return ()
    places = [built.site.id if len(used) > 1 else "" for built in builds]
    waits = {
        index: waiting(built, there, days)
        for index, (built, there) in enumerate(zip(builds, flows, strict=True))
        if built.shipments
    }
    missing = [
        built.counts.sum() - there.online[0] if built.shipments else np.full(days.shape[1], -1.0)
        for built, there in zip(builds, flows, strict=True)
    ]
    worst = np.argmax(np.stack(missing), axis=0)
    codes = np.zeros(days.shape[1], dtype=np.int64)
    for index, wait in waits.items():
        here = worst == index
        # Intervals of several sites are told apart.
        codes[here] = _codes(builds[index], flows[index], wait)[here] + index * len(NAMES)
    codes[codes % len(NAMES) == NONE] = min(waits) * len(NAMES) + NONE
    spans = [
        (int(codes[first]) // len(NAMES), NAMES[codes[first] % len(NAMES)], first, last)
        for first, last in _runs(codes, days[0])
    ]
    found = []
    wishes: dict[int, list[Wish]] = {}
    for index, name, first, last in spans:
        start, end = float(days[0, first]), float(days[0, min(last, days.shape[1] - 1)])
        many, short = _worst(name, slice(first, last), flows[index], waits[index])
        some = flows[index].installed[0, last - 1] > _SOME
        why = _sentence(name, start, end, many, short, some, builds[index], asked, places[index])
        wishes.setdefault(index, []).append(Wish(name, start, short))
        found.append(Binding(start, end, name, many, short, why, site=builds[index].site.id))
    helps = {
        index: iter(
            remedies(builds[index], flows[index], days, wanted, asked, samples, cat, places[index])
        )
        for index, wanted in wishes.items()
    }
    return tuple(
        replace(binding, remedy=next(helps[index]))
        for binding, (index, _, _, _) in zip(found, spans, strict=True)
    )


def _codes(built: Build, there: Flow, wait: Waiting) -> npt.NDArray[np.int64]:
    """The constraint on each day (T,): what holds back the next accelerator, or the most."""
    online = there.online[0]
    codes = np.where(_waits_for_cooling(built, wait), COOLING, SCHEDULE)
    codes[(wait.room > _SOME) & (wait.for_hall <= _SOME)] = DELIVERY
    codes[wait.for_crews > _SOME] = RACKING
    codes[wait.held > np.maximum(wait.for_crews, _SOME)] = HOLD
    codes[there.free[0] - online > _SOME] = POWER
    codes[online > built.counts.sum() - _SOME] = NONE
    return codes


def _waits_for_cooling(built: Build, wait: Waiting) -> npt.NDArray[np.bool_]:
    """Days (T,) on which the last task of the next hall is the cooling plant."""
    tasks = built.tasks.tasks
    cooling = np.array([task.id.startswith("cool") for task in tasks] + [False])
    return np.asarray(cooling[built.dates.last[0, wait.hall]], dtype=np.bool_)


def _runs(codes: npt.NDArray[np.int64], days: Array) -> list[tuple[int, int]]:
    """First and last index of each run of equal codes; one too short is joined to the next.

    ``codes`` are changed where that is so.
    """
    edges = np.flatnonzero(np.diff(codes)) + 1
    bounds = [0, *edges.tolist(), len(codes)]
    found: list[tuple[int, int]] = []
    begin = 0
    for end in bounds[1:]:
        if end < len(codes) and days[end] - days[begin] < _SHORTEST_D:
            codes[begin:end] = codes[end]
            continue
        if found and codes[found[-1][0]] == codes[begin]:  # what parted them was too short
            begin = found.pop()[0]
        found.append((begin, end))
        begin = end
    return found


def _worst(name: str, span: slice, there: Flow, wait: Waiting) -> tuple[float, float]:
    """Accelerators that wait, and power that is missing [W], at worst in an interval."""
    if name == "power":
        off = there.free[0, span] - there.online[0, span]
        return float(off.max()), float(there.fed.short[0, span].max())
    some = {
        "hold": wait.held,
        "racking": wait.for_crews,
        "schedule": wait.for_hall,
        "cooling": wait.for_hall,
    }
    return float(some[name][span].max()) if name in some else 0.0, 0.0


def _sentence(
    name: str,
    start: float,
    end: float,
    many: float,
    short: float,
    some: bool,
    built: Build,
    asked: Scenario,
    place: str,
) -> str:
    """Subject, dates and amounts; ``some``: accelerators are racked by the end of it.

    ``place`` is the site's name where the scenario uses more than one, else empty.
    """
    at = f" at {place}" if place else ""
    since, until = (long_date(date_of(day, asked.epoch)) for day in (start, end))
    binds = f"{at} binds from {since} to {until}"
    lots = "1 GPU waits" if round(many) == 1 else f"{many:,.0f} GPUs wait"
    if name == "power":
        return f"Power{binds}: at worst {lots} for {figures(short / MEGA)} MW."
    if name == "racking":
        limit = f"crews rack {built.crews[0, 0]:,.0f} GPUs a day"
        if built.racks_limit:
            racks = built.site.racks_a_day
            limit = f"{figures(racks)} racks a day, {built.rate[0].min():,.0f} GPUs"
        return f"Racking{binds}: {limit}; at worst {lots}."
    if name == "hold":
        states = ("packed", built.not_before), ("switched off", built.power_from)
        how = " or ".join(word for word, days in states if days is not None)
        return f"A set day{binds}: at worst {lots} for it, {how}."
    if name in ("schedule", "cooling"):
        what = f"at worst {lots}" if many >= 1 else "no hall is ready"
        if name == "cooling":
            return f"The cooling plant{binds}: {what}."
        return f"Site works{at} bind from {since} to {until}: {what}."
    if name == "delivery":
        what = "everything on site is racked" if some else "nothing has arrived yet"
        return f"Delivery{binds}: {what}."
    return f"Nothing binds: {asked.total_count:,} at full load."
