"""Take a chart or a table out of the window: image and data to the clipboard, CSV to a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

Rows = tuple[Sequence[str], Sequence[Sequence[str]]]
"""A header and rows of text."""


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


def copy_image(widget: QWidget) -> None:
    """Put a picture of ``widget`` on the clipboard."""
    QGuiApplication.clipboard().setPixmap(widget.grab())


def copy_rows(rows: Rows) -> None:
    """Put ``rows`` on the clipboard as tab-separated text."""
    QGuiApplication.clipboard().setText(tsv(rows))


def save_csv(parent: QWidget, rows: Rows, name: str) -> None:
    """Ask for a file and write ``rows`` to it; a failure is told and nothing else happens."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "table"
    target, _ = QFileDialog.getSaveFileName(
        parent, "Save data", f"{stem}.csv", "Comma-separated values (*.csv)"
    )
    if not target:
        return
    try:
        Path(target).write_text(csv_text(rows), encoding="utf-8")
    except OSError as error:
        QMessageBox.warning(parent, "Save data", f"{target} could not be written: {error.strerror}")


def take_menu(widget: QWidget, rows: Rows, name: str) -> QMenu:
    """The right-click menu of a chart or a table."""
    menu = QMenu(widget)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction("Copy image").triggered.connect(partial(copy_image, widget))
    menu.addAction("Copy data").triggered.connect(partial(copy_rows, rows))
    menu.addSeparator()
    menu.addAction("Save CSV…").triggered.connect(partial(save_csv, widget, rows, name))
    return menu
