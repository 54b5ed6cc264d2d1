"""The right-click menu of a plot: what it shows, and what can be done with a bar."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui import theme as themes
from gui.plots import export
from gui.plots.plot import Plot, Table
from gui.plots.tabledialog import TableDialog

if TYPE_CHECKING:
    from gui.plots.board import PlotBoard


def board_menu(board: PlotBoard, plot: Plot, at: QPointF | None = None) -> QMenu:
    """What can be taken out of ``plot``, and what can be done with the bar at ``at`` [px]."""
    menu = _plot_menu(board, plot)
    bar = board.timeline.bar_at(at.y()) if at is not None and plot is board.timeline else None
    if bar is not None and bar.task.moves:
        edit = QAction(f"Edit {bar.task.label}", menu)
        edit.triggered.connect(partial(board.bar_opened.emit, bar.task.moves))
        first = menu.actions()[0]
        menu.insertAction(first, edit)
        menu.insertSeparator(first)
    return menu


def _plot_menu(board: PlotBoard, plot: Plot) -> QMenu:
    """Copy, save and read what ``plot`` shows."""
    ground, name, scale = themes.current().s1, plot.NAME, board.scale
    scene, rects = board.canvas.scene(), board.parts_of(plot)
    seen = plot.table(scale.first, scale.last)
    every = plot.table(-math.inf, math.inf)
    menu = QMenu(board)
    menu.setAccessibleName(name)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction("Copy image").triggered.connect(
        partial(export.copy_picture, scene, rects, ground)
    )
    menu.addAction("Copy data").triggered.connect(partial(export.copy_table, seen))
    menu.addSeparator()
    for kind in ("png", "svg", "pdf"):
        menu.addAction(f"Save {kind.upper()}…").triggered.connect(
            partial(export.save_picture, board, scene, rects, ground, name, kind)
        )
    menu.addAction("Save CSV, dates in sight…").triggered.connect(
        partial(export.save_table, board, seen)
    )
    menu.addAction("Save CSV, all dates…").triggered.connect(
        partial(export.save_table, board, every)
    )
    menu.addSeparator()
    menu.addAction("View as table").triggered.connect(partial(_open_table, board, every))
    menu.addAction("Show the whole calendar").triggered.connect(board.reset_zoom)
    return menu


def _open_table(board: QWidget, table: Table) -> None:
    TableDialog(table, board).show()
