"""A task template that is another one with some tasks changed, as the files of tasks/ say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.precedence import parse

Cells = dict[str, Any]


def inherited(base: Mapping[str, Any], own: Mapping[str, Any]) -> Cells:
    """The cells of a template that says ``base`` and, if need be, ``without``.

    A task of the same id replaces the one of the base, others join it, those in ``without``
    are left out and nothing waits for them any more. What it says of itself is its own.
    """
    left_out = set(own.get("without", ()))
    tasks = {task["id"]: task for task in base["tasks"] if task["id"] not in left_out}
    tasks |= {task["id"]: task for task in own.get("tasks", ())}
    kept = {
        id: {**task, "after": [text for text in task["after"] if parse(text).task not in left_out]}
        for id, task in tasks.items()
    }
    said = {key: value for key, value in own.items() if key not in ("base", "without", "tasks")}
    return {**said, "tasks": _in_order(kept)}


def _in_order(tasks: Mapping[str, Cells]) -> list[Cells]:
    """Predecessors first, otherwise as given; what hangs in a circle stays for the reader."""
    found: list[Cells] = []
    waiting = dict(tasks)
    while waiting:
        ready = next(
            (
                id
                for id, task in waiting.items()
                if not any(parse(text).task in waiting for text in task["after"])
            ),
            next(iter(waiting)),
        )
        found.append(waiting.pop(ready))
    return found
