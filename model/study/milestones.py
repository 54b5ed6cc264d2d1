"""The days of each order as it really goes: ordered, allocated, shipped, there, racked, online."""

from __future__ import annotations

from datetime import date

import msgspec

from model.catalog import catalog
from model.moves import redirected
from model.outcome import Outcome
from model.scenario import Scenario
from model.study.site_alone import day_on, evaluated_alone, reached


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
    """as many are online as belong to the shipments that are all racked by then"""


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
        racked, powered = _racked(real, place, alone[shipment.site].outcome)
        found.append(
            Milestones(
                f"{short}, {way}", shipment.count, shipment.ordered, shipment.allocated,
                shipment.shipped, shipment.arrives, racked, powered,
            )
        )  # fmt: skip
    return tuple(found)


def _racked(
    scenario: Scenario, place: int, outcome: Outcome | None
) -> tuple[date | None, date | None]:
    """When shipment ``place`` is racked at its site, whose answer is ``outcome``, and online."""
    if outcome is None or not scenario.shipments[place].count:
        return None, None
    own = [
        index
        for index, each in enumerate(scenario.shipments)
        if each.site == scenario.shipments[place].site and each.count > 0
    ]
    bars = [task for task in outcome.tasks if task.kind == "rack"]
    days = {index: float(bar.finish[0, 0]) for index, bar in zip(own, bars, strict=True)}
    done = [index for index, day in days.items() if day <= days[place]]
    count = sum(scenario.shipments[index].count for index in done)
    return day_on(outcome, days[place]), reached(outcome, count)
