"""What a site says of single tasks of its network: read one field, edit it, leave a task out.

A site keeps only what differs from its template; what equals it is left out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from model import links
from model.catalog import catalog
from model.errors import InputError
from model.network import DAYS, FIELDS, names, task_of, template_task, unsaid
from model.records import TaskRecord
from model.scenario import Site, TaskEdit


def task_value(site: Site, id: str, field: str) -> Any:
    """The value in force of one field of task ``id``; raises InputError if it isn't there."""
    _known(site, id)
    edit = site.tasks.get(id, TaskEdit())
    if field in ("drop", "note"):
        return getattr(edit, field)
    base = {task.id: task for task in catalog().template(site.build).tasks}
    return _value(site, task_of(id, edit, base, site.build), field)


def template_value(site: Site, id: str, field: str) -> Any:
    """The value of one field of task ``id`` as the template has it; None if it lacks the task."""
    base = template_task(site.build, id)
    return _value(site, base, field) if base is not None else None


def edited(site: Site, id: str, changes: Mapping[str, Any]) -> dict[str, TaskEdit]:
    """The edits of ``site`` with ``changes`` to fields of task ``id``, which it must have.

    What equals the template is left out again. A low, mode or high that is moved past another
    of the three takes that one along.
    """
    _known(site, id)
    base = template_task(site.build, id)
    edit = site.tasks.get(id, TaskEdit())
    for field, value in changes.items():
        if field == "after" and value is not None and _is_dated(edit, base):
            if not value:
                continue  # it waits for none
            edit = msgspec.structs.replace(edit, ordered=False)
        edit = msgspec.structs.replace(edit, **{field: value})
        if field in DAYS and value is not None:
            edit = _in_order(edit, base, field, value)
    edit = _needed(site, id, edit)
    rest = {key: each for key, each in site.tasks.items() if key != id}
    if edit == TaskEdit():
        return rest
    if id in site.tasks:
        return {key: edit if key == id else each for key, each in site.tasks.items()}
    return {**rest, id: edit}


def without(site: Site, id: str) -> dict[str, TaskEdit]:
    """The edits of ``site`` without task ``id``; what waited for it waits for what it waited for.

    Raises InputError if there is no such task.
    """
    _known(site, id)
    if template_task(site.build, id) is not None:
        return edited(site, id, {"drop": True})
    left_out = {id: task_value(site, id, "after")}
    return {
        key: msgspec.structs.replace(each, after=links.bridged(each.after, left_out))
        if each.after
        else each
        for key, each in site.tasks.items()
        if key != id
    }


def as_edits(site: Site, tasks: tuple[TaskRecord, ...]) -> dict[str, TaskEdit]:
    """The edits that give ``site`` the network ``tasks``: the inverse of `network_of`."""
    base = [task.id for task in catalog().template(site.build).tasks]
    found = {}
    for task in tasks:
        given = {field: _value(site, task, field) for field in FIELDS}
        given["ordered"] = given["ordered"] or False
        note = "" if task.id in base else task.note
        edit = _needed(site, task.id, TaskEdit(**given, note=note))
        if edit != TaskEdit():
            found[task.id] = edit
    there = {task.id for task in tasks}
    return found | {id: TaskEdit(drop=True) for id in base if id not in there}


def misfit(site: Site, build: str, error: InputError) -> InputError:
    """Why ``site`` can't have template ``build``: its changes raised ``error`` there."""
    called = names(site)
    there = {task.id for task in catalog().template(build).tasks}
    lacking = [
        called[id]
        for id, edit in site.tasks.items()
        if id not in there and (edit.drop or any(getattr(edit, day) is None for day in DAYS))
    ]
    if lacking:
        limit = f"it lacks tasks that this site changes: {'; '.join(lacking)}"
    else:
        where = error.key.partition(".tasks.")[2] or error.key
        limit = f"what this site changes does not fit it; {where}: {error.limit}"
    hint = "Put them back first: Reset task, or Reset all, in the Build tab."
    return InputError("build", build, limit, hint)


def _value(site: Site, task: TaskRecord, field: str) -> Any:
    """A field of a task; an order date of the template's counts from the start of work."""
    if field == "ordered" and task.ordered is None and task.ordered_d is not None:
        return site.start + timedelta(days=round(task.ordered_d))
    return getattr(task, field)


def _known(site: Site, id: str) -> None:
    called = names(site)
    if id not in called:
        raise links.unknown(id, id, called)


def _is_dated(edit: TaskEdit, base: TaskRecord | None) -> bool:
    """Whether its duration counts from a day, so that it waits for no other task."""
    if edit.ordered is not None:
        return edit.ordered is not False
    return base is not None and base.ordered_d is not None


def _needed(site: Site, id: str, edit: TaskEdit) -> TaskEdit:
    """``edit`` without what holds anyway."""
    base = template_task(site.build, id)
    if base is not None:
        anyway = {field: _value(site, base, field) for field in FIELDS}
    else:
        anyway = unsaid(site.build, id, edit.ordered)
    if anyway.get("ordered") is None:
        anyway["ordered"] = False
    if base is not None and _is_dated(edit, base):
        anyway["after"] = edit.after or ()
    same = {field: None for field, value in anyway.items() if getattr(edit, field) == value}
    return msgspec.structs.replace(edit, **same)


def _in_order(edit: TaskEdit, base: TaskRecord | None, moved: str, value: float) -> TaskEdit:
    """Low, mode and high in order, with what stands in the way of ``moved`` taken along."""
    place = DAYS.index(moved)
    for index, name in enumerate(DAYS):
        now = getattr(edit, name)
        if now is None and base is not None:
            now = getattr(base, name)
        if now is not None and ((index < place and now > value) or (index > place and now < value)):
            edit = msgspec.structs.replace(edit, **{name: value})
    return edit
