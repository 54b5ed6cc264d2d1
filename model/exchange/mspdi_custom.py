"""The custom fields of a task in MS-Project XML, in which we keep what MSPDI has no element for."""

from __future__ import annotations

from datetime import date

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
        try:
            return float(self._values[alias]) if alias in self else default
        except ValueError:
            raise self._wrong(alias, limit) from None

    def date(self, alias: str) -> date | None:
        """The date of a field; None without one."""
        try:
            return date.fromisoformat(self._values[alias][:10]) if alias in self else None
        except ValueError:
            raise self._wrong(alias, "a date such as 2024-09-02") from None

    def moved(self) -> dict[str, float]:
        """Days by which the lag after each predecessor was written longer than it is."""
        try:
            pairs = (each.split() for each in self.text(mspdi.MOVED).split(",") if each.strip())
            return {task: float(days) for task, days in pairs}
        except ValueError:
            raise self._wrong(mspdi.MOVED, "tasks and days such as cooling 12.5") from None

    def _wrong(self, alias: str, limit: str) -> InputError:
        key = f"{self._file}, line {self._node.line}, {alias}"
        return InputError(key, self._values[alias], limit, "Mend it there.")
