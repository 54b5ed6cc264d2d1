"""Scenario in, Outcome out: the order of the chain, and nothing else.

A pure function: no clock, no files, no global random state. Rows are draws of the beliefs and
never meet each other. The links are in `model.chain`, the equations in `model.physics`.
"""

from __future__ import annotations

import numpy as np

from model.catalog import catalog
from model.chain import (
    bends,
    binding,
    campus,
    caps,
    demand,
    money,
    notes,
    several_sites,
    timeline,
    usable_rate,
    where_it_runs,
)
from model.chain.calendar import calendar
from model.chain.closed_form import closed_form
from model.chain.headlines import headlines
from model.chain.run import Run, run
from model.chain.training import training
from model.moves import date_paths, redirected
from model.outcome import Array, Outcome
from model.physics import cost
from model.samples import SEED, draw
from model.scenario import Scenario
from model.units import MEGA, MWH_J, YEAR_D


def evaluate(
    scenario: Scenario, rows: int = 1, seed: int = SEED, *, closely: bool = False
) -> Outcome:
    """Answer ``scenario`` in ``rows`` rows; row 0 has every belief at its median.

    ``closely`` puts on the calendar every moment, row 0, at which what is online bends, for those
    who integrate over it.

    Raises InputError if ``rows`` is below 1.
    """
    cat = catalog()
    asked, scenario = scenario, redirected(scenario)
    samples = draw(scenario, rows, seed)
    pools = _pools(scenario)

    # In closed form: the plan of the job and what it does, the sites, the day of full load.
    known = closed_form(scenario, pools, samples, cat)
    job, builds, full_rate = known.home.job, known.builds, known.full_rate
    performance, reliable = job.performance, job.reliable
    full_load = campus.full_load(builds, rows)

    # On the calendar: what is online, computes and draws power each day.
    settled = campus.settled(builds, full_load)
    days = calendar(scenario, settled, full_rate, samples["coherence_days"])
    turns = bends.bends(builds) if closely else None
    if turns is not None:
        days = bends.followed(days, builds, turns)
    sites = campus.Campus.on(days, builds, rows)
    installed = sites.by_type(pools, powered=False)
    online = sites.by_type(pools, powered=True)
    work = several_sites.work(known.jobs, job, sites, scenario.workload.start_gpus)
    drawn = money.sources(builds, rows)
    the_run = run(sites, scenario, samples, work, known.at_sites, drawn, cat)
    told = where_it_runs.told(known.home, work, days, scenario, the_run)
    paths = date_paths(asked)
    tasks = [
        task
        for built in builds
        for task in timeline.tasks_of(built, scenario, full_load, cat, paths)
    ]
    if pools:
        label = f"Run, {cat.workloads[scenario.workload.model].name}"
        tasks += timeline.run_tasks(the_run.start, the_run.begun, the_run.finish, label)

    capex = money.capital(builds, samples, cat)
    opex = money.yearly(builds, capex, *drawn, scenario, cat)
    spent = cost.run_cost(capex, opex, the_run.days / YEAR_D, money.life_years(scenario, cat))
    peak_power = campus.peak_power(builds, rows)
    trade = caps.trade(known, scenario, pools, samples, cat)
    apart = demand.demand(known, sites, trade, scenario, samples, cat)
    peak_flops = sum(pools[name] * performance.peak[name] for name in pools)
    mean_it = campus.mean_it(builds, rows)
    mean_w = known.mean_w
    values = {
        "gpus": np.full((rows, 1), float(scenario.total_count)),
        "peak_flops": np.full((rows, 1), float(peak_flops)),
        "usable_flops": full_rate,
        "mfu": full_rate / np.maximum(known.kept * peak_flops, 1.0),
        "goodput": known.kept + np.zeros((rows, 1)),
        "critical_it_mw": np.full((rows, 1), campus.critical_it(builds) / MEGA),
        "facility_peak_mw": _total(peak_power, rows) / MEGA,
        "facility_nameplate_mw": _total(dict(apart.nameplate), rows) / MEGA,
        "facility_mean_mw": mean_w / MEGA,
        "facility_run_mw": known.run_w / MEGA,
        "pue": np.where(mean_it > 0, mean_w / np.maximum(mean_it, 1.0), samples["pue"]),
        "full_load": full_load,
        "days_to_online": full_load,
        "water_l_per_s": campus.water(builds, rows, cat),
        "capex_usd": _total(capex, rows),
        "opex_usd_per_year": _total(opex, rows),
        "run_cost_usd": _total(spent, rows),
        **_run_values(the_run),
    }
    return Outcome(
        scenario=asked,
        epoch=scenario.epoch,
        days=days,
        bends=turns,
        types=tuple(pools),
        peak_installed=usable_rate.peak_of(performance, installed, sites),
        peak_powered=usable_rate.peak_of(performance, online, sites),
        usable=work.usable,
        delivered=sites.delivered(),
        racked=sites.installed(),
        online=sites.online(),
        power=sites.mean_power(),
        wanted=sites.wanted(),
        supply={source: sites.supply(source) for source in ("grid", "turbines", "battery")},
        sites=sites.sites,
        tasks=tuple(tasks),
        binding=binding.bindings(builds, sites.flows, days, asked, samples, cat),
        headlines=headlines(values),
        peak_power=peak_power,
        capex=capex,
        opex=opex,
        run_cost=spent,
        run_start=the_run.start,
        run_finish=the_run.finish,
        progress=the_run.progress,
        training=training(performance, scenario, job.pools, job.sites, told),
        pools=pools,
        reliability=reliable if reliable.count else None,
        demand=apart,
        warnings=notes.warnings_of(
            scenario, performance, reliable, full_load, the_run.finish, demand.note(apart.swing)
        ),
        no_effect=notes.no_effect(asked, builds, full_load),
        remarks=notes.remarks(scenario, builds, tasks, cat),
    )


def _pools(scenario: Scenario) -> dict[str, int]:
    """Accelerators of each type, in the order in which the types first arrive."""
    found: dict[str, int] = {}
    for shipment in sorted(scenario.shipments, key=lambda shipment: shipment.arrives):
        if shipment.count:
            found[shipment.accelerator] = found.get(shipment.accelerator, 0) + shipment.count
    return found


def _total(parts: dict[str, Array], rows: int) -> Array:
    return sum(parts.values(), np.zeros((rows, 1)))


def _run_values(the_run: Run) -> dict[str, Array]:
    return {
        "training_days": the_run.days,
        "training_finish": the_run.finish,
        "run_energy_mwh": the_run.energy_j / MWH_J,
        "run_carbon_t": the_run.carbon_kg / 1000,
    }
