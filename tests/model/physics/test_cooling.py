"""Cooling against the weather: limits on paper, and the way each part has to go."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import cooling

PLANT = {"supply": 25.0, "back": 35.0, "approach": 6.0, "carnot": 0.5, "pumps": 0.02}
SINK = st.floats(-20, 45)


def overhead(sink: float) -> float:
    found = cooling.overhead(np.array([[sink]]), **PLANT, fans=0.015, design_sink=25.0)
    return float(found[0, 0])


def test_free_cooling_on_paper() -> None:
    sink = np.array([[10.0, 19.0, 24.0, 29.0, 40.0]])
    assert np.allclose(cooling.free_share(sink, 25, 35, 6), [[1, 1, 0.5, 0, 0]])


def test_cold_weather_leaves_pumps_and_slow_fans() -> None:
    assert np.isclose(overhead(-20), 0.02 + 0.015 * 0.3**3)


def test_a_hot_day_on_paper() -> None:
    """At 29 C nothing is free: lift 29 + 6 + 10 - 25 = 20 K over half of Carnot at 298.15 K."""
    chillers = 20 / (0.5 * 298.15)
    assert np.isclose(overhead(29), 0.02 + 0.015 * 1.2**3 + chillers)


def test_a_mild_day_on_paper() -> None:
    """At 15 C nothing is chilled, and half the flow takes an eighth of the fans."""
    assert np.isclose(overhead(15), 0.02 + 0.015 * 0.5**3)


def test_a_day_between_on_paper() -> None:
    """At 24 C half is free, and the other half is lifted by 24 + 6 + 10 - 25 = 15 K."""
    chillers = 0.5 * 15 / (0.5 * 298.15)
    assert np.isclose(overhead(24), 0.02 + 0.015 * (10 / 11) ** 3 + chillers)


@given(SINK, st.floats(0, 10))
def test_warmer_never_takes_less(sink: float, more: float) -> None:
    assert overhead(sink + more) >= overhead(sink) - 1e-12


@given(SINK, st.floats(0, 20))
def test_towers_lose_a_share_as_vapour(dry: float, below: float) -> None:
    air = np.array([[dry]])
    vapour = 0.6108 * np.exp(17.27 * (air - below) / (air - below + 237.3))
    wet = air - below / 2
    share = cooling.tower_water(air, vapour, wet, 6.0)
    assert 0 <= share[0, 0] <= 1


def test_a_tower_on_paper() -> None:
    """Water of 25 C (3.168 kPa) in air of 15 C with 1 kPa: Bowen ratio 0.066 x 10/2.168."""
    air, vapour, wet = np.array([[15.0]]), np.array([[1.0]]), np.array([[20.0]])
    assert np.isclose(cooling.tower_water(air, vapour, wet, 5.0), 1 / 1.3044, rtol=1e-3)


def test_towers_evaporate_more_in_summer() -> None:
    dry, wet = np.array([[5.0, 30.0]]), np.array([[3.0, 23.0]])
    vapour = 0.6108 * np.exp(17.27 * (wet - 2) / (wet - 2 + 237.3))
    winter, summer = cooling.tower_water(dry, vapour, wet, 6.0)[0]
    assert 0.4 < winter < summer <= 1


def test_coolers_are_wetted_on_hot_days_only() -> None:
    found = cooling.wetted(np.array([[10.0, 24.0, 27.0, 34.0]]), 34.0)
    assert found.tolist() == [[0.0, 0.0, 3.0, 10.0]]


def test_a_swing_on_paper() -> None:
    """A design day of twice the mean that is said to be 1.5 of it halves the swing; 3 leaves it."""
    year = np.array([[0.4, 0.4], [0.7, 0.5]])
    assert np.allclose(cooling.swung(year, 1.0, 1.5), [[0.9, 0.9], [1.2, 1.0]])
    assert np.allclose(cooling.swung(year, 1.0, 3.0), 2 * year)


@given(st.floats(1.05, 3), st.floats(1.1, 4))
def test_the_swing_meets_the_design_day(over_mean: float, at_design: float) -> None:
    year = np.array([[0.8, 0.8], [1.4, 1.0]])
    found = cooling.swung(year, at_design, over_mean)
    assert np.isclose(found.mean(), 1)
    assert (found > 0).all()
    assert found.max() <= 1 + (over_mean - 1) * 0.4 / (at_design - 1) + 1e-9
