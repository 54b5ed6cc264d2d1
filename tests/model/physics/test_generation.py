"""Turbines: redundancy on paper, and what the air lets them give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import generation


def test_redundancy_on_paper() -> None:
    """Two units of 0.9 with a spare: both run unless two or three of the three are down."""
    up3, up2, up1 = 0.729, 3 * 0.81 * 0.1, 3 * 0.9 * 0.01
    expected = ((up3 + up2) * 2 + up1) / 2
    assert np.isclose(generation.running_share(2, 1, 0.9), expected)
    assert np.isclose(generation.running_share(10, 0, 0.9), 0.9), "no spare: the mean"
    assert generation.running_share(4, 4, 1.0) == 1.0
    assert generation.running_share(0, 3, 0.9) == 0.0


UNITS, UP = st.integers(1, 60), st.floats(0.5, 1)


@given(UNITS, st.integers(0, 5), UP)
def test_a_spare_brings_some_and_the_next_one_less(units: int, spare: int, up: float) -> None:
    first, second, third = (
        generation.running_share(units, count, up) for count in (spare, spare + 1, spare + 2)
    )
    assert up - 1e-12 <= first <= second + 1e-12 <= 1 + 2e-12
    assert third - second <= second - first + 1e-12


@given(UNITS, st.integers(0, 5), UP, st.floats(0, 0.05))
def test_more_units_and_better_ones_never_give_less(
    units: int, spare: int, up: float, better: float
) -> None:
    def total(count: int, availability: float) -> float:
        return count * generation.running_share(count, spare, min(availability, 1.0))

    assert total(units + 1, up) >= total(units, up) - 1e-12
    assert total(units, up + better) >= total(units, up) - 1e-12


def test_hot_thin_air_gives_less() -> None:
    air = np.array([[-20.0, 15.0, 35.0]])
    assert np.allclose(generation.rating(air, 0.0065), [[1.05, 1.0, 0.87]])
    assert np.allclose(generation.rating(air, 0.0065, 0.9)[:, 1:], [[0.9, 0.783]])
