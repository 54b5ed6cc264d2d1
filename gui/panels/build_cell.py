"""The editor in a cell of the Build tab: it keeps what was typed until it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import icons
from gui import theme as themes
from gui.levers.menus import options_menu
from gui.panels.build_lines import CHOICES, COLUMNS, FIELDS
from gui.panels.lines import Index
from gui.panels.table import ROW
from gui.plots.chart import LEFT, RIGHT
from gui.style import mark

if TYPE_CHECKING:
    from gui.panels.build_table import TaskTable

_CLOSERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class CellEditor(QLineEdit):
    """What was typed stays until it is taken or Esc is pressed; red while it is refused.

    ``words`` are those that may stand there, which it offers in a menu; () for any text.
    """

    picked = Signal()
    """one of the words"""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.words = tuple(words)
        if words:
            arrow = self.addAction(
                icons.icon("chevron_down", themes.current()),
                QLineEdit.ActionPosition.TrailingPosition,
            )
            arrow.triggered.connect(self.open_options)

    def open_options(self) -> None:
        """Offer the words beneath; nothing where any text may stand."""
        if self.words:
            self.menu = options_menu(self, [(word, word) for word in self.words], self.text())
            self.menu.triggered.connect(self._pick)
            self.menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _pick(self, action: QAction) -> None:
        self.setText(action.data())
        self.setModified(True)
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The down key offers the words."""
        if event.key() == Qt.Key.Key_Down:
            self.open_options()
        else:
            super().keyPressEvent(event)

    def set_refused(self, refused: bool) -> None:
        """Give it a red border, or its own again."""
        mark(self, "refused", refused)


class CellDelegate(QStyledItemDelegate):
    """Hands the text to the table and closes the editor only when it was taken."""

    def __init__(self, table: TaskTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> CellEditor:
        """A line for the cell."""
        del option
        words = CHOICES.get(FIELDS[index.column()], {}).values()
        editor = CellEditor(tuple(words), parent)
        editor.setFont(themes.font(12))
        column = COLUMNS[index.column()]
        editor.setAlignment(RIGHT if column.kind == "number" else LEFT)
        editor.setAccessibleName(f"{column.title} of {self._table.rows[index.row()].line.cells[0]}")
        editor.setProperty("row", index.row())
        editor.setProperty("column", index.column())
        editor.textEdited.connect(self._table.forget_refusal)
        editor.picked.connect(lambda: self._take(editor, Qt.Key.Key_Return))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The value in force, unless the user is typing."""
        if isinstance(editor, CellEditor) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The cell, and wider where the text needs it."""
        rect = option.rect
        least = 320 if FIELDS.get(index.column()) in ("label", "after") else 84
        editor.setGeometry(rect.x(), rect.y(), max(rect.width(), least), ROW - 1)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and leaving take the text, if it is allowed; Esc gives it up."""
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._table.forget_refusal()
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
            if event.key() in _CLOSERS:
                self._take(editor, event.key())
                return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() == Qt.FocusReason.PopupFocusReason:
                return False  # its menu is open
            if editor.isModified() and editor.isVisible() and self._table.window().isVisible():
                self._take(editor, None)
            return (
                False  # the editor stays while its text is refused, or another window is in front
            )
        return super().eventFilter(editor, event)

    def _take(self, editor: CellEditor, key: int | None) -> None:
        row, column = int(editor.property("row")), int(editor.property("column"))
        if editor.isModified() and not self._table.take(row, column, editor.text()):
            editor.set_refused(True)
            return
        editor.setModified(False)
        hints = QAbstractItemDelegate.EndEditHint
        hint = hints.NoHint
        if key == Qt.Key.Key_Tab:
            hint = hints.EditNextItem
        elif key == Qt.Key.Key_Backtab:
            hint = hints.EditPreviousItem
        self.closeEditor.emit(editor, hint)
