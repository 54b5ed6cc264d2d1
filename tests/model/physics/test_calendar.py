"""The closed form of a working calendar against an oracle that walks through the days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.physics.calendar import Calendar, calendar

SPAN = 900

CLOSED = st.lists(
    st.tuples(st.integers(-30, SPAN - 60), st.integers(0, 40)).map(lambda c: (c[0], c[0] + c[1])),
    max_size=6,
)
CALENDARS = st.tuples(st.integers(1, 7), st.integers(0, 6), CLOSED)


def made(given: tuple[int, int, list[tuple[int, int]]]) -> Calendar:
    week, weekday, closed = given
    return calendar(float(week), weekday, np.array(closed, dtype=float).reshape(-1, 2))


def works(given: tuple[int, int, list[tuple[int, int]]], day: int) -> bool:
    """Whether day ``day`` to ``day`` + 1 is worked."""
    week, weekday, closed = given
    if (day + weekday) % 7 >= week:
        return False
    return not any(first <= day < last for first, last in closed)


@given(CALENDARS, st.integers(0, SPAN - 60), st.floats(0, 1))
def test_worked_days_are_those_that_one_counts(given, day, part) -> None:
    found = made(given)
    begin, end = found.worked(np.array([0.0])), found.worked(np.array([day + part]))
    counted = sum(works(given, each) for each in range(day)) + part * works(given, day)
    assert (end - begin).item() == pytest.approx(counted, abs=1e-6)


@given(CALENDARS, st.integers(0, 200), st.integers(1, 60))
def test_work_is_done_on_the_day_that_one_finds_by_walking(given, start, work) -> None:
    found = made(given)
    done = found.closes(found.worked(np.array([float(start)])) + work).item()
    left, day = work, start
    while left and day < 4 * SPAN:
        left -= works(given, day)
        day += 1
    assert done == pytest.approx(day, abs=1e-6)


@given(CALENDARS, st.floats(-20, SPAN))
def test_both_ends_of_the_inverse_hold_the_day_between_them(given, day) -> None:
    found = made(given)
    work = found.worked(np.array([day]))
    early, late = found.closes(work).item(), found.opens(work).item()
    assert early - 1e-6 <= day <= late + 1e-6
    assert found.worked(np.array([early])).item() == pytest.approx(work.item(), abs=1e-6)
    assert found.worked(np.array([late])).item() == pytest.approx(work.item(), abs=1e-6)


@given(CALENDARS, st.floats(0, SPAN), st.floats(0, 50))
def test_a_later_day_never_has_fewer_working_days(given, day, more) -> None:
    found = made(given)
    first, second = found.worked(np.array([day, day + more]))
    assert -1e-9 <= second - first <= more + 1e-9


def test_a_task_of_a_week_that_begins_on_a_friday_ends_on_thursday_evening() -> None:
    monday = calendar(5.0, 0, np.empty((0, 2)))
    friday = np.array([4.0])
    assert monday.closes(monday.worked(friday) + 5).tolist() == [11.0]
    weekend = monday.worked(np.array([5.5]))
    assert monday.closes(weekend).tolist() == [5.0]
    assert monday.opens(weekend).tolist() == [7.0]
