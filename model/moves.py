"""Orders that are redirected: who gets which units, and when.

A move takes units of one order before they reach the site that they were meant for. They get
to the other site when the order was due, or after their way from the day of the move if that
is later. No unit is made or lost: what a site gives up is what another one gets.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from math import ceil

import msgspec

from model.errors import InputError
from model.scenario import Move, Scenario, Shipment


@lru_cache(maxsize=16)
def _split(shipments: tuple[Shipment, ...], moves: tuple[Move, ...]) -> tuple[Shipment, ...]:
    found: list[Shipment] = []
    for shipment in shipments:
        taken = [move for move in moves if shipment.id and move.order == shipment.id]
        left = shipment.count - sum(move.count for move in taken)
        if left or not taken:
            found.append(msgspec.structs.replace(shipment, count=left))
        found += [moved_part(shipment, move) for move in taken]
    return tuple(found)


def redirected(scenario: Scenario) -> Scenario:
    """``scenario`` with its moves carried out: each shipment goes where it really goes."""
    if not scenario.moves:
        return scenario
    shipments = _split(scenario.shipments, scenario.moves)
    return msgspec.structs.replace(scenario, shipments=shipments, moves=())


def moved_part(shipment: Shipment, move: Move) -> Shipment:
    """The units that ``move`` takes, as a shipment to the other site.

    Days until which the first site would have held them back are left behind.
    """
    return msgspec.structs.replace(
        shipment,
        count=move.count,
        site=move.site,
        arrives=arrival(shipment, move),
        rack_from=None,
        power_from=None,
    )


def date_paths(scenario: Scenario) -> tuple[str, ...]:
    """The path of the day on which each shipment of `redirected` arrives, as it can be edited.

    Of redirected units that is the day their order is due, or else that of the move.
    """
    found: list[str] = []
    for index, shipment in enumerate(scenario.shipments):
        taken = [
            (place, move)
            for place, move in enumerate(scenario.moves)
            if shipment.id and move.order == shipment.id
        ]
        due = f"shipments.{index}.arrives"
        if not taken or left_of(scenario, index):
            found.append(due)
        for place, move in taken:
            late = arrival(shipment, move) > shipment.arrives
            found.append(f"moves.{place}.on" if late else due)
    return tuple(found)


def arrival(shipment: Shipment, move: Move) -> date:
    """The day the first of the moved units reaches the other site."""
    return max(shipment.arrives, move.on + timedelta(days=ceil(move.transit_days)))


def left_of(scenario: Scenario, index: int) -> int:
    """Units of shipment ``index`` that no move takes."""
    shipment = scenario.shipments[index]
    if not shipment.id:
        return shipment.count
    taken = sum(move.count for move in scenario.moves if move.order == shipment.id)
    return shipment.count - taken


def check_moves(scenario: Scenario) -> None:
    """Raise InputError at the first order or move that cannot be.

    That the sites and the orders exist is checked before.
    """
    ids = [shipment.id for shipment in scenario.shipments]
    for index, shipment in enumerate(scenario.shipments):
        if shipment.id and shipment.id in ids[:index]:
            raise InputError(
                f"shipments.{index}.id", shipment.id, "each order id once", "Rename one of the two."
            )
        _check_dates(index, shipment)
    taken = dict.fromkeys(ids, 0)
    for index, move in enumerate(scenario.moves):
        path, shipment = f"moves.{index}", scenario.shipments[ids.index(move.order)]
        if move.site == shipment.site:
            raise InputError(
                f"{path}.site",
                move.site,
                f"order {move.order} goes to {shipment.site} already",
                "Choose another site, or remove the move.",
            )
        left = shipment.count - taken[move.order]
        if move.count > left:
            raise InputError(
                f"{path}.count",
                move.count,
                f"order {move.order} has {left:,} of its {shipment.count:,} left to redirect",
                f"Redirect at most {left:,}." if left else "Remove this move.",
            )
        taken[move.order] += move.count
        if move.on > shipment.arrives:
            raise InputError(
                f"{path}.on",
                str(move.on),
                f"order {move.order} is at {shipment.site} from {shipment.arrives}; "
                "it can be redirected until then",
                f"Latest allowed: {shipment.arrives}.",
            )
        if shipment.ordered and move.on < shipment.ordered:
            raise InputError(
                f"{path}.on",
                str(move.on),
                f"order {move.order} is placed on {shipment.ordered}",
                f"Earliest allowed: {shipment.ordered}.",
            )


def _check_dates(index: int, shipment: Shipment) -> None:
    """Order, allocation, shipping and arrival follow one another."""
    before, label = None, ""
    for name in ("ordered", "allocated", "shipped", "arrives"):
        when = getattr(shipment, name)
        if when is None:
            continue
        if before is not None and when < before:
            raise InputError(
                f"shipments.{index}.{name}",
                str(when),
                f"not before the day it is {label} ({before})",
                f"Earliest allowed: {before}.",
            )
        before, label = when, name
