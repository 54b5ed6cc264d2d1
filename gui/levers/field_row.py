"""A row of one line: the label, and at the right a field that is typed into."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.levers.declared import Declared
from gui.levers.field import ValueField
from gui.levers.row import LINE, ONE_LINE, PAD, Row


class FieldRow(Row):
    """Subclasses make the field, say how wide it is, and read what was typed."""

    base_height = ONE_LINE

    def __init__(
        self, path: str, declared: Declared, parent: QWidget | None = None, *, indent: int = 0
    ) -> None:
        super().__init__(path, declared.label, parent, indent=indent)
        self.help = declared.help
        self.field = self.make_field()
        self.field.setAccessibleName(declared.label)
        self.setFocusProxy(self.field)
        self.field.committed.connect(self.take_typed)
        self.field.restored.connect(self.accept)
        self.fit()

    def make_field(self) -> ValueField:
        """The field, in this row."""
        raise NotImplementedError

    def field_width(self) -> int:
        """How wide the field is [px]."""
        raise NotImplementedError

    def take_typed(self, text: str) -> None:
        """The user gave ``text``."""
        raise NotImplementedError

    @property
    def line_height(self) -> int:
        """The whole row is one line."""
        return ONE_LINE

    def refuse(self, message: str) -> None:
        """Say why what was typed was not taken."""
        super().refuse(message)
        self.field.set_refused(bool(message))

    def restore(self) -> None:
        """Back to the value in force."""
        self.field.drop_refused()
        self.refuse("")

    def freeze(self, locked: bool) -> None:
        """Hold the field."""
        self.field.set_locked(locked)

    def editor_left(self) -> int:
        """Where the field starts."""
        return self.width() - PAD - self.field_width()

    def place(self) -> None:
        """Put the field at the right."""
        super().place()
        self.field.setGeometry(self.editor_left(), 4, self.field_width(), LINE + 2)
