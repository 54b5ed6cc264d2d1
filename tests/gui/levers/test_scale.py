"""Between value and place: exact where it must be, monotonic everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.levers.scale import RailScale, decade_label

COUNT = RailScale(0, 1_000_000, log=True, whole=True)
POWER = RailScale(0, 10_000, log=True)
DAYS = RailScale(0, 365)
SHARE = RailScale(0.3, 1.0, step=0.01)
SCALES = (COUNT, POWER, DAYS, SHARE, RailScale(1e20, 1e28, log=True))


@given(st.sampled_from(SCALES), st.floats(0, 1))
def test_a_place_on_the_rail_reads_back(scale, place):
    assert scale.position(scale.value(place)) == pytest.approx(place, abs=1e-9)


@given(st.sampled_from(SCALES), st.floats(0, 1), st.floats(0, 1))
def test_further_right_is_never_less(scale, one, other):
    low, high = sorted((one, other))
    assert scale.snapped(scale.value(low)) <= scale.snapped(scale.value(high))


@given(st.sampled_from(SCALES), st.floats(0, 1))
def test_a_snapped_value_stays_when_snapped_again(scale, place):
    once = scale.snapped(scale.value(place))
    assert scale.snapped(once) == once
    assert scale.low <= once <= scale.high


@given(st.sampled_from(SCALES), st.floats(0, 1), st.booleans(), st.booleans())
def test_a_step_moves_its_way_or_stays_at_the_end(scale, place, page, fine):
    value = scale.clamped(scale.value(place))
    up = scale.stepped(value, 1, page=page, fine=fine)
    down = scale.stepped(value, -1, page=page, fine=fine)
    assert up > value or value == scale.high
    assert down < value or value == scale.low


def test_arrows_go_one_two_five():
    walk, value = [], 1.0
    for _ in range(7):
        value = COUNT.stepped(value, 1)
        walk.append(value)
    assert walk == [2, 5, 10, 20, 50, 100, 200]
    assert COUNT.stepped(150_000, 1) == 200_000
    assert COUNT.stepped(150_000, -1) == 100_000
    assert COUNT.stepped(150_000, 1, page=True) == 1_000_000
    assert COUNT.stepped(150_000, 1, fine=True) == 160_000


def test_zero_lies_left_of_a_logarithmic_rail_that_allows_it():
    assert COUNT.value(-0.1) == 0
    assert COUNT.stepped(1, -1) == 0
    assert COUNT.stepped(0, 1) == 1
    assert COUNT.position(0) == 0
    assert RailScale(10, 1000, log=True).value(-0.1) == pytest.approx(10)


def test_a_drag_keeps_two_digits_and_a_fine_one_three():
    assert COUNT.snapped(123_456) == 120_000
    assert COUNT.snapped(123_456, fine=True) == 123_000
    assert SHARE.snapped(0.7689) == 0.77
    assert DAYS.snapped(13.4) == 13


def test_ticks_name_the_unit_from_where_it_changes_on():
    assert [decade_label(v, "MW") for v in POWER.decades()] == ["1", "10", "100", "1 GW", "10 GW"]
    assert [decade_label(v, "GPU") for v in COUNT.decades()][-2:] == ["100k", "1M"]
    assert decade_label(1e26, "FLOP") == "10²⁶"
    assert DAYS.decades() == ()
