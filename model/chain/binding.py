"""Which constraint holds accelerators back, when, and what would help."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.catalog import Catalog
from model.chain.remedy import Wish, remedies
from model.chain.site import Build, Flow, hall_room
from model.outcome import Array, Binding
from model.samples import Samples
from model.scenario import Scenario
from model.units import MEGA, date_of, figures, long_date

NONE, DELIVERY, SCHEDULE, COOLING, RACKING, POWER, HOLD = range(7)
NAMES = ("none", "delivery", "schedule", "cooling", "racking", "power", "hold")

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
    rooms = [hall_room(built, days) for built in builds]
    missing = [
        built.counts.sum() - there.online[0] for built, there in zip(builds, flows, strict=True)
    ]
    worst = np.argmax(np.stack(missing), axis=0)
    codes = np.zeros(days.shape[1], dtype=np.int64)
    for index, (built, there, room) in enumerate(zip(builds, flows, rooms, strict=True)):
        if built.shipments:
            here = worst == index
            # Intervals of several sites are told apart.
            codes[here] = _codes(built, there, room, days[0])[here] + index * len(NAMES)
    codes[codes % len(NAMES) == NONE] = NONE
    spans = [
        (int(codes[first]) // len(NAMES), NAMES[codes[first] % len(NAMES)], first, last)
        for first, last in _runs(codes, days[0])
    ]
    found = []
    wishes: dict[int, list[Wish]] = {}
    for index, name, first, last in spans:
        start, end = float(days[0, first]), float(days[0, min(last, days.shape[1] - 1)])
        waiting, short = _worst(
            name, slice(first, last), builds[index], flows[index], rooms[index], days[0]
        )
        some = flows[index].installed[0, first] > 0.5
        why = _sentence(name, start, end, waiting, short, some, builds[index], asked, places[index])
        wishes.setdefault(index, []).append(Wish(name, start, short))
        found.append(Binding(start, end, name, waiting, short, why, site=builds[index].site.id))
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


def _codes(built: Build, there: Flow, room: Array, days: Array) -> npt.NDArray[np.int64]:
    """The constraint on each of ``days`` (T,); ``room`` (T,) is what ready halls can hold."""
    total = built.counts.sum()
    delivered, installed, online = there.delivered[0], there.installed[0], there.online[0]
    waits_for_cooling = _waits_for_cooling(built, installed)
    codes = np.full(len(room), SCHEDULE, dtype=np.int64)
    codes[waits_for_cooling] = COOLING
    codes[(room > installed + 0.5) & (delivered <= installed + 0.5)] = DELIVERY
    codes[np.minimum(room, delivered) > installed + 0.5] = RACKING
    held, packed = _held(built, there, room, days)
    crews = np.minimum(room, delivered) - installed - packed
    codes[held > np.maximum(crews, 0.5)] = HOLD
    codes[there.free[0] - online > 0.5] = POWER
    codes[online > total - 0.5] = NONE
    return codes


def _waits_for_cooling(built: Build, installed: Array) -> npt.NDArray[np.bool_]:
    """Days (T,) on which the next hall's last task is the cooling plant."""
    tasks = built.tasks.tasks
    last = built.dates.last[0, built.lots.hall[_next_lot(built, installed)]]
    cooling = np.array([task.id.startswith("cool") for task in tasks] + [False])
    return np.asarray(cooling[last], dtype=np.bool_)


def _held(built: Build, there: Flow, room: Array, days: Array) -> tuple[Array, Array]:
    """Accelerators (T,) that wait for a day that is set; and the packed ones among them."""
    delivered, installed = there.delivered[0], there.installed[0]
    packed = np.zeros_like(installed)
    if built.not_before is not None:
        waits = built.not_before[built.lots.shipment[_next_lot(built, installed)]] > days
        packed = np.where(waits, np.maximum(np.minimum(room, delivered) - installed, 0.0), 0.0)
    return packed + installed - there.free[0], packed


def _next_lot(built: Build, installed: Array) -> npt.NDArray[np.intp]:
    """The lot (T,) that is racked next where ``installed`` (T,) are; the last at the end."""
    filled = np.cumsum(built.lots.count)
    return np.minimum(np.searchsorted(filled, installed + 0.5), len(filled) - 1)


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


def _worst(
    name: str, span: slice, built: Build, there: Flow, room: Array, days: Array
) -> tuple[float, float]:
    """Accelerators that wait, and power that is missing [W], at worst in an interval."""
    installed, delivered = there.installed[0, span], there.delivered[0, span]
    if name == "power":
        missing = there.fed.short[0, span]
        return float((there.free[0, span] - there.online[0, span]).max()), float(missing.max())
    if name == "hold":
        return float(_held(built, there, room, days)[0][span].max()), 0.0
    if name == "racking":
        return float((np.minimum(delivered, room[span]) - installed).max()), 0.0
    if name in ("schedule", "cooling"):
        return float((delivered - installed).max()), 0.0
    return 0.0, 0.0


def _sentence(
    name: str,
    start: float,
    end: float,
    waiting: float,
    short: float,
    some: bool,
    built: Build,
    asked: Scenario,
    place: str,
) -> str:
    """Subject, dates and amounts; ``some``: accelerators are racked already.

    ``place`` is the site's name where the scenario uses more than one, else empty.
    """
    at = f" at {place}" if place else ""
    since, until = (long_date(date_of(day, asked.epoch)) for day in (start, end))
    binds = f"{at} binds from {since} to {until}"
    lots = f"{waiting:,.0f} GPUs wait"
    if name == "power":
        return f"Power{binds}: at worst {lots} for {figures(short / MEGA)} MW."
    if name == "racking":
        slowest, crews = float(built.rate[0].min()), float(built.crews[0, 0])
        if slowest < crews:
            racks = built.site.racks_a_day
            limit = f"{figures(racks)} racks a day, {slowest:,.0f} GPUs"
        else:
            limit = f"crews rack {crews:,.0f} GPUs a day"
        return f"Racking{binds}: {limit}; at worst {lots}."
    if name == "hold":
        states = ("packed", built.not_before), ("switched off", built.power_from)
        how = " or ".join(word for word, days in states if days is not None)
        return f"A set day{binds}: at worst {lots} for it, {how}."
    if name == "schedule":
        what = f"at worst {lots}" if waiting >= 1 else "no hall is ready"
        return f"Site works{at} bind from {since} to {until}: {what}."
    if name == "cooling":
        what = f"at worst {lots}" if waiting >= 1 else "no hall is ready"
        return f"The cooling plant{binds}: {what}."
    if name == "delivery":
        what = "everything on site is racked" if some else "nothing has arrived yet"
        return f"Delivery{binds}: {what}."
    return f"Nothing binds: {asked.total_count:,} at full load."
