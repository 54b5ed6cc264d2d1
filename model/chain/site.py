"""One site: when it is built, racked and powered, and what is online on each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import msgspec
import numpy as np

from model import curves
from model.catalog import Catalog, catalog
from model.chain import activity, week
from model.chain.supply import Fed, Supplies, supplies
from model.network import network_of
from model.outcome import Array
from model.physics import fabric, fleet, power, schedule
from model.precedence import parse
from model.records import Network, Template
from model.samples import Samples, task_scores
from model.scenario import Scenario, Shipment, Site
from model.units import MEGA, day_number

MILESTONE_D = 1e-3
"""A task of no duration takes a minute and a half, so that its logarithm is finite [d]."""
NO_JOB = activity.Times()
"""What is assumed of accelerators whose job is not known"""
RACK_SCALE = 32
"""A server of that many accelerators is a rack of its own."""


class Build(msgspec.Struct, frozen=True):
    """What can be said about a site in closed form, before the calendar enters."""

    index: int
    site: Site
    shipments: tuple[Shipment, ...]
    """those that go to this site, in order of arrival"""
    units: Mapping[str, power.UnitPower]
    """per accelerator type"""
    free_units: Mapping[str, power.UnitPower]
    """the same if no power limit were set"""
    fabric: fabric.Fabric
    counts: Array
    """(S,) accelerators of each shipment"""
    arrive: Array
    """(N, S) [d]"""
    over: Array
    """(S,) days of delivery"""
    not_before: Array | None
    """(S,) day from which crews may take each shipment; None: at once"""
    crews: Array
    """(N, 1) accelerators that the crews rack and cable a day"""
    rate: Array
    """(N, lots) accelerators racked a day: what crews do, or what the racks placed a day hold"""
    shares: Array
    """(H,) size of each hall as a share of a building phase"""
    tasks: Template
    """the construction tasks: the site's template with what it changes"""
    duration: Array
    """(N, K) of each construction task [d]; working days where it keeps the working week"""
    dates: schedule.Dates
    lots: fleet.Lots
    racking: fleet.Racking
    supplies: Supplies
    load: Array
    """(N, 1) mean draw of the year with everything online while the job runs [W]"""
    cooling_load: Array
    """(N, 1) what cooling takes of it [W]"""
    duty: Array
    """(N, 1) mean draw over a run, with its halts, over ``load``"""
    power_from: Array | None
    """(S,) day before which each shipment stays switched off; None: none is held back"""
    on_from: Array
    """(N, 1) day from which nothing but a lack of power keeps any of it off"""
    full_load: Array
    """(N, 1) day from which all of it is online; inf if the supply never carries it"""

    @property
    def settled(self) -> Array:
        """Day (N, 1) of full load, or of when it could be if the supply never carries it."""
        return np.where(np.isfinite(self.full_load), self.full_load, self.on_from)


class Flow(msgspec.Struct, frozen=True):
    """A site on the calendar."""

    delivered: Array
    racked: Mapping[int, Array]
    """shipment's place in ``Build.shipments`` -> (N, T)"""
    installed: Array
    online: Array
    on: Mapping[int, Array]
    """the part of ``racked`` that may be switched on"""
    free: Array
    """their sum (N, T)"""
    it: Array
    """what they would draw, cooling apart [W]"""
    cooling: Array
    """what their cooling would, at its mean of the year [W]"""
    fed: Fed
    """what it wants and who feeds it"""
    supply: Mapping[str, Array]
    """what each source could give (N, T) [W]"""


def build(
    index: int,
    site: Site,
    scenario: Scenario,
    samples: Samples,
    cat: Catalog,
    times: activity.Times = NO_JOB,
) -> Build:
    """Dates of a site from its task template, shipments, crews and supply steps.

    Parameters
    ----------
    times : what accelerators do while the job runs, and over a run
    """
    epoch = scenario.epoch
    slip = samples["delivery_slip"]
    shipments = tuple(
        sorted(
            (s for s in scenario.shipments if s.site == site.id and s.count > 0),
            key=lambda shipment: shipment.arrives,
        )
    )
    counts = np.array([float(s.count) for s in shipments])
    fabric_ = _fabric(site, shipments, cat)
    own_pue = scenario.beliefs.pue is not None
    units = _units(site, shipments, fabric_.watts, own_pue, samples, times, site.power_cap)
    free = units
    if site.power_cap < 1.0:
        free = _units(site, shipments, fabric_.watts, own_pue, samples, times, 1.0)
    unit_w = np.array([units[s.accelerator].critical_it for s in shipments])
    phase_w = site.phase_mw * MEGA
    shares = fleet.hall_shares(float(counts @ unit_w), phase_w / site.halls, phase_w)
    lots = fleet.cut(counts, unit_w, shares, phase_w)
    tasks = network_of(site)
    duration = durations_of(site, tasks, samples, shares)
    begin = np.full_like(slip, day_number(site.start, epoch))
    dates = dates_of(site, tasks, begin, duration, shares, epoch)
    arrive = np.array([[day_number(s.arrives, epoch) for s in shipments]]) + slip
    over = np.array([s.delivery_days for s in shipments])
    load = sum((s.count * units[s.accelerator].mean_total for s in shipments), np.zeros_like(slip))
    cooling_load, over_run = np.zeros_like(slip), np.zeros_like(slip)
    for s in shipments:
        unit = units[s.accelerator]
        cooling_load = cooling_load + s.count * unit.mean["cooling"]
        over_run = over_run + s.count * unit.mean_total * unit.duty(times.run)
    feed = supplies(site, epoch, samples)
    not_before = _set_days([shipment.rack_from for shipment in shipments], epoch)
    power_from = _set_days([shipment.power_from for shipment in shipments], epoch)
    crews = samples["install_rate"]
    rate = np.minimum(crews, _rack_limit(site, shipments, cat)[lots.shipment])
    racking = fleet.rack(lots, arrive, over, dates.ready, rate, not_before)
    rack_done = racking.finish[:, -1:] if shipments else begin
    on_from = rack_done if power_from is None else np.maximum(rack_done, power_from.max())
    return Build(
        index=index, site=site, shipments=shipments, units=units, free_units=free,
        fabric=fabric_, counts=counts,
        arrive=arrive, over=over, not_before=not_before,
        crews=crews, rate=rate, shares=shares, tasks=tasks,
        duration=duration, dates=dates,
        lots=lots, racking=racking, supplies=feed, load=load, cooling_load=cooling_load,
        duty=over_run / np.maximum(load, 1.0),
        power_from=power_from, on_from=on_from,
        full_load=feed.carries_from(load - cooling_load, cooling_load, on_from),
    )  # fmt: skip


def _set_days(given: list[date | None], epoch: date) -> Array | None:
    """The day (S,) that is set for each shipment, -inf without one; None if none is set."""
    if not any(given):
        return None
    return np.array([day_number(when, epoch) if when else -np.inf for when in given])


def flow(built: Build, days: Array) -> Flow:
    """Delivered, racked and online accelerators and the power they want, day by day."""
    rows = len(built.load)
    zero = np.zeros((rows, days.shape[1]))
    if not built.shipments:
        fed, could = built.supplies.feed(days, zero, zero)
        return Flow(zero, {}, zero, zero, {}, zero, zero, zero, fed, could)
    delivered = zero
    for place, count in enumerate(built.counts):
        first = built.arrive[:, place : place + 1]
        delivered = delivered + count * curves.ramp(days, first, first + built.over[place])
    knots = np.stack([built.racking.start, built.racking.finish], axis=2).reshape(rows, -1)
    values = np.repeat(np.concatenate(([0.0], np.cumsum(built.lots.count))), 2)[1:-1]
    installed = curves.interpolate(days, knots, values[np.newaxis, :])
    racked: dict[int, Array] = {}
    before = 0.0
    for place, shipment in enumerate(built.shipments):
        racked[place] = np.minimum(np.maximum(installed - before, 0.0), shipment.count)
        before += shipment.count
    on, free = _switched(built, days, racked, installed)
    it = cooling = zero
    for place, shipment in enumerate(built.shipments):
        unit = built.units[shipment.accelerator]
        it = it + on[place] * (unit.mean_total - unit.mean["cooling"])
        cooling = cooling + on[place] * unit.mean["cooling"]
    fed, could = built.supplies.feed(days, it, cooling)
    return Flow(delivered, racked, installed, free * fed.powered, on, free, it, cooling, fed, could)


def _switched(
    built: Build, days: Array, racked: Mapping[int, Array], installed: Array
) -> tuple[Mapping[int, Array], Array]:
    """What may be switched on of each shipment, and of all (N, T)."""
    if built.power_from is None:
        return racked, installed
    on = {place: part * (days >= built.power_from[place]) for place, part in racked.items()}
    return on, sum(on.values(), np.zeros_like(installed))


def hall_room(built: Build, days: Array) -> Array:
    """Accelerators (T,) that halls which are ready in row 0 have room for."""
    ready = built.dates.ready[0, built.lots.hall]
    order = np.argsort(ready)
    filled = np.concatenate(([0.0], np.cumsum(built.lots.count[order])))
    return np.asarray(filled[np.searchsorted(ready[order], days[0], side="right")])


def dates_of(
    site: Site, tasks: Template, begin: Array, duration: Array, shares: Array, epoch: date
) -> schedule.Dates:
    """Earliest dates of ``tasks`` from ``begin`` (N, 1) [d] on, for halls of ``shares`` (H,)."""
    floor = floors(tasks, begin, epoch)
    clocks = week.clocks(tasks, site.calendar, epoch)
    return schedule.forward(floor, duration, *network(tasks), shares, clocks)


def _rack_limit(site: Site, shipments: tuple[Shipment, ...], cat: Catalog) -> Array:
    """Accelerators (S,) in the racks that the site places a day."""
    servers = "liquid" if cat.cooling[site.cooling].liquid else "air"
    per_rack = cat.assumptions[f"servers_per_rack_{servers}"].value
    held = [cat.accelerators[s.accelerator].per_server for s in shipments]
    return site.racks_a_day * np.array(
        [float(each) if each >= RACK_SCALE else each * per_rack for each in held]
    )


@lru_cache(maxsize=32)
def network(
    template: Template,
) -> tuple[tuple[tuple[schedule.Wait, ...], ...], tuple[bool, ...]]:
    """What each task waits for, by index, and which tasks go hall by hall."""
    place = {task.id: index for index, task in enumerate(template.tasks)}
    after = tuple(
        tuple(
            schedule.Wait(place[link.task], link.kind == "SS", link.lag_d)
            for link in map(parse, task.after)
        )
        for task in template.tasks
    )
    return after, tuple(task.stage == "hall" for task in template.tasks)


def floors(template: Template, begin: Array, epoch: date | None = None) -> Array:
    """The day (N, K) before which no task can start: ``begin`` (N, 1), or its order date.

    A date that the site gives stands, and needs ``epoch``; an order of the template moves with
    the start of work.
    """
    if not template.tasks:
        return begin
    floor = begin + _ordered(template)
    for place, task in enumerate(template.tasks):
        if task.ordered is not None and epoch is not None:
            floor[:, place] = day_number(task.ordered, epoch)
        if task.not_before is not None and epoch is not None:
            floor[:, place] = np.maximum(floor[:, place], day_number(task.not_before, epoch))
    return floor


@lru_cache(maxsize=32)
def _ordered(template: Template) -> Array:
    return np.array([[task.ordered_d or 0.0 for task in template.tasks]])


def sized(template: Template, shares: Array) -> Array:
    """Factors (1, K) on the durations for halls of ``shares`` (H,) of a building phase.

    A building of half the size does not take half as long: its duration goes with a power of
    its size, as it does with its cost (Bromilow, Building Forum 1, 1969).
    """
    return np.asarray(min(float(shares.sum()), 1.0) ** _exponents(template))


@lru_cache(maxsize=32)
def _exponents(template: Template) -> Array:
    return np.array([[task.size_exponent for task in template.tasks]])


def _fabric(site: Site, shipments: tuple[Shipment, ...], cat: Catalog) -> fabric.Fabric:
    total = float(sum(s.count for s in shipments))
    bandwidth = sum(s.count * cat.accelerators[s.accelerator].scaleout_bw for s in shipments)
    return fabric_of(cat.networks[site.network], total, bandwidth / total if total else 0.0)


def fabric_of(network: Network, endpoints: float, bandwidth: float) -> fabric.Fabric:
    """The fabric of ``network`` for accelerators of ``bandwidth`` [B/s] each."""
    return fabric.size(
        endpoints,
        ports=bandwidth * 8 / network.port_bps if bandwidth else 1.0,
        radix=network.radix,
        switch_w=network.switch_w,
        optic_w=network.optic_w,
        nic_optic_w=network.nic_optic_w,
        switch_usd=network.switch_usd,
        link_usd=network.link_usd_per_port.mode,
        oversubscription=network.oversubscription,
    )


def _units(
    site: Site,
    shipments: tuple[Shipment, ...],
    fabric_w: float,
    own_pue: bool,
    samples: Samples,
    times: activity.Times,
    cap: float,
) -> dict[str, power.UnitPower]:
    """Power of one accelerator of each type."""
    return {
        s.accelerator: _unit(
            s.accelerator, site.cooling, site.network, fabric_w, own_pue, samples, times.step, cap
        )
        for s in shipments
    }


@lru_cache(maxsize=64)
def _unit(
    accelerator: str,
    cooling_id: str,
    network_id: str,
    fabric_w: float,
    own_pue: bool,
    samples: Samples,
    shares: power.Shares,
    cap: float,
) -> power.UnitPower:
    cat = catalog()
    record, cooling = cat.accelerators[accelerator], cat.cooling[cooling_id]
    pue = samples["pue"]
    if not own_pue:
        # The belief is drawn for the first site in use; others share its luck on their overhead.
        pue = 1 + (pue - 1) * (cooling.pue.mode - 1) / (samples.beliefs["pue"].mode - 1)
    around_w = cat.networks[network_id].nic_extra_w
    around_w += cat.assumptions["storage_w_per_accelerator"].value
    return power.unit_power(
        tdp_w=record.tdp_w,
        server_w=record.server_w,
        per_server=record.per_server,
        network_w=fabric_w + around_w,
        node=activity.node(record.family),
        shares=shares,
        draw_factor=samples["draw_factor"],
        fan_saving=cooling.fan_saving,
        pue=pue,
        losses=cooling.losses,
        peak_overhead=cooling.peak_overhead,
        cap=cap,
    )


def durations_of(site: Site, tasks: Template, samples: Samples, shares: Array) -> Array:
    """Durations (N, K) of ``tasks`` for halls of ``shares`` (H,) [d], as `Build.duration`."""
    duration = _durations(tasks, site.pace, samples) * sized(tasks, shares)
    return duration * week.working_share(tasks, site.calendar)


@lru_cache(maxsize=16)
def _durations(tasks: Template, pace: float, samples: Samples) -> Array:
    low, mode, high = (
        np.maximum(np.array([getattr(task, name) for task in tasks.tasks]), MILESTONE_D)
        for name in ("low", "mode", "high")
    )
    # A task keeps its luck when others come and go.
    places = {task.id: place for place, task in enumerate(catalog().templates[tasks.id].tasks)}
    columns = [places.setdefault(task.id, len(places)) for task in tasks.tasks]
    scores = task_scores(samples, len(places))[:, columns]
    return schedule.durations(low, mode, high, pace, samples["build_slip"], scores)
