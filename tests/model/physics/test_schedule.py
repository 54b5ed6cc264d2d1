import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import schedule

AFTER = tuple(
    tuple(schedule.Wait(task) for task in tasks) for tasks in ((), (0,), (1,), (1,), (2, 3))
)
BY_HALL = (False, False, True, True, True)
LENGTHS = np.array([[15.0, 15.0, 60.0, 44.0, 28.0]])
FOUR = np.full(4, 0.25)
BEGIN = np.array([[0.0]])


def test_one_hall_is_the_critical_path_method() -> None:
    dates = schedule.forward(BEGIN, LENGTHS, AFTER, BY_HALL, np.ones(1))
    assert dates.ready.tolist() == [[15 + 15 + 60 + 28]]


def test_halls_overlap_as_worked_out_by_hand() -> None:
    dates = schedule.forward(BEGIN, LENGTHS, AFTER, BY_HALL, FOUR)
    # Electrical hands over every 15 days from day 30; commissioning takes 7 days a hall.
    assert dates.ready.tolist() == [[52.0, 67.0, 82.0, 97.0]]
    assert dates.last.tolist() == [[2, 2, 2, 2]], "commissioning waits for the electricians"


def test_a_hall_waits_for_the_cooling_plant_where_that_is_slower() -> None:
    slow_cooling = LENGTHS.copy()
    slow_cooling[0, 3] = 80.0
    dates = schedule.forward(BEGIN, slow_cooling, AFTER, BY_HALL, FOUR)
    assert dates.last.tolist() == [[3, 3, 3, 3]]


def test_the_slowest_crew_sets_the_pace() -> None:
    slow_last = LENGTHS.copy()
    slow_last[0, 4] = 80.0
    dates = schedule.forward(BEGIN, slow_last, AFTER, BY_HALL, FOUR)
    assert dates.ready.tolist() == [[45 + 20.0, 45 + 40.0, 45 + 60.0, 45 + 80.0]]


def test_slack_is_zero_on_the_path_and_positive_beside_it() -> None:
    dates = schedule.forward(BEGIN, LENGTHS, AFTER, BY_HALL, FOUR)
    found = schedule.slack(dates, LENGTHS, AFTER, BY_HALL, FOUR, dates.ready)
    assert np.allclose(found[0, [0, 1, 2, 4]], 0.0)
    # The water loop hands over its first hall 4 days before the electricians do.
    assert np.isclose(found[0, 3], 4.0)


@given(
    st.lists(st.floats(0.1, 200), min_size=5, max_size=5),
    st.integers(0, 4),
    st.floats(0.1, 100),
    st.integers(1, 9),
)
def test_a_longer_task_never_makes_a_hall_ready_sooner(
    lengths: list[float], task: int, more: float, halls: int
) -> None:
    shares = np.full(halls, 1 / halls)
    before = np.array([lengths])
    after = before.copy()
    after[0, task] += more
    short = schedule.forward(BEGIN, before, AFTER, BY_HALL, shares).ready
    long = schedule.forward(BEGIN, after, AFTER, BY_HALL, shares).ready
    assert (long >= short - 1e-9).all()


@given(st.integers(1, 12))
def test_the_flow_shop_recursion_holds(halls: int) -> None:
    shares = np.full(halls, 1 / halls)
    dates = schedule.forward(BEGIN, LENGTHS, AFTER, BY_HALL, shares)
    done = np.zeros((5, halls))
    done[0], done[1] = 15.0, 30.0
    for task in (2, 3, 4):
        for hall in range(halls):
            ready = max(done[index, hall] for index, *_ in AFTER[task])
            free = done[task, hall - 1] if hall else 0.0
            done[task, hall] = max(ready, free) + LENGTHS[0, task] / halls
    assert np.allclose(dates.ready[0], done[4])


def test_pace_goes_from_the_usual_to_the_shortest_duration() -> None:
    low, mode, high = np.array([10.0]), np.array([30.0]), np.array([90.0])
    one, none = np.ones((1, 1)), np.zeros((1, 1))
    assert schedule.durations(low, mode, high, 0.0, one, none).item() == 30.0
    assert np.isclose(schedule.durations(low, mode, high, 1.0, one, none).item(), 10.0)
    p95 = schedule.durations(low, mode, high, 0.0, one, np.array([[1.6448536]])).item()
    assert np.isclose(p95, 90.0, rtol=1e-6)
    p5 = schedule.durations(low, mode, high, 1.0, one, np.array([[-1.6448536]])).item()
    assert np.isclose(p5, 10.0), "nothing is faster than the shortest on record"
