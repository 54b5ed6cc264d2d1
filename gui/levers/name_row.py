"""A row for the name by which others refer to a record."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.levers.choice import ROW, list_width
from gui.levers.declared import Declared
from gui.levers.field import ValueField
from gui.levers.row import LINE, PAD, Row


class NameRow(Row):
    """A field for a name. What the document makes of it is told by `refuse`."""

    base_height = ROW

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        super().__init__(path, declared.label, parent, indent=indent)
        self.help = declared.help
        self.field = ValueField("", self)
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.field.setMaximumHeight(24)
        self.field.setPlaceholderText("none")
        self.field.setAccessibleName(declared.label)
        self.setFocusProxy(self.field)
        self.field.committed.connect(self._typed)
        self.field.restored.connect(self.accept)
        self._value: str | None = None
        self.fit()

    @property
    def line_height(self) -> int:
        """The whole row is one line."""
        return ROW

    def show_value(self, value: str, preset: str | None = None) -> None:
        """Show ``value``."""
        if value != self._value:
            self._value = value
            self.field.show_text(value)
            self.refuse("")

    def refuse(self, message: str) -> None:
        """Say why a name was not taken."""
        super().refuse(message)
        self.field.set_refused(bool(message))

    def restore(self) -> None:
        """Back to the name in force."""
        self.field.drop_refused()
        self.refuse("")

    def freeze(self, locked: bool) -> None:
        """Hold the field."""
        self.field.set_locked(locked)

    def editor_left(self) -> int:
        """As wide as the lists beneath it."""
        return self.width() - PAD - list_width(self.width())

    def place(self) -> None:
        """Put the field at the right."""
        super().place()
        self.field.setGeometry(self.editor_left(), 4, list_width(self.width()), LINE + 2)

    def _typed(self, text: str) -> None:
        self.refuse("")
        self.edited.emit(self.path, text.strip())
        self.released.emit()
