"""Demand taken apart: its levels, what accelerators do, and the swings of the load."""

from __future__ import annotations

import numpy as np

from model.catalog import Catalog
from model.chain import activity
from model.chain.campus import Campus
from model.chain.closed_form import ClosedForm
from model.chain.site import Build
from model.outcome import POWER_PARTS, Demand, Swing, Trade
from model.physics import power, swing
from model.physics.performance import Plan
from model.samples import Samples
from model.scenario import Scenario
from model.units import DAY_S, KWH_J, MEGA, MWH_J, YEAR_D, figures

_IDLE, _CHECKPOINT = (power.ACTIVITIES.index(name) for name in ("idle", "checkpoint"))


def demand(
    known: ClosedForm,
    sites: Campus,
    trade: Trade | None,
    scenario: Scenario,
    samples: Samples,
    cat: Catalog,
) -> Demand:
    """Demand with everything online; swings of row 0."""
    zero = np.zeros((samples.rows, 1))
    mean, over_run, nameplate = (dict.fromkeys(POWER_PARTS, zero) for _ in range(3))
    drawn = np.zeros((samples.rows, len(power.ACTIVITIES)))
    swings: list[Swing] = []
    for built, there in zip(known.builds, known.at_sites, strict=True):
        times, plan = there.times, there.performance.best
        for shipment in built.shipments:
            unit = built.units[shipment.accelerator]
            drawn = drawn + shipment.count * unit.chip * np.array(times.run)
            while_run = unit.over(times.run)
            for part in POWER_PARTS:
                mean[part] = mean[part] + shipment.count * unit.mean[part]
                over_run[part] = over_run[part] + shipment.count * while_run[part]
                nameplate[part] = nameplate[part] + shipment.count * unit.nameplate[part]
        if plan is not None and built.shipments:
            swings.append(_swing(built, plan, times, scenario, samples, cat))
    by_activity = {name: drawn[:, place : place + 1] for place, name in enumerate(power.ACTIVITIES)}
    return Demand(
        mean=mean,
        run=over_run,
        nameplate=nameplate,
        activity=by_activity,
        shares=known.home.job.times.run,
        trade=trade,
        swing=max(swings, key=lambda each: each.amplitude_w, default=None),
        supply=sites.at_full_load(),
    )


def _swing(
    built: Build,
    plan: Plan,
    times: activity.Times,
    scenario: Scenario,
    samples: Samples,
    cat: Catalog,
) -> Swing:
    """Swings of one site behind its transformers, and what holds them to the ramp limit."""
    known = cat.assumptions
    limit = known["ramp_limit"].value
    waves = _waves(built, plan, times, cat)
    step, halt, stop = waves
    stores = [wave.store(limit) for wave in waves]
    watts, joule = swing.battery(waves, stores, known["battery_hours"].value)
    has_w, has_j = built.supplies.stored_on(float(built.settled[0, 0]))
    place = cat.sites[built.site.place]
    price = scenario.money.power_price
    tariff = place.power_price.mode if price is None else price
    overhead = next(iter(built.units.values())).overhead  # of the site: it has one cooling
    waste = step.floor_waste(limit) * float(overhead[0, 0])
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
        covered=has_w >= watts and has_j >= max(stores),
        rack_store_j=float(built.counts.sum()) * known["rack_store"].value,
        step_store_j=stores[0],
        floor_waste_w=waste,
        floor_usd_per_year=waste * YEAR_D * DAY_S / KWH_J * tariff,
        large=bool(built.load[0, 0] >= known["large_load"].value),
    )


def _waves(
    built: Build, plan: Plan, times: activity.Times, cat: Catalog
) -> tuple[swing.Wave, swing.Wave, swing.Wave]:
    """The wave of the step, of checkpoints and of a stop of the whole job, at the meter."""
    gap = activity.gap_of(plan, times.step)
    at_meter = 1.0 + cat.cooling[built.site.cooling].losses

    # Row 0, by activity; cooling doesn't follow within minutes.
    draws = sum(
        shipment.count * (unit.chip[0] + unit.server[0])
        for shipment in built.shipments
        if (unit := built.units[shipment.accelerator])
    )
    each = (np.asarray(draws) * at_meter).tolist()

    def level(shares: power.Shares) -> float:
        """Power of all accelerators here while they do that [W]."""
        return float(sum(watts * share for watts, share in zip(each, shares, strict=True)))

    running = level(times.step)
    step = swing.Wave(
        max(level(gap.outside) - level(gap.inside), 0.0), plan.step_s, gap.share * plan.step_s
    )
    halt = swing.Wave(running - each[_CHECKPOINT], times.interval_s, times.halt_s)
    return step, halt, swing.once(running - each[_IDLE], times.down_s)


def note(found: Swing | None) -> str:
    """A sentence where a utility would refuse the swing of a large load; else empty."""
    if found is None or not found.large or found.covered:
        return ""
    if found.ramp_w_per_s <= found.limit_w_per_s:
        return ""
    return (
        f"The load of {found.site} swings by {figures(found.amplitude_w / MEGA)} MW at "
        f"{found.frequency_hz:.2g} Hz, {figures(found.ramp_w_per_s / MEGA)} MW/s where plants "
        f"follow {figures(found.limit_w_per_s / MEGA)}. A battery of "
        f"{figures(found.battery_w / MEGA)} MW and {figures(found.battery_j / MWH_J)} MWh would "
        f"hold it, or power smoothing that wastes {figures(found.floor_waste_w / MEGA)} MW."
    )
