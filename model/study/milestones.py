"""The days of each order as it really goes: ordered, allocated, shipped, there, racked, online."""

from __future__ import annotations

from datetime import date

import msgspec

from model.catalog import catalog
from model.moves import redirected
from model.scenario import Scenario, Shipment
from model.study.site_alone import evaluated_alone


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
        there = sum(_up_to(real, shipment))
        short = catalog().accelerators[shipment.accelerator].short
        from_ = meant.get(shipment.id, shipment.site)
        way = shipment.site if from_ == shipment.site else f"{from_} to {shipment.site}"
        site = alone[shipment.site]
        found.append(
            Milestones(
                f"{short}, {way}", shipment.count, shipment.ordered, shipment.allocated,
                shipment.shipped, shipment.arrives,
                site.reaches(there, racked=True), site.reaches(there),
            )
        )  # fmt: skip
    return tuple(found)


def _up_to(scenario: Scenario, shipment: Shipment) -> list[int]:
    """Counts of the shipments to its site that crews take up to ``shipment``, and of it."""
    own = [s for s in scenario.shipments if s.site == shipment.site and s.count > 0]
    own.sort(key=lambda each: each.arrives)
    place = next((i for i, each in enumerate(own) if each is shipment), -1)
    return [each.count for each in own[: place + 1]]
