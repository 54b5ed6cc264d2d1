"""A row for the name by which others refer to a record."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.levers.choice import list_width
from gui.levers.declared import Declared
from gui.levers.field import ValueField
from gui.levers.field_row import FieldRow


class NameRow(FieldRow):
    """A field for a name. What the document makes of it is told by `refuse`."""

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        super().__init__(path, declared, parent, indent=indent)
        self._value: str | None = None

    def make_field(self) -> ValueField:
        """A field for words."""
        field = ValueField("", self)
        field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        field.setMaximumHeight(24)
        field.setPlaceholderText("none")
        return field

    def field_width(self) -> int:
        """As wide as the lists beneath it."""
        return list_width(self.width())

    def show_value(self, value: str, preset: str | None = None) -> None:
        """Show ``value``."""
        if value != self._value:
            self._value = value
            self.field.show_text(value)
            self.refuse("")

    def take_typed(self, text: str) -> None:
        """Give the name."""
        self.refuse("")
        self.edited.emit(self.path, text.strip())
        self.released.emit()
