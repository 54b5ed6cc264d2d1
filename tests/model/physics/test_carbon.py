"""Energy over a window of the calendar, and the carbon in it, on paper."""

import numpy as np
import pytest

from model.physics import carbon

DAYS = np.array([[0.0, 10.0]])
DRAWN = np.array([[0.0, 10 * 86_400.0]])
"""1 W on each of ten days [J]"""


def energy(start: float, finish: float) -> float:
    """With 2 W beyond the calendar [J]."""
    row = [np.array([[value]]) for value in (start, finish, 2.0)]
    return float(carbon.energy(DAYS, DRAWN, *row)[0, 0])


def test_within_the_calendar_it_is_what_was_drawn_between_the_two_days() -> None:
    assert energy(2, 5) == pytest.approx(3 * 86_400)


def test_beyond_the_calendar_it_goes_on_at_the_power_given() -> None:
    assert energy(2, 15) == pytest.approx(8 * 86_400 + 5 * 86_400 * 2)
    assert energy(12, 15) == pytest.approx(3 * 86_400 * 2), "none of it before day 12"


def test_a_run_without_an_end_draws_without_end() -> None:
    assert energy(2, np.inf) == np.inf


def test_each_kind_of_energy_has_its_own_carbon() -> None:
    """1 MWh of grid at 0.4 kg/kWh and 2 MWh of gas at 0.6: 400 + 1,200 kg."""
    grid, gas = np.array([[3.6e9]]), np.array([[7.2e9]])
    assert carbon.emissions(grid, gas, 0.4, 0.6)[0, 0] == pytest.approx(1600.0)
