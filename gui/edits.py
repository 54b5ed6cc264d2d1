"""Edits of lists: each takes a scenario and gives the next one, with the name of the step."""

from __future__ import annotations

from datetime import date

import msgspec

from gui import wording
from model import network, paths
from model.errors import InputError
from model.scenario import Scenario, Shipment, Site, Supply, TaskEdit

Edit = tuple[Scenario, str]
"""the scenario after it, and what undo calls it"""


def shipment_added(scenario: Scenario) -> Edit:
    """A shipment like the last one, a month later; InputError if there is no site for it."""
    shipments = scenario.shipments
    if shipments:
        last = shipments[-1]
        new = msgspec.structs.replace(last, arrives=_later(last.arrives), note="")
    elif scenario.sites:
        site = scenario.sites[0]
        new = Shipment("h100_sxm", 10_000, _later(site.start), site.id)
    else:
        raise InputError("shipments", None, "a shipment needs a site", "Add a site first.")
    after = paths.inserted(scenario, "shipments", len(shipments), new)
    return after, f"Add {wording.shipment(new)}"


def shipment_duplicated(scenario: Scenario, index: int) -> Edit:
    """A copy of a shipment under it."""
    shipment = _shipment(scenario, index)
    after = paths.inserted(scenario, "shipments", index + 1, shipment)
    return after, f"Duplicate {wording.shipment(shipment)}"


def shipment_removed(scenario: Scenario, index: int) -> Edit:
    """Without one shipment."""
    label = f"Remove {wording.shipment(_shipment(scenario, index))}"
    return paths.removed(scenario, "shipments", index), label


def shipment_moved(scenario: Scenario, source: int, target: int) -> Edit:
    """A shipment at another place in the list."""
    label = f"Move {wording.shipment(_shipment(scenario, source))}"
    _shipment(scenario, target)
    return paths.moved(scenario, "shipments", source, target), label


def shipment_redirected(scenario: Scenario, index: int, site: str, count: int | None) -> Edit:
    """``count`` units of a shipment (None: all) go to another site; the rest stays as it was."""
    shipment = _shipment(scenario, index)
    count = shipment.count if count is None else count
    if not 0 < count <= shipment.count:
        limit = f"this shipment has 1 to {shipment.count:,} to redirect"
        raise InputError(f"shipments.{index}", count, limit, "Redirect fewer.")
    label = f"Redirect {wording.shipment(shipment, count)} to {site}"
    if count == shipment.count:
        return paths.replaced(scenario, f"shipments.{index}.site", site), label
    part = msgspec.structs.replace(shipment, count=count, site=site)
    after = paths.replaced(scenario, f"shipments.{index}.count", shipment.count - count)
    return paths.inserted(after, "shipments", index + 1, part), label


def supply_added(scenario: Scenario, site: int) -> Edit:
    """A grid step of 50 MW at a site, three months after its last one."""
    place = paths.get(scenario, f"sites.{site}")
    latest = max((supply.from_ for supply in place.supply), default=place.start)
    new = Supply("grid", 50.0, _later(max(latest, place.start), 3))
    after = paths.inserted(scenario, f"sites.{site}.supply", len(place.supply), new)
    return after, f"Add {wording.supply(new)}"


def supply_removed(scenario: Scenario, site: int, index: int) -> Edit:
    """Without one source of power of a site."""
    label = f"Remove {wording.supply(paths.get(scenario, f'sites.{site}.supply.{index}'))}"
    return paths.removed(scenario, f"sites.{site}.supply", index), label


def task_added(scenario: Scenario, site: int) -> Edit:
    """A task of a site's own: a month on its own, until it is given links."""
    place = _site(scenario, site)
    taken = {task.id for task in network.network_of(place).tasks} | set(place.tasks)
    number = next(n for n in range(1, len(taken) + 2) if f"task{n}" not in taken)
    new = TaskEdit(label=f"Task {number}", low=20.0, mode=30.0, high=60.0)
    tasks = {**place.tasks, f"task{number}": new}
    return _with_tasks(scenario, site, tasks), f"Add {new.label}"


def task_removed(scenario: Scenario, site: int, id: str) -> Edit:
    """Without one task of a site; what waited for it waits for what it waited for."""
    place = _site(scenario, site)
    label = f"Take out {wording.task(place, id)}"
    return _with_tasks(scenario, site, network.without(place, id)), label


def task_reset(scenario: Scenario, site: int, id: str) -> Edit:
    """One task as the template has it."""
    place = _site(scenario, site)
    tasks = {key: edit for key, edit in place.tasks.items() if key != id}
    return _with_tasks(scenario, site, tasks), f"Reset {wording.task(place, id)}"


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


def _later(day: date, months: int = 1) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
