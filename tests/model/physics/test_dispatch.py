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


def feed(warm: float, cool: float, grid: float, hot: float, cold: float, *stores: Any) -> Any:
    """``stores``: power [MW], hours that the energy lasts, efficiency."""
    return row(warm, cool), row(grid), row(hot, cold), tuple(store(*each) for each in stores)


def store(power: float, hours: float, efficiency: float = 0.9) -> dispatch.Store:
    return dispatch.Store(row(power), row(power * hours * 3600.0), efficiency)


def test_grid_first_then_turbines() -> None:
    found = dispatch.dispatch(*feed(100, 90, 60, 30, 35))
    assert (found.grid / MW).ravel().tolist() == [60, 60]
    assert np.allclose((found.turbines / MW).ravel(), [30, 30])
    assert np.allclose((found.served / MW).ravel(), [90, 90])


def test_a_battery_carries_the_warm_half_from_the_cool_one() -> None:
    """10 MW are missing when it is warm, 20 are spare when it is cool: 11.1 MW charge it."""
    found = dispatch.dispatch(*feed(100, 80, 90, 0, 10, (50, 12)))
    assert np.allclose((found.served / MW).ravel(), [100, 80])
    assert np.allclose((found.discharged / MW).ravel(), [10, 0])
    assert np.allclose((found.charged / MW).ravel(), [0, 10 / 0.9])
    assert np.allclose((found.turbines / MW).ravel(), [0, 80 + 10 / 0.9 - 90])


def test_power_energy_and_what_is_spare_limit_it() -> None:
    small = dispatch.dispatch(*feed(100, 80, 90, 0, 0, (4, 12)))
    assert np.isclose(small.discharged.max(), 0.9 * 4 * MW), "charged with 4 MW"
    short = dispatch.dispatch(*feed(100, 80, 90, 0, 0, (50, 1)))
    assert np.isclose(short.discharged.max(), 50 / 12 * MW)
    starved = dispatch.dispatch(*feed(100, 88, 90, 0, 0, (50, 12)))
    assert np.isclose(starved.discharged.max(), 0.9 * 2 * MW)


def test_it_does_not_cover_what_is_missing_all_day() -> None:
    found = dispatch.dispatch(*feed(100, 100, 90, 0, 0, (500, 12)))
    assert np.allclose((found.served / MW).ravel(), [90, 90])


def test_the_battery_that_loses_least_goes_first() -> None:
    """20 MW are missing, 21 are spare: 10 of 10/1.0 leave 11 for the one that gives back half."""
    found = dispatch.dispatch(*feed(100, 59, 80, 0, 0, (10, 12, 1.0), (30, 12, 0.5)))
    assert [part.max() / MW for part in found.by_store] == [10.0, 5.5]
    assert np.isclose(found.charged.max(), 21 * MW)
    assert np.isclose(found.served[0, 0, 0], 95.5 * MW)


def test_what_a_bad_battery_takes_is_not_there_for_a_worse_one() -> None:
    """21 MW are spare: 8 of them give 6.4, the 13 that are left give half."""
    found = dispatch.dispatch(*feed(100, 59, 80, 0, 0, (8, 12, 0.8), (30, 12, 0.5)))
    assert np.allclose([part.max() / MW for part in found.by_store], [6.4, 6.5])


STORE = st.tuples(POWER, st.floats(0, 12), st.floats(0.5, 1))
CASE = st.tuples(
    st.tuples(POWER, POWER, POWER, POWER, POWER),
    st.lists(STORE, max_size=3).map(lambda all_: sorted(all_, key=lambda each: -each[2])),
)


def made(case: tuple[Any, Any]) -> Any:
    powers, stores = case
    return feed(*powers, *stores)


@given(CASE)
def test_energy_is_conserved_in_each_half(case: tuple[Any, Any]) -> None:
    given_case = made(case)
    wanted, grid, turbines, stores = given_case
    found = dispatch.dispatch(*given_case)
    sources = found.grid + found.turbines + found.discharged
    assert np.allclose(sources, found.served + found.charged, atol=1e-3)
    power = sum((each.power for each in stores), np.zeros((1, 1, 1)))
    for part, most in (
        (found.grid, grid), (found.turbines, turbines), (found.discharged, power),
        (found.charged, power), (found.served, wanted),
    ):  # fmt: skip
        assert (part >= -1e-3).all()
        assert (part <= most + 1e-3).all()
    assert np.allclose(found.discharged, sum(found.by_store, np.zeros_like(wanted)), atol=1e-3)
    taken = 0.0
    for each, given_up in zip(stores, found.by_store, strict=True):
        assert (given_up <= each.power + 1e-3).all()
        assert given_up.sum() * dispatch.HALF_S <= each.energy.sum() + 1
        taken += given_up.sum() / each.efficiency
    assert np.isclose(taken, found.charged.sum(), atol=1e-3)


@given(CASE, st.integers(2, 4), st.floats(0, 100))
def test_more_of_a_source_never_serves_less(
    case: tuple[Any, Any], which: int, extra: float
) -> None:
    powers, stores = case
    more = tuple(each + extra * (place == which) for place, each in enumerate(powers))
    no_worse((more, stores), case)


@given(CASE, STORE)
def test_one_more_battery_never_serves_less_however_bad(
    case: tuple[Any, Any], extra: tuple[float, float, float]
) -> None:
    powers, stores = case
    no_worse((powers, sorted([*stores, extra], key=lambda each: -each[2])), case)


def no_worse(more: tuple[Any, Any], less: tuple[Any, Any]) -> None:
    few, full = dispatch.dispatch(*made(less)), dispatch.dispatch(*made(more))
    assert (full.served >= few.served - 1e-3).all()
    assert (dispatch.margin(*made(more)) >= dispatch.margin(*made(less)) - 1e-3).all()


@given(CASE)
def test_the_margin_says_whether_all_is_served(case: tuple[Any, Any]) -> None:
    given_case = made(case)
    short = (given_case[0] - dispatch.dispatch(*given_case).served).max()
    margin = dispatch.margin(*given_case).min()
    assert (short > 1e-3) == (margin < -1e-3) or abs(margin) < 1


def flat(megawatts: float) -> np.ndarray:
    return np.array([[megawatts * MW]])


def called(
    drawn: float, spare: float, recharge: float, *stores: tuple[float, float, float]
) -> dispatch.Call:
    """50 MW for half of the day, in calls of an hour; ``stores``: MW, hours, efficiency."""
    ready = [dispatch.Store(flat(p), flat(p * h * 3600), share) for p, h, share in stores]
    return dispatch.respond(
        50 * MW, np.array([[0.5]]), flat(drawn), flat(spare), ready, flat(recharge), 3600.0
    )


def test_a_call_takes_turbines_then_battery_then_the_load() -> None:
    call = called(100, 20, 100, (10, 12, 0.8))
    given_up = [part[0, 0] / MW for part in (call.given, call.turbines, call.battery, call.idled)]
    assert np.allclose(given_up, [25, 10, 5, 10])
    assert np.isclose(call.charged[0, 0], 5 / 0.8 * MW)
    little = called(30, 40, 100, (10, 12, 0.8))
    assert (little.turbines[0, 0], little.battery[0, 0]) == (15 * MW, 0), "no more than is drawn"
    none = called(0, 20, 0, (0, 0, 0.8))
    assert none.given.max() == none.idled.max() == 0, "nothing is drawn, nothing can be given up"


def test_a_battery_that_cannot_be_charged_again_is_no_help() -> None:
    call = called(100, 20, 2, (10, 12, 1.0), (10, 12, 0.5))
    assert np.isclose(call.battery[0, 0], 2 * MW), "the second finds nothing to charge it with"
    assert np.isclose(call.idled[0, 0], 13 * MW)


def test_calls_take_the_energy_of_a_battery_once_a_day() -> None:
    """20 MWh in a day of 24 hours, however many of its calls last an hour."""
    call = called(100, 0, 100, (10, 2, 1.0))
    assert np.isclose(call.battery[0, 0], 20 / 24 * MW)


def test_what_charges_it_again_loses_half_on_the_way() -> None:
    """The grid has 2 MW to spare all day, of which 1 MW comes back."""
    call = called(100, 0, 2, (10, 12, 0.5))
    assert np.isclose(call.battery[0, 0], 1 * MW)
    assert np.isclose(call.charged[0, 0], 2 * MW)


CALLED = st.lists(st.tuples(POWER, st.floats(0, 8), st.floats(0.5, 1)), max_size=3)


@given(POWER, POWER, POWER, CALLED)
def test_a_call_takes_no_more_than_there_is(
    drawn: float, spare: float, recharge: float, stores: Any
) -> None:
    stores = sorted(stores, key=lambda each: -each[2])
    call = called(drawn, spare, recharge, *stores)
    assert np.isclose((call.turbines + call.battery + call.idled)[0, 0], call.given[0, 0])
    assert call.charged[0, 0] <= recharge * MW + 1e-3
    most = sum(min(0.5 * power, power * hours / 24) for power, hours, _ in stores)
    assert call.battery[0, 0] <= most * MW + 1e-3, "power for half of the day, energy once"


def test_what_a_battery_has_given_does_not_stand_by() -> None:
    """10 MW and 240 MWh, of which 4 MW were given for twelve hours when it was warm."""
    (left,) = dispatch.standing_by([store(10, 24)], [row(4, 0)])
    assert left.power[0, 0] == 6 * MW
    assert np.isclose(left.energy[0, 0], 192 * 3600 * MW)
