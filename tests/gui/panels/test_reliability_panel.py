"""The Reliability tab draws what the model says about failures, and moves with its levers."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from gui.levers.slider import Slider
from gui.panels.reliability import ReliabilityPanel, spell
from gui.plots.share_curve import ShareCurve
from model import paths
from model.evaluate import evaluate
from model.files import preset
from model.study.goodput import account, helps

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def colossus():
    return evaluate(preset("colossus-100k"))


@pytest.fixture
def panel(qtbot) -> ReliabilityPanel:
    made = ReliabilityPanel()
    qtbot.addWidget(made)
    made.resize(1264, 176)
    made.show()
    return made


def changed(path: str, value: object):
    return evaluate(paths.replaced(preset("colossus-100k"), path, value))


def test_the_bars_sum_to_the_goodput_that_is_missing(panel, colossus):
    panel.show(colossus, None, None)
    missing = 100 * (1 - colossus.headline("goodput"))
    assert panel.losses.total == pytest.approx(missing, abs=1e-9)
    assert panel.losses.parts[0].name == "Restart"
    header, rows = panel.losses.rows()
    assert header == ("Part", "Value [%]")
    assert sum(float(row[1]) for row in rows[:-1]) == pytest.approx(missing, abs=1e-9)


def test_failures_by_component_sum_to_one_every_mtbf(panel, colossus):
    panel.show(colossus, None, None)
    a_day = 86_400 / float(colossus.reliability.losses.mtbf_s[0, 0])
    assert panel.failures.total == pytest.approx(a_day, rel=1e-9)
    assert (
        panel.failures.caption == f"every {spell(float(colossus.reliability.losses.mtbf_s[0, 0]))}"
    )
    assert {part.name for part in panel.failures.parts} >= {"Accelerator", "HBM", "Host"}


def test_both_curves_fall_and_carry_the_present_point(panel, colossus):
    panel.show(colossus, None, None)
    for chart in (panel.restarts, panel.counts):
        x, share = chart.curve
        assert (np.diff(x) > 0).all()
        assert (np.diff(share) < 0).all()
        at, here = chart.point
        assert here == pytest.approx(colossus.headline("goodput"))
        assert chart.share_at(at) == pytest.approx(here, abs=2e-3)
    assert panel.counts.point[0] == 100_000
    assert "at ten times that" in panel.restarts.sentence()
    header, rows = panel.restarts.rows()
    assert header == ("Restart [min]", "Goodput [1]")
    assert len(rows) == 65


def test_the_curve_over_restarts_is_what_the_model_says_there(panel, colossus):
    panel.show(colossus, None, None)
    from model.scenario import Belief

    slower = changed("beliefs.restart_minutes", Belief(20, 20, 20))
    assert panel.restarts.share_at(20.0) == pytest.approx(slower.headline("goodput"), abs=2e-3)
    half = changed("shipments.0.count", 50_000)
    assert panel.counts.share_at(50_000) == pytest.approx(half.headline("goodput"), abs=5e-3)


def test_the_baseline_is_marked_on_bars_and_curves(panel, colossus):
    now = changed("recovery.saving", "halt")
    panel.show(now, None, colossus)
    assert panel.losses.change_text.startswith("+")
    was = {part.name: part.was for part in panel.losses.parts}
    assert was["Saving"] == pytest.approx(100 * account(colossus).lost["Saving"])
    assert panel.restarts.before is not None
    assert panel.restarts.before[1][0] > panel.restarts.curve[1][0]


def test_the_tables_say_what_a_restart_takes_and_what_would_help(panel, colossus):
    panel.resize(1264, 700)
    panel.show(colossus, None, None)
    lines = panel.phases.lines.lines
    assert [line.cells[0] for line in lines] == [
        "Detection", "Restart", "Joining groups", "Loading", "Rework", "In all"
    ]  # fmt: skip
    assert panel.phase_side.isVisible()
    assert panel.phase_side.caption.startswith("saves every 2.1")
    best = helps(colossus)[0]
    first = panel.helps.lines.lines[0]
    assert first.cells[0] == best.label
    assert float(first.cells[1]) == pytest.approx(100 * best.gain, abs=0.0051)


def test_what_would_help_brings_what_it_says(colossus):
    gains = {each.label: each.gain for each in helps(colossus)}
    twice = changed("recovery.storage_gb_s", 600.0).headline("goodput")
    assert twice - colossus.headline("goodput") == pytest.approx(gains["Twice the storage"])
    spares = changed("recovery.spares", 1.0).headline("goodput")
    assert spares - colossus.headline("goodput") == pytest.approx(gains["1 % hot spares"])
    assert list(gains.values()) == sorted(gains.values(), reverse=True)


def test_spares_say_how_many_are_idle_and_what_they_cost(panel):
    held = changed("recovery.spares", 5.0)
    panel.show(held, None, None)
    price = float(held.capex["accelerators"][0, 0])
    assert account(held).spares_usd == pytest.approx(0.05 * price)
    assert panel.help_side.caption.startswith("5,000 held back, ")
    assert panel.help_side.caption.endswith("M$")


def test_without_a_fleet_it_says_what_to_do(panel, caplog):
    panel.show(evaluate(preset("blank")), None, None)
    for chart in (panel.losses, panel.restarts, panel.counts, panel.failures):
        assert "Add a shipment" in chart.empty[1]
    assert not panel.grab().isNull()
    assert not panel.helps.lines.lines
    assert not caplog.records


@pytest.mark.parametrize("size", [(1264, 144), (980, 176), (1600, 760), (700, 130)])
def test_it_paints_at_any_size_without_overlap(panel, colossus, caplog, size):
    panel.show(colossus, None, None)
    panel.resize(*size)
    QApplication.processEvents()
    assert not panel.grab().isNull()
    assert not caplog.records
    columns = (
        panel.losses, panel.restarts, panel.counts, panel.failures, panel.phase_side,
        panel.help_side,
    )  # fmt: skip
    seen = [each.geometry() for each in columns if each.isVisible()]
    for k, one in enumerate(seen):
        assert panel.rect().contains(one)
        assert not any(one.intersects(other) for other in seen[k + 1 :])


def test_where_there_is_room_for_one_curve_a_click_chooses_it(panel, colossus, qtbot):
    panel.resize(980, 176)
    panel.show(colossus, None, None)
    assert panel.restarts.isVisible()
    assert not panel.counts.isVisible()
    qtbot.mouseClick(panel.choice, LEFT, pos=QPoint(panel.choice.width() - 14, 12))
    assert panel.counts.isVisible()
    assert not panel.restarts.isVisible()
    panel.resize(1300, 176)
    assert panel.counts.isVisible()
    assert panel.restarts.isVisible()
    assert not panel.choice.isVisible()


def test_the_curve_under_the_pointer_is_told(qtbot):
    chart = ShareCurve("c", "Restart", "min", "Goodput")
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    x = np.geomspace(1.0, 100.0, 9)
    chart.show_curve((x, 1 - x / 200), point=(10.0, 0.95))
    assert not chart.grab().isNull()
    middle = chart._place(10.0, 0.5)
    assert chart.tip(middle).startswith("10.0 min: 95")
    assert chart.tip(QPointF(2, 2)) == ""
    assert chart.share_at(1000.0) is None


def test_levers_of_reliability_move_the_tab_in_the_real_window(open_real, qtbot):
    session = open_real()
    session.actions["tab_reliability"].trigger()
    QApplication.processEvents()
    tab = session.window.tabs.panel("reliability")
    before = tab.losses.total
    assert session.levers.reveal("recovery.spares")
    lever = session.levers.row("recovery.spares")
    slider = lever.findChild(Slider)
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    QApplication.processEvents()
    held = session.engine.outcome.scenario.recovery.spares
    assert held > 0.0
    parts = {part.name: part.value for part in tab.losses.parts}
    assert parts["Hot spares"] == pytest.approx(held)
    assert tab.losses.total != before
    session.actions["undo"].trigger()
    QApplication.processEvents()
    assert session.engine.outcome.scenario.recovery.spares < held
