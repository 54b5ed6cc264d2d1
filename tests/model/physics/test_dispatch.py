"""Dispatch: energy balances in every half of every day, and more of a source never serves less."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import dispatch

MW = 1e6
POWER = st.floats(0, 500)


def row(*values: float) -> np.ndarray:
    return np.array(values, dtype=float).reshape(1, -1, 1) * MW


def feed(warm: float, cool: float, grid: float, hot: float, cold: float, **more: Any) -> Any:
    battery, hours = more.get("battery", 0.0), more.get("hours", 4.0)
    return (
        row(warm, cool), row(grid), row(hot, cold), row(battery),
        row(battery * hours * 3600.0), np.full((1, 1, 1), more.get("efficiency", 0.9)),
    )  # fmt: skip


def test_grid_first_then_turbines() -> None:
    found = dispatch.dispatch(*feed(100, 90, 60, 30, 35))
    assert (found.grid / MW).ravel().tolist() == [60, 60]
    assert np.allclose((found.turbines / MW).ravel(), [30, 30])
    assert np.allclose((found.served / MW).ravel(), [90, 90])


def test_a_battery_carries_the_warm_half_from_the_cool_one() -> None:
    """10 MW are missing when it is warm, 20 are spare when it is cool: 11.1 MW charge it."""
    found = dispatch.dispatch(*feed(100, 80, 90, 0, 10, battery=50, hours=12))
    assert np.allclose((found.served / MW).ravel(), [100, 80])
    assert np.allclose((found.discharged / MW).ravel(), [10, 0])
    assert np.allclose((found.charged / MW).ravel(), [0, 10 / 0.9])
    assert np.allclose((found.turbines / MW).ravel(), [0, 80 + 10 / 0.9 - 90])


def test_power_energy_and_what_is_spare_limit_it() -> None:
    small = dispatch.dispatch(*feed(100, 80, 90, 0, 0, battery=4, hours=12))
    assert np.isclose(small.discharged.max(), 0.9 * 4 * MW), "charged with 4 MW"
    short = dispatch.dispatch(*feed(100, 80, 90, 0, 0, battery=50, hours=1))
    assert np.isclose(short.discharged.max(), 50 / 12 * MW)
    starved = dispatch.dispatch(*feed(100, 88, 90, 0, 0, battery=50, hours=12))
    assert np.isclose(starved.discharged.max(), 0.9 * 2 * MW)


def test_it_does_not_cover_what_is_missing_all_day() -> None:
    found = dispatch.dispatch(*feed(100, 100, 90, 0, 0, battery=500, hours=12))
    assert np.allclose((found.served / MW).ravel(), [90, 90])


CASE = st.tuples(POWER, POWER, POWER, POWER, POWER, POWER, st.floats(0, 12), st.floats(0.5, 1))


def made(case: tuple[float, ...]) -> Any:
    *powers, battery, hours, efficiency = case
    return feed(*powers, battery=battery, hours=hours, efficiency=efficiency)


@given(CASE)
def test_energy_is_conserved_in_each_half(case: tuple[float, ...]) -> None:
    given_case = made(case)
    wanted, grid, turbines, battery, stored, efficiency = given_case
    found = dispatch.dispatch(*given_case)
    sources = found.grid + found.turbines + found.discharged
    assert np.allclose(sources, found.served + found.charged, atol=1e-3)
    for part, most in (
        (found.grid, grid), (found.turbines, turbines), (found.discharged, battery),
        (found.charged, battery), (found.served, wanted),
    ):  # fmt: skip
        assert (part >= -1e-3).all()
        assert (part <= most + 1e-3).all()
    assert np.allclose(found.discharged.sum(), efficiency * found.charged.sum(), atol=1e-3)
    assert found.discharged.sum() * dispatch.HALF_S <= stored.sum() + 1


@given(CASE, st.integers(2, 6), st.floats(0, 100))
def test_more_of_a_source_never_serves_less(
    case: tuple[float, ...], which: int, extra: float
) -> None:
    more = list(case)
    more[which] += extra if which < 6 else extra / 100
    less, full = dispatch.dispatch(*made(case)), dispatch.dispatch(*made(tuple(more)))
    assert (full.served >= less.served - 1e-3).all()
    assert (dispatch.margin(*made(tuple(more))) >= dispatch.margin(*made(case)) - 1e-3).all()


@given(CASE)
def test_the_margin_says_whether_all_is_served(case: tuple[float, ...]) -> None:
    given_case = made(case)
    short = (given_case[0] - dispatch.dispatch(*given_case).served).max()
    margin = dispatch.margin(*given_case).min()
    assert (short > 1e-3) == (margin < -1e-3) or abs(margin) < 1


def flat(megawatts: float) -> np.ndarray:
    return np.array([[megawatts * MW]])


def called(drawn: float, spare: float, battery: float, hours: float, recharge: float) -> Any:
    return dispatch.respond(
        50 * MW, np.array([[0.5]]), flat(drawn), flat(spare), flat(battery),
        flat(battery * hours * 3600), flat(recharge), 3600.0,
    )  # fmt: skip


def test_a_call_takes_turbines_then_battery_then_the_load() -> None:
    call = called(drawn=100, spare=20, battery=10, hours=1, recharge=100)
    given_up = [part[0, 0] / MW for part in (call.given, call.turbines, call.battery, call.idled)]
    assert np.allclose(given_up, [25, 10, 5, 10])
    none = called(drawn=0, spare=20, battery=0, hours=0, recharge=0)
    assert none.given.max() == none.idled.max() == 0, "nothing is drawn, nothing can be given up"


def test_a_battery_that_cannot_be_charged_again_is_no_help() -> None:
    call = called(drawn=100, spare=20, battery=10, hours=1, recharge=2)
    assert np.isclose(call.battery[0, 0], 2 * MW)
    assert np.isclose(call.idled[0, 0], 13 * MW)
