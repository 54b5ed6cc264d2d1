"""Read and edit a frozen scenario by dotted path; every edit is checked before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from model import links
from model.checks import checked
from model.declarations import declared, fields_of, unknown
from model.errors import InputError
from model.names import renamed
from model.network import names
from model.samples import resolved
from model.scenario import Belief, Scenario, Site
from model.scenario_checks import check_sites
from model.task_edits import edited, misfit, task_value

__all__ = ["get", "inserted", "moved", "removed", "replaced"]


def get(scenario: Scenario, path: str) -> Any:
    """The value at ``path``; a belief or a task's field that was left out has the one in force."""
    if task := _task_of(path):
        declared(path)
        with _within(path):
            return task_value(_site(scenario, path), *task)
    if path.startswith("beliefs."):
        scenario = _with_belief(scenario, path.split(".")[1])
    node: Any = scenario
    for key in path.split("."):
        node = _child(node, key, path)
    return node


def replaced(scenario: Scenario, path: str, value: Any) -> Scenario:
    """A copy of ``scenario`` with ``value`` at ``path``.

    Raises InputError, which names the limit, if the value is not allowed there. A belief's
    low, mode or high that is moved past another of the three takes that one along; who refers
    to a site or an order whose id is edited follows.
    """
    keys = path.split(".")
    if keys[0] == "beliefs" and len(keys) == 3:
        scenario = _with_belief(scenario, keys[1])
        value = _moved_belief(get(scenario, f"beliefs.{keys[1]}"), keys[2], checked(path, value))
        keys, path = keys[:2], f"beliefs.{keys[1]}"
    if task := _task_of(path):
        id, field = task
        if field == "after" and isinstance(value, str):
            value = links.read(value, names(_site(scenario, path)), path)
        value = checked(path, value)
        with _within(path):
            value = edited(_site(scenario, path), id, {field: value})
        keys = keys[:3]
    new: Scenario = _replace(scenario, keys, value, path)
    if keys[-1] == "id":
        new = renamed(scenario, path, get(new, path))
    try:
        check_sites(new, path)
    except InputError as error:
        if keys[-1] != "build":
            raise
        site: Site = get(new, ".".join(keys[:2]))
        wrong = misfit(site, str(value), error)
        raise InputError(path, value, wrong.limit, wrong.hint) from None
    return new


def inserted(scenario: Scenario, path: str, index: int, record: Any) -> Scenario:
    """A copy with ``record`` put at ``index`` of the list at ``path``."""
    items = get(scenario, path)
    return _with_items(scenario, path, (*items[:index], record, *items[index:]))


def removed(scenario: Scenario, path: str, index: int) -> Scenario:
    """A copy without item ``index`` of the list at ``path``."""
    items = get(scenario, path)
    _item(items, str(index), path)
    return _with_items(scenario, path, (*items[:index], *items[index + 1 :]))


def moved(scenario: Scenario, path: str, source: int, target: int) -> Scenario:
    """A copy with item ``source`` of the list at ``path`` moved to position ``target``."""
    items = list(get(scenario, path))
    _item(tuple(items), str(source), path)
    items.insert(target, items.pop(source))
    return _with_items(scenario, path, tuple(items))


def _task_of(path: str) -> tuple[str, str] | None:
    """Task and field that ``path`` names, as in ``sites.0.tasks.electrical.mode``; else None."""
    keys = path.split(".")
    is_task = len(keys) == 5 and keys[0] == "sites" and keys[2] == "tasks"
    return (keys[3], keys[4]) if is_task else None


def _site(scenario: Scenario, path: str) -> Site:
    site: Site = _item(scenario.sites, path.split(".")[1], path)
    return site


@contextmanager
def _within(path: str) -> Iterator[None]:
    """Put the path of the tasks before the key of an InputError about one of them."""
    try:
        yield
    except InputError as error:
        key = error.key if error.key.startswith("sites.") else path
        raise InputError(key, error.value, error.limit, error.hint) from None


def _with_belief(scenario: Scenario, name: str) -> Scenario:
    """Write the belief that is in force into the scenario, if it was left out."""
    if getattr(scenario.beliefs, name, True) is not None:
        return scenario
    beliefs = msgspec.structs.replace(scenario.beliefs, **{name: resolved(scenario)[name]})
    return msgspec.structs.replace(scenario, beliefs=beliefs)


def _moved_belief(belief: Belief, part: str, value: float) -> Belief:
    low, mode, high = (
        value if part == name else getattr(belief, name) for name in ("low", "mode", "high")
    )
    if part == "mode":
        return Belief(min(low, mode), mode, max(high, mode))
    if part == "low":
        return Belief(low, max(mode, low), max(high, low))
    return Belief(min(low, high), min(mode, high), high)


def _with_items(scenario: Scenario, path: str, items: tuple[Any, ...]) -> Scenario:
    new: Scenario = _replace(scenario, path.split("."), items, path)
    check_sites(new)
    return new


def _replace(node: Any, keys: list[str], value: Any, path: str) -> Any:
    if not keys:
        return value if isinstance(value, tuple | dict) else checked(path, value)
    key, rest = keys[0], keys[1:]
    new = _replace(_child(node, key, path), rest, value, path)
    if isinstance(node, tuple):
        return (*node[: int(key)], new, *node[int(key) + 1 :])
    return msgspec.structs.replace(node, **{_field(node, key, path): new})


def _child(node: Any, key: str, path: str) -> Any:
    if isinstance(node, tuple):
        return _item(node, key, path)
    if isinstance(node, dict):
        return _entry(node, key, path)
    if isinstance(node, msgspec.Struct):
        return getattr(node, _field(node, key, path))
    raise InputError(path, key, "the path ends before this part", "Leave the last part out.")


def _entry(items: dict[str, Any], key: str, path: str) -> Any:
    if key not in items:
        raise unknown(path, key, list(items))
    return items[key]


def _field(node: msgspec.Struct, key: str, path: str) -> str:
    fields = fields_of(type(node))
    name = next((info.name for info in fields if info.encode_name == key), None)
    if name is None:
        raise unknown(path, key, [info.encode_name for info in fields])
    return name


def _item(items: tuple[Any, ...], key: str, path: str) -> Any:
    if key.isdigit() and int(key) < len(items):
        return items[int(key)]
    limit = f"this list has items 0 to {len(items) - 1}" if items else "this list is empty"
    raise InputError(path, key, limit, "Choose an item that is there, or add one.")
