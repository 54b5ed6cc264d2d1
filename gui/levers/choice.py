"""Rows that choose from a list: a record of the catalogue, one of a few words, or a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from gui import icons, ink, theme
from gui.levers.declared import Declared
from gui.levers.row import ONE_LINE, PAD, Row


class Combo(QComboBox):
    """A list that opens; the wheel turns it only when it is focused. `picked` carries the data."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font(12))
        # Qt gives the focus to a list under a turning wheel, which then would turn the list.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(24)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._activated)

    def show_choice(self, key: str) -> None:
        """Show the entry whose data is ``key``; emits nothing that the user didn't choose."""
        if self.currentData() != key:
            self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel unless focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field as the style does, and the chevron."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ink.elided(option.currentText, self.width() - 34, 12)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        box = QRectF(self.width() - 20, (self.height() - 14) / 2, 14, 14)
        icons.paint(painter, "chevron_down", box, theme.current().t2)
        painter.end()

    def _activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index))


def list_width(row: int) -> int:
    """How much of a row of that width a list takes: the larger part [px]."""
    return min(200, round(row * 0.595))


class ListRow(Row):
    """A field that takes one of a list. ``entries`` are (data, text)."""

    base_height = ONE_LINE

    def __init__(
        self,
        path: str,
        declared: Declared,
        entries: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        indent: int = 0,
    ) -> None:
        super().__init__(path, declared.label, parent, indent=indent)
        self.help = declared.help
        self.shown_key: str | None = None
        self.combo = Combo(self)
        self.combo.setAccessibleName(declared.label)
        self.show_entries(entries)
        self.combo.picked.connect(self._picked)
        self.setFocusProxy(self.combo)
        self.fit()

    @property
    def line_height(self) -> int:
        """The whole row is one line."""
        return ONE_LINE

    def show_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Offer ``entries``."""
        self.combo.clear()
        for key, text in entries:
            self.combo.addItem(text, key)

    def show_value(self, value: str, preset: str | None = None) -> None:
        """Show ``value``."""
        self.combo.show_choice(value)
        self.refuse("")

    def back_to(self, value: Any) -> None:
        """The list back at ``value``."""
        self.combo.show_choice(value)

    def freeze(self, locked: bool) -> None:
        """Hold the list."""
        self.combo.setEnabled(not locked)

    def editor_left(self) -> int:
        """Where the list starts."""
        return self.width() - PAD - list_width(self.width())

    def place(self) -> None:
        """Put the list at the right."""
        super().place()
        self.combo.setGeometry(self.editor_left(), 3, list_width(self.width()), 24)

    def _picked(self, key: str) -> None:
        self.edited.emit(self.path, key)
        self.released.emit()
