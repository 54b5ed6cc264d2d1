"""Demand taken apart: nameplate, what accelerators do, and the swings of the load."""

from __future__ import annotations

import numpy as np

from model.catalog import Catalog
from model.chain import activity
from model.chain.site import Build
from model.outcome import POWER_PARTS, Demand, Swing
from model.physics import power, reliability, swing
from model.physics.performance import Plan
from model.samples import Samples
from model.scenario import Scenario
from model.units import DAY_S, KWH_J, MEGA, MWH_J, YEAR_D


def demand(
    builds: list[Build],
    plan: Plan | None,
    times: activity.Times,
    scenario: Scenario,
    samples: Samples,
    cat: Catalog,
) -> Demand:
    """Demand with everything online; swings of row 0."""
    rows = samples.rows
    nameplate = {part: np.zeros((rows, 1)) for part in POWER_PARTS}
    by_activity = {name: np.zeros((rows, 1)) for name in power.ACTIVITIES}
    for built in builds:
        for shipment in built.shipments:
            unit = built.units[shipment.accelerator]
            for part, watts in unit.nameplate.items():
                nameplate[part] = nameplate[part] + shipment.count * watts
            for name, watts in unit.by_activity(times.run).items():
                by_activity[name] = by_activity[name] + shipment.count * watts
    swings = tuple(
        _swing(built, plan, scenario, samples, cat) for built in builds if built.shipments
    )
    worst = max(swings, key=lambda each: each.amplitude_w, default=None) if plan else None
    return Demand(nameplate, by_activity, times.run, worst)


def _swing(
    built: Build, plan: Plan | None, scenario: Scenario, samples: Samples, cat: Catalog
) -> Swing:
    """Swings of one site behind its transformers, and what holds them to the ramp limit."""
    known = cat.assumptions
    limit = known["ramp_limit"].value
    waves = _waves(built, plan, scenario.total_count, samples, cat)
    step, halt, stop = waves
    watts, joule = swing.battery(waves, limit, known["battery_hours"].value)
    batteries = [each for each in built.site.supply if each.source == "battery"]
    has_w = sum(each.mw for each in batteries) * MEGA
    has_j = sum(each.mwh for each in batteries) * MWH_J
    place = cat.sites[built.site.place]
    price = scenario.money.power_price
    tariff = place.power_price.mode if price is None else price
    waste = step.floor_waste(limit) * float(samples["pue"][0, 0])
    return Swing(
        site=built.site.id,
        amplitude_w=step.amplitude,
        frequency_hz=step.frequency,
        ramp_w_per_s=step.ramp(known["swing_rise"].value),
        limit_w_per_s=limit,
        checkpoint_w=halt.amplitude,
        checkpoint_hz=halt.frequency,
        stop_w=stop.amplitude,
        battery_w=watts,
        battery_j=joule,
        battery_usd=joule / MWH_J * known["battery_usd_per_mwh"].value,
        covered=has_w >= watts and has_j >= max(wave.store(limit) for wave in waves),
        rack_store_j=float(built.counts.sum()) * known["rack_store"].value,
        step_store_j=step.store(limit),
        floor_waste_w=waste,
        floor_usd_per_year=waste * YEAR_D * DAY_S / KWH_J * tariff,
        large=built.load[0, 0] >= known["large_load"].value,
    )


def _waves(
    built: Build, plan: Plan | None, members: int, samples: Samples, cat: Catalog
) -> tuple[swing.Wave, swing.Wave, swing.Wave]:
    """The wave of the step, of checkpoints and of a stop of the whole job, at the meter."""
    if plan is None:
        none = swing.Wave(0.0, 1.0, 0.5)
        return none, none, none
    gap = activity.gap_of(plan)
    at_meter = 1.0 + cat.cooling[built.site.cooling].losses

    def level(shares: power.Shares) -> float:
        """IT of all accelerators here while they do that [W]; cooling doesn't follow."""
        watts = 0.0
        for shipment in built.shipments:
            unit = built.units[shipment.accelerator]
            each = unit.chip[0] + unit.server[0]
            watts += shipment.count * float(each @ np.asarray(shares))
        return watts * at_meter

    save = cat.assumption("checkpoint_stall").value
    restart = float(samples["restart_minutes"][0, 0]) * 60.0
    mtbf = float(reliability.mtbf_s(samples["failure_rate"][0, 0] / 1000.0, members))
    interval = float(reliability.optimal_interval_s(mtbf, save))
    running = level(activity.shares_of_step(plan))
    step = swing.Wave(
        max(level(gap.outside) - level(gap.inside), 0.0), plan.step_s, gap.share * plan.step_s
    )
    halt = swing.Wave(running - level(activity.only("checkpoint")), interval + save, save)
    return step, halt, swing.once(running - level(activity.only("idle")), restart)


def note(found: Swing | None) -> str:
    """A sentence where a utility would refuse the swing of a large load; else empty."""
    if found is None or not found.large or found.covered:
        return ""
    if found.ramp_w_per_s <= found.limit_w_per_s:
        return ""
    return (
        f"The load of {found.site} swings by {_short(found.amplitude_w / MEGA)} MW at "
        f"{found.frequency_hz:.2g} Hz, {_short(found.ramp_w_per_s / MEGA)} MW/s where plants "
        f"follow {_short(found.limit_w_per_s / MEGA)}. A battery of "
        f"{_short(found.battery_w / MEGA)} MW and {_short(found.battery_j / MWH_J)} MWh would "
        f"hold it, or power smoothing that wastes {_short(found.floor_waste_w / MEGA)} MW."
    )


def _short(value: float) -> str:
    """Two or three digits."""
    return f"{float(f'{value:.3g}' if value >= 1.0 else f'{value:.2g}'):,g}"
