"""Tables of measured records: those shipped, or a file of the user's with the same columns."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from model.catalog import catalog
from model.errors import InputError


class Unscorable(Exception):
    """A row cannot be scored; the message is the reason, one clause."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as text. An empty cell is unknown, never a default."""

    id: str
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell, empty if it is unknown."""
        return self.cells.get(column, "")

    def number(self, column: str) -> float | None:
        """A positive number, or None if it is unknown; zero counts as unknown.

        Raises
        ------
        Unscorable : the cell holds something else
        """
        text = self.text(column).replace(",", "")
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            raise Unscorable(f"{column} is no number: {text}") from None
        if not 0.0 <= value < float("inf"):
            raise Unscorable(f"{column} is out of range: {text}")
        return value or None

    def whole(self, column: str) -> int | None:
        """A positive whole number, or None if it is unknown."""
        value = self.number(column)
        if value is not None and value != int(value):
            raise Unscorable(f"{column} is no whole number: {self.text(column)}")
        return None if value is None else int(value)

    def needed(self, column: str) -> float:
        """A positive number that nothing can stand in for."""
        value = self.number(column)
        if value is None:
            raise Unscorable(f"{column} is not known")
        return value


def shipped(kind: str) -> Path:
    """The records of ``kind`` that come with the program."""
    return catalog().root / "validation" / f"{kind}.csv"


def read(path: Path, required: Collection[str]) -> list[Row]:
    """All rows of a CSV file; further columns are allowed.

    Rows are named by their ``id``, or by ``site`` where a table has no id; a name that comes
    twice gets its place among its namesakes, for fact tables repeat ids of one source.

    Raises
    ------
    InputError : the file cannot be read, a column is missing, or a row is too long or short
    """
    key = "--records"
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream, strict=True))
    except OSError as error:
        hint = "Check the path."
        raise InputError(key, str(path), error.strerror or str(error), hint) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(key, str(path), f"a CSV file in UTF-8: {error}", "Save it so.") from None
    header = [name.strip() for name in lines[0]] if lines else []
    missing = [name for name in required if name not in header]
    if missing:
        raise InputError(
            key,
            str(path),
            f"the column {missing[0]} is missing",
            "The columns are those of resources/validation; leave unknown cells empty.",
        )
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for place, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(header):
            limit = f"line {place} has {len(cells)} cells, the header {len(header)}"
            raise InputError(key, str(path), limit, "Quote cells that hold a comma.")
        found = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        name = found.get("id") or found.get("site") or f"line {place}"
        seen[name] = seen.get(name, 0) + 1
        rows.append(Row(name if seen[name] == 1 else f"{name} #{seen[name]}", found))
    return rows
