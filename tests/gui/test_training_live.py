"""The Training tab and the software lever in the real window: what a lever does is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from model.catalog import catalog
from tests.gui.levers.hands import type_into


@pytest.fixture
def real(open_real):
    session = open_real()
    session.actions["tab_training"].trigger()
    QApplication.processEvents()
    return session


@pytest.fixture
def panel(real):
    return real.window.tabs.panel("training")


def pick(session, path: str, key: str) -> None:
    """Choose from the list of a lever as the mouse does."""
    assert session.levers.reveal(path)
    combo = session.levers.row(path).combo
    assert combo.isVisible()
    index = combo.findData(key)
    assert index >= 0
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    QApplication.processEvents()


def usable(panel) -> float:
    (bar,) = [bar for bar in panel.waterfall.full if bar.name == "Usable"]
    return bar.value


def test_software_is_a_lever_with_readable_names(real):
    assert real.levers.reveal("workload.software")
    row = real.levers.row("workload.software")
    stacks = catalog().stacks
    shown = {row.combo.itemData(i): row.combo.itemText(i) for i in range(row.combo.count())}
    assert shown == {key: stack.name for key, stack in stacks.items()}
    assert row.combo.currentText() == stacks[real.document.scenario.workload.software].name
    assert row.combo.accessibleName() == row.label == "Software"


def test_plain_software_computes_less_and_the_tab_shows_it(real, panel):
    before, plans = usable(panel), panel.plans.lines.lines
    pick(real, "workload.software", "plain-2024")
    outcome = real.engine.outcome
    assert outcome.scenario.workload.software == "plain-2024"
    assert usable(panel) == outcome.headline("usable_flops") < 0.97 * before
    panel.calm.now()
    assert panel.plans.lines.lines != plans
    real.actions["undo"].trigger()
    QApplication.processEvents()
    assert usable(panel) == before


def typed(path: str, text: str):
    def change(session, qtbot) -> None:
        assert session.levers.reveal(path)
        type_into(qtbot, session.levers.row(path).field, text)
        QApplication.processEvents()

    return change


def picked(path: str, key: str):
    def change(session, qtbot) -> None:
        pick(session, path, key)

    return change


@pytest.mark.parametrize(
    "change",
    [
        picked("workload.model", "llama-3.1-405b"),
        typed("workload.batch_tokens", "16M"),
        typed("workload.sequence", "32k"),
        picked("workload.precision", "fp8"),
        picked("sites.0.network", "roce_400g"),
    ],
    ids=["model", "batch", "sequence", "precision", "network"],
)
def test_what_the_run_is_made_of_redraws_the_tab_live(real, panel, qtbot, change):
    bars, looks = panel.waterfall.full, panel.waterfall._looks
    change(real, qtbot)
    outcome = real.engine.outcome
    assert panel.waterfall.full != bars
    assert panel.waterfall._looks != looks
    assert panel.waterfall.full[0].value == outcome.headline("peak_flops")
    assert usable(panel) == outcome.headline("usable_flops")
    panel.calm.now()
    best = outcome.training.plan
    assert panel.plans.lines.lines[0].cells[0].split("×")[0] == str(best.tp)
    for index, chart in ((1, panel.memory), (2, panel.sizes)):
        panel.choice.choose(index)
        assert chart.isVisible()
    total = next(bar for bar in panel.memory.full if bar.total)
    assert total.value == pytest.approx(best.memory_bytes, rel=1e-9)
    qtbot.waitUntil(lambda: not panel.newest.busy, timeout=60_000)
    assert panel.sizes.point == (100_000.0, best.mfu)


def test_the_curve_and_the_days_come_from_the_background(real, panel, qtbot):
    panel.choice.choose(2)
    qtbot.waitUntil(lambda: not panel.newest.busy, timeout=60_000)
    counts = panel.sizes.counts
    assert counts[0] < 10_000 < 500_000 < counts[-1]
    at = int(abs(counts - 100_000).argmin())
    assert panel.sizes.shares[at] == pytest.approx(panel.sizes.point[1], rel=1e-9)
    assert len(panel.runs.lines.lines) == len(catalog().workloads)
    assert panel.sizes.marks
    for count, _, why in panel.sizes.marks:
        assert counts[0] <= count <= counts[-1]
        assert "of the peak" in why


def test_the_palette_leads_to_the_validation_tab(real, qtbot):
    real.actions["palette"].trigger()
    palette = real.sheets.palette
    qtbot.keyClicks(palette.field, "validation")
    palette.run_current()
    QApplication.processEvents()
    tabs = real.window.tabs
    assert tabs.current == "validation"
    panel = tabs.panel("validation")
    assert panel.plot.empty[0] == "Scoring the shipped runs …"
    panel.bar.turn.click()
    assert panel.plot.empty[0] == "Scoring was cancelled"
