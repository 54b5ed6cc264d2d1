"""Days, pixels and dates."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.lettering import spread
from gui.plots.ranges import NiceRange
from gui.plots.timescale import SHORTEST, TimeScale, month_bounds, ticks

EPOCH = date(2024, 5, 3)
days = st.floats(-1e4, 1e4)


@given(day=days, first=days, length=st.floats(14, 5000), width=st.floats(10, 4000))
def test_day_and_pixel_are_inverse(day, first, length, width):
    scale = TimeScale(first, first + length, 56.0, width)
    assert scale.day(scale.x(day)) == pytest.approx(day, abs=1e-6)


@given(factor=st.floats(0.01, 100), about=st.floats(0, 365))
def test_zoom_stays_within_bounds_and_never_under_two_weeks(factor, about):
    bounds = (0.0, 365.0)
    scale = TimeScale(0.0, 365.0).zoomed(factor, about, bounds)
    assert scale.first >= -1e-9
    assert scale.last <= 365.0 + 1e-9
    assert scale.days >= SHORTEST - 1e-9


def test_zoom_keeps_the_day_under_the_pointer():
    scale = TimeScale(0.0, 365.0, 56.0, 1040.0)
    near = scale.zoomed(0.5, 100.0, (0.0, 365.0))
    assert near.x(100.0) == pytest.approx(scale.x(100.0))


def test_pan_stops_at_the_bounds():
    scale = TimeScale(100.0, 200.0).panned(500.0, (0.0, 365.0))
    assert (scale.first, scale.last) == (265.0, 365.0)


def test_bounds_are_whole_months():
    assert month_bounds(0.0, 423.0, EPOCH) == (-2.0, 424.0)  # 1 May 2024 to 1 July 2025
    assert month_bounds(0.0, 424.0, EPOCH) == (-2.0, 424.0)


def test_months_are_named_and_years_stand_on_the_first_and_on_january():
    marks = ticks(TimeScale(-2.0, 424.0, 56.0, 1040.0), EPOCH)
    names = [text for _, text in marks.labels]
    assert names[:3] == ["May 2024", "Jun", "Jul"]
    assert "Jan 2025" in names
    assert marks.grid[0] == 59.0  # 1 July, the first quarter


@pytest.mark.parametrize("years", [1, 2, 4, 8, 12, 30])
@pytest.mark.parametrize("width", [400.0, 1040.0, 3000.0])
def test_labels_never_overlap(years, width):
    scale = TimeScale(0.0, years * 365.0, 0.0, width)
    labels = ticks(scale, EPOCH).labels
    assert labels
    for (day, text), (later, _) in pairwise(labels):
        assert (later - day) * scale.per_day >= 6 * len(text)


def test_days_are_shown_when_zoomed_in():
    marks = ticks(TimeScale(10.0, 24.0, 0.0, 1040.0), EPOCH)
    assert [text for _, text in marks.labels][1:4] == ["13 May", "14 May", "15 May"]


def test_range_grows_at_once_and_shrinks_when_settled():
    axis = NiceRange("W", 6)
    axis.divide(6)
    assert axis.grow(570e6)
    assert (axis.top, axis.step, axis.unit) == (600e6, 100e6, "MW")
    assert not axis.grow(120e6)
    assert axis.top == 600e6
    assert axis.settle()
    assert axis.top == 120e6
    assert not axis.settle()


def test_unit_changes_only_when_settled_and_only_at_a_thousand():
    axis = NiceRange("FLOP/s", 18)
    axis.grow(2.5e21)
    assert axis.unit == "EFLOP/s"
    axis.settle()
    assert axis.unit == "ZFLOP/s"
    axis.grow(5e17)
    axis.settle()
    assert axis.unit == "PFLOP/s"


@given(needed=st.floats(1e-3, 1e25), intervals=st.integers(2, 8))
def test_range_always_holds_what_is_needed(needed, intervals):
    axis = NiceRange("W", 6)
    axis.divide(intervals)
    axis.grow(needed)
    axis.settle()
    assert axis.top >= needed * (1 - 1e-9)
    assert len(axis.ticks()) <= intervals + 2


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1.0, 0.0])
def test_range_survives_nonsense(bad):
    axis = NiceRange("W", 6)
    axis.grow(bad)
    axis.settle()
    assert axis.top > 0


@pytest.mark.parametrize(
    ("value", "text"), [(39.6e18, "39.6"), (198.4e18, "198"), (0.0, "0"), (7.22e18, "7.2")]
)
def test_values_are_no_finer_than_the_axis(value, text):
    axis = NiceRange("FLOP/s", 18)
    axis.grow(198e18)
    assert axis.text(value) == text


@given(st.lists(st.floats(0, 500), max_size=12))
def test_spread_labels_keep_their_order_and_distance(wanted):
    heights = spread(sorted(wanted), 12.4, 0.0, 500.0)
    assert len(heights) == len(wanted)
    for above, below in pairwise(heights):
        assert below - above >= 12.4 - 1e-6
    assert all(-1e-6 <= height <= 500 + 1e-6 for height in heights)


def test_labels_with_room_stay_where_they_belong():
    assert spread([10.0, 50.0, 90.0], 12.4, 0.0, 100.0) == [10.0, 50.0, 90.0]
