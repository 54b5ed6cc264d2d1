"""The Validation tab: dots, groups, residuals, own records."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from gui.panels.validation import ValidationPanel
from gui.plots.scatter import MARGIN
from model.errors import InputError
from model.study.validate import validate
from model.study.validation.score import Report

SHIPPED = Path(__file__).parents[3] / "resources/validation"


@pytest.fixture(scope="module")
def memory() -> Report:
    return validate("memory")


@pytest.fixture
def panel(qtbot, monkeypatch, memory) -> ValidationPanel:
    known = {"memory": memory}

    def scored(kind, records=None, *, search=False, wanted=None):
        if records is not None:
            return validate(kind, records)
        return known[kind] if kind in known else validate(kind)

    monkeypatch.setattr("gui.panels.validation.validate", scored)
    made = ValidationPanel()
    qtbot.addWidget(made)
    made.resize(1264, 600)
    made.ask("memory")
    made.setVisible(True)
    qtbot.waitUntil(lambda: made.report is not None, timeout=20_000)
    return made


def test_each_record_is_a_dot_where_its_two_values_are(panel, memory):
    assert len(panel.plot.dots) == len(memory.scored)
    for dot, each in zip(panel.plot.dots, memory.scored, strict=True):
        assert (dot.measured, dot.predicted) == (each.measured, each.predicted)
        assert each.source in dot.tip
    same = panel.plot.place(40.0, 40.0)
    frame = panel.plot.frame()
    assert (same.x() - frame.left()) / frame.width() == pytest.approx(
        (frame.bottom() - same.y()) / frame.height()
    )


def test_the_figures_are_those_of_the_report(panel, memory):
    figures = dict(panel.figures.figures)
    rows = len(memory.scored) + len(memory.skipped)
    assert figures["scored"] == f"{len(memory.scored)} of {rows}"
    assert figures["median error"].startswith(f"{memory.json()['median_ape']:.1f}"[:3])
    near = sum(abs(d.predicted / d.measured - 1) <= MARGIN for d in panel.plot.dots)
    assert f"{near} of {len(memory.scored)} records within 10 %" in panel.plot.sentence()


def test_a_group_that_is_chosen_stands_out_and_narrows_the_residuals(panel):
    panel.grouping.choose("accelerator")
    assert panel.groups.lines.rowCount() >= 2
    everything = panel.residuals.lines.rowCount()
    name = panel.groups.lines.lines[0].cells[1]
    panel.groups.clicked.emit(panel.groups.lines.index(0, 0))
    assert panel.plot.group == name
    assert panel.residuals.lines.rowCount() < everything
    panel.groups.clicked.emit(panel.groups.lines.index(0, 0))
    assert panel.plot.group == ""
    assert panel.residuals.lines.rowCount() == everything


def test_a_click_on_a_dot_explains_it(panel, memory, qtbot):
    worst = memory.worst[0]
    at = panel.plot.place(worst.measured, worst.predicted)
    QTest.mouseClick(panel.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    chosen = panel.plot.dots[panel.plot.current]
    assert chosen.measured == pytest.approx(worst.measured, rel=0.2)
    assert chosen.name in panel.detail.head
    assert panel.plot.tip(QPointF(at)).startswith(chosen.name)
    qtbot.keyClick(panel.plot, Qt.Key.Key_Escape)
    assert panel.plot.current == -1


def test_residuals_come_largest_first_and_skipped_rows_say_why(panel, memory):
    names = [line.cells[0] for line in panel.residuals.lines.lines]
    assert names == [each.id for each in memory.worst]
    panel.view.choose(1)
    assert panel.skipped_side.isVisible()
    assert sum(int(line.cells[0]) for line in panel.skipped.lines.lines) == len(memory.skipped)


def test_a_file_of_ones_own_is_scored_and_a_broken_one_is_refused_in_words(panel, tmp_path, qtbot):
    with (SHIPPED / "memory.csv").open(newline="") as stream:
        rows = list(csv.reader(stream))
    mine = tmp_path / "mine.csv"
    with mine.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows[:12])
    panel.kind.choose(1)
    qtbot.waitUntil(lambda: panel.report is not None, timeout=20_000)
    panel.score_file(mine)
    qtbot.waitUntil(lambda: panel.plot.caption == "mine.csv", timeout=20_000)
    assert len(panel.report.scored) + len(panel.report.skipped) == 11
    assert panel.shipped.isVisible()

    mine.write_text("id,nonsense\n1,2\n")
    panel.score_file(mine)
    qtbot.waitUntil(lambda: panel.notice.text != "", timeout=20_000)
    assert "mine.csv was not scored" in panel.notice.text
    with pytest.raises(InputError) as refused:
        validate("memory", mine)
    assert str(refused.value) in panel.notice.text
    qtbot.waitUntil(lambda: panel.report is not None, timeout=20_000)
    assert panel.plot.caption != "mine.csv"


def test_while_it_is_scored_the_tab_says_so(qtbot, monkeypatch):
    made = ValidationPanel()
    qtbot.addWidget(made)
    monkeypatch.setattr(made.newest, "ask", lambda work: None)
    made.ask("sites")
    assert made.plot.empty is not None
    assert made.plot.empty[0] == "Scoring the shipped sites …"
    assert not made.export.isEnabled()
    assert not made.grab().isNull()


@pytest.mark.parametrize("size", [(992, 176), (1264, 300), (2200, 900)])
def test_it_paints_at_any_size(panel, caplog, size):
    panel.resize(*size)
    assert not panel.grab().isNull()
    for side in (panel.group_side, panel.residual_side, panel.plot):
        assert panel.rect().contains(side.geometry())
    assert not caplog.records
