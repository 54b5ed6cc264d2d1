"""The network of construction tasks that a site goes through: its template and what it changes.

`effective` is the one place where the two are put together. The result is again a `Template`,
predecessors first, so that whatever reads a template reads an edited one as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from model import links
from model.catalog import catalog
from model.errors import InputError
from model.precedence import parse
from model.records import TaskRecord, Template
from model.scenario import Site, TaskEdit

MOST_TASKS = 200
"""More than that and a frame of a drag takes too long."""
FIELDS = (
    "label", "low", "mode", "high", "after", "stage", "kind", "size_exponent", "ordered",
    "not_before",
)  # fmt: skip
"""What a task of the template can be given anew."""
DAYS = ("low", "mode", "high")
"""The fields that are its duration"""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")

Edits = Mapping[str, TaskEdit]


def network_of(site: Site) -> Template:
    """The tasks that ``site`` goes through; raises InputError, whose key begins with a task id."""
    return effective(site.build, site.tasks)


def effective(build: str, edits: Edits) -> Template:
    """Template ``build`` with ``edits``, predecessors first; the same object for the same input.

    Raises InputError if an edit names a task that isn't there, puts low, mode and high out of
    order, or closes a circle, which it names.
    """
    return _effective(build, tuple(edits.items()))


def check_ids(edits: Edits) -> None:
    """Raise InputError at the first task id that would not serve in a path or in a link."""
    for id in edits:
        if not _ID.fullmatch(id) or parse(id, id).task != id:  # wall-2d: two days before wall
            limit = "an id has up to 40 letters, digits, - and _, and doesn't end like a lag"
            raise InputError(id, id, limit, "For example yard-crane.")


def names(site: Site) -> dict[str, str]:
    """Id and name of every task of ``site``, those too that were left out."""
    found = {task.id: task.label for task in catalog().template(site.build).tasks}
    for id, edit in site.tasks.items():
        found[id] = edit.label or found.get(id) or _label(id)
    return found


def is_order(task: TaskRecord) -> bool:
    """Whether its duration counts from an order date: what one moves is that date."""
    return task.kind == "order" or task.ordered is not None or task.ordered_d is not None


def template_task(build: str, id: str) -> TaskRecord | None:
    """Task ``id`` as the template has it, or None."""
    return next((task for task in catalog().template(build).tasks if task.id == id), None)


def unsaid(build: str, id: str, ordered: date | bool | None) -> dict[str, Any]:
    """Kind and size exponent of task ``id`` where nobody gives them: those of template ``build``.

    A task that it lacks is an order if it has an order date, else work, as long at any size.
    """
    base = template_task(build, id)
    if base is not None:
        return {"kind": base.kind, "size_exponent": base.size_exponent}
    return {"kind": "order" if ordered else "work", "size_exponent": 0.0}


@lru_cache(maxsize=64)
def _effective(build: str, edits: tuple[tuple[str, TaskEdit], ...]) -> Template:
    template = catalog().template(build)
    if not edits:
        return template
    base = {task.id: task for task in template.tasks}
    tasks = dict(base)
    check_ids(dict(edits))
    for id, edit in edits:
        tasks[id] = task_of(id, edit, base, build)
    dropped = {id: tasks[id].after for id, edit in edits if edit.drop}
    called = {id: task.label for id, task in tasks.items()}
    for id, edit in edits:
        links.check(id, edit.after or (), called)
    left = {
        id: msgspec.structs.replace(task, after=links.bridged(task.after, dropped))
        if dropped
        else task
        for id, task in tasks.items()
        if id not in dropped
    }
    if len(left) > MOST_TASKS:
        raise InputError(
            "tasks", len(left), f"at most {MOST_TASKS} tasks", "Join tasks that follow each other."
        )
    return msgspec.structs.replace(template, tasks=_sorted(left))


def task_of(id: str, edit: TaskEdit, base: Mapping[str, TaskRecord], build: str) -> TaskRecord:
    """Task ``id`` with its edit; ``base`` are the tasks of template ``build`` by id.

    Raises InputError if the template lacks it and the edit is not whole, or if low, mode and
    high are out of order.
    """
    if id in base:
        given = _given(edit)
        if any(name in given for name in DAYS):
            given["src"] = ()
        task = msgspec.structs.replace(base[id], **given)
    else:
        _check_own(id, edit, base)
        task = _own(id, edit, build)
    if task.ordered is not None:  # its duration counts from that day, whatever it would wait for
        task = msgspec.structs.replace(task, after=())
    if not task.low <= task.mode <= task.high:
        days = ", ".join(f"{getattr(task, name):g}" for name in DAYS)
        raise InputError(f"{id}.mode", days, "low <= mode <= high", "Put the three in order.")
    return task


def _given(edit: TaskEdit) -> dict[str, Any]:
    """What an edit says of a task; an order date, or none, takes the place of the template's."""
    given = {f: getattr(edit, f) for f in FIELDS if getattr(edit, f) is not None}
    if "ordered" in given:
        given |= {"ordered": given["ordered"] or None, "ordered_d": None}
    return given


def _label(id: str) -> str:
    """What a task is called that nobody has named."""
    return id.replace("-", " ").replace("_", " ").capitalize()


def _own(id: str, edit: TaskEdit, build: str) -> TaskRecord:
    """A task that the template lacks, with what its edit leaves open."""
    return TaskRecord(
        **{"label": _label(id), "after": (), "stage": "site",
           **unsaid(build, id, edit.ordered), **_given(edit)},
        id=id, src=(), confidence="D", note=edit.note,
    )  # fmt: skip


def _check_own(id: str, edit: TaskEdit, base: Mapping[str, TaskRecord]) -> None:
    """A task that the template lacks must be whole."""
    missing = [name for name in DAYS if getattr(edit, name) is None]
    if missing or edit.drop:
        needs = f"needs {', '.join(missing)}" if missing else "can't be left out"
        called = {task.id: task.label for task in base.values()}
        raise links.unknown(id, id, called, f"; a task of its own {needs}")


def _sorted(tasks: Mapping[str, TaskRecord]) -> tuple[TaskRecord, ...]:
    """Predecessors first, otherwise in the order given; raises InputError that names a circle."""
    before = {id: [parse(each, id).task for each in task.after] for id, task in tasks.items()}
    done: dict[str, TaskRecord] = {}
    waiting = list(tasks)
    while waiting:
        ready = next((id for id in waiting if all(other in done for other in before[id])), None)
        if ready is None:
            called = {id: task.label for id, task in tasks.items()}
            raise links.circle(_loop(waiting[0], before, set(done)), called)
        done[ready] = tasks[ready]
        waiting.remove(ready)
    return tuple(done.values())


def _loop(start: str, before: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """A circle, each task followed by the one that waits for it."""
    path = [start]
    while True:
        path.append(next(other for other in before[path[-1]] if other not in done))
        if path[-1] in path[:-1]:
            return path[path.index(path[-1]) :][::-1]
