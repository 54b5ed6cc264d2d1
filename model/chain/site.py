"""One site in closed form: the days on which it is built, racked and powered, and its draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
import numpy as np

from model.catalog import Catalog
from model.chain import activity
from model.chain.fabric import fabric_at
from model.chain.supply import Supplies
from model.chain.supply_steps import supplies
from model.chain.unit_power import units_at
from model.chain.works import dates_of, durations_of
from model.network import network_of
from model.outcome import Array
from model.physics import fleet, halls, schedule
from model.physics.fabric import Fabric
from model.physics.power import UnitPower
from model.records import Template
from model.samples import Samples
from model.scenario import Scenario, Shipment, Site
from model.units import MEGA, day_number

NO_JOB = activity.Times()
"""What is assumed of accelerators whose job is not known"""
RACK_SCALE = 32
"""A server of that many accelerators is a rack of its own."""


class Build(msgspec.Struct, frozen=True):
    """What can be said about a site in closed form, before the calendar enters."""

    index: int
    site: Site
    shipments: tuple[Shipment, ...]
    """those that go to this site, as the scenario lists them"""
    listed: tuple[int, ...]
    """the place of each in the scenario's list"""
    units: Mapping[str, UnitPower]
    """per accelerator type"""
    fabric: Fabric
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
    rack_limit: Array
    """(S,) accelerators of each shipment in the racks placed a day"""
    rate: Array
    """(N, S) accelerators racked a day: what crews do, or what the racks placed a day hold"""
    shares: Array
    """(H,) size of each hall as a share of a building phase"""
    tasks: Template
    """the construction tasks: the site's template with what it changes"""
    duration: Array
    """(N, K) of each construction task [d]; working days where it keeps the working week"""
    dates: schedule.Dates
    lots: halls.Lots
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
    def racks_limit(self) -> bool:
        """Whether the racks placed a day hold back crews that could do more, row 0."""
        return bool(self.rate[0].min() < self.crews[0, 0])

    @property
    def settled(self) -> Array:
        """Day (N, 1) of full load, or of when it could be if the supply never carries it."""
        return np.where(np.isfinite(self.full_load), self.full_load, self.on_from)


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
    listed = tuple(
        place
        for place, shipment in enumerate(scenario.shipments)
        if shipment.site == site.id and shipment.count > 0
    )
    shipments = tuple(scenario.shipments[place] for place in listed)
    counts = np.array([float(s.count) for s in shipments])
    fabric = fabric_at(site, shipments, cat)
    own_pue = scenario.beliefs.pue is not None
    units = units_at(site, shipments, fabric.watts, own_pue, samples, times)
    unit_w = np.array([units[s.accelerator].critical_it for s in shipments])
    phase_w = site.phase_mw * MEGA
    shares = halls.hall_shares(float(counts @ unit_w), phase_w / site.halls, phase_w)
    limit = _rack_limit(site, shipments, cat)
    # Lightest first: so do generations follow one another, and the first halls hold most work.
    lots = halls.cut(counts, unit_w, shares, phase_w, np.lexsort((limit, unit_w)))
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
    rate = np.minimum(crews, limit)
    racking = fleet.rack(lots, arrive, over, dates.ready, rate, not_before)
    on_from = racking.on_from(power_from) if shipments else begin
    return Build(
        index=index, site=site, shipments=shipments, listed=listed, units=units,
        fabric=fabric, counts=counts,
        arrive=arrive, over=over, not_before=not_before,
        crews=crews, rack_limit=limit, rate=rate, shares=shares, tasks=tasks,
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


def _rack_limit(site: Site, shipments: tuple[Shipment, ...], cat: Catalog) -> Array:
    """Accelerators (S,) in the racks that the site places a day."""
    servers = "liquid" if cat.cooling[site.cooling].liquid else "air"
    per_rack = cat.assumptions[f"servers_per_rack_{servers}"].value
    held = [cat.accelerators[s.accelerator].per_server for s in shipments]
    return site.racks_a_day * np.array(
        [float(each) if each >= RACK_SCALE else each * per_rack for each in held]
    )
