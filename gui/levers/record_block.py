"""A record of a list on the screen: its row, and a row for each other field when unfolded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gui.levers.declared import Declared, fields
from gui.levers.fields import FieldGroup, StandIn, no_default, reason
from gui.levers.provenance import Provenance
from gui.levers.record_row import RecordRow
from gui.levers.row import LINE, Row
from model.scenario import Scenario


class RecordBlock(QWidget):
    """A `RecordRow`, and beneath it, when asked for, a row for every other declared field.

    ``made`` announces rows that came into being later, so that the panel can listen to them. The
    others say what the user asks of the record: its ``index`` in ``items``, then a step or y [px].
    """

    made = Signal(list)
    duplicate_requested = Signal(int)
    remove_requested = Signal(int)
    move_requested = Signal(int, int)
    dragged = Signal(int, float)
    dropped = Signal(int, float)

    def __init__(
        self,
        items: str,
        index: int,
        record: type[msgspec.Struct],
        main: str,
        parent: QWidget | None = None,
        *,
        ordered: bool,
    ) -> None:
        super().__init__(parent)
        self.index, self.prefix = index, f"{items}.{index}"
        self.record_type, self.main_key = record, main
        declared = next(entry for entry in fields(record) if entry.key == main)
        self.row = RecordRow(f"{self.prefix}.{main}", declared, self, ordered=ordered)
        self.row.date_path = f"{self.prefix}.{self.date_key()}"
        self.group: FieldGroup | None = None
        self.record: Any = None
        self._shown: tuple[Any, ...] = ()
        self._last: tuple[Any, Any, Mapping[str, str]] = (None, None, {})
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.row)
        self.row.details_requested.connect(self.toggle_details)
        self.row.name_requested.connect(self.open_types)
        self.row.date_requested.connect(self.open_dates)
        self.row.duplicate_requested.connect(lambda: self.duplicate_requested.emit(index))
        self.row.remove_requested.connect(lambda: self.remove_requested.emit(index))
        self.row.move_requested.connect(lambda step: self.move_requested.emit(index, step))
        self.row.dragged.connect(lambda y: self.dragged.emit(index, y))
        self.row.dropped.connect(lambda y: self.dropped.emit(index, y))

    @property
    def rows(self) -> list[Row]:
        """The main row and, if they exist, the others."""
        return [self.row, *(self.group.rows if self.group is not None else [])]

    def show_record(
        self,
        record: Any,
        preset: Any | None,
        scenario: Scenario,
        no_effect: Mapping[str, str],
    ) -> None:
        """Show ``record``, marked against ``preset``."""
        why = reason(no_effect, self.row.path)
        self._last = (preset, scenario, no_effect)
        sites = scenario.sites if self.group is not None else len(scenario.sites)
        key = (record, preset, why, sites, self.context(record, scenario))
        if key == self._shown:
            return
        self._shown, self.record = key, record
        self.row.show_names(*self.names(record, scenario))
        self.row.show_caption(self.caption(record, scenario))
        first = None if preset is None else getattr(preset, self.main_key)
        self.row.show_value(getattr(record, self.main_key), first)
        self.row.show_state(changed=preset is not None and record != preset, no_effect=why)
        self.row.show_provenance(self.provenance(record, scenario))
        if self.group is not None:
            self.group.show(record, preset, scenario, no_effect)
            self._show_relevant(record)

    def changes(self) -> list[tuple[str, Any]]:
        """Path and preset value of every field that differs from the preset's record."""
        preset = self._last[0]
        if preset is None:
            return []
        entries = fields(self.record_type)
        return [
            (f"{self.prefix}.{entry.key}", getattr(preset, entry.name))
            for entry in entries
            if getattr(self.record, entry.name) != getattr(preset, entry.name)
        ]

    def provenance(self, record: Any, scenario: Scenario) -> Provenance:
        """Where the record comes from."""
        raise NotImplementedError

    def names(self, record: Any, scenario: Scenario) -> tuple[str, tuple[str, ...], str]:
        """Label, forms of the detail from long to short, and family of the main row."""
        raise NotImplementedError

    def context(self, record: Any, scenario: Scenario) -> Any:
        """What else of the scenario the row shows, to be compared with what it showed last."""
        return None

    def caption(self, record: Any, scenario: Scenario) -> str:
        """What stands under the main row; empty: nothing."""
        return ""

    def date_key(self) -> str:
        """The key of the date that the detail shows."""
        raise NotImplementedError

    def type_menu(self) -> QMenu:
        """The types that the record may be of; an action's data is the value."""
        raise NotImplementedError

    def type_key(self) -> str:
        """The key of the record's type."""
        raise NotImplementedError

    def relevant(self, declared: Declared, record: Any) -> bool:
        """Whether a field means anything for this record."""
        return True

    def stand_in(self, declared: Declared, scenario: Scenario) -> StandIn:
        """What an optional field that is empty stands for."""
        return no_default(declared, scenario)

    def toggle_details(self) -> None:
        """Show or hide a row for every other field of the record."""
        if self.group is None:
            self.group = FieldGroup(
                self.prefix,
                self.record_type,
                only=self._other,
                parent=self,
                indent=14,
                default=self.stand_in,
            )
            for row in self.group.rows:
                self._layout.addWidget(row)
            self.made.emit(self.group.rows)
            preset, scenario, reasons = self._last
            self.group.show(self.record, preset, scenario, reasons)
            self.group.show_provenance(self._provenance)
            self._show_relevant(self.record)
        else:
            for row in self.group.rows:
                self._layout.removeWidget(row)
                row.deleteLater()
            self.group = None

    def open_types(self) -> None:
        """Open the menu of types under the name."""
        self._menu = self.type_menu()
        self._menu.triggered.connect(self._typed)
        self._menu.popup(self.row.name.mapToGlobal(QPoint(0, self.row.name.height())))

    def open_dates(self) -> None:
        """Open the calendar under the detail."""
        when = getattr(self.record, _attribute(self.record, self.date_key()))
        from gui.levers.date_popup import DatePopup

        self._popup = DatePopup(when, self)
        self._popup.picked.connect(self._dated)
        self._popup.show_at(self.row.when.mapToGlobal(QPoint(0, LINE)))

    def _other(self, declared: Declared) -> bool:
        return declared.key != self.main_key

    def _provenance(self, declared: Declared) -> Provenance:
        return self.row.provenance

    def _show_relevant(self, record: Any) -> None:
        if self.group is not None:
            for entry in self.group.entries:
                entry.row.setVisible(self.relevant(entry.declared, record))

    def _typed(self, action: QAction) -> None:
        self._give(self.type_key(), action.data())

    def _dated(self, when: date) -> None:
        self._give(self.date_key(), when)

    def _give(self, key: str, value: Any) -> None:
        self.row.edited.emit(f"{self.prefix}.{key}", value)
        self.row.released.emit()


def _attribute(record: Any, key: str) -> str:
    return next(
        info.name for info in msgspec.structs.fields(type(record)) if info.encode_name == key
    )
