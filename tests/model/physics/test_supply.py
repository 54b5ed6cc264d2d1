import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import supply

INF = np.inf


def steps(*rows: tuple[float, float, float, float]) -> tuple[np.ndarray, ...]:
    return tuple(np.array([[row[i] for row in rows]]) for i in range(4))


RAMP = steps((0.0, 1.0, INF, 50.0), (10.0, 110.0, INF, 100.0), (0.0, 1.0, 200.0, 40.0))


def test_level_on_paper() -> None:
    days = np.array([[-1.0, 0.5, 10.0, 60.0, 110.0, 199.0, 200.0]])
    assert supply.level(days, *RAMP)[0].tolist() == [0.0, 45.0, 90.0, 140.0, 190.0, 190.0, 150.0]


def carries(load: float, not_before: float = 0.0) -> float:
    found = supply.carries_from(*RAMP, np.array([[load]]), np.array([[not_before]]))
    return float(found[0, 0])


def test_the_day_lies_between_the_knots() -> None:
    assert carries(0.0, 30.0) == 30.0
    assert np.isclose(carries(120.0), 40.0)
    assert np.isclose(carries(190.0), 110.0)
    assert carries(191.0) == INF
    assert carries(160.0, 250.0) == INF, "one step has left by then"
    assert carries(150.0, 250.0) == 250.0


def test_no_supply_carries_no_load() -> None:
    none = tuple(np.zeros((1, 0)) for _ in range(4))
    day = np.array([[3.0]])
    assert supply.carries_from(*none, np.array([[1.0]]), day).item() == INF
    assert supply.carries_from(*none, np.array([[0.0]]), day).item() == 3.0


STEP = st.tuples(st.floats(0, 300), st.floats(1, 200), st.floats(1, 400), st.floats(0, 100))


@given(st.lists(STEP, min_size=1, max_size=6), st.floats(1, 300), st.floats(0, 300))
def test_it_agrees_with_a_scan_of_the_calendar(
    rows: list[tuple[float, float, float, float]], load: float, not_before: float
) -> None:
    given_steps = steps(
        *((start, start + over, start + over + stay, power) for start, over, stay, power in rows)
    )
    found = supply.carries_from(*given_steps, np.array([[load]]), np.array([[not_before]])).item()
    days = np.arange(not_before, 1000.0, 0.25)[np.newaxis, :]
    fits = np.flatnonzero(supply.level(days, *given_steps)[0] >= load)
    if fits.size:
        assert found <= days[0, fits[0]] + 1e-6
    if np.isfinite(found):
        here = max(
            supply.level(np.array([[day]]), *given_steps).item()
            for day in (found, np.nextafter(found, -INF), found + 1e-7)
        )
        assert here >= load * (1 - 1e-6)
        before = days[0] < found - 0.5
        assert (supply.level(days[:, before], *given_steps) < load * (1 + 1e-9)).all()


@given(st.floats(0, 190), st.floats(0, 100), st.floats(0, 150))
def test_more_supply_never_comes_later(load: float, extra: float, day: float) -> None:
    more = tuple(
        np.concatenate([part, [[value]]], axis=1)
        for part, value in zip(RAMP, (20.0, 30.0, INF, extra), strict=True)
    )
    args = np.array([[load]]), np.array([[day]])
    later = supply.carries_from(*RAMP, *args).item()
    assert supply.carries_from(*more, *args).item() <= later + 1e-9
