"""The Cost tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from gui.panels.cost import CostPanel
from tests.answers import answer, ranges


@pytest.fixture
def panel(qtbot) -> CostPanel:
    made = CostPanel()
    qtbot.addWidget(made)
    made.resize(1264, 176)
    return made


def test_parts_add_up_to_the_total_that_is_shown(panel):
    outcome = answer()
    panel.show(outcome, ranges(), None)
    for chart, parts in (
        (panel.capex, outcome.capex),
        (panel.opex, outcome.opex),
        (panel.run, outcome.run_cost),
    ):
        total = sum(float(value[0, 0]) for value in parts.values())
        assert chart.total == pytest.approx(total, rel=1e-12)
        assert sum(part.value for part in chart.parts) == pytest.approx(total, rel=1e-12)
        _, rows = chart.rows()
        assert sum(float(row[1]) for row in rows[:-1]) == pytest.approx(float(rows[-1][1]))
    assert (panel.capex.total_text, panel.capex.unit) == ("8.00", "G$")
    assert panel.opex.unit == "M$/year"


def test_what_does_not_fit_is_summed_not_dropped(panel):
    panel.capex.show_parts({f"part {i}": float(i + 1) for i in range(12)}, unit="USD")
    parts, _ = panel.capex.fitted(64)
    assert len(parts) == 4
    assert parts[-1].name == "9 others"
    assert sum(part.value for part in parts) == pytest.approx(78)


def test_baseline_and_range_are_in_the_units_of_the_value(panel):
    panel.show(answer(), ranges(), answer(cost=0.5))
    assert panel.capex.caption == "7.00–10.0"
    assert panel.capex.change_text == "+4.00 vs. baseline"
    assert panel.capex.parts[0].was == pytest.approx(3.5e9)
    assert panel.units.lines.lines[0].cells == ("Per GPU-hour", "2.00", "$", "1.00")


def test_a_part_only_the_baseline_has_is_still_compared(panel):
    panel.capex.show_parts({"a": 1.0}, unit="USD", baseline={"a": 1.0, "b": 3.0})
    assert {part.name: part.was for part in panel.capex.parts} == {"a": 1.0, "b": 3.0}
    assert panel.capex.total == 1.0


def test_nothing_to_pay_for_and_a_run_without_end_say_so(panel, caplog):
    panel.show(answer(0), None, None)
    assert panel.capex.empty is not None
    assert [line.cells[1] for line in panel.units.lines.lines] == ["–", "–", "–"]
    panel.setVisible(True)
    assert not panel.grab().isNull()
    assert not caplog.records


def test_the_tip_names_the_part_and_its_share(panel):
    panel.show(answer(), None, None)
    panel.setVisible(True)
    assert panel.capex.tip(QPointF(20, 30)).startswith("Accelerators: 7.00 G$, 87.5")
