"""The build network of a site as a file of another program: CSV, and MS-Project XML (MSPDI)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from model.errors import InputError
from model.files import write_atomically
from model.paths import replaced
from model.records import TaskRecord
from model.scenario import Scenario, TaskEdit
from model.scenario_checks import check
from model.task_edits import as_edits

KINDS = {".csv": "CSV", ".xml": "MS-Project XML"}
LARGEST = 20_000_000
"""Bytes of the largest file that is read."""


class Imported(msgspec.Struct, frozen=True):
    """A network that was read."""

    tasks: dict[str, TaskEdit]
    """what the site changes in its template to have this network"""
    notes: tuple[str, ...]
    """sentences on what could not be taken over as it stood"""


def load_network(path: Path, scenario: Scenario, site: int) -> Imported:
    """The network in the file at ``path`` as edits of site ``site``.

    Raises InputError that names file, line and element, or the loop if tasks wait in a circle.
    """
    kind = _kind(path)
    text = _bytes(path)
    place = scenario.sites[site]
    notes: tuple[str, ...] = ()
    tasks: tuple[TaskRecord, ...]
    if kind == ".csv":
        from model.exchange.sheet import read

        tasks = read(text, path.name, place.build)
    else:
        from model.exchange.mspdi_read import read as read_xml

        tasks, notes = read_xml(text, path.name, place.build)
    if not tasks:
        raise InputError(path.name, path.name, "it has no tasks", "Export them from the scheduler.")
    edits = as_edits(place, tasks)
    both = [task.label for task in tasks if task.ordered is not None and task.after]
    if both:
        said = "their order dates hold, not what the file has them wait for"
        notes = (*notes, f"{'; '.join(both)}: {said}.")
    path_of_tasks = f"sites.{site}.tasks"
    try:
        check(replaced(scenario, path_of_tasks, edits))
    except InputError as error:
        key = error.key.removeprefix(path_of_tasks).lstrip(".")
        key = "".join(sign if sign.isprintable() else " " for sign in key)
        where = f"{path.name}, {key}" if key else path.name
        raise InputError(where, error.value, error.limit, error.hint) from None
    return Imported(edits, (*notes, *_before_work(tasks, place.start)))


def _before_work(tasks: tuple[TaskRecord, ...], start: date) -> tuple[str, ...]:
    """A note on the tasks that are to begin before the site's ``start`` of work."""
    early = [t.label for t in tasks if t.not_before and t.not_before < start and not t.ordered]
    if not early:
        return ()
    more = f" and {len(early) - 1} more" if len(early) > 1 else ""
    return (f"Work here begins on {start}: the earlier start of {early[0]!r}{more} holds nothing.",)


def save_network(path: Path, scenario: Scenario, site: int) -> None:
    """Write the network of site ``site`` to ``path``, all or nothing; its suffix says as what."""
    write_atomically(path, network_bytes(_kind(path), scenario, site))


def network_bytes(kind: str, scenario: Scenario, site: int) -> bytes:
    """The network of site ``site`` as a file; ``kind`` is a suffix of `KINDS`."""
    if kind == ".csv":
        from model.exchange.sheet import write

        return write(scenario.sites[site]).encode("utf-8")
    from model.exchange.mspdi_write import write as write_xml

    return write_xml(scenario, site)


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in KINDS:
        limit = f"the name ends in {' or '.join(KINDS)}"
        raise InputError(path.name, path.name, limit, "Choose one of them.")
    return kind


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            limit = f"at most {LARGEST // 1_000_000} MB"
            raise InputError(path.name, path.name, limit, "Take out what is no task.")
        return path.read_bytes()
    except OSError as error:
        limit = f"the file can't be read: {error.strerror}"
        raise InputError(path.name, str(path), limit, "Check the path.") from None
