"""The custom fields of a task in MS-Project XML, in which we keep what MSPDI has no element for."""

from __future__ import annotations

import math
from datetime import date

from model.checks import dated
from model.errors import InputError
from model.exchange import mspdi
from model.exchange.markup import Node


class Custom:
    """The custom fields of one task by their alias; a file of others has none of ours.

    What can't be read raises InputError that names the file, the line and the field.
    """

    def __init__(self, node: Node, aliases: dict[str, str], file: str) -> None:
        self._node, self._file = node, file
        self._values = {
            aliases.get(each.get("FieldID"), ""): each.get("Value")
            for each in node.all("ExtendedAttribute")
        }

    def __contains__(self, alias: str) -> bool:
        return bool(self._values.get(alias))

    def text(self, alias: str, default: str = "") -> str:
        """The text of a field."""
        return self._values.get(alias) or default

    def number(self, alias: str, default: float, limit: str = "a number of days") -> float:
        """The number of a field."""
        if alias not in self:
            return default
        try:
            found = float(self._values[alias])
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise self._wrong(alias, limit)
        return found

    def date(self, alias: str) -> date | None:
        """The date of a field; None without one."""
        return dated(self._place(alias), self._values[alias][:10]) if alias in self else None

    def moved(self) -> dict[str, float]:
        """Days by which the lag after each predecessor was written longer than it is."""
        try:
            pairs = (each.split() for each in self.text(mspdi.MOVED).split(",") if each.strip())
            found = {task: float(days) for task, days in pairs}
        except ValueError:
            found = {"": math.nan}
        if not all(map(math.isfinite, found.values())):
            raise self._wrong(mspdi.MOVED, "tasks and days such as cooling 12.5")
        return found

    def _wrong(self, alias: str, limit: str) -> InputError:
        return InputError(self._place(alias), self._values[alias], limit, "Mend it there.")

    def _place(self, alias: str) -> str:
        return f"{self._file}, line {self._node.line}, {alias}"
