"""A job over several sites: limits on paper, smoothness, and the search."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.physics.performance import Job, cost, latency_s, scale, search, step_on
from model.physics.performance.link import exchange_s, rounds_s
from tests.model.physics.performance.cases import CONSTANTS, H100, LLAMA_405B

JOB = Job(16_384, 16_777_216.0, 8192, "bf16")
PLAN = {"tp": 8, "pp": 16, "dp": 128, "micro_batch": 1, "interleave": 8}


def over(sites: int, gbit_s: float, km: float = 0.0):
    bandwidth = gbit_s * 1e9 / 8
    return replace(H100, sites=sites, link_bw=bandwidth, link_latency_s=latency_s(km))


def step(hw, **changes: int) -> float:
    return cost(LLAMA_405B, hw, JOB, CONSTANTS, **(PLAN | changes)).step_s


def test_a_link_without_limit_is_one_fabric():
    assert step(over(2, inf)) == step(H100)
    one, two = (search(LLAMA_405B, hw, JOB, CONSTANTS, top=5) for hw in (H100, over(2, inf)))
    assert [plan.step_s for plan in two.plans] == [plan.step_s for plan in one.plans]


def test_on_paper_a_byte_crosses_once_each_way_between_two_sites():
    hw = replace(over(2, 800.0), scaleout_efficiency=1.0)
    params = np.asarray(405e9)
    # 405e9 x (4 B of gradient + 2 B of weight) x (2 - 1) / 2 over 100 GB/s
    expected = 405e9 * (CONSTANTS.grad_bytes + 2.0) / 2 / 100e9
    assert float(exchange_s(params, hw, CONSTANTS)) == pytest.approx(expected, rel=1e-12)
    four = float(exchange_s(params, replace(hw, sites=4), CONSTANTS))
    assert four == pytest.approx(expected * 1.5, rel=1e-12)
    assert rounds_s(over(2, 800.0, 1000.0)) == pytest.approx(2 * 4.897e-3, rel=1e-3)


def test_without_overlap_the_link_is_paid_in_full():
    bare = replace(CONSTANTS, dp_overlap=0.0, jitter=0.0)
    hw = over(2, 10_000.0)
    slow, fast = (
        cost(LLAMA_405B, each, JOB, bare, **PLAN).breakdown_s["dp_comm"] for each in (hw, H100)
    )
    whole = float(exchange_s(np.asarray(LLAMA_405B.params), hw, bare))
    # The smooth corner of what is hidden, nothing here, adds less than a hundredth.
    assert whole <= slow - fast <= 1.01 * whole


def test_sharded_weights_stay_inside_a_site():
    changes = {"pp": 1, "dp": 2048, "interleave": 1, "zero": 3}
    hw = over(2, 10_000.0)
    extra = step(hw, **changes) - step(H100, **changes)
    whole = float(exchange_s(np.asarray(LLAMA_405B.params), hw, CONSTANTS))
    assert 0.0 < extra < 1.5 * whole


@settings(deadline=None, max_examples=40)
@given(st.floats(1.0, 1e6), st.floats(0.0, 15_000.0), st.floats(1.001, 10.0))
def test_more_bandwidth_or_less_distance_is_never_slower(gbit_s, km, factor):
    here = step(over(2, gbit_s, km))
    assert step(over(2, gbit_s * factor, km)) <= here * (1 + 1e-12)
    assert step(over(2, gbit_s, km * factor)) >= here * (1 - 1e-12)
    assert here >= step(H100) * (1 - 1e-12)
    assert step(over(3, gbit_s, km)) >= here * (1 - 1e-12)


@settings(deadline=None, max_examples=40)
@given(st.floats(1.0, 1e6), st.floats(1.0, 15_000.0))
def test_smooth_in_bandwidth_and_distance(gbit_s, km):
    here = step(over(2, gbit_s, km))
    for near in (over(2, gbit_s * 1.001, km), over(2, gbit_s, km * 1.001)):
        assert step(near) == pytest.approx(here, rel=2e-3)


@settings(deadline=None, max_examples=10)
@given(st.floats(10.0, 1e5), st.floats(0.0, 5000.0))
def test_the_search_prunes_nothing_that_wins(gbit_s, km):
    hw = over(2, gbit_s, km)
    fast = search(LLAMA_405B, hw, JOB, CONSTANTS, top=3)
    full = search(LLAMA_405B, hw, JOB, CONSTANTS, top=3, exhaustive=True)
    assert [plan.step_s for plan in fast.plans] == pytest.approx(
        [plan.step_s for plan in full.plans], rel=1e-9
    )
    best = fast.plans[0]
    assert sum(best.breakdown_s.values()) == pytest.approx(best.step_s, rel=1e-9)


def test_the_curve_over_counts_meets_the_plan():
    hw = over(2, 1000.0, 100.0)
    plan = cost(LLAMA_405B, hw, JOB, CONSTANTS, **PLAN)
    _, steps = scale(LLAMA_405B, hw, JOB, plan, np.array([16_384.0]), CONSTANTS)
    assert float(np.ravel(steps)[0]) == pytest.approx(plan.step_s, rel=1e-9)


def test_the_step_of_a_found_plan_on_other_links_is_that_of_the_search():
    for gbit_s in (100.0, 3e3, 1e5):
        hw = over(2, gbit_s, 500.0)
        for count in (1_000, 4_096, 12_345):
            asked = replace(JOB, count=count)
            found = search(LLAMA_405B, hw, asked, CONSTANTS, top=3).plans
            for plan in found:
                steps = step_on(LLAMA_405B, replace(hw, link_bw=np.array([1e7, hw.link_bw])), asked,
                                plan, CONSTANTS)  # fmt: skip
                assert steps[1] == pytest.approx(plan.step_s, rel=1e-12)
                assert steps[0] > steps[1]
