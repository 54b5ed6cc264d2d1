"""The question: what a planner decides and what nobody knows, frozen.

Each field is declared once. The declaration carries the unit, the range, the scale of its
slider, the label and the help; the loader, the error messages, the levers on the screen and
``--set`` all read it from here. A dotted path names a field: ``shipments.0.count``,
``sites.0.halls``, ``beliefs.install_rate.mode``.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from model.beliefs import BELIEFS, Belief, Beliefs, BeliefSpec
from model.declare import Declared, knob
from model.scenario.orders import USUAL_TRANSIT_DAYS, Link, Move, Shipment
from model.scenario.run import Recovery, Workload
from model.scenario.site import Site, TaskEdit
from model.scenario.supply import Supply

__all__ = [
    "BELIEFS",
    "SCHEMA",
    "USUAL_TRANSIT_DAYS",
    "Belief",
    "BeliefSpec",
    "Beliefs",
    "Event",
    "Link",
    "Money",
    "Move",
    "Recovery",
    "Scenario",
    "Shipment",
    "Site",
    "Supply",
    "TaskEdit",
    "Workload",
]

SCHEMA = 1


class Money(Declared, frozen=True):
    """Prices that a planner negotiates."""

    power_price: Annotated[
        float | None,
        knob(
            "Electricity",
            "$/kWh",
            0.0,
            0.5,
            step=0.001,
            why="Up to the dearest industrial tariff of 2024.",
            help="Price of grid power; empty: the price at the site's place.",
        ),
    ] = None
    life_years: Annotated[
        float,
        knob(
            "Accelerator life",
            "years",
            1,
            10,
            step=0.5,
            why="Operators depreciate servers over 3 to 7 years.",
            help="Years over which the hardware is written off in the cost of a run.",
        ),
    ] = 5.0


class Event(Declared, frozen=True):
    """A dated fact or claim that is drawn as a flag."""

    date: date
    label: str
    plot: Literal["compute", "power", "timeline"] = "compute"
    claim: bool = False
    src: str = ""


class Scenario(Declared, frozen=True):
    """Everything that `evaluate` is asked."""

    schema: int
    title: str
    shipments: tuple[Shipment, ...]
    sites: tuple[Site, ...]
    workload: Workload
    description: str = ""
    money: Money = Money()
    recovery: Recovery = Recovery()
    beliefs: Beliefs = Beliefs()
    events: tuple[Event, ...] = ()
    sources: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    link: Link = Link()

    @property
    def epoch(self) -> date:
        """Day 0 of the model's calendar: the earliest start of work."""
        return min((site.start for site in self.sites), default=date(2024, 1, 1))

    @property
    def total_count(self) -> int:
        """Accelerators of all types in all shipments."""
        return sum(shipment.count for shipment in self.shipments)
