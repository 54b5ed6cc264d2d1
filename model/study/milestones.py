"""The days of each order as it really goes: ordered, allocated, shipped, there, racked, online."""

from __future__ import annotations

from datetime import date

import msgspec

from model.catalog import catalog
from model.moves import redirected
from model.scenario import Scenario, Shipment
from model.study.site_alone import evaluated_alone, reached


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
    """as many are online as arrived up to it"""


def milestones(scenario: Scenario) -> tuple[Milestones, ...]:
    """Order, allocation, shipping, arrival, racking and power of every shipment."""
    real = redirected(scenario)
    alone = {site.id: evaluated_alone(real, site.id) for site in scenario.sites}
    meant = {s.id: s.site for s in scenario.shipments if s.id}
    found = []
    for shipment in real.shipments:
        before = [s.count for s in _in_order(real, shipment.site)[: _place(real, shipment) + 1]]
        short = catalog().accelerators[shipment.accelerator].short
        from_ = meant.get(shipment.id, shipment.site)
        way = shipment.site if from_ == shipment.site else f"{from_} to {shipment.site}"
        outcome = alone[shipment.site].outcome
        found.append(
            Milestones(
                f"{short}, {way}", shipment.count, shipment.ordered, shipment.allocated,
                shipment.shipped, shipment.arrives,
                reached(outcome, sum(before), racked=True), reached(outcome, sum(before)),
            )
        )  # fmt: skip
    return tuple(found)


def _in_order(scenario: Scenario, site: str) -> list[Shipment]:
    """Shipments to a site as crews take them."""
    own = (s for s in scenario.shipments if s.site == site and s.count > 0)
    return sorted(own, key=lambda shipment: shipment.arrives)


def _place(scenario: Scenario, shipment: Shipment) -> int:
    own = _in_order(scenario, shipment.site)
    return next((i for i, each in enumerate(own) if each is shipment), -1)
