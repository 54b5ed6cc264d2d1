"""A row for a date, typed or from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from gui import format as fmt
from gui.levers.date_field import DateField
from gui.levers.declared import Declared
from gui.levers.field_row import FieldRow
from model.errors import InputError


class DateRow(FieldRow):
    """A field that takes a date, typed or from a calendar; an optional one may be empty."""

    field: DateField

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        super().__init__(path, declared, parent, indent=indent)
        self.optional = declared.optional
        self.shown_key: date | None = None
        self.field.stepped.connect(self._stepped)
        self.field.settled.connect(self.released)
        self.field.picked.connect(self._give)
        self._value: date | None = None

    def make_field(self) -> DateField:
        """A field that opens a calendar."""
        return DateField(self)

    def field_width(self) -> int:
        """Enough for any date and the calendar's mark."""
        return 112

    def show_value(self, value: date | None, preset: date | None = None) -> None:
        """Show ``value``."""
        self._value = value
        if self.field.show_date(value):
            self.refuse("")

    def take_typed(self, text: str) -> None:
        """Give the date that is meant, or say why there is none."""
        if not text.strip() and self.optional:
            self._give(None)
            return
        try:
            self._give(fmt.parse_date(text, self.path))
        except InputError as error:
            self.refuse(f"“{text.strip()}” is not {error.limit}. {error.hint}")

    def _stepped(self, direction: int, page: bool, fine: bool) -> None:
        if self._value is not None:
            days = direction * (30 if page else 1)
            self.refuse("")
            self.edited.emit(self.path, date.fromordinal(self._value.toordinal() + days))

    def _give(self, when: date | None) -> None:
        self.refuse("")
        self.field.restore()
        self.edited.emit(self.path, when)
        self.released.emit()
