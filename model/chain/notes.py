"""What the user should know: warnings, and levers that change nothing now."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from model.catalog import Catalog
from model.chain import pace
from model.chain.performance import Performance
from model.chain.site import Build
from model.outcome import Array, Reliability, Task
from model.scenario import Scenario, Shipment, Supply
from model.units import day_number


def warnings_of(
    scenario: Scenario,
    performance: Performance,
    reliable: Reliability,
    full_load: Array,
    finish: Array,
    swing: str = "",
) -> tuple[str, ...]:
    """Sentences about what can't be right or can't be reached in row 0."""
    found = list(performance.warnings)
    if scenario.total_count == 0:
        return ("No accelerators yet: add a shipment.",)
    if reliable.count < reliable.fleet:
        found.append(
            f"One job does most on about {reliable.count:,.0f} of {reliable.fleet:,.0f} "
            "accelerators: with more, failures and the way back from them cost more than they "
            "bring. Restart faster, or split the job."
        )
    result = performance.result
    if result is not None and not result.plans:
        found.append(f"No plan fits: {result.why_not}")
    if not np.isfinite(full_load[0, 0]):
        found.append("The supply never carries all accelerators; add power or remove some.")
    if result is not None and result.plans and not np.isfinite(finish[0, 0]):
        found.append("The run never finishes: too few accelerators come online.")
    if swing:
        found.append(swing)
    return tuple(found)


def remarks(
    scenario: Scenario, builds: list[Build], tasks: list[Task], cat: Catalog
) -> dict[str, str]:
    """Paths of fields with what their value means in row 0, where it doesn't show."""
    found: dict[str, str] = {}
    for built in builds:
        if built.shipments:
            found |= _unused(built, tasks)
        price = cat.sites[built.site.place].build_usd_per_w.mode
        critical_w = sum(s.count * built.units[s.accelerator].critical_it for s in built.shipments)
        text = pace.remark(built, scenario.epoch, price * critical_w, cat)
        if text:
            found[f"sites.{built.index}.pace"] = text
    return found


def _unused(built: Build, tasks: list[Task]) -> dict[str, str]:
    """Where more of something brings nothing; less of it may well cost."""
    found: dict[str, str] = {}
    prefix = f"sites.{built.index}"
    works = [task for task in tasks if task.kind == "work" and task.site == built.site.id]
    spare = min((float(task.slack[0, 0]) for task in works), default=0.0)
    if spare >= 2.0:
        found[f"{prefix}.halls"] = f"Halls are ready {spare:,.0f} days before they are needed."
    if not built.racks_limit:
        found[f"{prefix}.racks_a_day"] = (
            "More brings nothing now: crews fill fewer racks than that."
        )
    return found


def no_effect(scenario: Scenario, builds: list[Build], full_load: Array) -> dict[str, str]:
    """Paths of fields that change no headline now, each with the reason."""
    found: dict[str, str] = {}
    for index, shipment in enumerate(scenario.shipments):
        if shipment.count == 0:
            for name in ("arrives", "delivery_days", "rack_from", "power_from"):
                found[f"shipments.{index}.{name}"] = "No effect now: the shipment is empty."
        else:
            _set_days(index, shipment, builds, scenario, found)
    for built in builds:
        _site(built, scenario, float(full_load[0, 0]), found)
    sources = {step.source for site in scenario.sites for step in site.supply}
    for built in builds:
        prefix, on_grid = f"sites.{built.index}", {s.source for s in built.site.supply} & {"grid"}
        if not on_grid:
            found[f"{prefix}.response_mw"] = "No effect now: the site draws on no grid."
        if not (built.site.response_mw and on_grid):
            found[f"{prefix}.response_hours"] = (
                "No effect now: the site has promised the utility nothing."
            )
    if "turbines" not in sources:
        found["beliefs.turbine_firm"] = "No effect now: no site has turbines."
    if not scenario.link.gbit_s:
        why = "each site is on its own" if scenario.link.gbit_s == 0 else "the sites are one fabric"
        found["link.km"] = f"No effect now: {why}."
    if scenario.recovery.interval == "best":
        found["recovery.interval_minutes"] = "No effect now: the best interval is taken."
    if scenario.workload.start_gpus > scenario.total_count:
        found["workload.start_gpus"] = "No effect now: the run waits for the whole fleet."
    return found


def _set_days(
    index: int, shipment: Shipment, builds: list[Build], scenario: Scenario, found: dict[str, str]
) -> None:
    """Days that hold nothing back; those of redirected units were left behind."""
    given = {
        name: day_number(day, scenario.epoch)
        for name in ("rack_from", "power_from")
        if (day := getattr(shipment, name)) is not None
    }
    if not given:
        return
    for built in builds:
        for place, there in enumerate(built.shipments):
            if replace(there, count=shipment.count) != shipment:
                continue
            begun = float(built.racking.spans()[0][0, place])
            # Released later it stands behind others in the queue, though crews reach it later yet.
            in_turn = float(built.arrive[0, place]) if len(built.shipments) > 1 else begun
            for name, day in given.items():
                if day < begun and (name == "power_from" or day <= in_turn):
                    found[f"shipments.{index}.{name}"] = "No effect now: it is racked after that."
            return
    for name in given:
        found[f"shipments.{index}.{name}"] = "No effect now: all of it is redirected."


def _site(built: Build, scenario: Scenario, full_load: float, found: dict[str, str]) -> None:
    prefix = f"sites.{built.index}"
    if not built.shipments:
        unused = ("halls", "phase_mw", "pace", "calendar", "racks_a_day", "start", "power_cap")
        for name in unused:
            found[f"{prefix}.{name}"] = "No effect now: nothing is shipped here."
        return
    for place, step in enumerate(built.site.supply):
        reason = _idle_step(built, place, step, scenario, full_load)
        if reason:
            found[f"{prefix}.supply.{place}.mw"] = reason


def _idle_step(built: Build, place: int, step: Supply, scenario: Scenario, full_load: float) -> str:
    """Why a step of supply moves nothing, or only the cost; empty if it does."""
    if not step.ever_there:
        return "No effect now: it is taken away before it comes."
    if step.source == "battery":
        return "" if step.mwh else "No effect now: it stores nothing."
    begins = day_number(step.from_, scenario.epoch)
    if not np.isfinite(full_load) or begins <= full_load + _LATE_D or built.site.response_mw:
        return ""
    cooling = built.cooling_load[:1]
    if not built.supplies.enough_without(place, built.load[:1] - cooling, cooling, full_load):
        return ""
    return "No effect on compute: all has power without it; only cost and carbon move."


_LATE_D = 90.0
"""So long after full load a step comes too late for the rows in which full load is late too."""
