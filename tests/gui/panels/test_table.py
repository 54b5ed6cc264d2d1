"""The dense table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.panels.lines import Column, Line
from gui.panels.table import Table
from gui.plots.take import csv_text

COLUMNS = (
    Column("Name", 100, stretch=True),
    Column("Value", 60, "number"),
    Column("", 20, "unit"),
    Column("Extra", 80, "number", keep=1),
)
LINES = [Line(("a", "1.5", "s", "x")), Line(("b, c", "2", "s", "y"), selected=True)]


def make(qtbot, width: int) -> Table:
    table = Table("Values", COLUMNS)
    qtbot.addWidget(table)
    table.show_lines(LINES)
    table.resize(width, 120)
    table.show()
    return table


def test_ctrl_c_copies_all_rows_as_tsv(qtbot):
    table = make(qtbot, 400)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Name\tValue\t\tExtra\na\t1.5\ts\tx\nb, c\t2\ts\ty\n"
    )


def test_csv_quotes_what_needs_it(qtbot):
    assert '"b, c",2,s,y\n' in csv_text(make(qtbot, 400).lines.rows())


def test_the_least_needed_column_goes_first_and_the_rest_fills_the_width(qtbot):
    wide, narrow = make(qtbot, 400), make(qtbot, 200)
    assert not wide.isColumnHidden(3)
    assert narrow.isColumnHidden(3)
    for table in (wide, narrow):
        shown = [i for i in range(4) if not table.isColumnHidden(i)]
        assert sum(table.columnWidth(i) for i in shown) == table.viewport().width()


def test_equal_rows_are_not_painted_again(qtbot):
    table = make(qtbot, 400)
    told: list[object] = []
    table.lines.dataChanged.connect(lambda *_: told.append(1))
    table.show_lines(LINES)
    assert told == []
    table.show_lines(LINES, stale=True)
    assert told == [1]


def test_rows_are_24_high_and_paint(qtbot, caplog):
    table = make(qtbot, 300)
    assert table.rowHeight(0) == 24
    assert not table.grab().isNull()
    assert not caplog.records
