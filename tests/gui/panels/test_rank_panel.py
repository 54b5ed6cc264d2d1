"""The Rank tab."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from gui.panels import rank
from gui.panels.rank import RankPanel, ordinal
from model.catalog import catalog
from tests.answers import answer, system

EARLY = date(2023, 6, 1)
SYSTEMS = (
    system("big", 50_000, EARLY, mw=60.0),
    system("small", 10_000, EARLY),
    system("campus", 900_000, EARLY, types=False),
)


@pytest.fixture
def panel(qtbot, monkeypatch) -> RankPanel:
    known = SimpleNamespace(
        clusters=SYSTEMS, accelerators=catalog().accelerators, sites=catalog().sites
    )
    monkeypatch.setattr("model.study.rank.catalog", lambda: known)
    made = RankPanel()
    qtbot.addWidget(made)
    made.resize(1264, 176)
    made.show(answer(), None, None)
    return made


def test_the_sentence_says_the_rank_and_the_distance(panel):
    panel.set_cursor(300.0)
    assert panel.plot.title == "On 27 Feb 2025: 1st of 3 known systems"
    assert panel.plot.caption == (
        "with 98.9 EFLOP/s, 2.0 × the next, big; 1 campus or plan is estimated larger."
    )


def test_the_cursor_moves_through_time(panel):
    panel.set_cursor(80.0)
    assert panel.plot.title.endswith("2nd of 3 known systems")
    assert panel.plot.caption.startswith("with 19.8 EFLOP/s, 0.40 × the first, big")
    panel.set_cursor(10.0)
    assert panel.plot.title == "On 13 May 2024 nothing is installed"
    assert [dot.name for dot in panel.plot.dots] == ["big", "small"]
    panel.set_cursor(-9e5)
    assert panel.plot.empty is not None


def test_power_and_campuses_can_be_chosen(panel):
    panel.set_cursor(300.0)
    panel.campuses.choose(1)
    assert [dot.name for dot in panel.plot.dots] == ["campus (campus)", "Ours", "big", "small"]
    assert [dot.hollow for dot in panel.plot.dots] == [True, False, False, False]
    panel.measure.choose(1)
    assert [dot.name for dot in panel.plot.dots] == ["Ours", "big"]
    assert panel.plot.dots[0].value == pytest.approx(200e6)


def test_a_click_opens_the_record_with_its_source(qtbot, panel):
    panel.set_cursor(300.0)
    panel.setVisible(True)
    row = next(i for i, dot in enumerate(panel.plot.dots) if dot.name == "small")
    panel.plot.chosen.emit(row)
    assert panel.plot.current == row
    text = panel.detail.toPlainText()
    assert "small" in text
    assert "several reports" in text
    assert "example.org/a" in text
    assert "example.org" in panel.plot.dots[row].tip
    qtbot.keyClick(panel.plot, Qt.Key.Key_Up)
    assert "big" in panel.detail.toPlainText()
    assert panel.credit.text == rank.ATTRIBUTION


def test_ours_stays_in_view_among_many(qtbot, monkeypatch, caplog):
    many = tuple(system(f"s{i}", 1000.0 * (i + 1), EARLY) for i in range(200))
    known = SimpleNamespace(
        clusters=many, accelerators=catalog().accelerators, sites=catalog().sites
    )
    monkeypatch.setattr("model.study.rank.catalog", lambda: known)
    made = RankPanel()
    qtbot.addWidget(made)
    made.resize(1264, 176)
    made.show(answer(), None, None)
    made.set_cursor(300.0)
    made.setVisible(True)
    shown = [made.plot.dots[i] for i in made.plot.in_view()]
    assert any(dot.ours for dot in shown)
    assert len(shown) <= 12
    assert not made.grab().isNull()
    assert not caplog.records


def test_no_accelerators_is_no_error(panel, caplog):
    panel.show(answer(0), None, None)
    panel.setVisible(True)
    assert "nothing is installed" in panel.plot.title
    assert not panel.grab().isNull()
    assert not caplog.records


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
