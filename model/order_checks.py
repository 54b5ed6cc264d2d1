"""What orders and their redirections must keep to, and at which field a mistake is named.

Two fields can contradict each other: an order holds less than is redirected of it, or more of
it is redirected than it holds. The error is named at the one that was edited; in a file, at the
one that stands further down.
"""

from __future__ import annotations

from model.errors import InputError
from model.scenario import Move, Scenario, Shipment

_DAYS = {"ordered": "is ordered", "allocated": "is allocated", "shipped": "is shipped"}
_DAYS |= {"arrives": "arrives"}


def check_orders(scenario: Scenario, edited: str = "") -> None:
    """Raise InputError at the first order or move that cannot be.

    That the sites and the orders exist is checked before. ``edited`` is the path of the field
    that has changed since there was no mistake; empty: not known.
    """
    ids = [shipment.id for shipment in scenario.shipments]
    for index, shipment in enumerate(scenario.shipments):
        if shipment.id and shipment.id in ids[:index]:
            key = f"shipments.{index}.id"
            twin = f"shipments.{ids.index(shipment.id)}.id"
            raise InputError(
                twin if edited == twin else key,
                shipment.id, "each order id once", "Rename one of the two.",
            )  # fmt: skip
        _check_days(f"shipments.{index}", shipment, edited)
    for index, move in enumerate(scenario.moves):
        place = ids.index(move.order)
        order, shipment = f"shipments.{place}", scenario.shipments[place]
        _check_site(f"moves.{index}", move, order, shipment, edited)
        _check_count(index, order, shipment, scenario.moves, edited)
        _check_day(f"moves.{index}", move, order, shipment, edited)


def _check_site(path: str, move: Move, order: str, shipment: Shipment, edited: str) -> None:
    if move.site != shipment.site:
        return
    raise _either(
        edited,
        InputError(
            f"{path}.site",
            move.site,
            f"order {move.order} goes to {shipment.site} already",
            "Choose another site, or remove the move.",
        ),
        InputError(
            f"{order}.site",
            shipment.site,
            f"{move.count:,} of order {move.order} are redirected to {move.site}",
            "Take that move back first.",
        ),
    )


def _check_count(
    index: int, order: str, shipment: Shipment, moves: tuple[Move, ...], edited: str
) -> None:
    """That the moves up to the one at ``index`` take no more than the order holds."""
    of_order = [place for place, move in enumerate(moves) if move.order == shipment.id]
    if sum(moves[place].count for place in of_order if place <= index) <= shipment.count:
        return
    total = sum(moves[place].count for place in of_order)
    named = next((place for place in of_order if edited == f"moves.{place}.count"), None)
    if named is None:
        named, others = index, [place for place in of_order if place < index]
    else:
        others = [place for place in of_order if place != named]
    left = shipment.count - sum(moves[place].count for place in others)
    raise _either(
        edited,
        InputError(
            f"moves.{named}.count",
            moves[named].count,
            f"order {shipment.id} has {left:,} of its {shipment.count:,} left to redirect",
            f"Redirect at most {left:,}." if left else "Remove this move.",
        ),
        InputError(
            f"{order}.count",
            shipment.count,
            f"{total:,} of order {shipment.id} are redirected",
            f"Keep at least {total:,}, or take a move back.",
        ),
    )


def _check_day(path: str, move: Move, order: str, shipment: Shipment, edited: str) -> None:
    """That it is redirected after it was ordered and before it arrives."""
    if move.on > shipment.arrives:
        raise _either(
            edited,
            InputError(
                f"{path}.on",
                str(move.on),
                f"order {move.order} is at {shipment.site} from {shipment.arrives}; "
                "it can be redirected until then",
                f"Latest allowed: {shipment.arrives}.",
            ),
            InputError(
                f"{order}.arrives",
                str(shipment.arrives),
                f"order {move.order} is redirected on {move.on}, before it arrives",
                f"Earliest allowed: {move.on}.",
            ),
        )
    if shipment.ordered and move.on < shipment.ordered:
        raise _either(
            edited,
            InputError(
                f"{path}.on",
                str(move.on),
                f"order {move.order} is placed on {shipment.ordered}",
                f"Earliest allowed: {shipment.ordered}.",
            ),
            InputError(
                f"{order}.ordered",
                str(shipment.ordered),
                f"order {move.order} is redirected on {move.on}, after it is placed",
                f"Latest allowed: {move.on}.",
            ),
        )


def _check_days(path: str, shipment: Shipment, edited: str) -> None:
    """Order, allocation, shipping and arrival follow one another."""
    last, before = None, ""
    for name, verb in _DAYS.items():
        when = getattr(shipment, name)
        if when is None:
            continue
        if last is not None and when < last:
            raise _either(
                edited,
                InputError(
                    f"{path}.{name}",
                    str(when),
                    f"not before the day it {_DAYS[before]} ({last})",
                    f"Earliest allowed: {last}.",
                ),
                InputError(
                    f"{path}.{before}",
                    str(last),
                    f"not after the day it {verb} ({when})",
                    f"Latest allowed: {when}.",
                ),
            )
        last, before = when, name


def _either(edited: str, *errors: InputError) -> InputError:
    """The one about the field that was edited; the first if none is."""
    return next((error for error in errors if error.key == edited), errors[0])
