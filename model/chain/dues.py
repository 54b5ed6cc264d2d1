"""The fields that say when shipments arrive, and how much earlier they may be."""

from __future__ import annotations

from datetime import date

import msgspec

from model.moves import date_paths, drag_limits, redirected
from model.scenario import Scenario

_ANY_D = 3650
"""Room of an order that nothing comes before [d]."""


class Due(msgspec.Struct, frozen=True):
    """The field that says when a shipment arrives."""

    path: str
    on: date
    """what the field holds"""
    room: int
    """days by which it may be earlier so that the shipment comes as many days earlier"""


def dues(asked: Scenario) -> tuple[Due, ...]:
    """For each shipment of ``asked`` with its moves carried out, what says when it arrives."""
    found = []
    for path, there in zip(date_paths(asked), redirected(asked).shipments, strict=True):
        table, place, field = path.split(".")
        on: date = getattr(getattr(asked, table)[int(place)], field)
        first, _ = drag_limits(asked, path, there.site)
        room = _ANY_D if first is None else max((on - first).days, 0)
        found.append(Due(path, on, room))
    return tuple(found)
