"""The Training tab."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs
from PySide6.QtWidgets import QWidget

from gui.panels.plans import PLAN_COLUMNS
from gui.panels.training import TrainingPanel
from gui.panels.training_studies import Studies
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.study.catalogue import WorkloadDays
from model.study.fitting import Remedy
from model.study.losses import losses
from model.study.scaling import Bend, Scaling
from model.units import GIB
from tests.answers import answer, plan, ranges

INF = float("inf")


def line(name: str, flop: float, days: float, *, own: bool = False) -> WorkloadDays:
    why = "" if days < INF else "It needs 900 GiB of 80."
    return WorkloadDays(name, name, flop, 160.0, 160 + days, 0.4, "TP 8", why, own)


def without_a_plan() -> Outcome:
    whole = answer()
    asked = evaluate(preset("colossus-100k")).training.asked
    none = structs.replace(
        whole.training, plan=None, asked=asked, why_not="It needs 900 GiB of 80."
    )
    return structs.replace(whole, training=none)


ROWS = (line("Small", 1e25, 9.4), line("Mine", 1e26, 100.0, own=True), line("Huge", 1e28, INF))
BEND = Bend(2e4, "DP exposed", 0.01, 0.06, "gradients of 512 replicas")
SIZES = Scaling(
    np.array([1e3, 1e4, 1e5]), np.array([0.55, 0.53, 0.495]), np.array([4e5, 4e6, 4e7]),
    (plan(), plan(), plan()), BEND, None,
)  # fmt: skip
STUDIES = Studies(ROWS, SIZES, ())


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


def test_the_waterfall_goes_from_the_fleets_peak_to_its_usable_headline(panel):
    panel.show(answer(), ranges(), None)
    bars, taken = panel.waterfall.full, losses(answer())
    assert (bars[0].name, bars[0].value) == ("Peak", answer().headline("peak_flops"))
    assert (bars[-1].name, bars[-1].value) == ("Usable", answer().headline("usable_flops"))
    assert sum(bar.value for bar in bars if not bar.total) == pytest.approx(
        taken.usable - taken.peak
    )
    assert len(panel.waterfall.short) < len(bars)
    assert panel.waterfall.family == "h100"
    assert panel.waterfall.caption == "EFLOP/s of 100,000 H100, bf16 dense"


def test_the_chosen_plan_is_first_and_others_say_what_they_cost(panel, monkeypatch):
    monkeypatch.setattr("gui.panels.plans.plans_of", lambda _: (plan(), plan(1)))
    panel.show(answer(), None, None)
    first, second = panel.plans.lines.lines
    assert first.selected
    assert first.cells[0] == "8×16×128×1×1"
    assert first.cells[9:11] == ("100", "best")
    assert second.cells[9:11] == ("+11", "11\u2009%")
    assert first.shares == {8: 0.75}
    assert panel.plan_side.caption == "micro-batch 1, interleave 4, selective recompute, ZeRO-1"


def test_the_columns_of_the_plans_fit_where_they_are_shown(panel):
    panel.show(answer(), None, None)
    panel.setVisible(True)
    for width in (992, 1264, 2200):
        panel.resize(width, 176)
        table = panel.plans
        shown = [i for i in range(len(PLAN_COLUMNS)) if not table.isColumnHidden(i)]
        assert sum(table.columnWidth(i) for i in shown) <= table.viewport().width()
        titles = [PLAN_COLUMNS[i].title for i in shown]
        assert {"Step", "Days"} <= set(titles)
        assert ("Memory" in titles) == (width > 1000)


def test_memory_is_shown_item_by_item_against_what_may_be_filled(panel):
    panel.choice.choose(1)
    panel.setVisible(True)
    outcome = evaluate(preset("colossus-100k"))
    panel.show(outcome, None, None)
    *items, total, free = panel.memory.full
    limit, best = panel.memory.whole.value, outcome.training.plan
    assert limit == best.memory_limit_bytes
    assert total.value == pytest.approx(best.memory_bytes, rel=1e-9)
    assert {"Weights", "Optimizer state", "Activations"} <= {bar.name for bar in items}
    assert (total.name, free.name) == ("In use", "Free")
    assert total.value == pytest.approx(sum(bar.value for bar in items))
    assert total.value + free.value == pytest.approx(limit)
    assert panel.memory.family == "h100"


def test_where_nothing_fits_the_least_hungry_plan_shows_what_is_too_much(panel):
    none = without_a_plan()
    panel.show(none, None, None)
    panel.setVisible(True)
    panel.choice.choose(1)
    assert panel.memory.empty[0] == "It needs 900 GiB of 80."  # until it is found
    least = replace(plan(), memory_limit_bytes=2.0 * GIB)
    panel.newest.stop()
    panel.show_studies(Studies((), None, (), least))
    *_, total, over = panel.memory.full
    assert panel.memory.empty is None
    assert (total.name, over.name) == ("Least in use", "Too much")
    assert total.value - over.value == pytest.approx(2.0 * GIB)
    assert reds(panel.memory) > 100
    panel.show(evaluate(preset("colossus-100k")), None, None)
    panel.calm.now()
    assert reds(panel.memory) == 0


def reds(widget: QWidget) -> int:
    """Pixels that are plainly red."""
    picture = widget.grab().toImage()
    seen = (picture.pixelColor(x, y) for x in range(picture.width())
            for y in range(picture.height()))  # fmt: skip
    return sum(each.red() > each.green() + 60 and each.red() > each.blue() + 60 for each in seen)


def test_sizes_show_the_present_point_the_baseline_and_the_bend(panel):
    panel.choice.choose(2)
    panel.show(answer(), None, answer(50_000))
    panel.show_studies(STUDIES)
    assert panel.sizes.point == (100_000.0, 0.495)
    assert panel.sizes.before == (50_000.0, 0.495)
    assert panel.sizes.shares.tolist() == [0.55, 0.53, 0.495]
    ((count, short, why),) = panel.sizes.marks
    assert (count, short) == (2e4, "bends: DP exposed")
    assert "1.0\u2009% to 6.0\u2009% of the peak; gradients of 512 replicas" in why


def test_workloads_are_dated_and_the_own_run_has_its_range(panel):
    panel.show(answer(), ranges(), None)
    panel.show_studies(STUDIES)
    small, mine, huge = panel.runs.lines.lines
    assert small.cells[:4] == ("Small", "1.0 × 10²⁵", "9.4", "19 Oct 2024")
    assert mine.selected
    assert mine.cells[2:] == ("100", "18 Jan 2025", "8 Jan – 17 Feb")
    assert (huge.cells[2], huge.cells[3], huge.tip) == ("–", "never", "It needs 900 GiB of 80.")
    assert panel.runs_side.caption == "from 10 Oct 2024"


def test_a_new_answer_makes_the_studies_stale_until_they_are_computed(qtbot, monkeypatch):
    computed: list[object] = []

    def quick(outcome, wanted):
        computed.append(outcome)
        return STUDIES

    monkeypatch.setattr("gui.panels.training.studied", quick)
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
    assert not panel.sizes.stale


def test_a_view_that_was_hidden_catches_up_when_it_is_chosen(panel):
    panel.setVisible(True)
    panel.choice.choose(1)
    panel.show(evaluate(preset("colossus-100k")), None, None)
    assert panel.plans.lines.lines == ()
    panel.choice.choose(0)
    assert len(panel.plans.lines.lines) == 5
    panel.resize(1264, 700)
    assert not panel.sizes.isHidden()
    assert panel.sizes.empty[0].startswith("Searching")


def test_a_hidden_panel_asks_only_when_it_is_seen(panel, asked):
    panel.show(answer(), None, None)
    assert asked == []
    panel.setVisible(True)
    assert len(asked) == 1
    panel.show(panel._outcome, ranges(), None)
    assert len(asked) == 1


def test_no_fleet_says_so(panel, caplog):
    panel.show(answer(0), None, None)
    assert panel.plan_side.caption == "There are no accelerators."
    for view, chart in enumerate((panel.waterfall, panel.memory, panel.sizes)):
        panel.choice.choose(view)
        assert chart.empty is not None
        assert chart.empty[0] == "No accelerators yet"
    panel.setVisible(True)
    assert not panel.grab().isNull()
    assert not caplog.records


def test_where_no_plan_fits_the_panel_says_what_would(panel):
    panel.show(without_a_plan(), None, None)
    panel.show_studies(Studies((), None, (Remedy("4,608 accelerators instead of 1,024", plan()),)))
    panel.setVisible(True)
    assert panel.waterfall.empty[0] == "It needs 900 GiB of 80."
    assert panel.remedy_side.isVisible()
    assert not panel.plan_side.isVisible()
    (remedy,) = panel.remedies.lines.lines
    assert remedy.cells[:2] == ("4,608 accelerators instead of 1,024", "49.5\u2009%")


@pytest.mark.parametrize("size", [(992, 176), (1264, 500), (2200, 900)])
def test_low_shows_one_view_and_high_shows_all(panel, caplog, size):
    panel.resize(*size)
    panel.show(answer(), ranges(), answer(50_000))
    panel.show_studies(STUDIES)
    panel.setVisible(True)
    tall = size[1] >= 480
    views = (panel.plan_side, panel.memory, panel.sizes)
    for index in range(3):
        panel.choice.choose(index)
        seen = [view.isVisible() for view in views]
        assert seen == [tall or index == k for k in range(3)]
        assert not panel.grab().isNull()
    areas = [view.geometry() for view in (*views, panel.waterfall, panel.runs_side)
             if view.isVisible()]  # fmt: skip
    assert all(panel.rect().contains(area) for area in areas)
    assert not any(one.intersects(other) for one in areas for other in areas if one is not other)
    assert not caplog.records
