"""Edits of the list of sites and of their power: each gives the next scenario and a step's name."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from gui import wording
from gui.edits import Edit, later
from model import paths
from model.errors import InputError
from model.names import LONGEST, free_name
from model.scenario import Move, Scenario, Shipment, Site, Supply

_GRID_MW = 50.0
_USUAL = ("retrofit_generic", "retrofit", "liquid_chillers_towers", "spectrum_x")
"""Place, build, cooling and network of a site in a scenario that has none"""


def site_added(scenario: Scenario) -> Edit:
    """A generic site with one grid step, from the start of the scenario on.

    Its cooling and network are those of the last site.
    """
    name = free_name({site.id for site in scenario.sites}, "site", len(scenario.sites) + 1)
    place, build, cooling, fabric = _USUAL
    if scenario.sites:
        last = scenario.sites[-1]
        cooling, fabric = last.cooling, last.network
    start = scenario.epoch
    grid = (Supply("grid", _GRID_MW, start),)
    new = Site(name, place, build, start, cooling, fabric, supply=grid)
    return paths.inserted(scenario, "sites", len(scenario.sites), new), f"Add {name}"


def site_duplicated(scenario: Scenario, index: int) -> Edit:
    """A copy of a site under it: its power, how it is run and built, and its own tasks."""
    site: Site = paths.get(scenario, f"sites.{index}")
    stem = re.sub(r"-\d+$", "", site.id)[: LONGEST - 4]
    name = free_name({each.id for each in scenario.sites}, stem, 2)
    new = msgspec.structs.replace(site, id=name, tasks=dict(site.tasks))
    return paths.inserted(scenario, "sites", index + 1, new), f"Duplicate {site.id} as {name}"


def site_removed(scenario: Scenario, index: int, heir: str = "") -> Edit:
    """Without one site. Its shipments go with it, or to the site ``heir``.

    What was redirected of shipments that go, goes with them; units that were redirected to the
    site go where they were meant to go. Raises InputError for the last site.
    """
    site: Site = paths.get(scenario, f"sites.{index}")
    if len(scenario.sites) < 2:
        limit = f"a scenario needs a site, and {site.id} is its only one"
        raise InputError("sites", None, limit, "Add another site first, then remove this one.")
    meant, lost = leaving(scenario, site.id, heir)
    shipments = tuple(
        msgspec.structs.replace(each, site=heir) if each.site == site.id and heir else each
        for each in scenario.shipments
        if heir or each.site != site.id
    )
    moves = tuple(move for move in scenario.moves if move not in lost)
    after = msgspec.structs.replace(scenario, shipments=shipments, moves=moves)
    label = f"Remove {site.id}{_along(meant, lost, heir)}"
    return paths.removed(after, "sites", index), label


def leaving(
    scenario: Scenario, site: str, heir: str = ""
) -> tuple[tuple[Shipment, ...], tuple[Move, ...]]:
    """The shipments meant for ``site``, and the moves that go if it goes.

    With an ``heir`` that takes the shipments these are the moves to the site, and from it to the
    heir; without one, all moves to it and from it.
    """
    meant = tuple(each for each in scenario.shipments if each.site == site)
    orders = {each.id for each in meant if each.id}
    lost = tuple(
        move
        for move in scenario.moves
        if move.site == site or (move.order in orders and (not heir or move.site == heir))
    )
    return meant, lost


def supply_added(scenario: Scenario, site: int, when: date | None = None) -> Edit:
    """A grid step of 50 MW at a site on ``when``, not before its start.

    Without a day: at the start of a site that has no power, else three months after its last.
    """
    place: Site = paths.get(scenario, f"sites.{site}")
    if when is None:
        latest = max((supply.from_ for supply in place.supply), default=None)
        when = place.start if latest is None else later(max(latest, place.start), 3)
    new = Supply("grid", _GRID_MW, max(when, place.start))
    after = paths.inserted(scenario, f"sites.{site}.supply", len(place.supply), new)
    return after, f"Add {wording.supply(new)}"


def supply_removed(scenario: Scenario, site: int, index: int) -> Edit:
    """Without one source of power of a site."""
    label = f"Remove {wording.supply(paths.get(scenario, f'sites.{site}.supply.{index}'))}"
    return paths.removed(scenario, f"sites.{site}.supply", index), label


def _along(meant: tuple[Shipment, ...], lost: tuple[Move, ...], heir: str) -> str:
    """What goes with a site, in words: `` with 2 shipments and 3 moves``."""
    shipments = wording.number_of(len(meant), "shipment")
    moves = wording.number_of(len(lost), "move")
    if heir and meant:
        return f", {shipments} to {heir}" + (f", without {moves}" if lost else "")
    words = [text for text, there in ((shipments, meant), (moves, lost)) if there]
    return f" with {' and '.join(words)}" if words else ""
