"""The bars of the timeline: construction, power, racking, shake-down and the run."""

from __future__ import annotations

import numpy as np

from model.catalog import Catalog
from model.chain.site import Build, network
from model.outcome import Array, Task
from model.physics import fleet, schedule
from model.records import Template
from model.scenario import Scenario, Supply
from model.units import day_number

CRITICAL_D = 0.5
"""A task with less slack than half a day is critical."""

_SOURCES = {"grid": "Grid", "turbines": "Turbines", "battery": "Battery"}


def tasks_of(built: Build, scenario: Scenario, full_load: Array, cat: Catalog) -> list[Task]:
    """Construction, power and racking bars of one site; slack is against ``full_load`` (N, 1)."""
    template = cat.templates[built.site.build]
    prefix = f"{built.site.id}." if len(scenario.sites) > 1 else ""
    reachable = np.where(np.isfinite(full_load), full_load, built.rack_done)
    work = _construction(built, template, prefix, reachable) if built.shipments else []
    return [
        *work,
        *_power(built, scenario, prefix, reachable, cat),
        *_racking(built, prefix, reachable, cat),
    ]


def _construction(built: Build, template: Template, prefix: str, by: Array) -> list[Task]:
    after, by_hall = network(template)
    start = fleet.latest_start(built.lots, by, built.rate)
    first_lots = np.searchsorted(built.lots.hall, np.arange(len(built.shares)))
    latest_ready = start[:, np.minimum(first_lots, start.shape[1] - 1)]
    slack = schedule.slack(built.dates, built.duration, after, by_hall, built.shares, latest_ready)
    return [
        Task(
            id=f"{prefix}{task.id}",
            label=task.label,
            kind="work",
            site=built.site.id,
            start=built.dates.start[index][:, :1],
            finish=built.dates.finish[index][:, -1:],
            slack=np.maximum(slack[:, index : index + 1], 0.0),
            critical=bool(slack[0, index] < CRITICAL_D),
            after=tuple(f"{prefix}{name}" for name in task.after),
            src=task.src[0] if task.src else "",
        )
        for index, task in enumerate(template.tasks)
    ]


def _power(
    built: Build, scenario: Scenario, prefix: str, full_load: Array, cat: Catalog
) -> list[Task]:
    found = []
    begun = day_number(built.site.start, scenario.epoch)
    power_binds = full_load > built.rack_done + CRITICAL_D
    places = dict.fromkeys(_SOURCES, 0)
    for index, step in enumerate(built.site.supply):
        steps = built.steps[step.source]
        column = slice(places[step.source], places[step.source] + 1)
        places[step.source] += 1
        start, full = steps.start[:, column], steps.full[:, column]
        if start[0, 0] <= begun:
            continue
        carries = power_binds & (start <= full_load) & (full_load <= full + 1e-6)
        is_ramp = step.by is not None and step.by > step.from_
        ordered = day_number(step.ordered, scenario.epoch) if step.ordered else begun
        begin = start if is_ramp else np.full_like(start, ordered)
        needed = step.source != "battery"
        found.append(
            Task(
                id=f"{prefix}supply.{index}",
                label=_supply_label(step),
                kind="power",
                site=built.site.id,
                start=np.broadcast_to(begin, full_load.shape),
                finish=np.broadcast_to(full, full_load.shape),
                slack=np.where(carries, 0.0, np.maximum(full_load - full, 0.0)),
                critical=bool(needed and carries[0, 0]),
                src=step.src,
            )
        )
    return found


def _supply_label(step: Supply) -> str:
    return f"{_SOURCES[step.source]} +{step.mw:,.3g} MW"


def _racking(built: Build, prefix: str, full_load: Array, cat: Catalog) -> list[Task]:
    found = []
    latest = fleet.latest_start(built.lots, full_load, built.rate)
    for place, shipment in enumerate(built.shipments):
        mine = np.flatnonzero(built.lots.shipment == place)
        finish = built.racking.finish[:, mine[-1:]]
        spare = np.maximum((latest[:, mine] - built.racking.start[:, mine]).min(axis=1), 0.0)
        found.append(
            Task(
                id=f"{prefix}rack.{place}",
                label=f"Rack {thousands(shipment.count)} "
                f"{cat.accelerators[shipment.accelerator].short}",
                kind="rack",
                site=built.site.id,
                start=built.racking.start[:, mine[:1]],
                finish=finish,
                slack=spare[:, np.newaxis],
                critical=bool(spare[0] < CRITICAL_D),
                after=(f"{prefix}rack.{place - 1}",) if place else (),
            )
        )
    return found


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
