"""Edits of lists: each takes a scenario and gives the next one, with the name of the step."""

from __future__ import annotations

from datetime import date

import msgspec

from gui import wording
from model import paths, task_edits
from model.checks import checked
from model.errors import InputError
from model.moves import last_day_in_time, left_of
from model.names import free_name
from model.network import network_of
from model.scenario import Move, Scenario, Shipment, Site, TaskEdit

Edit = tuple[Scenario, str]
"""the scenario after it, and what undo calls it"""


def shipment_added(scenario: Scenario) -> Edit:
    """A shipment like the last one, a month later; InputError if there is no site for it."""
    shipments = scenario.shipments
    if shipments:
        last = shipments[-1]
        new = msgspec.structs.replace(_fresh(last), arrives=later(last.arrives), note="")
    elif scenario.sites:
        site = scenario.sites[0]
        new = Shipment("h100_sxm", 10_000, later(site.start), site.id)
    else:
        raise InputError("shipments", None, "a shipment needs a site", "Add a site first.")
    after = paths.inserted(scenario, "shipments", len(shipments), new)
    return after, f"Add {wording.shipment(new)}"


def shipment_duplicated(scenario: Scenario, index: int) -> Edit:
    """A copy of a shipment under it."""
    shipment = _shipment(scenario, index)
    after = paths.inserted(scenario, "shipments", index + 1, _fresh(shipment))
    return after, f"Duplicate {wording.shipment(shipment)}"


def shipment_removed(scenario: Scenario, index: int) -> Edit:
    """Without one shipment and what was redirected of it."""
    shipment = _shipment(scenario, index)
    label = f"Remove {wording.shipment(shipment)}"
    if shipment.id:
        moves = tuple(move for move in scenario.moves if move.order != shipment.id)
        scenario = msgspec.structs.replace(scenario, moves=moves)
    return paths.removed(scenario, "shipments", index), label


def shipment_moved(scenario: Scenario, source: int, target: int) -> Edit:
    """A shipment at another place in the list."""
    label = f"Move {wording.shipment(_shipment(scenario, source))}"
    _shipment(scenario, target)
    return paths.moved(scenario, "shipments", source, target), label


def shipment_redirected(
    scenario: Scenario,
    index: int,
    site: str,
    count: int | None,
    on: date | None,
    transit_days: float,
) -> Edit:
    """``count`` units of a shipment (None: all that are left) go to another site, as a move.

    Raises InputError, whose key ends in the field of the move that can't be.
    """
    shipment = _shipment(scenario, index)
    if not shipment.id:
        name = free_name({each.id for each in scenario.shipments}, "order")
        shipment = msgspec.structs.replace(shipment, id=name)
        others = scenario.shipments
        scenario = msgspec.structs.replace(
            scenario, shipments=(*others[:index], shipment, *others[index + 1 :])
        )
    if count is None:
        count = left_of(scenario, index)
    if on is None:
        on = last_day_in_time(shipment, transit_days)
    place = len(scenario.moves)
    checked(f"moves.{place}.count", count)
    move = Move(shipment.id, count, site, on, transit_days)
    after = paths.inserted(scenario, "moves", place, move)
    return after, f"Redirect {wording.shipment(shipment, count)} to {site}"


def redirection_removed(scenario: Scenario, index: int) -> Edit:
    """Without one move: its units go where they were meant to go."""
    move: Move = paths.get(scenario, f"moves.{index}")
    order = next(each for each in scenario.shipments if each.id == move.order)
    label = f"Take back {wording.shipment(order, move.count)} from {move.site}"
    return paths.removed(scenario, "moves", index), label


def task_added(scenario: Scenario, site: int) -> Edit:
    """A task of a site's own: a month on its own, until it is given links."""
    place = _site(scenario, site)
    taken = {task.id for task in network_of(place).tasks} | set(place.tasks)
    number = next(n for n in range(1, len(taken) + 2) if f"task{n}" not in taken)
    new = TaskEdit(label=f"Task {number}", low=20.0, mode=30.0, high=60.0)
    tasks = {**place.tasks, f"task{number}": new}
    return _with_tasks(scenario, site, tasks), f"Add {new.label}"


def task_removed(scenario: Scenario, site: int, id: str) -> Edit:
    """Without one task of a site; what waited for it waits for what it waited for."""
    place = _site(scenario, site)
    label = f"Take out {wording.task(place, id)}"
    return _with_tasks(scenario, site, task_edits.without(place, id)), label


def task_reset(scenario: Scenario, site: int, id: str) -> Edit:
    """One task as the template has it."""
    place = _site(scenario, site)
    tasks = {key: edit for key, edit in place.tasks.items() if key != id}
    return _with_tasks(scenario, site, tasks), f"Reset {wording.task(place, id)}"


def task_put_back(scenario: Scenario, site: int, id: str) -> Edit:
    """With a task of the template again that was taken out, and with what was changed in it."""
    place = _site(scenario, site)
    tasks = task_edits.edited(place, id, {"drop": False})
    return _with_tasks(scenario, site, tasks), f"Put back {wording.task(place, id)}"


def tasks_reset(scenario: Scenario, site: int) -> Edit:
    """All tasks as the template has them."""
    return _with_tasks(scenario, site, {}), "Reset all tasks"


def network_imported(scenario: Scenario, site: int, tasks: dict[str, TaskEdit], name: str) -> Edit:
    """The network that was read from the file ``name``."""
    return _with_tasks(scenario, site, tasks), f"Import {name}"


def _with_tasks(scenario: Scenario, site: int, tasks: dict[str, TaskEdit]) -> Scenario:
    return paths.replaced(scenario, f"sites.{site}.tasks", tasks)


def _site(scenario: Scenario, index: int) -> Site:
    found: Site = paths.get(scenario, f"sites.{index}")
    return found


def _shipment(scenario: Scenario, index: int) -> Shipment:
    found: Shipment = paths.get(scenario, f"shipments.{index}")
    return found


def _fresh(shipment: Shipment) -> Shipment:
    """An order like ``shipment`` that nobody has redirected; when it was placed is not known."""
    return msgspec.structs.replace(
        shipment,
        id="",
        ordered=None,
        allocated=None,
        shipped=None,
        rack_from=None,
        power_from=None,
    )


def later(day: date, months: int = 1) -> date:
    """The same day of a later month, the 28th at most."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
