"""A row of a list, for a shipment or a step of power supply: its main number and the rest of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gui import ink
from gui.levers.buttons import DragHandle, IconButton, TextButton
from gui.levers.date_field import DatePopup
from gui.levers.declared import Declared, fields
from gui.levers.fields import FieldGroup, reason
from gui.levers.lever import Lever
from gui.levers.menus import Entry, row_menu
from gui.levers.provenance import Provenance
from gui.levers.row import LINE, Row
from model.scenario import Scenario


class RecordRow(Lever):
    """The main number of a record. Its name opens the types, its detail a calendar.

    Alt+Up and Alt+Down move the record, Ctrl+D duplicates it, Ctrl+Delete removes it.
    """

    name_requested = Signal()
    date_requested = Signal()
    details_requested = Signal()
    duplicate_requested = Signal()
    remove_requested = Signal()
    move_requested = Signal(int)
    dragged = Signal(float)
    """y inside the row [px] while it is held by its handle"""
    dropped = Signal(float)

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None, *, ordered: bool
    ) -> None:
        self._built = False
        self._more: IconButton | None = None
        self._handle: DragHandle | None = None
        self.details: tuple[str, ...] = ("",)
        super().__init__(path, declared, parent)
        self.ordered = ordered
        self.name = TextButton(12, "t1", self)
        self.when = TextButton(11, "t3", self)
        self.name.clicked.connect(self.name_requested)
        self.when.clicked.connect(self.date_requested)
        self.setTabOrder(self.name, self.when)
        self.setTabOrder(self.when, self.field)
        self.setTabOrder(self.field, self.rail)
        self._built = True
        self.fit()

    @property
    def more(self) -> IconButton:
        """The button that opens the row's menu; made when first needed."""
        if self._more is None:
            self._more = IconButton("more", "More", self)
            self._more.clicked.connect(self._open_more)
        return self._more

    @property
    def handle(self) -> DragHandle:
        """The handle that drags the row; made when first needed."""
        if self._handle is None:
            self._handle = DragHandle(self)
            self._handle.dragged.connect(self.dragged)
            self._handle.dropped.connect(self.dropped)
        return self._handle

    def show_names(self, label: str, details: tuple[str, ...], family: str) -> None:
        """Show the record's name, its dates in the longest form that fits, and its swatch."""
        if (label, details, family) != (self.label, self.details, self.family):
            self.label, self.details, self.family = label, details, family
            self.detail = detail = details[0]
            self.field.setAccessibleName(f"{label}, {detail}")
            self.rail.setAccessibleName(f"{label}, {detail}")
            self.name.setAccessibleName(f"Type: {label}")
            self.when.setAccessibleName(f"Dates: {detail}")
            self.place()
            self.update()

    def show_state(self, *, changed: bool, no_effect: str = "") -> None:
        """Say whether anything of the record differs from the preset's."""
        super().show_state(changed=changed, no_effect=no_effect)
        self.name.show_text(self.label, "t3" if no_effect else "t1")

    def place(self) -> None:
        """Name and dates as buttons; the menu beside reset and lock while hovered."""
        super().place()
        if not self._built:
            return
        right = self.text_right
        if self._hovered:
            right = self._place_button(self.more, int(right) + 4, 0) - 4
            if self.ordered:
                self.handle.move(1, 0)
                self.handle.show()
        else:
            for child in (self._more, self._handle):
                if child is not None:
                    child.hide()
        left = int(self.label_left())
        self.name.show_text(self.label, "t3" if self.no_effect else "t1")
        wide = min(round(ink.width(self.label, 12)) + 2, max(int(right) - left, 0))
        self.name.setGeometry(left, 0, wide, LINE)
        left += wide + 4
        room = int(right) - left
        fitting = (form for form in self.details if ink.width(form, 11) + 2 <= room)
        detail = next(fitting, self.details[-1] if room > 40 else "")
        self.when.show_text(detail, "t3")
        self.when.setVisible(bool(detail))
        self.when.setGeometry(left, 0, min(round(ink.width(detail, 11)) + 2, room), LINE)

    def paint_label(self, painter: QPainter, left: float, top: float) -> float:
        """The name is a button."""
        return left

    def paint_detail(self, painter: QPainter, left: float, top: float) -> None:
        """The dates are a button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, duplicate, remove."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if alt and self.ordered and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif control and self.ordered and key == Qt.Key.Key_D:
            self.duplicate_requested.emit()
        elif control and key == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def open_menu(self, where: QPoint) -> None:
        """What can be done with the record."""
        entries: list[Entry] = [("All fields", self.details_requested.emit, True)]
        if self.ordered:
            entries += [
                ("Duplicate\tCtrl+D", self.duplicate_requested.emit, True),
                ("Move up\tAlt+Up", self._up, True),
                ("Move down\tAlt+Down", self._down, True),
            ]
        entries.append(("Remove\tCtrl+Del", self.remove_requested.emit, True))
        self._menu = row_menu(self, entries)
        self._menu.popup(where)

    def _up(self) -> None:
        self.move_requested.emit(-1)

    def _down(self) -> None:
        self.move_requested.emit(1)

    def _open_more(self) -> None:
        self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))


class RecordBlock(QWidget):
    """A `RecordRow`, and beneath it, when asked for, a row for every other declared field.

    ``made`` announces rows that came into being later, so that the panel can listen to them.
    """

    made = Signal(list)

    def __init__(
        self,
        prefix: str,
        record: type[msgspec.Struct],
        main: str,
        parent: QWidget | None = None,
        *,
        ordered: bool,
    ) -> None:
        super().__init__(parent)
        self.prefix, self.record_type, self.main_key = prefix, record, main
        declared = next(entry for entry in fields(record) if entry.key == main)
        self.row = RecordRow(f"{prefix}.{main}", declared, self, ordered=ordered)
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
        key = (record, preset, why, sites)
        if key == self._shown:
            return
        self._shown, self.record = key, record
        self.row.show_names(*self.names(record, scenario))
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

    def toggle_details(self) -> None:
        """Show or hide a row for every other field of the record."""
        if self.group is None:
            self.group = FieldGroup(
                self.prefix,
                self.record_type,
                only=self._other,
                parent=self,
                indent=14,
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
