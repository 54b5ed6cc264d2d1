"""The table of the Build tab: cells that are edited in place and keep what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QWidget

from gui import icons
from gui import theme as themes
from gui.levers.menus import options_menu
from gui.panels.build_cell import CellDelegate, CellEditor
from gui.panels.build_lines import CHOICES, COLUMNS, FIELDS, HINTS, TaskRow
from gui.panels.lines import Index, Lines
from gui.panels.table import PAD, ROW, Table
from gui.plots.chart import LEFT, RIGHT, Ink
from gui.plots.take import take_menu

_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


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
        self.setItemDelegate(CellDelegate(self))
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

    def fields_menu(self, parent: QWidget) -> QMenu:
        """Every field of the chosen task, those too whose column the table has no room for."""
        menu = QMenu(parent)
        texts = self.chosen.texts if self.chosen is not None else {}
        for column, text in texts.items():
            field = FIELDS[column]
            title = f"{COLUMNS[column].title}: {text or 'none'}"
            if field in CHOICES:
                words = CHOICES[field].values()
                options = options_menu(menu, [(word, word) for word in words], text)
                options.setTitle(title)
                options.triggered.connect(partial(self._choose_option, column))
                menu.addMenu(options)
            else:
                menu.addAction(f"{title}…").triggered.connect(partial(self.edit_field, column))
        return menu

    def edit_field(self, column: int) -> None:
        """Edit a field of the chosen task; its column is there for as long as that takes."""
        index = self.lines.index(self.currentIndex().row(), column)
        self.held = column
        self.fit()
        self.setCurrentIndex(index)
        self.edit(index)

    def _choose_option(self, column: int, action: QAction) -> None:
        self.take(self.currentIndex().row(), column, action.data())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """A column that was there to be edited goes again."""
        super().closeEditor(editor, hint)
        if self.held >= 0 and self.state() != QAbstractItemView.State.EditingState:
            self.held = -1
            self.fit()
            if self.isColumnHidden(self.currentIndex().column()):
                self.setCurrentIndex(self.lines.index(self.currentIndex().row(), 0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the fields of the task that was clicked, and what any table offers."""
        clicked = self.indexAt(event.pos())
        if clicked.isValid() and event.reason() == QContextMenuEvent.Reason.Mouse:
            self.setCurrentIndex(clicked)
        menu = take_menu(self, self.lines.rows(), self.accessibleName())
        if self.chosen is not None:
            fields = self.fields_menu(menu)
            fields.setTitle(f"All fields of {self.chosen.line.cells[0]}")
            menu.insertSeparator(menu.actions()[0])
            menu.insertMenu(menu.actions()[0], fields)
        menu.popup(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell; one of few words offers them."""
        super().mouseDoubleClickEvent(event)
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the task out; Enter and F2 edit."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal.emit()
        elif event.key() in _OPENERS:
            if self.currentIndex().column() in FIELDS:
                self.edit(self.currentIndex())
                self._offer()
        else:
            super().keyPressEvent(event)

    def _offer(self) -> None:
        for editor in self.findChildren(CellEditor):
            if editor.isVisible():
                editor.open_options()

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
                if FIELDS.get(current.column()) in CHOICES:
                    chevron = QRectF(x + wide - 20, y + 4, 16, 16)
                    icons.paint(painter, "chevron_down", chevron, theme.t2)
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
