"""Rows for the declared fields of one record: made once, then only their values change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from gui.levers.choice import ListRow
from gui.levers.date_row import DateRow
from gui.levers.declared import Declared, fields
from gui.levers.lever import Lever
from gui.levers.name_row import NameRow
from gui.levers.provenance import DECISION, Provenance, of_record
from gui.levers.row import Row
from model.catalog import catalog
from model.scenario import Scenario


class StandIn(msgspec.Struct, frozen=True):
    """What an optional number that is empty stands for."""

    value: Any = None
    """the number that holds; or, if none does, where the slider starts from"""
    word: str = ""
    """says so: ``usual``, ``no limit``"""
    holds: bool = True
    """False: there is no such number, and the word stands where it would"""


Default = Callable[[Declared, Scenario], StandIn]


def no_default(declared: Declared, scenario: Scenario) -> StandIn:
    """An empty field stands for nothing else."""
    return StandIn()


class Entry(msgspec.Struct, frozen=True):
    """A declared field and its row."""

    declared: Declared
    row: Row


class FieldGroup:
    """The rows of some fields of one record at ``prefix``, e.g. ``sites.0``.

    Parameters
    ----------
    provenance : where a field's value comes from; a record of the catalogue brings its own
    default : what an empty optional field stands for
    """

    def __init__(
        self,
        prefix: str,
        record: type[msgspec.Struct],
        *,
        only: Callable[[Declared], bool],
        parent: QWidget | None = None,
        indent: int = 0,
        default: Default = no_default,
    ) -> None:
        self.prefix = prefix
        self._default = default
        self._sites: tuple[str, ...] = ()
        self.entries = [
            Entry(declared, make_row(f"{prefix}.{declared.key}", declared, parent, indent))
            for declared in fields(record)
            if only(declared)
        ]

    @property
    def rows(self) -> list[Row]:
        """The rows in the order of declaration."""
        return [entry.row for entry in self.entries]

    def show(
        self,
        record: Any,
        preset: Any | None,
        scenario: Scenario,
        no_effect: Mapping[str, str],
    ) -> None:
        """Show the values of ``record``, marked against ``preset``."""
        for entry in self.entries:
            declared, row = entry.declared, entry.row
            value = getattr(record, declared.name)
            first = value if preset is None else getattr(preset, declared.name)
            if declared.kind == "site":
                self._offer_sites(row, scenario)
            self._show(declared, row, value, first if preset is not None else None, scenario)
            row.show_state(changed=value != first, no_effect=reason(no_effect, row.path))

    def show_provenance(self, find: Callable[[Declared], Provenance]) -> None:
        """Mark every row that is not a record of the catalogue with its source."""
        for entry in self.entries:
            if entry.declared.kind != "record":
                entry.row.show_provenance(find(entry.declared))

    def _show(
        self, declared: Declared, row: Row, value: Any, preset: Any, scenario: Scenario
    ) -> None:
        if isinstance(row, Lever):
            usual = self._default(declared, scenario)
            row.show_detail(usual.word if value is None and usual.holds else "")
            preset = usual.value if preset is None and usual.holds else preset
            if value is not None:
                row.show_value(value, preset)
                return
            start = row.scale.low if usual.value is None else usual.value
            row.show_value(start, preset, instead="" if usual.holds else usual.word)
        elif isinstance(row, NameRow):
            row.show_value(value, preset)
        elif isinstance(row, ListRow | DateRow):
            row.show_value(value, preset)
            if declared.kind == "record" and row.shown_key != value:
                row.shown_key = value
                row.show_provenance(of_record(declared.table, value))

    def _offer_sites(self, row: Row, scenario: Scenario) -> None:
        sites = tuple(site.id for site in scenario.sites)
        if isinstance(row, ListRow) and sites != self._sites:
            self._sites = sites
            row.show_entries([(site, site) for site in sites])


def make_row(path: str, declared: Declared, parent: QWidget | None, indent: int = 0) -> Row:
    """The row that suits the declaration."""
    if declared.kind == "number":
        return Lever(path, declared, parent, indent=indent)
    if declared.kind == "date":
        return DateRow(path, declared, parent, indent=indent)
    if declared.kind == "name":
        return NameRow(path, declared, parent, indent=indent)
    row = ListRow(path, declared, entries_of(declared), parent, indent=indent)
    row.show_provenance(DECISION)
    return row


def entries_of(declared: Declared) -> Sequence[tuple[str, str]]:
    """What a list offers: data and text."""
    if declared.kind == "record":
        table = getattr(catalog(), declared.table)
        return [(key, record.name) for key, record in table.items()]
    return [(option, option_text(option)) for option in declared.options]


def option_text(option: str) -> str:
    """A word of a declaration as the screen writes it: Grid, but bf16."""
    return option if any(letter.isdigit() for letter in option) else option.capitalize()


def reason(no_effect: Mapping[str, str], path: str) -> str:
    """Why the field at ``path`` has no effect now; empty if it has."""
    if not no_effect:
        return ""
    why = no_effect.get(path, "")
    if not why or why.startswith("No effect"):
        return why
    return f"No effect now: {why[:1].lower() + why[1:] if not why[:2].isupper() else why}"
