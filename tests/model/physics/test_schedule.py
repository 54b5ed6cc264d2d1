from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.catalog import catalog
from model.physics import schedule
from model.physics.calendar import Calendar, calendar
from model.physics.schedule import Wait

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


BOUNDS = st.lists(st.floats(0, 400), min_size=3, max_size=3).map(sorted)
P95 = 1.6448536269514722


def lasts(bounds: list[float], pace: float, score: float) -> float:
    low, mode, high = (np.array([each]) for each in bounds)
    one, drawn = np.ones((1, 1)), np.array([[score]])
    return schedule.durations(low, mode, high, pace, one, drawn).item()


@given(BOUNDS, st.floats(0, 1), st.floats(-P95, P95))
def test_a_duration_lies_between_its_bounds_down_to_nothing(
    bounds: list[float], pace: float, score: float
) -> None:
    assert bounds[0] - 1e-9 <= lasts(bounds, pace, score) <= bounds[2] + 1e-9


@given(BOUNDS, st.integers(0, 2), st.floats(0, 50), st.floats(-P95, P95))
def test_at_the_usual_pace_a_larger_bound_never_shortens_a_task(
    bounds: list[float], place: int, more: float, score: float
) -> None:
    limit = [bounds[1], bounds[2], 1e3][place]
    larger = [*bounds]
    larger[place] = min(bounds[place] + more, limit)
    assert lasts(larger, 0.0, score) >= lasts(bounds, 0.0, score) - 1e-9


@given(BOUNDS, st.integers(0, 1), st.floats(0, 50), st.floats(0, 1))
def test_at_any_pace_the_median_grows_with_the_bounds_and_jumps_nowhere(
    bounds: list[float], place: int, more: float, pace: float
) -> None:
    larger = [*bounds]
    larger[place] = min(bounds[place] + more, bounds[place + 1])
    grown = lasts(larger, pace, 0.0) - lasts(bounds, pace, 0.0)
    assert -1e-9 <= grown <= schedule.WIDEST * (larger[place] - bounds[place]) + 1e-9


def test_a_task_of_no_usual_duration_is_never_longer_than_its_longest() -> None:
    scores = np.array([-4.0, 0.0, 1.0, P95, 2.3, 4.0])
    found = [lasts([0.0, 0.0, 365.0], 0.0, score) for score in scores]
    assert found[:2] == [0.0, 0.0]
    assert 0 < found[2] < found[3] == pytest.approx(365) == found[4] == found[5]
    assert [lasts([0.0, 0.0, 0.0], 0.3, score) for score in scores] == [0.0] * 6


def test_a_shortest_duration_of_nothing_is_little_shorter_at_a_pace_than_a_short_one() -> None:
    paced = [lasts([low, 10.0, 30.0], 0.3, 0.0) for low in (0.0, 0.01, 1.0, 2.0)]
    assert paced == sorted(paced)
    assert paced[0] > 5.0
    assert paced[1] - paced[0] < 0.01
    assert paced[3] == pytest.approx(10**0.7 * 2**0.3), "near each other they are as ever"


def test_the_spread_of_the_templates_is_lognormal() -> None:
    tasks = [task for template in catalog().templates.values() for task in template.tasks]
    low, mode, high = (np.array([getattr(t, n) for t in tasks]) for n in ("low", "mode", "high"))
    scores = np.linspace(-4, 4, 17)[:, np.newaxis]
    for pace in (0.0, 0.4, 1.0):
        middle = mode ** (1 - pace) * low**pace
        ratio = np.where(scores > 0, high / mode, low / middle)
        found = schedule.durations(low, mode, high, pace, np.ones((17, 1)), scores)
        assert np.allclose(found, middle * ratio ** (np.abs(scores) / P95), rtol=1e-12)


WEEK = calendar(5.0, 2, np.array([[day, day + 15.0] for day in range(-260, 400, 60)]))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Tasks of any kind that wait for any before them, in one to four halls."""
    count = draw(st.integers(2, 7))
    after = tuple(
        tuple(
            Wait(other, draw(st.booleans()), draw(st.floats(0, 40)))
            for other in range(task)
            if draw(st.booleans())
        )
        for task in range(count)
    )
    by_hall = tuple(draw(st.booleans()) for _ in range(count))
    clocks = tuple(WEEK if draw(st.booleans()) else None for _ in range(count))
    halls = draw(st.integers(1, 4))
    lengths = draw(st.lists(st.floats(0.5, 120), min_size=count, max_size=count))
    floors = draw(st.lists(st.floats(-300, 60), min_size=count, max_size=count))
    return Network(np.array([floors]), np.array([lengths]), after, by_hall, halls, clocks)


class Network:
    """A case: what `forward` takes, with something changed."""

    def __init__(
        self,
        floors: np.ndarray,
        lengths: np.ndarray,
        after: tuple[tuple[Wait, ...], ...],
        by_hall: tuple[bool, ...],
        halls: int,
        clocks: tuple[Calendar | None, ...],
    ) -> None:
        self.floors, self.lengths, self.after = floors, lengths, after
        self.by_hall, self.clocks = by_hall, clocks
        self.shares = np.full(halls, 1 / halls)

    def dates(self, **changed: object) -> schedule.Dates:
        given = {
            "begin": self.floors, "duration": self.lengths, "after": self.after,
            "by_hall": self.by_hall, "shares": self.shares, "clocks": self.clocks,
        } | changed  # fmt: skip
        return schedule.forward(**given)

    def moved(self, task: int, days: float) -> tuple[np.ndarray, np.ndarray]:
        """Floors and lengths with which the task begins, or ends, so many days later."""
        usual, clock = self.dates(), self.clocks[task] if self.clocks else None
        start, finish = usual.start[task][0, 0], usual.finish[task][0, -1]
        later, longer = self.floors.copy(), self.lengths.copy()
        later[0, task] = start + days
        ends = np.array([finish, finish + days])
        ended, ends_then = ends if clock is None else clock.worked(ends)
        longer[0, task] += ends_then - ended
        return later, longer

    def slack(self) -> np.ndarray:
        """Against the day on which the last hall is ready as it is."""
        dates = self.dates()
        by = np.repeat(dates.ready.max(axis=1, keepdims=True), len(self.shares), axis=1)
        return schedule.slack(
            dates, self.lengths, self.after, self.by_hall, self.shares, by, self.clocks
        )


@given(networks(), st.data())
def test_an_earlier_delivery_never_delays_the_finish(case: Network, data: st.DataObject) -> None:
    task = data.draw(st.integers(0, len(case.after) - 1))
    earlier = case.floors.copy()
    earlier[0, task] -= data.draw(st.floats(0, 200))
    assert (case.dates(begin=earlier).ready <= case.dates().ready + 1e-6).all()


@given(networks(), st.data())
def test_a_longer_task_never_shortens_the_build(case: Network, data: st.DataObject) -> None:
    task = data.draw(st.integers(0, len(case.after) - 1))
    longer = case.lengths.copy()
    longer[0, task] += data.draw(st.floats(0, 90))
    assert (case.dates(duration=longer).ready >= case.dates().ready - 1e-6).all()


@given(networks(), st.data())
def test_one_more_link_never_shortens_the_build(case: Network, data: st.DataObject) -> None:
    task = data.draw(st.integers(1, len(case.after) - 1))
    wait = Wait(
        data.draw(st.integers(0, task - 1)), data.draw(st.booleans()), data.draw(st.floats(0, 30))
    )
    more = (*case.after[:task], (*case.after[task], wait), *case.after[task + 1 :])
    finish = [each.max() for each in case.dates().finish]
    linked = [each.max() for each in case.dates(after=more).finish]
    assert all(late >= early - 1e-6 for late, early in zip(linked, finish, strict=True))


@given(networks())
def test_the_last_hall_hangs_on_a_task_without_slack_and_none_has_less(case: Network) -> None:
    found = case.slack()
    if all(clock is None for clock in case.clocks):
        assert found.min() == pytest.approx(0.0, abs=1e-6)
    assert np.maximum(found, 0).min() == pytest.approx(0.0, abs=1e-6)


@given(networks(), st.data())
def test_a_task_may_come_later_by_its_slack_and_not_by_a_day_more(
    case: Network, data: st.DataObject
) -> None:
    case.clocks, case.shares = (), np.ones(1)
    task = data.draw(st.integers(0, len(case.after) - 1))
    usual = case.dates()
    later = case.floors.copy()
    later[0, task] = usual.start[task].item() + case.slack()[0, task]
    assert case.dates(begin=later).ready.item() == pytest.approx(usual.ready.item(), abs=1e-6)
    later[0, task] += 1.0
    assert case.dates(begin=later).ready.item() == pytest.approx(usual.ready.item() + 1, abs=1e-6)


@given(networks(), st.data())
def test_a_delay_of_less_than_the_slack_never_moves_the_end(
    case: Network, data: st.DataObject
) -> None:
    task = data.draw(st.integers(0, len(case.after) - 1))
    usual, room = case.dates(), case.slack()[0, task]
    days = data.draw(st.sampled_from([0.5, 0.9, 1.0])) * room - 1e-6
    later, longer = case.moved(task, days)
    end = usual.ready.max()
    assert case.dates(begin=later).ready.max() == pytest.approx(end, abs=1e-5)
    if len(case.shares) == 1:
        assert case.dates(duration=longer).ready.max() == pytest.approx(end, abs=1e-5)


@given(networks(), st.data())
def test_a_delay_of_more_than_the_slack_moves_the_end(case: Network, data: st.DataObject) -> None:
    case.shares = np.ones(1)
    task = data.draw(st.integers(0, len(case.after) - 1))
    end = case.dates().ready.max()
    # Its start or its finish has no more room: which, a closure between them decides.
    later, longer = case.moved(task, case.slack()[0, task] + data.draw(st.floats(0.5, 60)))
    begun, lasting = (case.dates(begin=later).ready, case.dates(duration=longer).ready)
    assert max(begun.max(), lasting.max()) > end + 1e-3


def test_a_task_has_the_room_of_its_start_or_of_its_finish_whichever_has_less() -> None:
    closed = calendar(7.0, 0, np.array([[10.0, 40.0]]))
    args = (((), (Wait(0),)), (False, False), np.ones(1))

    def room(start: float, by: float) -> float:
        floors, lengths = np.array([[start, by]]), np.array([[5.0, 30.0]])
        dates = schedule.forward(floors, lengths, *args, (closed, None))
        return schedule.slack(dates, lengths, *args, dates.ready, (closed, None))[0, 0]

    assert room(2.0, 46.0) == 39.0, "it may as well begin after the closure, on day 41"
    assert room(2.0, 41.0) == 4.0, "on day 41 it must be done, which the closure keeps it from"
    assert room(8.0, 46.0) == 3.0, "begun on day 8 it ends on day 43 and may end on day 46"


def test_tasks_overlap_from_start_to_start_with_a_lag() -> None:
    after = ((), (Wait(0, True, 20.0),), (Wait(0), Wait(1, False, 5.0)))
    lengths = np.array([[60.0, 30.0, 10.0]])
    dates = schedule.forward(BEGIN, lengths, after, (False,) * 3, np.ones(1))
    assert [each.item() for each in dates.start] == [0.0, 20.0, 60.0]
    assert dates.ready.item() == 70.0
    found = schedule.slack(dates, lengths, after, (False,) * 3, np.ones(1), dates.ready)
    # The second ends on day 50 and may end on day 55, five days before the third begins.
    assert found.tolist() == [[0.0, 5.0, 0.0]]


def test_a_hall_may_start_when_its_own_share_of_another_task_has_started() -> None:
    after = ((), (Wait(0, True, 3.0),))
    dates = schedule.forward(BEGIN, np.array([[40.0, 8.0]]), after, (True, True), FOUR)
    assert dates.start[0].tolist() == [[0.0, 10.0, 20.0, 30.0]]
    assert dates.start[1].tolist() == [[3.0, 13.0, 23.0, 33.0]]
    assert dates.ready.tolist() == [[10.0, 20.0, 30.0, 40.0]], "the slower of the two is ready last"


def test_what_was_ordered_before_work_began_may_be_there_on_the_first_day() -> None:
    floors = np.array([[-120.0, 0.0]])
    after = ((), (Wait(0),))
    ready = schedule.forward(
        floors, np.array([[100.0, 30.0]]), after, (False, False), np.ones(1)
    ).ready
    assert ready.item() == 30.0


def test_crashing_is_a_straight_line_between_usual_and_shortest() -> None:
    low, mode = np.array([10.0, 50.0]), np.array([40.0, 50.0])
    assert schedule.crashed(low, mode, 0.0) == 0.0
    assert schedule.crashed(low, mode, 1.0) == pytest.approx(1.0)
    assert schedule.crashed(low, mode, 0.5) == pytest.approx((40 - 20) / (40 - 10))
    assert schedule.crashed(mode, mode, 1.0) == 0.0, "nothing can be crashed"
