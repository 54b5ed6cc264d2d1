"""Take a chart or a table out of the window: image and data to the clipboard, CSV to a file."""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from gui.plots.text_rows import Rows
from gui.save_dialog import ask_where
from model.errors import InputError
from model.files import write_atomically

IMAGES = ("PNG picture (*.png)", "SVG drawing (*.svg)", "PDF document (*.pdf)")
PNG_RATIO = 2


def tsv(rows: Rows) -> str:
    """Tab-separated text, as spreadsheets paste it."""
    header, body = rows
    return "\n".join("\t".join(cells) for cells in (header, *body)) + "\n"


def csv_text(rows: Rows) -> str:
    """Comma-separated text with quotes where they are needed."""
    header, body = rows
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *body])
    return out.getvalue()


def file_stem(name: str) -> str:
    """A file name without blanks and signs."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "table"


def copy_image(widget: QWidget) -> None:
    """Put a picture of ``widget`` on the clipboard."""
    QGuiApplication.clipboard().setPixmap(widget.grab())


def copy_rows(rows: Rows) -> None:
    """Put ``rows`` on the clipboard as tab-separated text."""
    QGuiApplication.clipboard().setText(tsv(rows))


def save_csv(parent: QWidget, rows: Rows, name: str) -> None:
    """Ask for a file and write ``rows`` to it; a failure is told and nothing else happens."""
    start = Path(f"{file_stem(name)}.csv")
    target = ask_where(parent, "Save data", start, "Comma-separated values (*.csv)")
    if target is None:
        return
    try:
        write_atomically(target, csv_text(rows).encode("utf-8"))
    except InputError as error:
        QMessageBox.warning(parent, "Save data", f"{target} was not written. {error}")


def save_image(widget: QWidget, name: str) -> None:
    """Ask for a file and write a picture of ``widget`` to it: PNG, SVG or PDF by its ending."""
    start = Path(f"{file_stem(name)}.png")
    target = ask_where(widget, "Save image", start, ";;".join(IMAGES))
    if target is not None and not write_image(widget, target):
        QMessageBox.warning(widget, "Save image", f"{target} could not be written.")


def write_image(widget: QWidget, target: Path) -> bool:
    """Write a picture of ``widget``; PNG has twice the pixels of the screen."""
    size, kind = widget.size(), target.suffix.lower()
    if kind == ".svg":
        from PySide6.QtSvg import QSvgGenerator  # only here: most sessions never save an SVG

        drawing = QSvgGenerator()
        drawing.setFileName(str(target))
        drawing.setSize(size)
        drawing.setViewBox(QRect(QPoint(0, 0), size))
        return _rendered(widget, drawing)
    if kind == ".pdf":
        page = QPdfWriter(str(target))
        page.setPageSize(QPageSize(QSizeF(size) * 0.75, QPageSize.Unit.Point))
        page.setPageMargins(QMarginsF(0, 0, 0, 0))
        page.setResolution(96)
        return _rendered(widget, page)
    image = QImage(size * PNG_RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PNG_RATIO)
    return _rendered(widget, image) and image.save(str(target))


def _rendered(widget: QWidget, device: QPaintDevice) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    widget.render(painter, QPoint(0, 0))
    return painter.end()


def view_table(parent: QWidget, rows: Rows, name: str) -> None:
    """Open a window with the data as a table."""
    from gui.plots.plot import Table
    from gui.plots.tabledialog import TableDialog

    header, body = rows
    TableDialog(Table(name, tuple(header), tuple(tuple(r) for r in body)), parent).show()


def take_menu(widget: QWidget, rows: Rows, name: str) -> QMenu:
    """The right-click menu of a chart or a table."""
    menu = QMenu(widget)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction("Copy image").triggered.connect(partial(copy_image, widget))
    menu.addAction("Copy data").triggered.connect(partial(copy_rows, rows))
    menu.addSeparator()
    menu.addAction("Save image…").triggered.connect(partial(save_image, widget, name))
    menu.addAction("Save CSV…").triggered.connect(partial(save_csv, widget, rows, name))
    menu.addAction("View as table…").triggered.connect(partial(view_table, widget, rows, name))
    return menu
