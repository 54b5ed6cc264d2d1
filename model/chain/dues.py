"""The fields that say when shipments arrive, and how much earlier they may be."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

import msgspec

from model.moves import arrival, date_paths, redirected
from model.scenario import Move, Scenario, Shipment

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
        table, index, _ = path.split(".")
        if table == "moves":
            found.append(_of_move(path, asked.moves[int(index)], asked.shipments))
            continue
        moves = [move for move in asked.moves if there.id and move.order == there.id]
        found.append(_of_order(path, asked.shipments[int(index)], there, moves))
    return tuple(found)


def _of_order(path: str, order: Shipment, there: Shipment, moves: list[Move]) -> Due:
    """An order comes after it was shipped, and after the days on which parts are redirected."""
    before = [day for day in (order.ordered, order.allocated, order.shipped) if day is not None]
    before += [move.on for move in moves]
    if there.site != order.site:
        before += [_by_way(move) for move in moves if move.site == there.site]
    room = min(((order.arrives - day).days for day in before), default=_ANY_D)
    return Due(path, order.arrives, max(room, 0))


def _of_move(path: str, move: Move, orders: tuple[Shipment, ...]) -> Due:
    order = next(order for order in orders if order.id == move.order)
    room = (arrival(order, move) - order.arrives).days
    if order.ordered is not None:
        room = min(room, (move.on - order.ordered).days)
    return Due(path, move.on, max(room, 0))


def _by_way(move: Move) -> date:
    """The first day on which redirected units can be at their site."""
    return move.on + timedelta(days=ceil(move.transit_days))
