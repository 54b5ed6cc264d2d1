"""Racking against a queue that is followed instant by instant, and what must always hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.physics import fleet, halls

KINDS = ((1000.0, 40.0), (1500.0, 90.0), (800.0, 25.0))
"""Watts of an accelerator, and how many of it crews rack a day"""
PHASE_W = 4e6
THOROUGH = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Shipment:
    kind: int
    count: int
    arrives: float
    over: float
    held: float

    def there(self, day: float) -> float:
        """Accelerators that crews could take just before ``day``."""
        if day <= max(self.arrives, self.held):
            return 0.0
        share = min((day - self.arrives) / self.over, 1.0) if self.over else 1.0
        return self.count * share


@dataclass(frozen=True)
class Yard:
    shipments: tuple[Shipment, ...]
    halls: int
    ready: tuple[float, ...]
    """of more halls than are needed"""
    faster: float = 1.0

    @property
    def unit_w(self) -> np.ndarray:
        return np.array([KINDS[s.kind][0] for s in self.shipments])

    @cached_property
    def rate(self) -> np.ndarray:
        return np.array([KINDS[s.kind][1] * self.faster for s in self.shipments])

    @property
    def counts(self) -> np.ndarray:
        return np.array([float(s.count) for s in self.shipments])

    @cached_property
    def lots(self) -> halls.Lots:
        total_w = float(self.counts @ self.unit_w)
        shares = halls.hall_shares(total_w, PHASE_W / self.halls, PHASE_W)
        order = np.argsort(self.unit_w, kind="stable")
        return halls.cut(self.counts, self.unit_w, shares, PHASE_W, order)

    @cached_property
    def racking(self) -> fleet.Racking:
        lots = self.lots
        return fleet.rack(
            lots,
            np.array([[s.arrives for s in self.shipments]]),
            np.array([s.over for s in self.shipments]),
            np.array([self.ready[: lots.hall[-1] + 1]]),
            self.rate[np.newaxis],
            np.array([s.held for s in self.shipments]),
        )

    def released(self, day: float) -> float:
        """Crew-days that could have been begun just before ``day``."""
        lots = self.lots
        work = lots.count / self.rate[lots.shipment]
        arrived = sum(s.there(day) / r for s, r in zip(self.shipments, self.rate, strict=True))
        ready = np.array(self.ready)[lots.hall] < day
        return min(arrived, float(work[ready].sum()))

    @property
    def events(self) -> list[float]:
        given = [d for s in self.shipments for d in (s.arrives, s.arrives + s.over, s.held)]
        return sorted({*given, *self.ready} - {-np.inf})

    def done(self, day: float) -> float:
        """The min-plus convolution of what is released with one crew-day a day, term by term."""
        earlier = [s for s in self.events if s < day]
        return min(self.released(s) + day - s for s in [*earlier, day])


days = st.one_of(st.integers(0, 120).map(float), st.floats(0, 120))
shipments = st.builds(
    Shipment,
    st.integers(0, 2),
    st.integers(1, 2000),
    days,
    st.one_of(st.just(0.0), st.integers(1, 90).map(float), st.floats(0.5, 90)),
    st.one_of(st.just(-np.inf), days),
)
fleets = st.lists(shipments, min_size=1, max_size=4).map(tuple)
yards = st.builds(
    Yard, fleets, st.integers(1, 6), st.lists(days, min_size=20, max_size=20).map(sorted).map(tuple)
)


def racked(yard: Yard, day: np.ndarray) -> np.ndarray:
    """Accelerators (T, S) racked by each of ``day`` (T,)."""
    knots, counts = yard.racking.curve()
    return np.stack([np.interp(day, knots[0], each) for each in counts[0].T], axis=1)


def moments(yard: Yard) -> np.ndarray:
    """Days between and at which something could go wrong."""
    ends = sorted({*yard.events, *yard.racking.curve()[0][0].tolist()})
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    return np.array([*ends, *between, ends[-1] + 1.0])


@THOROUGH
@given(yards)
def test_what_is_racked_is_the_min_plus_convolution(yard: Yard) -> None:
    when = moments(yard)
    expected = [yard.done(day) for day in when]
    assert racked(yard, when) @ (1 / yard.rate) == pytest.approx(expected, abs=1e-6)


@THOROUGH
@given(yards)
def test_nothing_is_racked_before_it_may_be_and_nothing_is_lost(yard: Yard) -> None:
    when = moments(yard)
    found = racked(yard, when)
    could = np.array([[s.there(day + 1e-6) for s in yard.shipments] for day in when])
    rounding = 1e-6 * (1 + 2000 / 0.5)  # what comes in that moment
    assert (found <= could + rounding).all()
    assert (np.diff(found[np.argsort(when)], axis=0) >= -1e-6).all()
    assert found[when.argmax()] == pytest.approx(yard.counts)
    assert yard.racking.finish[0, -1] == pytest.approx(yard.racking.curve()[0][0, -1])


@THOROUGH
@given(yards)
def test_crews_never_idle_while_something_can_be_racked(yard: Yard) -> None:
    ends = np.unique(np.round([*yard.events, *yard.racking.curve()[0][0]], 6))
    for a, b in pairwise(ends):
        if b - a < 1e-3:
            continue
        day = np.array([a + 0.3 * (b - a), a + 0.7 * (b - a)])
        done = racked(yard, day) @ (1 / yard.rate)
        works = (done[1] - done[0]) / (day[1] - day[0])
        waits = min(yard.released(each) for each in day) - done[0]
        assert works <= 1 + 1e-6
        if waits > works * (day[1] - day[0]) + 1e-5:
            assert works == pytest.approx(1.0, abs=1e-6)


@THOROUGH
@given(yards, st.integers(0, 3), st.floats(0, 60), st.sampled_from(["arrives", "held", "over"]))
def test_an_earlier_delivery_or_set_day_never_delays_anything(
    yard: Yard, which: int, sooner: float, field: str
) -> None:
    place = which % len(yard.shipments)
    moved = list(yard.shipments)
    value = max(getattr(moved[place], field) - sooner, 0.0 if field == "over" else -np.inf)
    moved[place] = replace(moved[place], **{field: value})
    early = replace(yard, shipments=tuple(moved))
    when = np.union1d(moments(yard), moments(early))
    work = 1 / yard.rate
    assert (racked(early, when) @ work >= racked(yard, when) @ work - 1e-6).all()
    assert early.racking.finish[0, -1] <= yard.racking.finish[0, -1] + 1e-6


@THOROUGH
@given(yards, st.integers(0, 15), st.floats(0, 60), st.floats(1, 3))
def test_earlier_halls_and_faster_crews_never_delay_the_last_one(
    yard: Yard, which: int, sooner: float, faster: float
) -> None:
    ready = np.array(yard.ready)
    ready[: which + 1] = np.minimum(ready[: which + 1], max(ready[which] - sooner, 0.0))
    last = yard.racking.finish[0, -1]
    assert replace(yard, ready=tuple(ready)).racking.finish[0, -1] <= last + 1e-6
    assert replace(yard, faster=faster).racking.finish[0, -1] <= last + 1e-6


@THOROUGH
@given(yards, st.integers(0, 3), st.floats(0, 1))
def test_other_and_larger_shipments_never_bring_the_last_one_forward(
    yard: Yard, which: int, less: float
) -> None:
    place = which % len(yard.shipments)
    last = yard.racking.finish[0, -1]
    smaller = list(yard.shipments)
    smaller[place] = replace(smaller[place], count=max(int(smaller[place].count * less), 1))
    assert replace(yard, shipments=tuple(smaller)).racking.finish[0, -1] <= last + 1e-6
    del smaller[place]
    if smaller:
        assert replace(yard, shipments=tuple(smaller)).racking.finish[0, -1] <= last + 1e-6


@THOROUGH
@given(yards, st.randoms(use_true_random=False))
def test_the_order_in_which_shipments_are_listed_says_nothing(yard: Yard, random) -> None:
    order = list(range(len(yard.shipments)))
    random.shuffle(order)
    other = replace(yard, shipments=tuple(yard.shipments[place] for place in order))
    when = moments(yard)
    assert racked(other, when) == pytest.approx(racked(yard, when)[:, order], abs=1e-5)


@THOROUGH
@given(yards)
def test_what_is_released_first_is_racked_first(yard: Yard) -> None:
    start, finish = yard.racking.spans()
    for a, first in enumerate(yard.shipments):
        for b, second in enumerate(yard.shipments):
            if max(first.arrives + first.over, first.held) < max(second.arrives, second.held):
                assert finish[0, a] <= start[0, b] + 1e-6


@THOROUGH
@given(yards, st.integers(0, 3), st.floats(0, 50))
def test_a_shipment_may_come_later_by_its_slack(yard: Yard, which: int, spare: float) -> None:
    place = which % len(yard.shipments)
    by = yard.racking.finish[:, -1:] + spare
    slack = float(yard.racking.slack(by)[0, place])
    assert slack >= spare - 1e-6
    late = list(yard.shipments)
    late[place] = replace(
        late[place], arrives=late[place].arrives + slack, held=late[place].held + slack
    )
    assert replace(yard, shipments=tuple(late)).racking.finish[0, -1] <= by[0, 0] + 1e-5


@THOROUGH
@given(yards, st.integers(0, 15), st.floats(0, 50))
def test_a_hall_may_be_as_late_as_it_says(yard: Yard, which: int, spare: float) -> None:
    by = yard.racking.finish[:, -1:] + spare
    latest = yard.racking.latest_ready(by)[0]
    hall = which % len(latest)
    ready = np.array(yard.ready)
    ready[hall] = max(ready[hall], latest[hall])
    ready[: len(latest)] = np.minimum(np.maximum.accumulate(ready[: len(latest)]), latest)
    assert (ready[: len(latest)] >= np.array(yard.ready)[: len(latest)] - 1e-6).all()
    ready[len(latest) :] = ready[len(latest) - 1]
    assert replace(yard, ready=tuple(ready)).racking.finish[0, -1] <= by[0, 0] + 1e-5


def test_rows_never_meet() -> None:
    lots = Yard((Shipment(0, 900, 0, 0, 0), Shipment(1, 700, 0, 0, 0)), 3, (0.0,) * 20).lots
    rng = np.random.default_rng(3)
    arrive, over = rng.uniform(0, 90, (6, 2)), np.array([0.0, 40.0])
    ready = np.sort(rng.uniform(0, 60, (6, lots.hall[-1] + 1)), axis=1)
    rate, held = rng.uniform(10, 90, (6, 2)), np.array([-np.inf, 50.0])
    many = fleet.rack(lots, arrive, over, ready, rate, held)
    for row in range(6):
        here = slice(row, row + 1)
        one = fleet.rack(lots, arrive[here], over, ready[here], rate[here], held)
        assert one.finish[0] == pytest.approx(many.finish[row])
        assert one.curve()[1][0] == pytest.approx(many.curve()[1][row])


def alone(arrives: float, over: float, ready: tuple[float, ...]) -> fleet.Racking:
    """1,000 of the first kind, 25 days of work, in four halls."""
    return Yard((Shipment(0, 1000, arrives, over, -np.inf),), 16, ready + (0.0,) * 16).racking


def test_crews_alone_take_count_over_rate() -> None:
    start, finish = alone(10.0, 0.0, (0.0,) * 4).spans()
    assert (start[0, 0], finish[0, 0]) == (10.0, 35.0)


def test_a_late_hall_stops_the_crews() -> None:
    found = alone(0.0, 0.0, (0.0, 0.0, 70.0, 70.0))
    day, count = found.curve()
    assert np.interp([12.5, 40.0, 70.0, 82.5], day[0], count[0, :, 0]).tolist() == [
        500.0, 500.0, 500.0, 1000.0,
    ]  # fmt: skip


def test_a_slow_delivery_is_racked_as_it_comes() -> None:
    day, count = alone(5.0, 200.0, (0.0,) * 4).curve()
    assert np.interp([5.0, 55.0, 205.0], day[0], count[0, :, 0]) == pytest.approx([0, 250, 1000])


def test_crews_that_were_late_go_on_as_fast_as_it_comes_once_they_have_caught_up() -> None:
    day, count = alone(0.0, 50.0, (20.0,) * 4).curve()  # 20 a day come, 40 are racked
    found = np.interp([20.0, 30.0, 40.0, 45.0, 50.0], day[0], count[0, :, 0])
    assert found == pytest.approx([0, 400, 800, 900, 1000])


def test_what_comes_on_the_same_day_goes_up_side_by_side() -> None:
    pair = (Shipment(0, 600, 10, 0, -np.inf), Shipment(0, 200, 10, 0, -np.inf))
    found = racked(Yard(pair, 1, (0.0,) * 20), np.array([20.0]))
    assert found[0] == pytest.approx([300.0, 100.0])


def test_an_empty_site_racks_nothing() -> None:
    none = np.zeros(0)
    shares = halls.hall_shares(0.0, 1e6, 1e6)
    lots = halls.cut(none, none, shares, 1e6, none.astype(np.intp))
    assert (
        fleet.rack(lots, np.zeros((3, 0)), none, np.zeros((3, 1)), np.ones((3, 0))).finish.size == 0
    )
