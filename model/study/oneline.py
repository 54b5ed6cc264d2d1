"""The one-line diagram of a site on one day: from grid, turbines and battery to racks and cooling.

Every arrow carries a power and loses some of it on its way; what arrives at a node leaves it
again. The electrical losses of the building are told apart by the efficiency of the transformer,
the rest is UPS and distribution. Row 0, means over the day, W.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import numpy as np

from model.catalog import catalog
from model.chain.weather import season
from model.outcome import IT_PARTS, PART_LABELS, Array, Outcome, SitePower
from model.physics.weather import lines, over_calendar
from model.scenario import Site
from model.units import KWH_J

SOURCES = ("grid", "turbines", "battery")
LABELS = {
    "grid": "Grid",
    "turbines": "Turbines",
    "battery": "Battery",
    "switchyard": "Switchyard",
    "low_voltage": "Low voltage",
    "racks": "Racks",
    **PART_LABELS,
}


class Node(msgspec.Struct, frozen=True):
    """A bus, a source or a user of power."""

    id: str
    label: str
    watts: float
    """what passes it"""
    limit: float | None = None
    """what a source could give on the day; None: not a source"""


class Arrow(msgspec.Struct, frozen=True):
    """Power from one node to another."""

    source: str
    target: str
    watts: float
    """what sets out"""
    lost: float
    """what is lost on the way"""

    @property
    def arrives(self) -> float:
        """What reaches the target [W]."""
        return self.watts - self.lost


class OneLine(msgspec.Struct, frozen=True):
    """A site on one day."""

    site: str
    place: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    wanted: float
    short: float
    """missing [W]"""
    idle: float
    """accelerators that wait for it"""
    idled: float
    """given up on the utility's calls, mean over the day [W]"""
    pue: float
    """of the day; nan while nothing runs"""
    water: float
    """[L/s]"""
    dry_c: tuple[float, float]
    """mean dry bulb of the coolest and warmest twelve hours [C]"""
    turbine_share: float
    """what the air lets turbines give, over their mean of the year"""

    def node(self, id: str) -> Node:
        """The node of that id."""
        return next(node for node in self.nodes if node.id == id)

    def into(self, id: str) -> tuple[Arrow, ...]:
        """Arrows that end at a node."""
        return tuple(arrow for arrow in self.arrows if arrow.target == id)

    def out_of(self, id: str) -> tuple[Arrow, ...]:
        """Arrows that start at a node."""
        return tuple(arrow for arrow in self.arrows if arrow.source == id)


def one_line(outcome: Outcome, site: int, day: float) -> OneLine:
    """The diagram of the site with index ``site`` on ``day`` [d since the epoch]."""
    power, place = outcome.sites[site], outcome.scenario.sites[site]

    def at(series: Array) -> float:
        curve = np.broadcast_to(series[0], outcome.days[0].shape)
        return float(np.interp(day, outcome.days[0], curve))

    parts = {name: at(series) for name, series in power.parts.items()}
    it = sum(parts[name] for name in IT_PARTS)
    nodes, arrows = _network(power, parts, at)
    installed, online = at(power.installed), at(power.online)
    dry, turbines, water = _weather(outcome, place, day)
    per_kwh = catalog().cooling[place.cooling].water_l_per_kwh.mode
    return OneLine(
        site=place.id,
        place=catalog().sites[place.place].name,
        nodes=nodes,
        arrows=arrows,
        wanted=at(power.wanted),
        short=at(power.short),
        idle=max(installed - online, 0.0),
        idled=at(power.idled),
        pue=sum(parts.values()) / it if it > 0 else float("nan"),
        water=it / KWH_J * per_kwh * water,
        dry_c=dry,
        turbine_share=turbines,
    )


def _network(
    power: SitePower, parts: dict[str, float], at: Callable[[Array], float]
) -> tuple[tuple[Node, ...], tuple[Arrow, ...]]:
    """Nodes and arrows; the last arrow of each node balances it."""
    gives = {name: at(getattr(power, name)) for name in SOURCES}
    could = {name: at(power.supply[name]) for name in SOURCES}
    charged, total = at(power.charged), sum(parts.values())
    transformer = 1 - catalog().assumptions["transformer_efficiency"].value
    in_transformer = min(transformer * total, parts["losses"])
    it = sum(parts[name] for name in IT_PARTS)
    after = total - in_transformer
    nodes = [Node(name, LABELS[name], gives[name], could[name]) for name in SOURCES]
    nodes += [
        Node("switchyard", LABELS["switchyard"], total + charged),
        Node("low_voltage", LABELS["low_voltage"], after),
        Node("racks", LABELS["racks"], it),
        *(Node(name, LABELS[name], parts[name]) for name in (*IT_PARTS, "cooling")),
    ]
    arrows = [Arrow(name, "switchyard", gives[name], 0.0) for name in SOURCES]
    arrows += [
        # What the battery takes and does not give back is lost on the way into it.
        Arrow("switchyard", "battery", charged, charged - gives["battery"]),
        Arrow("switchyard", "low_voltage", total, in_transformer),
        Arrow("low_voltage", "cooling", parts["cooling"], 0.0),
        Arrow("low_voltage", "racks", after - parts["cooling"], parts["losses"] - in_transformer),
        *(Arrow("racks", name, parts[name], 0.0) for name in IT_PARTS),
    ]
    return tuple(nodes), tuple(arrows)


def _weather(outcome: Outcome, place: Site, day: float) -> tuple[tuple[float, float], float, float]:
    """Dry bulb of the cool and the warm half, turbines and water over their means of the year."""
    year = season(place.place, place.cooling)
    tables = np.concatenate((year.dry, year.turbines, year.water), axis=1)
    first = float((outcome.epoch - date(outcome.epoch.year, 1, 1)).days)
    found = over_calendar(lines(tables), np.array([[day]]), first)
    warm, cool, hot, cold, wet, moist = found[:, 0, 0]
    return (float(cool), float(warm)), float(hot + cold) / 2, float(wet + moist) / 2
