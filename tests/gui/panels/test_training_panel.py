"""The Training tab."""

from __future__ import annotations

import pytest

from gui.panels.training import TrainingPanel
from model.study.catalogue import WorkloadDays
from tests.answers import LADDER, answer, ranges

INF = float("inf")


def line(name: str, flop: float, days: float, *, own: bool = False) -> WorkloadDays:
    why = "" if days < INF else "It needs 900 GiB of 80."
    return WorkloadDays(name, name, flop, 160.0, 160 + days, 0.4, "TP 8", why, own)


ROWS = (line("Small", 1e25, 9.4), line("Mine", 1e26, 100.0, own=True), line("Huge", 1e28, INF))


@pytest.fixture
def asked() -> list[object]:
    return []


@pytest.fixture
def panel(qtbot, asked, monkeypatch) -> TrainingPanel:
    made = TrainingPanel()
    qtbot.addWidget(made)
    monkeypatch.setattr(made.newest, "ask", asked.append)
    made.resize(1264, 176)
    return made


def test_the_ladder_is_the_models_and_totals_carry_their_share(panel):
    panel.show(answer(), ranges(), None)
    assert [(b.name, b.value) for b in panel.waterfall.bars] == list(LADDER)
    assert panel.waterfall.notes["Model FLOP"].startswith("49.5")
    assert panel.waterfall.family == "h100"
    assert "best of 1,284 plans" in panel.waterfall.caption


def test_the_chosen_plan_is_first_and_others_say_what_they_lose(panel):
    panel.show(answer(), None, None)
    first, second = panel.plans.lines.lines
    assert first.selected
    assert first.cells[0] == "8×16×128×1×1"
    assert first.cells[-1] == "best"
    assert second.cells[-1] == "11\u2009%"
    assert first.shares == {8: 0.75}


def test_the_curve_passes_the_present_point_and_the_baseline(panel):
    panel.show(answer(), None, answer(50_000))
    assert panel.curve.point == (100_000.0, 0.495)
    assert panel.curve.shares.tolist() == pytest.approx([0.55, 0.53, 0.495, 0.47])
    assert panel.curve.before[0].size == 4


def test_workloads_are_dated_and_the_own_run_has_its_range(panel):
    panel.show(answer(), ranges(), None)
    panel.show_workloads(ROWS)
    small, mine, huge = panel.runs.lines.lines
    assert small.cells[:4] == ("Small", "1.0 × 10²⁵", "9.4", "19 Oct 2024")
    assert mine.selected
    assert mine.cells[2:] == ("100", "18 Jan 2025", "8 Jan–17 Feb")
    assert (huge.cells[2], huge.cells[3], huge.tip) == ("–", "never", "It needs 900 GiB of 80.")
    assert panel.runs_side.caption == "from 10 Oct 2024"


def test_a_new_answer_makes_the_days_stale_until_they_are_computed(qtbot, monkeypatch):
    computed: list[object] = []

    def quick(outcome, wanted):
        computed.append(outcome)
        return ROWS

    monkeypatch.setattr("gui.panels.training.days_per_workload", quick)
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    panel.setVisible(True)
    outcomes = [answer(count) for count in (1000, 2000, 3000)]
    for outcome in outcomes:
        panel.show(outcome, None, None)
    assert panel.runs.lines.stale
    qtbot.waitUntil(lambda: not panel.runs.lines.stale, timeout=5000)
    assert computed == outcomes[-1:]
    assert len(panel.runs.lines.lines) == 3


def test_a_hidden_panel_asks_only_when_it_is_seen(panel, asked):
    panel.show(answer(), None, None)
    assert asked == []
    panel.setVisible(True)
    assert len(asked) == 1
    panel.show(panel._outcome, ranges(), None)
    assert len(asked) == 1


def test_no_fleet_and_no_plan_say_so(panel, caplog):
    panel.show(answer(0), None, None)
    assert panel.waterfall.empty is not None
    assert panel.waterfall.empty[0] == "No accelerators yet"
    assert panel.plan_side.caption == "There are no accelerators."
    panel.setVisible(True)
    assert not panel.grab().isNull()
    assert not caplog.records


@pytest.mark.parametrize("size", [(992, 176), (1264, 320), (2200, 900)])
def test_low_shows_plans_or_curve_and_high_shows_both(panel, caplog, size):
    panel.resize(*size)
    panel.show(answer(), ranges(), answer(50_000))
    panel.setVisible(True)
    both = size[1] >= 260
    assert panel.plan_side.isVisible()
    assert panel.curve.isVisible() is both
    assert panel.choice.isVisible() is not both
    panel.choice.choose(1)
    assert panel.curve.isVisible()
    assert panel.plan_side.isVisible() is both
    assert not panel.grab().isNull()
    assert not caplog.records
