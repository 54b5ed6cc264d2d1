"""Save dialogs: the kind that is chosen names the ending, and nothing is replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gui import save_dialog
from gui.files.networks import KINDS
from gui.plots import take
from model.exchange import load_network

XML, CSV = KINDS.split(";;")


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [
        ("mine", CSV, "mine.csv"),
        ("mine", XML, "mine.xml"),
        ("mine", "", "mine.xml"),
        ("mine.xml", CSV, "mine.xml"),
        ("mine.CSV", XML, "mine.CSV"),
        ("memphis-build.xml", CSV, "memphis-build.csv"),
        ("memphis-build.xml", XML, "memphis-build.xml"),
        ("phase 1.2", CSV, "phase 1.2.csv"),
        ("mine.txt", CSV, "mine.txt.csv"),
    ],
)
def test_the_kind_names_the_ending_unless_one_was_typed(typed, kind, saved):
    start = Path("/there/memphis-build.xml")
    found = save_dialog.with_ending(Path("/there") / typed, start, KINDS, kind)
    assert found == Path("/there") / saved


def test_the_export_of_a_network_is_csv_if_csv_was_chosen(open_real, tmp_path, monkeypatch):
    session = open_real()
    typed = str(tmp_path / "mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, CSV))
    session.actions["export_network"].trigger()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]
    assert not load_network(tmp_path / "mine.csv", session.document.scenario, 0).tasks


def test_a_picture_is_of_the_kind_that_was_chosen(qtbot, tmp_path, monkeypatch):
    widget = QWidget()
    qtbot.addWidget(widget)
    for kind, start in zip(take.IMAGES, (b"\x89PNG", b"<?xml", b"%PDF"), strict=True):
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_, k=kind: (str(tmp_path / "a"), k)
        )
        take.save_image(widget, "Power")
        newest = max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        assert newest.suffix == save_dialog._endings(kind)[0]
        assert newest.read_bytes().startswith(start)


@pytest.mark.parametrize("yes", [True, False])
def test_a_file_that_the_dialog_did_not_name_is_replaced_only_if_one_says_so(
    qtbot, tmp_path, monkeypatch, yes
):
    (tmp_path / "mine.csv").write_text("old")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), CSV))
    asked: list[str] = []
    buttons = QMessageBox.StandardButton

    def answer(*arguments: object) -> QMessageBox.StandardButton:
        asked.append(str(arguments[2]))
        return buttons.Yes if yes else buttons.No

    monkeypatch.setattr(QMessageBox, "question", answer)
    found = save_dialog.ask_where(None, "Save as", tmp_path / "memphis.xml", KINDS)
    assert found == (tmp_path / "mine.csv" if yes else None)
    assert asked == ["mine.csv is there already. Replace it?"]
