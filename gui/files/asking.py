"""What the user is asked about files: which one, and what to do with unsaved work."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from gui.save_dialog import ask_where

# PySide6 makes a class when it is first imported: Qt's dialogs are left until one is shown.

SCENARIOS = "Scenarios (*.toml)"

Choice = Literal["save", "discard", "cancel"]


def file_to_open(
    parent: QWidget, near: Path | None, title: str = "Open a scenario", kinds: str = SCENARIOS
) -> Path | None:
    """A file to open, or None."""
    from PySide6.QtWidgets import QFileDialog

    name, _ = QFileDialog.getOpenFileName(
        parent, title, str(near.parent if near else _documents()), kinds
    )
    return Path(name) if name else None


def file_to_save(
    parent: QWidget, name: str, near: Path | None, kinds: str = SCENARIOS
) -> Path | None:
    """Where to save under ``name``, or None; the ending is that of the kind that is chosen."""
    return ask_where(parent, "Save as", (near.parent if near else _documents()) / name, kinds)


def unsaved(parent: QWidget, title: str) -> Choice:
    """What to do with the unsaved changes of ``title``."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Unsaved changes")
    box.setText(f"{title} has unsaved changes.")
    box.setInformativeText("Save them before going on?")
    save = box.addButton(QMessageBox.StandardButton.Save)
    discard = box.addButton(QMessageBox.StandardButton.Discard)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Save)
    box.exec()
    clicked = box.clickedButton()
    return "save" if clicked is save else "discard" if clicked is discard else "cancel"


def _documents() -> Path:
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or Path.home())
