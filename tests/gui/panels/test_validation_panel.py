"""The Validation tab: dots, groups, residuals, own records."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from gui import theme
from gui.panels import validation_lines as made
from gui.panels.background import Newest
from gui.panels.figures import Figures
from gui.panels.validation import ValidationPanel
from gui.panels.validation_work import Key
from gui.plots.markers import Marker
from gui.plots.scatter import MARGIN, Dot, Scatter
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

    def scored(kind, records=None, **how):
        if records is not None:
            return validate(kind, records)
        return known[kind] if kind in known else validate(kind)

    monkeypatch.setattr("gui.panels.validation_work.validate", scored)
    made = ValidationPanel()
    qtbot.addWidget(made)
    made.resize(1264, 600)
    made.bar.kind.choose(1)
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
    figures = dict(panel.bar.figures.figures)
    rows = len(memory.scored) + len(memory.skipped)
    assert figures["Scored"] == f"{len(memory.scored)} of {rows}"
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
    panel.bar.kind.choose(1)
    qtbot.waitUntil(lambda: panel.report is not None, timeout=20_000)
    panel.score_file(mine)
    qtbot.waitUntil(lambda: panel.plot.caption.startswith("mine.csv"), timeout=20_000)
    assert len(panel.report.scored) + len(panel.report.skipped) == 11
    assert panel.bar.shipped.isVisible()

    mine.write_text("id,nonsense\n1,2\n")
    panel.score_file(mine)
    qtbot.waitUntil(lambda: panel.notice.text != "", timeout=20_000)
    assert "mine.csv was not scored" in panel.notice.text
    with pytest.raises(InputError) as refused:
        validate("memory", mine)
    assert str(refused.value) in panel.notice.text
    qtbot.waitUntil(lambda: panel.report is not None, timeout=20_000)
    assert not panel.plot.caption.startswith("mine.csv")


@pytest.fixture
def waiting(qtbot, monkeypatch) -> tuple[ValidationPanel, list[object]]:
    """A panel whose worker does not start by itself, and what it was asked."""
    made, works = ValidationPanel(), []
    qtbot.addWidget(made)
    monkeypatch.setattr(Newest, "busy", property(lambda self: self._work is not None))
    monkeypatch.setattr(made.newest._timer, "start", lambda: works.append(made.newest._work))
    made.resize(1264, 600)
    made.setVisible(True)
    return made, works


def test_while_it_is_scored_the_tab_says_how_far_it_is(waiting):
    made, works = waiting
    assert len(works) == 1
    assert made.plot.empty[0] == "Scoring the shipped runs …"
    assert not made.bar.export.isVisible()
    made.scoring._tell(made.scoring._turn, 160, 606)
    assert made.plot.empty[1].startswith("26\u2009% done")
    made.scoring._tell(made.scoring._turn - 1, 320, 606)  # of an older question
    assert made.plot.empty[1].startswith("26\u2009% done")
    assert not made.grab().isNull()


def test_scoring_can_be_cancelled_and_started_again(waiting, qtbot):
    made, works = waiting
    assert made.bar.turn.text() == "Cancel"
    QTest.mouseClick(made.bar.turn, Qt.MouseButton.LeftButton)
    assert made.plot.empty[0] == "Scoring was cancelled"
    assert not made.newest.busy
    assert made.bar.turn.text() == "Score again"
    QTest.mouseClick(made.bar.turn, Qt.MouseButton.LeftButton)
    assert len(works) == 2
    assert made.plot.empty[0] == "Scoring the shipped runs …"


@pytest.mark.parametrize(
    ("option", "how", "said"),
    [
        ("layout searched", {"search": True, "cross": None}, "Scoring the shipped runs …"),
        ("unseen models", {"search": False, "cross": "model"}, "Leaving out each model"),
    ],
)
def test_runs_are_predicted_in_the_way_that_is_chosen(waiting, monkeypatch, option, how, said):
    made, works = waiting
    made.bar.ways.choose(option)
    assert made.plot.empty[0].startswith(said)
    heard = {}

    def scored(kind, records, **given):
        heard.update(given)
        return Report(kind, ())

    monkeypatch.setattr("gui.panels.validation_work.validate", scored)
    key, _ = works[-1](lambda: True)
    assert {name: heard[name] for name in how} == how
    assert (key.kind, key.records) == ("runs", None)
    made.bar.kind.choose(1)
    assert not made.bar.ways.isVisible()
    assert made._key == Key("memory")


def test_a_worker_that_nobody_waits_for_ends_early(qtbot):
    seen: list[int] = []

    def wanted() -> bool:
        return len(seen) < 20

    report = validate("memory", wanted=wanted, told=lambda done, rows: seen.append(done))
    assert seen == list(range(20))
    assert len(report.scored) + len(report.skipped) == 20


def test_a_known_misfit_says_why_it_is_off(panel):
    report = panel.report
    worst = report.worst[0]
    panel._show_report(Key("memory"), Report(
        "memory", [replace(worst, why="The tables disagree.", url="https://example.org/t")]
    ))  # fmt: skip
    panel._choose_dot(0)
    assert panel.detail.text.startswith("The tables disagree.")
    assert panel.link.isVisible()
    assert "The tables disagree." in panel.plot.dots[0].tip
    assert "The tables disagree." in made.residual_rows(panel.report)[1][0]


def test_only_a_page_is_opened_as_a_source(panel, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(
        "gui.panels.validation.QDesktopServices.openUrl", lambda url: opened.append(url.toString())
    )
    row = panel.report.worst[0]
    for url, shown in (("https://example.org/t", True), ("file:///etc/hosts", False)):
        panel._show_report(Key("memory"), Report("memory", [replace(row, url=url)]))
        panel._choose_dot(0)
        assert panel.link.isVisible() == shown
        panel.link.click()
    assert opened == ["https://example.org/t"]


def test_a_bound_that_is_kept_is_no_error_and_has_its_sign(panel):
    row = replace(panel.report.worst[0], id="b", measured=90.0, predicted=95.0, bound=">")
    panel._show_report(Key("memory"), Report("memory", [row]))
    (line,) = panel.residuals.lines.lines
    assert line.cells[1:3] == ("0\u2009%", ">90.00")
    assert "1 of 1 records within 10 %" in panel.plot.sentence()
    panel._show_report(Key("memory"), Report("memory", [replace(row, predicted=45.0)]))
    assert panel.residuals.lines.lines[0].cells[1] == "\u221250.0\u2009%"


def test_enter_on_a_group_and_arrows_in_the_residuals_choose(panel, qtbot):
    panel.grouping.choose("accelerator")
    panel.groups.setCurrentIndex(panel.groups.lines.index(1, 0))
    qtbot.keyClick(panel.groups, Qt.Key.Key_Return)
    assert panel.plot.group == panel.groups.lines.lines[1].cells[1]
    assert all(dot.group == panel.plot.group for dot in panel.plot.dots) is False
    qtbot.keyClick(panel.groups, Qt.Key.Key_Space)
    assert panel.plot.group == ""
    panel.residuals.setCurrentIndex(panel.residuals.lines.index(0, 0))
    qtbot.keyClick(panel.residuals, Qt.Key.Key_Down)
    assert panel.detail.head.startswith(panel.report.worst[1].id)


def test_the_range_of_a_record_is_drawn_and_meets_the_line_if_it_holds(qtbot):
    plot = Scatter("s")
    qtbot.addWidget(plot)
    plot.resize(400, 400)
    dots = [Dot("a", 10.0, 12.0, Marker(), "g", 9.0, 15.0), Dot("b", 100.0, 300.0, Marker(), "g")]
    plot.show_dots(dots, "W")
    picture = plot.grab().toImage()
    ratio = picture.width() / plot.width()
    x = plot.place(10.0, 12.0).x()
    low, high = (plot.place(10.0, value).y() for value in (9.0, 15.0))
    assert high < plot.place(10.0, 10.0).y() < low
    ctl = QColor(theme.current().ctl)
    y = (high + plot.place(10.0, 12.0).y()) / 2
    near = [picture.pixelColor(round((x + d) * ratio), round(y * ratio)) for d in (-1, 0, 1)]
    assert ctl in near


def test_figures_that_do_not_fit_are_dropped_from_the_end_and_kept_in_the_tooltip(qtbot):
    row = Figures("f")
    qtbot.addWidget(row)
    row.show_figures([("Scored", "518 of 606"), ("median error", "2.4 %"), ("P90", "11 %")])
    row.resize(row.needed(), 32)
    assert len(row.shown) == 3
    row.resize(row.needed() - 20, 32)
    assert [name for name, _ in row.shown] == ["Scored", "median error"]
    assert "P90 11 %" in row.toolTip()
    assert "P90 11 %" in row.accessibleName()


@pytest.mark.parametrize("size", [(992, 176), (1264, 300), (2200, 900)])
def test_it_paints_at_any_size(panel, caplog, size):
    panel.resize(*size)
    assert not panel.grab().isNull()
    for side in (panel.group_side, panel.residual_side, panel.plot):
        assert panel.rect().contains(side.geometry())
    assert not caplog.records
