"""The right-click menu of a plot."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene, QMenu, QWidget

from gui import theme as themes
from gui.plots import export
from gui.plots.plot import Plot, Table
from gui.plots.tabledialog import TableDialog
from gui.plots.timescale import TimeScale


def plot_menu(
    board: QWidget,
    plot: Plot,
    scene: QGraphicsScene,
    rects: Sequence[QRectF],
    scale: TimeScale,
    reset_zoom: Callable[[], None],
) -> QMenu:
    """Copy, save and read what ``plot`` shows; ``rects`` are its parts of the scene.

    "In sight" are the days of ``scale``.
    """
    ground, name = themes.current().s1, plot.NAME
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
    menu.addAction("Show the whole calendar").triggered.connect(reset_zoom)
    return menu


def _open_table(board: QWidget, table: Table) -> None:
    TableDialog(table, board).show()
