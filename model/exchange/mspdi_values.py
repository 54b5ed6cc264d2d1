"""Texts of MS-Project XML as numbers and dates, and what is said about what was not taken over."""

from __future__ import annotations

import math
from datetime import date, datetime

from model.checks import dated
from model.errors import InputError
from model.exchange.markup import Node

_SHOWN = 3
"""Tasks that a note names; the others it counts."""


class Values:
    """Reads elements of the file ``name``; its InputErrors name file, line and element."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._notes: dict[str, list[str]] = {}

    def number(self, node: Node, tag: str, default: float) -> float:
        """The number in element ``tag``; ``default`` without one."""
        text = node.get(tag)
        try:
            found = float(text) if text else default
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise self.error(node, tag, "a number")
        return found

    def date(self, node: Node, tag: str) -> date | None:
        """The date in element ``tag``; None without one."""
        text = node.get(tag)
        return dated(self.place(node, tag), text[:10]) if text else None

    def moment(self, node: Node, tag: str) -> float | None:
        """The moment in element ``tag`` [d of the calendar]; None without one or if unreadable."""
        try:
            when = datetime.fromisoformat(node.get(tag))
        except ValueError:
            return None
        return when.toordinal() + (when.hour + when.minute / 60) / 24

    def name_of(self, node: Node) -> str:
        """What a task is called, in one line."""
        return " ".join(node.get("Name").split())

    def place(self, node: Node, tag: str) -> str:
        """File, line and element, as an InputError names them."""
        return f"{self.name}, line {(node.first(tag) or node).line}, {tag}"

    def error(self, node: Node, tag: str, limit: str) -> InputError:
        """The error of an element that is not ``limit``."""
        return InputError(self.place(node, tag), node.get(tag), limit, "Mend it there.")

    def note(self, text: str, task: Node | None = None) -> None:
        """Say ``text`` once, with the names of all the tasks that it is said of."""
        names = self._notes.setdefault(text, [])
        if task is not None and (name := repr(self.name_of(task))) not in names:
            names.append(name)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was said, a sentence each."""
        return tuple(f"{text}{_listed(names)}." for text, names in self._notes.items())


def _listed(names: list[str]) -> str:
    if not names:
        return ""
    more = len(names) - _SHOWN
    return f": {', '.join(names[:_SHOWN])}" + (f" and {more} more" if more > 0 else "")
