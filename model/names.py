"""Names of sites and orders, by which shipments and moves refer to them."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from model.errors import InputError
from model.scenario import Scenario

R = TypeVar("R", bound=msgspec.Struct)

LONGEST = 40


def checked_name(path: str, name: object) -> str:
    """``name`` without blanks at its ends, or InputError; an order may be without a name."""
    text = str(name).strip()
    if not text and path.startswith("sites."):
        raise InputError(path, None, "a site needs a name", "For example memphis.")
    if len(text) > LONGEST:
        shown = f"{text[:LONGEST]}…"
        raise InputError(path, shown, f"a name has up to {LONGEST} characters", "Shorten it.")
    if not text.isprintable():
        limit = "a name is one line of letters, digits, spaces and signs"
        raise InputError(path, text, limit, "For example memphis.")
    return text


def renamed(scenario: Scenario, path: str, name: str) -> Scenario:
    """``scenario`` with the site or order whose id is at ``path`` called ``name`` everywhere.

    ``path`` is ``sites.0.id`` or ``shipments.0.id``. Shipments and moves that refer to it follow.
    """
    items, place, _ = path.split(".")
    index = int(place)
    records = getattr(scenario, items)
    old = records[index].id
    shipments, moves = scenario.shipments, scenario.moves
    if items == "sites":
        if any(site.id == name for site in records if site is not records[index]):
            raise InputError(path, name, "another site is called that", "Choose another name.")
        shipments = tuple(_with(each, "site", old, name) for each in shipments)
        moves = tuple(_with(each, "site", old, name) for each in moves)
    elif old:
        if not name and any(move.order == old for move in moves):
            limit = f"what is redirected of order {old} refers to its name"
            raise InputError(path, None, limit, "Choose another name, or take its moves back.")
        moves = tuple(_with(each, "order", old, name) for each in moves)
    changed = {"shipments": shipments, "moves": moves}
    records = changed.get(items, records)
    record = msgspec.structs.replace(records[index], id=name)
    changed[items] = (*records[:index], record, *records[index + 1 :])
    return msgspec.structs.replace(scenario, **changed)


def free_name(taken: set[str], stem: str, first: int = 1) -> str:
    """The first of ``stem-1``, ``stem-2``, … from number ``first`` on that is not ``taken``."""
    number = first
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _with(record: R, field: str, old: str, new: str) -> R:
    if getattr(record, field) != old:
        return record
    return msgspec.structs.replace(record, **{field: new})
