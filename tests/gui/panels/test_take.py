"""What leaves the window."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox

from gui.plots.take import copy_image, save_csv, take_menu, view_table, write_image
from gui.plots.waterfall import Waterfall, falling


@pytest.fixture
def chart(qtbot) -> Waterfall:
    made = Waterfall("w")
    qtbot.addWidget(made)
    made.resize(300, 160)
    made.title = "Where the FLOP/s go"
    bars = falling(("Peak", 989e12), [("Lost", -550e12, False, ""), ("Usable", 439e12, True, "")])
    made.show_bars(bars, unit="TFLOP/s", scale=1e-12, family="h100")
    return made


def test_the_menu_offers_image_data_and_table(chart):
    texts = [a.text() for a in take_menu(chart, chart.rows(), "x").actions() if a.text()]
    assert texts == ["Copy image", "Copy data", "Save image…", "Save CSV…", "View as table…"]


def test_pictures_are_written_in_three_formats(chart, tmp_path):
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        target = tmp_path / f"a.{kind}"
        assert write_image(chart, target)
        assert target.read_bytes().startswith(start)
    assert QImage(str(tmp_path / "a.png")).width() == 600


def test_the_clipboard_gets_the_picture(chart):
    copy_image(chart)
    assert QGuiApplication.clipboard().image().width() == chart.grab().width()


def test_csv_goes_to_the_chosen_file_and_a_failure_is_told(chart, tmp_path, monkeypatch):
    chosen = [str(tmp_path / "out.csv")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (chosen[0], ""))
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *a: told.append(a[2]))
    save = partial(save_csv, chart, chart.rows(), "Where the FLOP/s go")
    save()
    assert (tmp_path / "out.csv").read_text().splitlines()[0].startswith("Step,Value [TFLOP/s]")
    chosen[0] = str(tmp_path / "no" / "out.csv")
    save()
    assert len(told) == 1
    chosen[0] = ""
    save()
    assert len(told) == 1


def test_the_table_view_holds_all_rows(qtbot, chart):
    from gui.plots.tabledialog import TableDialog

    view_table(chart, chart.rows(), "Where the FLOP/s go")
    dialog = chart.findChild(TableDialog)
    assert dialog.view.model().rowCount() == 3
    dialog.close()
