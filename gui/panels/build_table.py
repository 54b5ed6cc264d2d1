"""The table of the Build tab: cells that are edited in place and keep what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import theme as themes
from gui.panels.build_lines import COLUMNS, FIELDS, HINTS, TaskRow
from gui.panels.lines import Index, Lines
from gui.panels.table import PAD, ROW, Table
from gui.plots.chart import LEFT, RIGHT, Ink
from gui.style import mark

_CLOSERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class TaskLines(Lines):
    """The rows; those columns that stand for a field can be edited."""

    rows_of: tuple[TaskRow, ...] = ()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Editable where a field stands."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.column() in FIELDS else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As in any table; for an editor, the text that it begins with."""
        if role == Qt.ItemDataRole.EditRole:
            return self.rows_of[index.row()].texts.get(index.column(), "")
        if role == Qt.ItemDataRole.ToolTipRole:
            hint = HINTS.get(FIELDS.get(index.column(), self.columns[index.column()].title), "")
            return "\n".join(text for text in (hint, super().data(index, role)) if text)
        return super().data(index, role)


class CellEditor(QLineEdit):
    """What was typed stays until it is taken or Esc is pressed; red while it is refused."""

    def set_refused(self, refused: bool) -> None:
        """Give it a red border, or its own again."""
        mark(self, "refused", refused)


class _Delegate(QStyledItemDelegate):
    """Hands the text to the table and closes the editor only when it was taken."""

    def __init__(self, table: TaskTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> CellEditor:
        """A line for the cell."""
        del option
        editor = CellEditor(parent)
        editor.setFont(themes.font(12))
        column = COLUMNS[index.column()]
        editor.setAlignment(RIGHT if column.kind == "number" else LEFT)
        editor.setAccessibleName(f"{column.title} of {self._table.rows[index.row()].line.cells[0]}")
        editor.setProperty("row", index.row())
        editor.setProperty("column", index.column())
        editor.textEdited.connect(self._table.forget_refusal)
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
        if event.type() == QEvent.Type.FocusOut:
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


class TaskTable(Table):
    """One row a task. `typed` asks for an edit; who hears it calls `refuse` if it isn't made."""

    typed = Signal(str, str, str)
    """task id, field, text"""
    removal = Signal()
    """the Delete key"""
    message = Signal(str)
    """why the text in the editor was refused; empty: it no longer is"""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, COLUMNS, parent)
        self.tasks = TaskLines(COLUMNS, self)
        self.lines = self.tasks
        self.setModel(self.tasks)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self.setAccessibleDescription("F2 or typing edits a cell; Delete takes the task out")
        self.rows: tuple[TaskRow, ...] = ()
        self._refused = ""

    @property
    def chosen(self) -> TaskRow | None:
        """The task of the current row."""
        row = self.currentIndex().row()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def show_rows(self, rows: Sequence[TaskRow], *, stale: bool = False) -> None:
        """Show ``rows``; the current cell and a text that is being typed stay."""
        at, id = self.currentIndex(), self.chosen.id if self.chosen else ""
        column = at.column()
        known = {row.id for row in self.rows}
        anew = [row.id for row in rows] != [row.id for row in self.rows]
        self.rows = self.tasks.rows_of = tuple(rows)
        self.show_lines([row.line for row in rows], stale=stale, follow=False)
        if anew:
            new = [row.id for row in rows if row.id not in known]
            if known and len(new) == 1:  # it was just added
                id, column = new[0], 0
            self.choose(id, max(column, 0))
        self.viewport().update()

    def choose(self, id: str, column: int = 0) -> None:
        """Go to the row of a task."""
        place = next((i for i, row in enumerate(self.rows) if row.id == id), -1)
        if place >= 0:
            self.setCurrentIndex(self.lines.index(place, column))

    def take(self, row: int, column: int, text: str) -> bool:
        """Ask for the edit that ``text`` stands for; False if it was refused."""
        self._refused = ""
        if 0 <= row < len(self.rows):
            self.typed.emit(self.rows[row].id, FIELDS[column], text)
        self.message.emit(self._refused)
        return not self._refused

    def refuse(self, message: str) -> None:
        """The edit that was just asked for is not made."""
        self._refused = message

    def forget_refusal(self) -> None:
        """The text is being mended, or given up."""
        if self._refused:
            self._refused = ""
            self.message.emit("")
        for editor in self.findChildren(CellEditor):
            if editor.property("refused"):
                editor.set_refused(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the task out; Enter edits."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_current(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in view: what can be edited in t1, changed in bold, what comes out in t2."""
        del event
        painter = QPainter(self.viewport())
        ink, theme = Ink(painter, themes.current()), themes.current()
        painter.fillRect(self.viewport().rect(), themes.color(theme.s1))
        current, width = self.currentIndex(), self.viewport().width()
        shown = [i for i in range(len(COLUMNS)) if not self.isColumnHidden(i)]
        for place, row in enumerate(self.rows):
            y = self.rowViewportPosition(place)
            if not -ROW < y < self.viewport().height():
                continue
            if place == current.row():
                ink.fill(0, y, width, ROW, theme.accw if self.hasFocus() else theme.s2)
            ink.fill(0, y + ROW - 1, width, 1, theme.line)
            for column in shown:
                x, wide = self.columnViewportPosition(column), self.columnWidth(column)
                self._paint_cell(ink, row, column, QRectF(x, y, wide, ROW - 1))
            if place == current.row() and self.hasFocus():
                x, wide = (
                    self.columnViewportPosition(current.column()),
                    self.columnWidth(current.column()),
                )
                painter.setPen(themes.color(theme.acc))
                painter.drawRect(QRectF(x + 1.5, y + 0.5, wide - 3, ROW - 3))
        painter.end()

    def _paint_cell(self, ink: Ink, row: TaskRow, column: int, rect: QRectF) -> None:
        theme, kind = ink.theme, COLUMNS[column].kind
        colour = theme.t1 if column in FIELDS else theme.t2
        if kind == "unit" or (self.lines.stale and column not in FIELDS):
            colour = theme.t3
        bold = column in row.changed or (row.own and column == 0)
        path = row.critical and COLUMNS[column].title in ("Critical", "Slack")
        if path:
            colour = theme.t1
        room = rect.adjusted(4 if kind == "unit" else PAD, 0, 0 if kind == "number" else -4, 0)
        text = row.line.cells[column]
        ink.text(room, text, colour, RIGHT if kind == "number" else LEFT, 12, bold or path)
