"""Turbines: redundancy on paper, and what the air lets them give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import generation


def test_redundancy_on_paper() -> None:
    """Three units of 0.9, one spare: two run unless two or three are down."""
    up3, up2, up1 = 0.729, 3 * 0.81 * 0.1, 3 * 0.9 * 0.01
    expected = ((up3 + up2) * 2 + up1) / 3
    assert np.isclose(generation.running_share(3, 1, 0.9), expected)
    assert np.isclose(generation.running_share(10, 0, 0.9), 0.9), "no spare: the mean"
    assert generation.running_share(4, 4, 0.9) == 0.0
    assert generation.running_share(0, 0, 0.9) == 0.0


UNITS, UP = st.integers(1, 60), st.floats(0.5, 1)


@given(UNITS, st.integers(0, 5), UP)
def test_spares_buy_certainty_with_size(units: int, spare: int, up: float) -> None:
    share = generation.running_share(units, spare, up)
    assert share <= min(up, max(units - spare, 0) / units) + 1e-12
    assert generation.running_share(units, spare + 1, up) <= share + 1e-12


@given(UNITS, st.integers(0, 5), UP, st.floats(0, 0.05))
def test_more_units_and_better_ones_never_give_less(
    units: int, spare: int, up: float, better: float
) -> None:
    def total(count: int, availability: float) -> float:
        return count * generation.running_share(count, spare, min(availability, 1.0))

    assert total(units + 1, up) >= total(units, up) - 1e-12
    assert total(units, up + better) >= total(units, up) - 1e-12


@given(UNITS, UP, st.floats(0, 60))
def test_a_permit_is_never_exceeded(units: int, up: float, permit: float) -> None:
    assert units * generation.running_share(units, 0, up, permit) <= permit + 1e-9


def test_hot_thin_air_gives_less() -> None:
    air = np.array([[-20.0, 15.0, 35.0]])
    assert np.allclose(generation.rating(air, 0.0065), [[1.05, 1.0, 0.87]])
    assert np.allclose(generation.rating(air, 0.0065, 0.9)[:, 1:], [[0.9, 0.783]])
