"""The data behind a plot as a table that can be read, selected and copied."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui import theme as themes
from gui.plots.export import copy_table, save_table
from gui.plots.plot import Table

_Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """The rows of a `Table`; numbers stand at the right."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.table.header)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, and on which side it stands."""
        text = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() and _is_number(text):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns with their units."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.table.header[section]
        return None


class TableDialog(QDialog):
    """A table with a button that copies and one that saves it."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{table.title}: data")
        self.resize(760, 480)
        self.view = QTableView(self)
        self.view.setModel(TableModel(table, self))
        self.view.setAccessibleName(f"{table.title}, data")
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(24)
        self.view.setShowGrid(False)
        header = self.view.horizontalHeader()
        header.setFont(themes.font(11))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        copy, save, close = (QPushButton(t, self) for t in ("Copy data", "Save CSV…", "Close"))
        copy.clicked.connect(self._copy)
        save.clicked.connect(self._save)
        close.clicked.connect(self.close)
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addWidget(save)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.view)
        column.addLayout(buttons)
        self._shortcut = QShortcut(QKeySequence.StandardKey.Copy, self.view, self._copy_selected)

    def _copy(self) -> None:
        copy_table(self.table)

    def _save(self) -> None:
        save_table(self, self.table)

    def _copy_selected(self) -> None:
        """Copy the selected rows, or all of them."""
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        kept = [self.table.rows[row] for row in rows] or self.table.rows
        copy_table(Table(self.table.title, self.table.header, kept))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
