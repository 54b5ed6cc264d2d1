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


def drag_limits(scenario: Scenario, path: str, site: str) -> tuple[date | None, date | None]:
    """First and last day to which the date at ``path`` carries the racking bar at ``site`` along.

    Beyond them the date is not allowed, or the bar stays: redirected units come no sooner than
    their way from the day of the move allows, and no sooner than their order is due. None: no
    limit, or another date than those of `date_paths`.
    """
    keys = path.split(".")
    if keys[0] == "moves" and keys[-1] == "on":
        move = scenario.moves[int(keys[1])]
        order = next(each for each in scenario.shipments if each.id == move.order)
        return last_day_in_time(order, move.transit_days), order.arrives
    if keys[0] != "shipments" or keys[-1] != "arrives":
        return None, None
    shipment = scenario.shipments[int(keys[1])]
    taken = [move for move in scenario.moves if shipment.id and move.order == shipment.id]
    given = [shipment.ordered, shipment.allocated, shipment.shipped, *(move.on for move in taken)]
    if site != shipment.site:
        there = [_end_of_way(move) for move in taken if move.site == site]
        given += [when for when in there if when <= shipment.arrives]
    return max((when for when in given if when is not None), default=None), None


def last_day_in_time(shipment: Shipment, transit_days: float) -> date:
    """The last day from which units of ``shipment`` are elsewhere by the day that it is due.

    It is the day of the order where their way takes longer than that leaves.
    """
    last = shipment.arrives - timedelta(days=ceil(transit_days))
    return max(last, shipment.ordered or last)


def arrival(shipment: Shipment, move: Move) -> date:
    """The day the first of the moved units reaches the other site."""
    return max(shipment.arrives, _end_of_way(move))


def _end_of_way(move: Move) -> date:
    return move.on + timedelta(days=ceil(move.transit_days))


def left_of(scenario: Scenario, index: int) -> int:
    """Units of shipment ``index`` that no move takes."""
    shipment = scenario.shipments[index]
    if not shipment.id:
        return shipment.count
    taken = sum(move.count for move in scenario.moves if move.order == shipment.id)
    return shipment.count - taken
