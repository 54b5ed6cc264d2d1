"""Reading the data files: a strict row of a CSV table, a strict TOML file.

A defect raises `DataError` that names file, row and field. A CSV column keeps the unit of
the datasheet in its name; the reader of a cell gives the factor to SI.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from model.errors import DataError
from model.records import Range

COMMON = ("id", "name", "src", "asof", "confidence", "note")
CONFIDENCES = ("A", "B", "C", "D")
_HEADER = re.compile(r'^\["?([^\]"]+)"?\]', re.MULTILINE)


class Row(msgspec.Struct, frozen=True):
    """One record of a file as text, with readers that check what they read."""

    file: str
    id: str
    cells: dict[str, Any]
    known_sources: Collection[str]

    def error(self, field: str, why: str) -> DataError:
        """Make the error that names this row."""
        return DataError(self.file, self.id, field, why)

    def text(self, field: str, *, empty: bool = False) -> str:
        """Text of a cell; only with ``empty`` may it be empty."""
        value = self.cells.get(field, "")
        if not isinstance(value, str):
            raise self.error(field, f"text expected, found {value!r}")
        if not value and not empty:
            raise self.error(field, "empty")
        return value

    def choice(self, field: str, allowed: Collection[str]) -> str:
        """Text of a cell that must be one of ``allowed``."""
        value = self.text(field)
        if value not in allowed:
            raise self.error(field, f"{value!r} is none of {', '.join(sorted(allowed))}")
        return value

    def number(self, field: str, factor: float = 1.0, *, zero: bool = False) -> float:
        """A positive number times ``factor``; only with ``zero`` may it be 0."""
        value = self.cells.get(field, "")
        try:
            result = float(value)
        except (TypeError, ValueError):
            raise self.error(field, f"number expected, found {value!r}") from None
        if not (result >= 0.0 if zero else result > 0.0) or result == float("inf"):
            raise self.error(field, f"{result:g} is out of range; it must be positive and finite")
        return result * factor

    def degrees(self, field: str) -> float:
        """A temperature on earth [C], of either sign."""
        value = self.cells.get(field, "")
        try:
            result = float(value)
        except (TypeError, ValueError):
            raise self.error(field, f"number expected, found {value!r}") from None
        if not -60.0 <= result <= 60.0:
            raise self.error(field, f"{result:g} is out of range; it must be -60 to 60 C")
        return result

    def maybe(self, field: str, factor: float = 1.0) -> float | None:
        """A positive number times ``factor``, or None if the cell is empty."""
        return self.number(field, factor) if self.cells.get(field, "") != "" else None

    def integer(self, field: str, *, zero: bool = False) -> int:
        """A positive whole number; only with ``zero`` may it be 0."""
        result = self.number(field, zero=zero)
        if result != int(result):
            raise self.error(field, f"{result:g} is not a whole number")
        return int(result)

    def flag(self, field: str) -> bool:
        """``yes`` or ``no``."""
        return self.choice(field, ("yes", "no")) == "yes"

    def day(self, field: str) -> date:
        """A date as YYYY-MM-DD."""
        value = self.cells.get(field, "")
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(field, f"date as YYYY-MM-DD expected, found {value!r}") from None

    def range(self, stem: str, factor: float = 1.0, *, zero: bool = False) -> Range:
        """Three numbers ``stem_low`` <= ``stem_mode`` <= ``stem_high``, times ``factor``."""
        names = (f"{stem}_low", f"{stem}_mode", f"{stem}_high") if stem else ("low", "mode", "high")
        low, mode, high = (self.number(name, factor, zero=zero) for name in names)
        if not low <= mode <= high:
            raise self.error(names[1], f"not low <= mode <= high: {low:g}, {mode:g}, {high:g}")
        return Range(low, mode, high)

    def sources(self) -> tuple[str, ...]:
        """Ids of the sources, each of them declared in some sources.toml."""
        ids = tuple(self.text("src").split())
        for source in ids:
            if source not in self.known_sources:
                raise self.error("src", f"no source {source!r} in any sources.toml")
        return ids

    def common(self) -> dict[str, Any]:
        """Return the arguments that every record shares."""
        return {
            "id": self.id,
            "name": self.text("name"),
            "src": self.sources(),
            "asof": self.day("asof"),
            "confidence": self.choice("confidence", CONFIDENCES),
            "note": self.text("note", empty=True),
        }


def read_csv(path: Path, columns: Collection[str], sources: Collection[str]) -> Iterator[Row]:
    """Read a table that has exactly ``columns`` and an ``id`` that is unique."""
    name = _short(path)
    with _opened(path) as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        check_fields(name, "header", header, columns)
        seen: set[str] = set()
        at = header.index("id")
        for line, cells in enumerate(reader, start=2):
            if len(cells) != len(header):
                why = f"{len(cells)} cells on line {line}, {len(header)} columns"
                raise DataError(name, cells[at] if at < len(cells) else str(line), "*", why)
            if not cells[at] or cells[at] in seen:
                raise DataError(name, cells[at] or str(line), "id", "empty or given twice")
            seen.add(cells[at])
            yield Row(name, cells[at], dict(zip(header, cells, strict=True)), sources)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(_short(path), "*", "*", str(error)) from None


def header_ids(path: Path) -> list[str]:
    """Read the ids of a sources.toml from its headers, without parsing it all."""
    try:
        return _HEADER.findall(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(_short(path), "*", "*", str(error)) from None


def check_fields(
    file: str,
    row: str,
    found: Collection[str],
    known: Collection[str],
    optional: Collection[str] = (),
) -> None:
    """Refuse a field that is not ``known``, one that is missing, and one given twice."""
    for field in found:
        if field not in known and field not in optional:
            raise DataError(file, row, field, "unknown field")
    for field in known:
        if field not in found:
            raise DataError(file, row, field, "missing")
    if len(set(found)) != len(found):
        raise DataError(file, row, "*", "a field is given twice")


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise DataError(_short(path), "*", "*", str(error)) from None
