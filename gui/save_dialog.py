"""The dialog that asks where to save: the kind chosen in it names the file's ending."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QWidget

# PySide6 makes a class when it is first imported: Qt's dialogs are left until one is shown.


def ask_where(parent: QWidget | None, title: str, start: Path, kinds: str) -> Path | None:
    """Where to save, or None.

    Parameters
    ----------
    title : of the dialog
    start : folder, name and usual ending that it begins with
    kinds : what may be chosen, as Qt writes it: ``PNG picture (*.png);;PDF document (*.pdf)``
    """
    from PySide6.QtWidgets import QFileDialog

    name, kind = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
    if not name:
        return None
    chosen = Path(name)
    path = with_ending(chosen, start, kinds, kind)
    # The dialog has asked about the name that it was given, not about this one.
    if path != chosen and path.exists() and not _may_replace(parent, title, path):
        return None
    return path


def with_ending(chosen: Path, start: Path, kinds: str, kind: str) -> Path:
    """``chosen`` with the ending of ``kind``, unless the name has one of ``kinds`` that was typed.

    The ending of the name that the dialog began with was not typed: the kind goes before it.
    """
    endings = _endings(kinds)
    wanted = next(iter(_endings(kind)), start.suffix)
    if chosen.suffix.lower() not in endings:
        return chosen.with_name(chosen.name + wanted)  # v1.2 has no ending but a number
    return chosen.with_suffix(wanted) if chosen.name == start.name else chosen


def _endings(kinds: str) -> list[str]:
    return [ending.lower() for ending in re.findall(r"\*(\.\w+)", kinds)]


def _may_replace(parent: QWidget | None, title: str, path: Path) -> bool:
    from PySide6.QtWidgets import QMessageBox

    buttons = QMessageBox.StandardButton
    text = f"{path.name} is there already. Replace it?"
    return QMessageBox.question(parent, title, text, buttons.Yes | buttons.No) == buttons.Yes
