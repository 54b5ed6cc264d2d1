"""The waterfall draws the ladder it is given, and the ladder adds up."""

from __future__ import annotations

import pytest

from gui.plots.waterfall import Waterfall, bars_of
from tests.answers import LADDER, PEAK


def test_steps_lead_from_each_total_to_the_next():
    bars = bars_of(LADDER)
    assert [b.name for b in bars if b.total] == ["Peak", "Model FLOP", "Usable"]
    level = 0.0
    for bar in bars:
        if bar.total and level:
            assert bar.value == pytest.approx(level, rel=1e-12)
        level = bar.high if bar.total else level + bar.value
        assert bar.low <= bar.high
    losses = sum(b.value for b in bars if not b.total)
    assert PEAK + losses == pytest.approx(bars[-1].value)


def test_a_gain_is_a_step_and_a_loss_of_nothing_is_no_total():
    bars = bars_of((("Peak", 10.0), ("Gain", 3.0), ("None", -0.0), ("End", 13.0)))
    assert [b.total for b in bars] == [True, False, False, True]
    assert (bars[1].low, bars[1].high) == (10.0, 13.0)


def test_an_empty_ladder_has_no_bars():
    assert bars_of(()) == ()


def test_the_table_holds_what_is_drawn(qtbot):
    chart = Waterfall("w")
    qtbot.addWidget(chart)
    chart.title = "Where the FLOP/s go"
    chart.show_ladder(
        LADDER, unit="TFLOP/s", scale=1e-12, family="h100", notes={"Usable": "44.4 %"}
    )
    header, rows = chart.rows()
    assert header[1] == "Value [TFLOP/s]"
    assert [float(row[1]) for row in rows] == pytest.approx([v / 1e12 for _, v in LADDER])
    assert "989 to Usable 439 TFLOP/s" in chart.sentence()


@pytest.mark.parametrize("size", [(300, 120), (480, 176), (900, 400)])
def test_it_paints_at_any_size_and_names_the_bar_under_the_pointer(qtbot, caplog, size):
    chart = Waterfall("w")
    qtbot.addWidget(chart)
    chart.show_ladder(LADDER, unit="TFLOP/s", scale=1e-12, family="h100")
    chart.resize(*size)
    assert not chart.grab().isNull()
    assert not caplog.records
    from PySide6.QtCore import QPointF

    assert chart.tip(QPointF(chart.LEFT_GUTTER + 5, 60)).startswith("Peak: 989 TFLOP/s, 100")
    assert chart.tip(QPointF(5, 60)) == ""


def test_the_same_ladder_is_not_painted_again(qtbot):
    chart = Waterfall("w")
    qtbot.addWidget(chart)
    painted: list[int] = []
    chart.update = lambda: painted.append(1)
    for caption in ("a", "a", "b"):
        chart.caption = caption
        chart.show_ladder(LADDER, unit="TFLOP/s", scale=1e-12)
    assert len(painted) == 2
