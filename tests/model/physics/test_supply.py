import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import supply

INF = np.inf


def steps(*rows: tuple[float, float, float, float]) -> tuple[np.ndarray, ...]:
    start, full, gone, power = (np.array([[row[i] for row in rows]]) for i in range(4))
    return start, full, gone, power[:, np.newaxis, :]


RAMP = steps((0.0, 1.0, INF, 50.0), (10.0, 110.0, INF, 100.0), (0.0, 1.0, 200.0, 40.0))


def level(days: np.ndarray, given_steps: tuple[np.ndarray, ...]) -> np.ndarray:
    return supply.levels(days, *given_steps)[0, 0]


def test_level_on_paper() -> None:
    days = np.array([[-1.0, 0.5, 10.0, 60.0, 110.0, 199.0, 200.0]])
    assert level(days, RAMP).tolist() == [0.0, 45.0, 90.0, 140.0, 190.0, 190.0, 150.0]


def test_kinds_are_kept_apart() -> None:
    start, full, gone, power = RAMP
    apart = np.concatenate((power, 2 * power), axis=1)
    found = supply.levels(np.array([[60.0]]), start, full, gone, apart)
    assert found.shape == (1, 2, 1)
    assert found.ravel().tolist() == [140.0, 280.0]


def fits_from(given_steps: tuple[np.ndarray, ...], load: float, not_before: float = 0.0) -> float:
    start, full, gone, _ = given_steps
    days = supply.knots(start, full, gone, np.zeros((1, 0)), np.array([[not_before]]))
    enough = load * (1 - 1e-12)
    found = supply.first_fit(lambda when: supply.levels(when, *given_steps)[:, 0] - enough, days)
    return float(found[0, 0])


def test_a_parabola_is_met_exactly() -> None:
    """4 x (1 - x) - 0.75 is 0 at 1/4 and at 3/4; the first counts, on a knot or not."""

    def margin(days: np.ndarray) -> np.ndarray:
        return 4 * days * (1 - days) - 0.75

    for knots in ([0.0, 0.5, 1.0], [0.0, 0.3, 1.0], [0.0, 0.25, 1.0]):
        assert np.isclose(supply.first_fit(margin, np.array([knots])), 0.25)


def test_the_day_lies_between_the_knots() -> None:
    assert fits_from(RAMP, 0.0, 30.0) == 30.0
    assert np.isclose(fits_from(RAMP, 120.0), 40.0)
    assert np.isclose(fits_from(RAMP, 190.0), 110.0)
    assert fits_from(RAMP, 191.0) == INF
    assert fits_from(RAMP, 160.0, 250.0) == INF, "one step has left by then"
    assert fits_from(RAMP, 150.0, 250.0) == 250.0


def test_no_supply_carries_no_load() -> None:
    start = full = gone = np.zeros((1, 0))
    none = (start, full, gone, np.zeros((1, 1, 0)))
    assert fits_from(none, 1.0, 3.0) == INF
    assert fits_from(none, 0.0, 3.0) == 3.0


def test_further_days_are_knots_too() -> None:
    days = supply.knots(*RAMP[:3], np.array([[5.0, 70.0]]), np.array([[20.0]]))
    assert days.tolist() == [[20.0, 70.0, 110.0, 200.0]]


def test_knots_end_where_it_is_known_to_fit() -> None:
    not_before = np.array([[20.0], [90.0]])
    days = supply.knots(*RAMP[:3], np.array([[5.0, 70.0]]), not_before, until=150.0)
    assert days.tolist() == [[20.0, 70.0, 110.0, 150.0], [90.0, 90.0, 110.0, 150.0]]


def test_a_bend_between_knots_is_met_too() -> None:
    """A margin that rises ten times as fast from the middle on."""

    def margin(days: np.ndarray) -> np.ndarray:
        return np.where(days < 0.5, days - 1.0, 10 * (days - 0.5) - 0.5)

    assert np.isclose(supply.first_fit(margin, np.array([[0.0, 1.0]])), 0.55, atol=1e-4)


STEP = st.tuples(st.floats(0, 300), st.floats(1, 200), st.floats(1, 400), st.floats(0, 100))


@given(st.lists(STEP, min_size=1, max_size=6), st.floats(1, 300), st.floats(0, 300))
def test_it_agrees_with_a_scan_of_the_calendar(
    rows: list[tuple[float, float, float, float]], load: float, not_before: float
) -> None:
    given_steps = steps(
        *((start, start + over, start + over + stay, power) for start, over, stay, power in rows)
    )
    found = fits_from(given_steps, load, not_before)
    days = np.arange(not_before, 1000.0, 0.25)[np.newaxis, :]
    fits = np.flatnonzero(level(days, given_steps) >= load)
    if fits.size:
        assert found <= days[0, fits[0]] + 1e-6
    if np.isfinite(found):
        near = np.array([[found, found - 1e-6, found + 1e-7]])
        assert level(near, given_steps).max() >= load * (1 - 1e-6) - 1e-5
        before = days[0] < found - 0.5
        assert (level(days[:, before], given_steps) < load * (1 + 1e-9)).all()


@given(st.floats(0, 190), st.floats(0, 100), st.floats(0, 150))
def test_more_supply_never_comes_later(load: float, extra: float, day: float) -> None:
    start, full, gone, power = RAMP
    more = (
        np.append(start, [[20.0]], axis=1),
        np.append(full, [[30.0]], axis=1),
        np.append(gone, [[INF]], axis=1),
        np.append(power, [[[extra]]], axis=2),
    )
    assert fits_from(more, load, day) <= fits_from(RAMP, load, day) + 1e-6
