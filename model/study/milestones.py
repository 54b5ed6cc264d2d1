"""The days of each order as it really goes: ordered, allocated, shipped, there, racked, online."""

from __future__ import annotations

from datetime import date
from math import isfinite

import msgspec
import numpy as np

from model.catalog import catalog
from model.moves import redirected
from model.scenario import Scenario
from model.study.site_alone import Alone, evaluated_alone
from model.units import date_of


class Milestones(msgspec.Struct, frozen=True):
    """The days of one shipment as it really goes, row 0; None: not known, or never."""

    label: str
    count: int
    ordered: date | None
    allocated: date | None
    shipped: date | None
    arrives: date
    racked: date | None
    """the last of it stands in its rack"""
    powered: date | None
    """as many are online as are racked at the site by then"""


def milestones(scenario: Scenario) -> tuple[Milestones, ...]:
    """Order, allocation, shipping, arrival, racking and power of every shipment."""
    real = redirected(scenario)
    alone = {site.id: evaluated_alone(real, site.id) for site in scenario.sites}
    meant = {s.id: s.site for s in scenario.shipments if s.id}
    found = []
    for place, shipment in enumerate(real.shipments):
        short = catalog().accelerators[shipment.accelerator].short
        from_ = meant.get(shipment.id, shipment.site)
        way = shipment.site if from_ == shipment.site else f"{from_} to {shipment.site}"
        racked, powered = _racked(real, place, alone[shipment.site])
        found.append(
            Milestones(
                f"{short}, {way}", shipment.count, shipment.ordered, shipment.allocated,
                shipment.shipped, shipment.arrives, racked, powered,
            )
        )  # fmt: skip
    return tuple(found)


def _racked(scenario: Scenario, place: int, site: Alone) -> tuple[date | None, date | None]:
    """When shipment ``place`` is racked at its site, and online."""
    outcome = site.outcome
    if outcome is None or not scenario.shipments[place].count:
        return None, None
    own = [
        index
        for index, each in enumerate(scenario.shipments)
        if each.site == scenario.shipments[place].site and each.count > 0
    ]
    bars = [task for task in outcome.tasks if task.kind == "rack"]
    done = float(bars[own.index(place)].finish[0, 0])
    if not isfinite(done):
        return None, None
    there = float(np.interp(done, outcome.days[0], outcome.racked[0]))
    if done >= max(float(bar.finish[0, 0]) for bar in bars):
        there = outcome.headline("gpus")
    racked, powered = date_of(done, outcome.epoch), site.reaches(there)
    return racked, None if powered is None else max(racked, powered)
