"""The rows of a table as Qt's model: text, shares, and which row is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from gui.plots.chart import LEFT, RIGHT
from gui.plots.markers import Marker
from gui.plots.text_rows import Rows

Index = QModelIndex | QPersistentModelIndex


class Column(msgspec.Struct, frozen=True):
    """One column of text, a number, a unit, a bar or a mark.

    ``kind``: ``text`` left, ``number`` right-aligned, ``unit`` in t3, ``bar`` a share, ``mark`` a
    marker.
    """

    title: str
    width: int
    kind: str = "text"
    stretch: bool = False
    keep: int = 9
    """Columns of the lowest ``keep`` are dropped first where the table is narrow."""
    whole: bool = False
    """Takes what its longest text needs of the room that is left, before ``stretch`` does."""
    optional: bool = False
    """Where no line says anything in it, it is dropped before all others."""


class Line(msgspec.Struct, frozen=True):
    """One row: a cell of text for each column, a share for each bar column, and a tooltip.

    ``marker`` is what stands in the column of kind ``mark``.
    """

    cells: tuple[str, ...]
    tip: str = ""
    shares: dict[int, float] = msgspec.field(default_factory=dict)
    selected: bool = False
    muted: bool = False
    alarming: bool = False
    marker: Marker | None = None


class Lines(QAbstractTableModel):
    """The rows of a `Table`; emits only what changed."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: tuple[Line, ...] = ()
        self.stale = False

    def put(self, lines: Sequence[Line], *, stale: bool = False) -> None:
        """Replace the rows; ``stale`` ones are drawn in t3 until fresh ones arrive."""
        new = tuple(lines)
        if len(new) != len(self.lines):
            self.beginResetModel()
            self.lines, self.stale = new, stale
            self.endResetModel()
        elif new != self.lines or stale != self.stale:
            self.lines, self.stale = new, stale
            if new:
                last = self.index(len(new) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rows shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Columns declared."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tooltip and alignment of one cell."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[index.column()].kind == "number" else LEFT
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The title of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def rows(self) -> Rows:
        """Header and text of all rows, a number's unit behind it."""
        return [c.title for c in self.columns], [line.cells for line in self.lines]
