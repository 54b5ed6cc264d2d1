"""The waterfall draws the levels it is given, and they add up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from gui.plots.waterfall import LEAST_PITCH, Waterfall, Whole, falling, rising

PEAK = 1000e12
STEPS = [
    ("Kernels", -300e12, False, "slow products"),
    ("Gain", 50e12, False, ""),
    ("Nothing", 0.0, False, ""),
    ("Model FLOP", 750e12, True, ""),
    ("Failures", -50e12, False, "lost time"),
    ("Usable", 700e12, True, ""),
]
BARS = falling(("Peak", PEAK), STEPS)


@pytest.fixture
def chart(qtbot) -> Waterfall:
    made = Waterfall("w")
    qtbot.addWidget(made)
    made.title = "Where the FLOP/s go"
    made.resize(480, 176)
    return made


def test_steps_lead_from_each_total_to_the_next():
    assert [b.name for b in BARS if b.total] == ["Peak", "Model FLOP", "Usable"]
    level = PEAK
    for bar in BARS[1:]:
        if bar.total:
            assert bar.value == pytest.approx(level)
        else:
            assert {bar.low, bar.high} == {level, level + bar.value}
            level += bar.value


def test_the_table_holds_every_step_with_the_level_it_leads_to(chart):
    chart.show_bars(BARS, unit="TFLOP/s", scale=1e-12)
    header, rows = chart.rows()
    assert header[1] == "Value [TFLOP/s]"
    assert [float(row[1]) for row in rows] == pytest.approx([1000, -300, 50, 0, 750, -50, 700])
    assert float(rows[1][2]) == pytest.approx(700)
    assert "from peak 1,000 to usable 700 TFLOP/s" in chart.sentence()
    assert "Kernels takes most, 30\u2009%" in chart.sentence()


def test_a_low_chart_shows_the_short_way(chart):
    short = falling(("Peak", PEAK), STEPS[3:])
    chart.show_bars(BARS, short, unit="TFLOP/s")
    assert chart.bars == BARS
    chart.resize(480, round(28 + LEAST_PITCH * 5))
    assert chart.bars == short


@pytest.mark.parametrize("size", [(300, 150), (480, 176), (900, 400)])
def test_it_paints_at_any_size_and_names_the_row_under_the_pointer(chart, caplog, size):
    chart.show_bars(BARS, unit="TFLOP/s", scale=1e-12, family="h100")
    chart.resize(*size)
    assert not chart.grab().isNull()
    assert not caplog.records
    assert chart.tip(QPointF(100, 28)).startswith("Peak: 1,000 TFLOP/s, 100.0\u2009% of the peak")
    assert "slow products" in chart.tip(QPointF(100, 24 + 1.5 * chart._pitch(BARS)))
    assert chart.tip(QPointF(100, 5)) == ""


def test_a_change_shows_its_sign_and_nothing_shows_as_nothing(chart):
    chart.show_bars(BARS, unit="TFLOP/s", scale=1e-12)
    texts = [(chart.number(bar), chart.share(bar)) for bar in BARS[1:4]]
    assert texts == [("\u2212300", "\u221230.0\u2009%"), ("+50", "+5.0\u2009%"), ("0", "0\u2009%")]


def test_the_same_bars_are_not_painted_again(chart):
    painted: list[int] = []
    chart.update = lambda: painted.append(1)
    for caption in ("a", "a", "b"):
        chart.caption = caption
        chart.show_bars(BARS, unit="TFLOP/s", scale=1e-12)
    assert len(painted) == 2


@pytest.mark.parametrize(("limit", "rest"), [(80.0, "Free"), (50.0, "Too much")])
def test_items_rise_to_their_total_and_the_rest_to_the_limit(chart, limit, rest):
    items = [("Weights", 40.0, ""), ("Activations", 20.0, "")]
    bars = rising(items, ("In use", ""), (rest, limit - 60.0, ""))
    assert [(b.low, b.high) for b in bars[:3]] == [(0, 40), (40, 60), (0, 60)]
    assert (bars[3].low, bars[3].high) == (min(60, limit), max(60, limit))
    chart.show_bars(bars, unit="GiB", whole=Whole("what may be filled", limit, limit=True))
    assert chart.number(bars[0]) == "40.00"
    assert chart.share(bars[0]) == f"{4000 / limit:.1f}\u2009%"
    assert f"in use 60 of {limit:g}" in chart.sentence().replace(".0", "")
    assert "Weights takes most" in chart.sentence()
    assert not chart.grab().isNull()
