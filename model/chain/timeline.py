"""The bars of the timeline: construction, power, racking, shake-down and the run."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.catalog import Catalog
from model.chain import week
from model.chain.site import Build
from model.chain.works import network
from model.network import is_order
from model.outcome import Array, Task
from model.physics import schedule
from model.scenario import Scenario, Supply
from model.units import day_number, figures

CRITICAL_D = 0.5
"""A task with less slack than half a day is critical."""

_SOURCES = {"grid": "Grid", "turbines": "Turbines", "battery": "Battery"}


def tasks_of(
    built: Build, scenario: Scenario, full_load: Array, cat: Catalog, paths: tuple[str, ...]
) -> list[Task]:
    """Construction, power and racking bars of one site; slack is against ``full_load`` (N, 1).

    They name the site where the scenario does something at more than one. ``paths`` are those of
    the days on which the shipments of ``scenario`` arrive.
    """
    prefix = f"{built.site.id}." if len(scenario.sites) > 1 else ""
    reachable = np.where(np.isfinite(full_load), full_load, built.on_from)
    work = []
    if built.shipments:
        work = _construction(built, prefix, reachable, scenario.epoch)
    found = [
        *work,
        *_power(built, scenario, prefix, reachable),
        *_racking(built, prefix, reachable, cat, paths),
    ]
    if not _several_in_use(scenario):
        return found
    return [replace(task, label=f"{task.label}, {built.site.id}") for task in found]


def _several_in_use(scenario: Scenario) -> bool:
    """Whether bars of more than one site can stand in the timeline."""
    shipped = {shipment.site for shipment in scenario.shipments if shipment.count}
    return sum(bool(site.supply) or site.id in shipped for site in scenario.sites) > 1


def _construction(built: Build, prefix: str, by: Array, epoch: date) -> list[Task]:
    template = built.tasks
    after, by_hall = network(template)
    path = f"sites.{built.index}.tasks"
    latest_ready = built.racking.latest_ready(by)
    clocks = week.clocks(template, built.site.calendar, epoch)
    slack = schedule.slack(
        built.dates, built.duration, after, by_hall, built.shares, latest_ready, clocks
    )
    spare, critical, often = _slack(slack)
    return [
        Task(
            id=f"{prefix}{task.id}",
            label=task.label,
            kind="work",
            site=built.site.id,
            start=built.dates.start[index][:, :1],
            finish=built.dates.finish[index][:, -1:],
            slack=spare[:, index : index + 1],
            critical=critical[index],
            criticality=often[index],
            after=tuple(f"{prefix}{template.tasks[wait.task].id}" for wait in after[index]),
            src=task.src[0] if task.src else "",
            moves=f"{path}.{task.id}.{'ordered' if is_order(task) else 'not_before'}",
            stretches=f"{path}.{task.id}.mode",
        )
        for index, task in enumerate(built.tasks.tasks)
    ]


def _power(built: Build, scenario: Scenario, prefix: str, full_load: Array) -> list[Task]:
    found = []
    begun = day_number(built.site.start, scenario.epoch)
    # What carries this site holds up the cluster only where no other site is later.
    mine, steps = built.settled, built.supplies.steps
    power_binds = mine > built.on_from + CRITICAL_D
    carries = power_binds & (steps.start <= mine) & (mine <= steps.full + 1e-6)
    slack = np.maximum(full_load - np.where(carries, mine, steps.full), 0.0)
    holds = carries & (slack < CRITICAL_D)
    zero = np.zeros_like(full_load)
    for index, step in enumerate(built.site.supply):
        here = slice(index, index + 1)
        start = steps.start[:, here]
        if start[0, 0] <= begun or not step.ever_there:
            continue
        is_ramp = step.by is not None and step.by > step.from_
        ordered = day_number(step.ordered, scenario.epoch) if step.ordered else begun
        finish = steps.full[:, here]
        if not is_ramp:  # in use from its day on, at full load as soon as there is enough of it
            enough = np.minimum(mine, finish)
            finish = np.where(carries[:, here], enough, start)
        found.append(
            Task(
                id=f"{prefix}supply.{index}",
                label=_supply_label(step),
                kind="power",
                site=built.site.id,
                start=zero + (start if is_ramp else ordered),
                finish=zero + finish,
                slack=slack[:, here],
                critical=step.source != "battery" and bool(holds[0, index]),
                criticality=0.0 if step.source == "battery" else _share(holds[:, index]),
                src=step.src,
                moves=f"sites.{built.index}.supply.{index}.from",
                stretches=f"sites.{built.index}.supply.{index}.by" if is_ramp else "",
            )
        )
    return found


def _slack(days: Array) -> tuple[Array, list[bool], list[float]]:
    """Slack (N, K) of K tasks, not below 0; which are critical in row 0; how often each is."""
    critical = days < CRITICAL_D
    often = np.count_nonzero(critical, axis=0) / len(days)
    return np.maximum(days, 0.0), critical[0].tolist(), often.tolist()


def _share(critical: npt.NDArray[np.bool_]) -> float:
    """Share of the rows in which a task is critical."""
    return float(np.count_nonzero(critical) / len(critical))


def _supply_label(step: Supply) -> str:
    return f"{_SOURCES[step.source]} +{figures(step.mw)} MW"


def _racking(
    built: Build,
    prefix: str,
    full_load: Array,
    cat: Catalog,
    paths: tuple[str, ...],
) -> list[Task]:
    """Racking of each shipment, and the wait of one that is racked for its set day.

    A bar is named by the place of its shipment in the scenario, so that it stays the same one
    while it is dragged past others.
    """
    if not built.shipments:
        return []
    start, finish = built.racking.spans()
    spare, critical, often = _slack(built.racking.slack(full_load))
    names = _numbered(
        [f"{thousands(s.count)} {cat.accelerators[s.accelerator].short}" for s in built.shipments]
    )
    found = [
        Task(
            id=f"{prefix}rack.{listed}",
            label=f"Rack {names[place]}",
            kind="rack",
            site=built.site.id,
            start=start[:, place : place + 1],
            finish=finish[:, place : place + 1],
            slack=spare[:, place : place + 1],
            critical=critical[place],
            criticality=often[place],
            moves=paths[listed],
        )
        for place, listed in enumerate(built.listed)
    ]
    if built.power_from is not None:
        for place, day in enumerate(built.power_from.tolist()):
            on = np.maximum(found[place].finish, day)
            if on[0, 0] > found[place].finish[0, 0]:
                path = paths[built.listed[place]].removesuffix("arrives") + "power_from"
                found.append(_switch_on(found[place], names[place], on, full_load - on, path))
    return found


def _numbered(names: list[str]) -> list[str]:
    """Names that occur more than once with their number: 50k H100 (2 of 3)."""
    total, seen = Counter(names), Counter[str]()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if total[name] == 1 else f"{name} ({seen[name]} of {total[name]})")
    return found


def _switch_on(racking: Task, name: str, on: Array, slack: Array, path: str) -> Task:
    """The wait of what is racked for the day ``on`` (N, 1) that is set for it."""
    spare, critical, often = _slack(slack)
    return Task(
        id=racking.id.replace("rack.", "on."),
        label=f"Switch on {name}",
        kind="power",
        site=racking.site,
        start=racking.finish,
        finish=on,
        slack=spare,
        critical=critical[0],
        criticality=often[0],
        after=(racking.id,),
        stretches=path,
    )


def run_tasks(start: Array, begun: Array, finish: Array, label: str) -> list[Task]:
    """The shake-down (N, 1) from ``begun`` to ``start`` [d], and the run up to ``finish``."""
    never = np.full_like(start, np.inf)
    return [
        Task("shakedown", "Fabric, burn-in, shake-down", "accept", "", begun, start, never, False),
        Task("run", label, "run", "", start, finish, never, False, ("shakedown",)),
    ]


def thousands(count: float) -> str:
    """A count as people say it: 100k, 12k, 512."""
    return f"{count / 1000:,.4g}k" if count >= 1000 else f"{count:,.0f}"
