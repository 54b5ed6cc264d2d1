"""What the run costs per unit."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from model.study.unit_costs import gpu_hours, unit_costs
from tests.answers import answer


def test_hours_are_accelerators_times_time_once_all_are_online():
    assert gpu_hours(answer()) == pytest.approx(100_000 * 100 * 24)


def test_a_run_that_starts_while_they_arrive_counts_what_is_online():
    early = replace(answer(), run_start=np.array([[60.0]]), run_finish=np.array([[160.0]]))
    assert gpu_hours(early) == pytest.approx(100_000 / 2 * 100 * 24)


def test_beyond_the_calendar_what_is_online_stays():
    late = replace(answer(), run_finish=np.array([[560.0]]))
    assert gpu_hours(late) == pytest.approx(100_000 * 400 * 24)


def test_unit_costs_give_the_cost_of_the_run_back():
    costs = unit_costs(answer())
    assert costs.per_gpu_hour * costs.gpu_hours == pytest.approx(4.8e8)
    assert costs.per_1e24_flop * 100 == pytest.approx(4.8e8)


def test_a_run_that_never_finishes_has_no_unit_cost():
    costs = unit_costs(answer(0))
    assert np.isnan([costs.gpu_hours, costs.per_gpu_hour, costs.per_1e24_flop]).all()
