"""One site: when it is built, racked and powered, and what is online on each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import msgspec
import numpy as np

from model import curves
from model.catalog import Catalog, catalog
from model.outcome import Array
from model.physics import fabric, fleet, power, schedule, supply
from model.records import Network, Template
from model.samples import Samples
from model.scenario import Scenario, Shipment, Site, Supply
from model.units import MEGA, day_number


class Steps(msgspec.Struct, frozen=True):
    """Supply steps of one source; dates (N, E) [d], power (N, E) or (1, E) [W]."""

    start: Array
    full: Array
    gone: Array
    power: Array

    def level(self, days: Array) -> Array:
        """Power (N, T) on the calendar [W]."""
        return supply.level(days, self.start, self.full, self.gone, self.power)

    def joined(self, other: Steps) -> Steps:
        """All steps of both sources."""
        return Steps(
            _beside(self.start, other.start),
            _beside(self.full, other.full),
            _beside(self.gone, other.gone),
            _beside(self.power, other.power),
        )

    def carries_from(self, load: Array, not_before: Array) -> Array:
        """First day (N, 1) from ``not_before`` on which they carry ``load`` [W]."""
        return supply.carries_from(self.start, self.full, self.gone, self.power, load, not_before)

    def first_row(self) -> Steps:
        """Row 0 alone."""
        return Steps(self.start[:1], self.full[:1], self.gone[:1], self.power[:1])


class Build(msgspec.Struct, frozen=True):
    """What can be said about a site in closed form, before the calendar enters."""

    index: int
    site: Site
    shipments: tuple[Shipment, ...]
    """those that go to this site, in order of arrival"""
    units: Mapping[str, power.UnitPower]
    """per accelerator type"""
    fabric: fabric.Fabric
    counts: Array
    """(S,) accelerators of each shipment"""
    arrive: Array
    """(N, S) [d]"""
    over: Array
    """(S,) days of delivery"""
    rate: Array
    """(N, 1) accelerators racked a day"""
    shares: Array
    """(H,) size of each hall as a share of a building phase"""
    duration: Array
    """(N, K) of each construction task [d]"""
    dates: schedule.Dates
    lots: fleet.Lots
    racking: fleet.Racking
    steps: Mapping[str, Steps]
    firm: Steps
    """grid and turbines: what can carry a load for good"""
    load: Array
    """(N, 1) mean draw with everything online [W]"""
    rack_done: Array
    """(N, 1) day the last accelerator is racked"""
    full_load: Array
    """(N, 1) day from which all of it is online; inf if the supply never carries it"""


class Flow(msgspec.Struct, frozen=True):
    """A site on the calendar."""

    delivered: Array
    racked: Mapping[int, Array]
    """shipment's place in ``Build.shipments`` -> (N, T)"""
    installed: Array
    online: Array
    powered_share: Array
    """(N, T) share of what is racked that has power"""
    wanted: Array
    supply: Mapping[str, Array]


def build(index: int, site: Site, scenario: Scenario, samples: Samples, cat: Catalog) -> Build:
    """Dates of a site from its task template, shipments, crews and supply steps."""
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
    units = {
        s.accelerator: _unit(
            s.accelerator, site.cooling, site.network, fabric_.watts, own_pue, samples
        )
        for s in shipments
    }
    unit_w = np.array([units[s.accelerator].critical_it for s in shipments])
    phase_w = site.phase_mw * MEGA
    shares = fleet.hall_shares(float(counts @ unit_w), phase_w / site.halls, phase_w)
    lots = fleet.cut(counts, unit_w, shares, phase_w)
    duration = _durations(site.build, site.pace, samples)
    begin = np.full_like(slip, day_number(site.start, epoch))
    dates = schedule.forward(begin, duration, *network(cat.templates[site.build]), shares)
    arrive = np.array([[day_number(s.arrives, epoch) for s in shipments]]) + slip
    over = np.array([s.delivery_days for s in shipments])
    steps, firm = _supply(site.supply, site.start, epoch, samples)
    load = sum((s.count * units[s.accelerator].mean_total for s in shipments), np.zeros_like(slip))
    rate = samples["install_rate"]
    racking = fleet.rack(lots, arrive, over, dates.ready, rate, _not_before(shipments, epoch))
    rack_done = racking.finish[:, -1:] if shipments else begin
    return Build(
        index=index, site=site, shipments=shipments, units=units, fabric=fabric_, counts=counts,
        arrive=arrive, over=over, rate=rate, shares=shares, duration=duration, dates=dates,
        lots=lots, racking=racking, steps=steps, firm=firm, load=load, rack_done=rack_done,
        full_load=firm.carries_from(load, rack_done),
    )  # fmt: skip


def _not_before(shipments: tuple[Shipment, ...], epoch: date) -> Array | None:
    """Day (S,) from which crews may take each shipment; None if all may be taken at once."""
    if not any(shipment.rack_from for shipment in shipments):
        return None
    froms = [shipment.rack_from for shipment in shipments]
    return np.array([day_number(when, epoch) if when else -np.inf for when in froms])


def flow(built: Build, days: Array) -> Flow:
    """Delivered, racked and online accelerators and the power they want, day by day."""
    rows = len(built.load)
    zero = np.zeros((rows, days.shape[1]))
    given = {name: steps.level(days) + zero for name, steps in built.steps.items()}
    if not built.shipments:
        return Flow(zero, {}, zero, zero, zero + 1.0, zero, given)
    delivered = zero
    for place, count in enumerate(built.counts):
        first = built.arrive[:, place : place + 1]
        delivered = delivered + count * curves.ramp(days, first, first + built.over[place])
    knots = np.stack([built.racking.start, built.racking.finish], axis=2).reshape(rows, -1)
    values = np.repeat(np.concatenate(([0.0], np.cumsum(built.lots.count))), 2)[1:-1]
    installed = curves.interpolate(days, knots, values[np.newaxis, :])
    racked: dict[int, Array] = {}
    wanted = zero
    before = 0.0
    for place, shipment in enumerate(built.shipments):
        racked[place] = np.minimum(np.maximum(installed - before, 0.0), shipment.count)
        wanted = wanted + racked[place] * built.units[shipment.accelerator].mean_total
        before += shipment.count
    firm = given["grid"] + given["turbines"]
    share = np.minimum(firm / np.maximum(wanted, 1.0), 1.0)
    return Flow(delivered, racked, installed, installed * share, share, wanted, given)


def hall_room(built: Build, days: Array) -> Array:
    """Accelerators (T,) that halls which are ready in row 0 have room for."""
    ready = built.dates.ready[0, built.lots.hall]
    order = np.argsort(ready)
    filled = np.concatenate(([0.0], np.cumsum(built.lots.count[order])))
    return np.asarray(filled[np.searchsorted(ready[order], days[0], side="right")])


@lru_cache(maxsize=32)
def network(template: Template) -> tuple[tuple[tuple[int, ...], ...], tuple[bool, ...]]:
    """Predecessors of each task by index, and which tasks go hall by hall."""
    place = {task.id: index for index, task in enumerate(template.tasks)}
    after = tuple(tuple(place[name] for name in task.after) for task in template.tasks)
    return after, tuple(task.stage == "hall" for task in template.tasks)


def _beside(mine: Array, theirs: Array) -> Array:
    rows = max(len(mine), len(theirs))
    found = np.empty((rows, mine.shape[1] + theirs.shape[1]))
    found[:, : mine.shape[1]] = mine
    found[:, mine.shape[1] :] = theirs
    return found


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


@lru_cache(maxsize=64)
def _unit(
    accelerator: str,
    cooling_id: str,
    network_id: str,
    fabric_w: float,
    own_pue: bool,
    samples: Samples,
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
        draw_ratio=samples["draw_ratio"],
        fan_saving=cooling.fan_saving,
        pue=pue,
        losses=cooling.losses,
        peak_overhead=cooling.peak_overhead,
    )


@lru_cache(maxsize=16)
def _durations(template_id: str, pace: float, samples: Samples) -> Array:
    template = catalog().templates[template_id]
    low, mode, high = (
        np.array([getattr(task, name) for task in template.tasks])
        for name in ("low", "mode", "high")
    )
    scores = samples.task_score[:, : len(template.tasks)]
    return schedule.durations(low, mode, high, pace, samples["build_slip"], scores)


@lru_cache(maxsize=16)
def _supply(
    given: tuple[Supply, ...], begins: date, epoch: date, samples: Samples
) -> tuple[dict[str, Steps], Steps]:
    """Steps of each source, and those of grid and turbines together."""
    begun = day_number(begins, epoch)
    slip = samples["power_slip"]
    certain = np.ones((1, 1))
    steps = {
        source: _steps_of(
            [step for step in given if step.source == source], begun, slip, firm, epoch
        )
        for source, firm in (
            ("grid", certain),
            ("turbines", samples["turbine_firm"]),
            ("battery", certain),
        )
    }
    return steps, steps["grid"].joined(steps["turbines"])


def _steps_of(steps: list[Supply], begun: float, slip: Array, firm: Array, epoch: date) -> Steps:
    def row(values: list[float]) -> Array:
        return np.array([values]).reshape(1, -1)

    start = row([day_number(step.from_, epoch) for step in steps])
    full = row([day_number(step.by or step.from_, epoch) for step in steps])
    gone = row([day_number(step.until, epoch) if step.until else np.inf for step in steps])
    power_w = row([step.mw * MEGA for step in steps])
    # What is there when works begin can't slip any more.
    late = np.where(start > begun, slip, 0.0)
    start = start + late
    full = np.maximum(full + late, start + supply.ENERGISE_D)
    return Steps(start, full, gone + late, power_w * firm)
