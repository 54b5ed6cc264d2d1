"""A dense table: rows of 24, numbers right-aligned, units in their own column, copied as TSV."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import (
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from gui import theme as themes
from gui.panels.lines import Column, Index, Line, Lines
from gui.plots.chart import LEFT, RIGHT, Ink, text_width
from gui.plots.markers import draw_marker

ROW = 24
PAD = 8
NAME = 210
"""Columns of little need give way to names up to this width [px]."""
LITTLE = 2
"""``keep`` of the columns that do."""


def _paint_cell(
    ink: Ink, column: Column, line: Line, index: int, rect: QRectF, stale: bool
) -> None:
    """Text as its column wants it, or a share bar."""
    theme, text = ink.theme, line.cells[index]
    colour = theme.t3 if stale or line.muted or column.kind == "unit" else theme.t1
    if line.alarming and not stale:
        colour = theme.red
    if column.kind == "mark":
        if line.marker is not None:
            draw_marker(ink, line.marker, rect.center().x() + 2, rect.center().y())
    elif column.kind == "bar" and index in line.shares:
        share, room = line.shares[index], rect.adjusted(PAD, 0, -4, 0)
        rail, y = max(room.width() - 56, 12), rect.center().y()
        ink.fill(room.left(), y - 1, rail, 2, theme.track)
        fill = theme.red if share > 1 else theme.bar
        ink.fill(room.left(), y - 4, rail * min(share, 1), 8, fill)
        ink.text(room, text, colour, RIGHT)
    elif column.kind == "number":
        ink.text(rect.adjusted(PAD, 0, 0, 0), text, colour, RIGHT, 12, line.selected)
    elif column.kind == "unit":
        ink.text(rect.adjusted(4, 0, 0, 0), text, colour)
    else:
        ink.text(rect.adjusted(PAD, 0, -4, 0), text, colour, LEFT, 12, line.selected)


class _Header(QHeaderView):
    """Header in 11 px t3 over a hairline; a unit column's title is empty."""

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        """Ground, hairline, title aligned as the cells beneath."""
        model = self.model()
        if not isinstance(model, Lines):
            return
        theme, column = themes.current(), model.columns[index]
        painter.fillRect(rect, themes.color(theme.s1))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, themes.color(theme.line))
        # The last column ends where its cells do, short of the edge of the selected row.
        last = self.visualIndex(index) == self._last()
        left = 4 if column.kind == "unit" else PAD
        room = QRectF(rect).adjusted(left, 0, -PAD if last else 0, 0)
        align = RIGHT if column.kind == "number" else LEFT
        Ink(painter, theme).text(room, column.title, theme.t3, align)

    def _last(self) -> int:
        return max((i for i in range(self.count()) if not self.isSectionHidden(i)), default=0)


class Table(QTableView):
    """Shows `Line`s; drops the least needed columns when narrow."""

    picked = Signal(int)
    """The row that was clicked, or on which Enter or the space bar was pressed."""

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.lines = Lines(columns, self)
        self._fitted: tuple[tuple[tuple[str, bool], ...], tuple[int, ...]] = ((), ())
        """the names, and the empty columns, that the columns were last fitted to"""
        self.held = -1
        """a column that stays, however narrow the table; -1: none"""
        self._header = _Header(Qt.Orientation.Horizontal, self)
        self.setModel(self.lines)
        self.setHorizontalHeader(self._header)
        self._header.setFixedHeight(ROW)
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._header.setMinimumSectionSize(8)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(name)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        # It paints its own ground, and so does all beneath it: once is enough.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_lines(
        self, lines: Sequence[Line], *, stale: bool = False, follow: bool = True
    ) -> None:
        """Show ``lines``; the ones that are ``selected`` stand on accw.

        ``follow`` scrolls to the selected row if it is another one than before.
        """
        before = self._selected()
        self.lines.put(lines, stale=stale)
        if (self._names(), self._empty()) != self._fitted:
            self.fit()
        if follow and self._selected() != before:
            self.show_selected()

    def show_selected(self) -> None:
        """Scroll so that the selected row is in the middle."""
        row = self._selected()
        if row >= 0:
            self.scrollTo(self.lines.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
            bar = self.verticalScrollBar()
            if bar.value() < bar.maximum():
                bar.setValue(bar.value() // ROW * ROW)  # whole rows under the header

    def _selected(self) -> int:
        return next((i for i, line in enumerate(self.lines.lines) if line.selected), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view at once; a delegate for each cell takes five times as long."""
        del event
        painter = QPainter(self.viewport())
        ink, lines = Ink(painter, themes.current()), self.lines
        painter.fillRect(self.viewport().rect(), themes.color(ink.theme.s1))
        width, height = self.viewport().width(), self.viewport().height()
        shown = [i for i in range(len(lines.columns)) if not self.isColumnHidden(i)]
        spans = [
            (
                i,
                self.columnViewportPosition(i),
                self.columnWidth(i) - (PAD if i == shown[-1] else 0),
            )
            for i in shown
        ]
        focused = self.currentIndex().row() if self.hasFocus() else -1
        for row, line in enumerate(lines.lines):
            y = self.rowViewportPosition(row)
            if not -ROW < y < height:
                continue
            if line.selected or row == focused:
                ground = ink.theme.accw if line.selected else ink.theme.s2
                ink.fill(0, y, width, ROW, ground)
            ink.fill(0, y + ROW - 1, width, 1, ink.theme.line)
            for index, x, wide in spans:
                rect = QRectF(x, y, wide, ROW - 1)
                _paint_cell(ink, lines.columns[index], line, index, rect, lines.stale)
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint the focused row."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole table as TSV; Enter and the space bar pick a row."""
        if event.matches(QKeySequence.StandardKey.Copy):
            from gui.plots.take import copy_rows  # only here: a start is spared it

            copy_rows(self.lines.rows())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer copy image, copy data and save CSV."""
        from gui.plots.take import take_menu  # only here: a start is spared it

        take_menu(self, self.lines.rows(), self.accessibleName()).exec(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self.fit()
        self.show_selected()

    def fit(self) -> None:
        """Drop columns, least needed first, until the rest fits; the stretch column grows.

        All of them give way to names shown whole, those of little need also to the names in the
        stretch column.
        """
        columns, room = self.lines.columns, self.viewport().width() - PAD
        self._fitted = self._names(), self._empty()
        names = self._name_width()
        shown = set(range(len(columns)))
        if self._widest(names) > room:
            shown -= set(self._empty())
        for keep in sorted({c.keep for c in columns})[:-1]:
            widths = [
                max(c.width, names if c.whole or (c.stretch and keep <= LITTLE) else 0)
                for c in (columns[i] for i in shown)
            ]
            if sum(widths) <= room:
                break
            shown -= {i for i in shown if columns[i].keep == keep and i != self.held}
        spare = max(room - sum(columns[i].width for i in shown), 0)
        grown = {index: columns[index].width for index in shown}
        for index in sorted(shown, key=lambda i: columns[i].stretch):
            column = columns[index]
            if column.whole:
                more = min(max(self._longest(index) - column.width, 0), spare)
            else:
                more = spare if column.stretch else 0
            grown[index] += more
            spare -= more
        for index in range(len(columns)):
            self.setColumnHidden(index, index not in shown)
            if index in shown:
                self.setColumnWidth(index, grown[index] + (PAD if index == max(shown) else 0))

    def needed(self) -> int:
        """The width in which no column is dropped [px]."""
        return self._widest(self._name_width()) + PAD

    def _widest(self, names: int) -> int:
        """All columns together, with ``names`` [px] for those of the stretch column."""
        columns = self.lines.columns
        return sum(max(c.width, names if c.whole or c.stretch else 0) for c in columns)

    def _name_width(self) -> int:
        """Room for the names, up to which columns of little need give way [px]."""
        wanted = max((text_width(text, 12, bold) for text, bold in self._names()), default=0.0)
        return min(ceil(wanted) + PAD + 4, NAME)

    def _empty(self) -> tuple[int, ...]:
        """Optional columns in which no line says anything."""
        columns, lines = self.lines.columns, self.lines.lines
        return tuple(
            i
            for i, column in enumerate(columns)
            if column.optional and not any(line.cells[i] for line in lines)
        )

    def _longest(self, at: int) -> int:
        """Room for the longest text of a column, should it be bold [px]."""
        texts = (line.cells[at] for line in self.lines.lines)
        return ceil(max((text_width(text, 12, bold=True) for text in texts), default=0.0)) + PAD + 4

    def _names(self) -> tuple[tuple[str, bool], ...]:
        """Texts of the stretch column, or of one shown whole, and which are bold."""
        at = next((i for i, c in enumerate(self.lines.columns) if c.whole or c.stretch), None)
        if at is None:
            return ()
        return tuple((line.cells[at], line.selected) for line in self.lines.lines)
