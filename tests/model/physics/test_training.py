import numpy as np
import pytest

from model.physics import carbon, cost, training

DAYS = np.arange(0.0, 101.0)[np.newaxis, :]
DAY_S = 86400.0


def run(rate: np.ndarray, start: float, flop: float, after: float) -> tuple[float, np.ndarray]:
    done = np.concatenate([[0.0], np.cumsum((rate[1:] + rate[:-1]) / 2)]) * DAY_S
    finish, progress = training.run(
        DAYS, done[np.newaxis, :], np.array([[start]]), flop, np.array([[after]])
    )
    return float(finish[0, 0]), progress[0]


def test_constant_rate_takes_flop_over_rate() -> None:
    finish, progress = run(np.full(101, 2.0), 10.5, 2.0 * DAY_S * 40, 2.0)
    assert finish == pytest.approx(50.5)
    assert progress[10] == 0
    assert progress[30] == pytest.approx(19.5 / 40)
    assert progress[-1] == 1


def test_it_goes_on_beyond_the_calendar() -> None:
    assert run(np.full(101, 2.0), 90.0, 2.0 * DAY_S * 40, 4.0)[0] == pytest.approx(115.0)
    assert run(np.full(101, 2.0), 130.0, 4.0 * DAY_S * 40, 4.0)[0] == pytest.approx(170.0)


def test_it_never_ends_without_compute_or_start() -> None:
    assert run(np.zeros(101), 10.0, 1.0, 0.0)[0] == np.inf
    assert run(np.full(101, 2.0), np.inf, 1.0, 2.0)[0] == np.inf


def test_ramp_on_paper() -> None:
    # Rate t: t^2/2 from day 20 reaches 600 days' worth at sqrt(400 + 1200) = 40.
    assert run(np.arange(101.0), 20.0, 600 * DAY_S, 100.0)[0] == pytest.approx(40.0, abs=0.01)


def test_energy_is_power_times_time() -> None:
    drawn = DAYS * DAY_S * 5.0
    args = np.array([[10.0]]), np.array([[60.0]]), np.array([[5.0]])
    assert carbon.energy(DAYS, drawn, *args).item() == pytest.approx(50 * DAY_S * 5.0)
    late = np.array([[90.0]]), np.array([[150.0]]), np.array([[7.0]])
    expected = (10 * 5.0 + 50 * 7.0) * DAY_S
    assert carbon.energy(DAYS, drawn, *late).item() == pytest.approx(expected)


def test_emissions_add_up() -> None:
    kwh = np.array([[3.6e6]])
    assert carbon.emissions(kwh, 2 * kwh, 0.4, 0.6).item() == pytest.approx(0.4 + 1.2)


def test_run_cost_is_write_off_plus_upkeep() -> None:
    one = np.array([[1.0]])
    parts = cost.run_cost({"servers": 10 * one}, {"energy": 3 * one}, 0.5 * one, {"servers": 5.0})
    assert {name: value.item() for name, value in parts.items()} == {"servers": 1.0, "energy": 1.5}
