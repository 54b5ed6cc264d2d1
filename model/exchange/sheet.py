"""The build network as a table: one row a task, in CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from datetime import date

from model import links
from model.checks import dated, named
from model.columns import STAGES, TASK_KINDS
from model.errors import InputError
from model.network import network_of, unsaid
from model.records import TaskRecord
from model.scenario import Site
from model.task_edits import task_value

COLUMNS = (
    "id", "label", "low_d", "mode_d", "high_d", "after", "stage", "kind", "size_exponent",
    "ordered", "not_before", "note",
)  # fmt: skip
_NEEDED = ("id", "mode_d")


def write(site: Site) -> str:
    """The tasks of ``site``, predecessors first, as CSV text; durations in days."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for task in network_of(site).tasks:
        ordered = task_value(site, task.id, "ordered")
        table.writerow(
            (
                task.id, task.label, repr(task.low), repr(task.mode), repr(task.high),
                ", ".join(task.after), task.stage, task.kind, repr(task.size_exponent),
                ordered or "", task.not_before or "", task.note,
            )
        )  # fmt: skip
    return out.getvalue()


def read(data: bytes, name: str, build: str) -> tuple[TaskRecord, ...]:
    """The tasks in CSV ``data``; raises InputError that names the line and the column.

    Columns may stand in any order. ``low_d`` and ``high_d`` default to ``mode_d``, ``label`` to
    the id, ``stage`` to ``site``, ``kind`` and ``size_exponent`` to those of template ``build``.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise InputError(name, name, "text in UTF-8", "Save it as CSV UTF-8.") from None
    sample = text.partition("\n")[0]
    mark = ";" if sample.count(";") > sample.count(",") else ","  # as spreadsheets of many lands do
    rows = csv.DictReader(io.StringIO(text), delimiter=mark, strict=True)
    found = []
    try:
        _check_header([column.strip() for column in rows.fieldnames or ()], name)
        for row in rows:
            where = f"{name}, line {rows.line_num}"
            if None in row:
                limit = f"{len(rows.fieldnames or ())} cells a line"
                raise InputError(where, len(row[None]), limit, "Put texts with commas in quotes.")
            cells = {key.strip(): (value or "").strip() for key, value in row.items()}
            if any(cells.values()):
                found.append(_task(cells, where, build))
    except csv.Error as error:
        raise InputError(f"{name}, line {rows.line_num}", "", str(error), "Mend it.") from None
    _check_ids(found, name)
    return tuple(found)


def _check_header(columns: list[str], name: str) -> None:
    where = f"{name}, line 1"
    for column in columns:
        if column not in COLUMNS:
            limit = f"columns are {', '.join(COLUMNS)}"
            raise InputError(where, column, limit, "Rename it or take it out.")
        if columns.count(column) > 1:
            raise InputError(where, column, "each column once", "Take one of the two out.")
    for column in _NEEDED:
        if column not in columns:
            raise InputError(where, ",".join(columns), f"column {column} is needed", "Add it.")


def _check_ids(tasks: list[TaskRecord], name: str) -> None:
    seen: set[str] = set()
    for task in tasks:
        if task.id in seen:
            raise InputError(f"{name}, id", task.id, "each id once", "Rename one of the two.")
        seen.add(task.id)


def _task(cells: Mapping[str, str], where: str, build: str) -> TaskRecord:
    id = cells["id"]
    if not id:
        raise InputError(f"{where}, id", "", "every task has an id", "For example yard-crane.")
    mode = _number(cells, "mode_d", where)
    ordered = _date(cells, "ordered", where)
    usual = unsaid(build, id, ordered)
    return TaskRecord(
        id=id,
        label=cells.get("label") or id,
        low=_number(cells, "low_d", where, mode),
        mode=mode,
        high=_number(cells, "high_d", where, mode),
        after=links.typed(cells.get("after", ""), f"{where}, after"),
        stage=_choice(cells, "stage", where, STAGES, "site"),
        src=(),
        confidence="D",
        note=cells.get("note", ""),
        kind=_choice(cells, "kind", where, TASK_KINDS, usual["kind"]),
        size_exponent=_number(cells, "size_exponent", where, usual["size_exponent"]),
        ordered=ordered,
        not_before=_date(cells, "not_before", where),
    )


def _number(
    cells: Mapping[str, str], column: str, where: str, default: float | None = None
) -> float:
    text = cells.get(column, "")
    if not text and default is not None:
        return default
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if math.isfinite(found):
        return found
    unit = " of days" if column.endswith("_d") else ""
    raise InputError(
        f"{where}, {column}", text, f"a number{unit}", "Write a number such as 0.3 or 12.5."
    )


def _date(cells: Mapping[str, str], column: str, where: str) -> date | None:
    text = cells.get(column, "")
    return dated(f"{where}, {column}", text) if text else None


def _choice(
    cells: Mapping[str, str], column: str, where: str, allowed: tuple[str, ...], default: str
) -> str:
    return named(f"{where}, {column}", cells.get(column) or default, allowed)
