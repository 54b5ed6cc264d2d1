"""Which constraint holds accelerators back, when, and what would help."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.chain.remedy import Wish, given_back, remedies, say
from model.chain.site import Build, Flow
from model.chain.waiting import Waiting, waiting
from model.outcome import Array, Binding
from model.scenario import Scenario
from model.units import MEGA

NONE, DELIVERY, SCHEDULE, COOLING, RACKING, POWER, HOLD = range(7)
NAMES = ("none", "delivery", "schedule", "cooling", "racking", "power", "hold")

_SOME = 0.5
"""Fewer accelerators than that are none."""
_SHORTEST_D = 1.5
"""Shorter intervals are joined to their neighbour: they come and go with a single delivery."""


def bindings(
    builds: list[Build], flows: list[Flow], days: Array, scenario: Scenario
) -> tuple[Binding, ...]:
    """Intervals of row 0, one after another over the whole calendar."""
    if not any(built.shipments for built in builds):
        return ()
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
        codes[here] = _codes(builds[index], flows[index], wait)[here]
    spans = [
        (int(worst[(first + last) // 2]), NAMES[codes[first]], first, last)
        for first, last in _runs(codes, days[0])
    ]
    found = []
    wishes: dict[int, list[Wish]] = {}
    for index, name, first, last in spans:
        start, end = float(days[0, first]), float(days[0, min(last, days.shape[1] - 1)])
        many, short = _worst(name, slice(first, last), flows[index], waits[index])
        some = flows[index].installed[0, last - 1] > _SOME
        why = _sentence(name, start, end, many, short, some, builds[index], scenario)
        wishes.setdefault(index, []).append(Wish(name, start, short))
        found.append(Binding(start, end, name, many, short, why))
    helps = {
        index: iter(remedies(builds[index], wanted, scenario.epoch))
        for index, wanted in wishes.items()
    }
    told = []
    for binding, (index, name, first, last) in zip(found, spans, strict=True):
        remedy = next(helps[index])
        if name == "power" and not remedy:
            wish, span = Wish(name, binding.start, binding.short_w), slice(first, last)
            remedy = given_back(builds[index], flows[index], days, span, wish, scenario.epoch)
        told.append(replace(binding, remedy=remedy))
    return tuple(told)


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
    scenario: Scenario,
) -> str:
    """Subject, dates and amounts; ``some``: accelerators are racked by the end of it."""
    epoch = scenario.epoch
    span = f"from {say(start, epoch)} to {say(end, epoch)}"
    lots = "1 GPU waits" if round(many) == 1 else f"{many:,.0f} GPUs wait"
    if name == "power":
        return f"Power binds {span}: at worst {lots} for {short / MEGA:,.3g} MW."
    if name == "racking":
        slowest, crews = float(built.rate[0].min()), float(built.crews[0, 0])
        if slowest < crews:
            racks = built.site.racks_a_day
            limit = f"{racks:,.3g} racks a day, {slowest:,.0f} GPUs"
        else:
            limit = f"crews rack {crews:,.0f} GPUs a day"
        return f"Racking binds {span}: {limit}; at worst {lots}."
    if name == "hold":
        states = ("packed", built.not_before), ("switched off", built.power_from)
        how = " or ".join(word for word, days in states if days is not None)
        return f"A set day binds {span}: at worst {lots} for it, {how}."
    if name in ("schedule", "cooling"):
        what = "The cooling plant binds" if name == "cooling" else "Site works bind"
        return f"{what} {span}: " + (f"at worst {lots}." if many >= 1 else "no hall is ready.")
    if name == "delivery":
        what = "everything on site is racked" if some else "nothing has arrived yet"
        return f"Delivery binds {span}: {what}."
    return f"Nothing binds: {scenario.total_count:,} at full load."
