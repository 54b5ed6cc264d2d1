"""Hold a whole scenario against its declarations, and its parts against one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from model.checks import checked, named
from model.declarations import leaves
from model.errors import InputError
from model.network import check_ids, network_of
from model.order_checks import check_orders
from model.scenario import BELIEFS, Scenario


def check(scenario: Scenario) -> None:
    """Raise InputError at the first value of ``scenario`` that its declaration forbids."""
    if scenario.schema < 1:
        raise InputError("schema", scenario.schema, "1 or higher", "Write schema = 1.")
    for index, site in enumerate(scenario.sites):
        with _within(f"sites.{index}.tasks"):
            check_ids(site.tasks)
    for path, value in leaves(scenario):
        checked(path, value)
    for name in BELIEFS:
        value = getattr(scenario.beliefs, name)
        if value is not None:
            checked(f"beliefs.{name}", value)
    check_sites(scenario)


def check_sites(scenario: Scenario, edited: str = "") -> None:
    """Raise InputError at a site or an order that is not there, or at tasks in a circle.

    ``edited`` is the path of the field that has changed since there was no mistake, if one has.
    """
    ids = tuple(site.id for site in scenario.sites)
    for index, name in enumerate(ids):
        if name in ids[:index]:
            raise InputError(f"sites.{index}.id", name, "each id once", "Rename one of the two.")
    for index, shipment in enumerate(scenario.shipments):
        named(f"shipments.{index}.site", shipment.site, ids)
    orders = tuple(shipment.id for shipment in scenario.shipments if shipment.id)
    for index, move in enumerate(scenario.moves):
        named(f"moves.{index}.order", move.order, orders)
        named(f"moves.{index}.site", move.site, ids)
    check_orders(scenario, edited)
    for index, site in enumerate(scenario.sites):
        if site.tasks:
            with _within(f"sites.{index}.tasks"):
                network_of(site)


@contextmanager
def _within(path: str) -> Iterator[None]:
    """Put ``path`` before the key of an InputError about one of its tasks."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{path}.{error.key}", error.value, error.limit, error.hint) from None
