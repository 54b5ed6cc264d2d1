"""One job over unequal pools."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.physics.performance import Job, rate_on, search, share_out
from model.physics.performance.single import steps_with

from .cases import A100, CONSTANTS, H100, LLAMA_405B

JOB = Job(16_384, 16.8e6, 8192, "bf16")
PLAN = search(LLAMA_405B, H100, JOB, CONSTANTS, top=1).plans[0]
DEGREE = JOB.count / (PLAN.tp * PLAN.cp * PLAN.pp)
SLOW = replace(H100, name="slow", peak_bf16=H100.peak_bf16 / 3)


def _total(shared, counts):
    return sum(float(rate) * n for rate, n in zip(shared.tokens_per_s, counts, strict=True))


def test_two_equal_pools_are_one_pool():
    halves = share_out(LLAMA_405B, [(H100, 8192), (H100, 8192)], JOB, PLAN, CONSTANTS)
    rate, _ = rate_on(LLAMA_405B, H100, JOB, PLAN, CONSTANTS)
    for each in halves.tokens_per_s:
        assert float(each) == pytest.approx(float(rate), rel=1e-9)
    assert [float(share) for share in halves.share] == pytest.approx([0.5, 0.5])


@settings(max_examples=30, deadline=None)
@given(st.integers(1024, 15_000))
def test_all_pools_finish_together_and_the_batch_is_shared_out_whole(slow):
    counts = (16_384 - slow, slow)
    found = share_out(LLAMA_405B, [(H100, counts[0]), (SLOW, counts[1])], JOB, PLAN, CONSTANTS)
    assert sum(float(share) for share in found.share) == pytest.approx(1.0, rel=1e-12)
    tokens = JOB.sequences * JOB.sequence
    assert _total(found, counts) == pytest.approx(tokens / float(found.step_s), rel=1e-12)
    fast, late = (float(rate) for rate in found.tokens_per_s)
    assert fast > late
    # Each pool is done when the step is: what it would take alone with its batches.
    for (hw, _), batches in zip([(H100, 0), (SLOW, 0)], found.micro_batches, strict=True):
        alone = steps_with(LLAMA_405B, hw, JOB, PLAN, CONSTANTS, np.asarray(DEGREE), batches, 1.0)
        assert float(alone.total) == pytest.approx(float(found.step_s), rel=2e-3)


def test_a_fast_pool_takes_more_of_the_batch_and_sharing_evenly_would_be_slower():
    counts = (8192, 8192)
    found = share_out(LLAMA_405B, [(H100, 8192), (A100, 8192)], JOB, PLAN, CONSTANTS)
    assert float(found.share[0]) > 0.6
    evenly, _ = rate_on(LLAMA_405B, A100, JOB, PLAN, CONSTANTS)  # all wait for the slowest
    assert _total(found, counts) > 16_384 * float(evenly)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 30))
def test_more_accelerators_of_the_slow_pool_never_slow_the_job(hundreds):
    def rate(count):
        job = replace(JOB, count=8192 + count)
        counts = (8192, count)
        pools = [(H100, counts[0]), (A100, counts[1])]
        return _total(share_out(LLAMA_405B, pools, job, PLAN, CONSTANTS), counts)

    assert rate(100 * hundreds + 100) >= rate(100 * hundreds) * (1 - 1e-4)


def test_rows_of_speed_go_through_side_by_side():
    pools = [(H100, 8192), (SLOW, 8192)]
    speed = np.array([[1.0], [0.8]])
    both = share_out(LLAMA_405B, pools, JOB, PLAN, CONSTANTS, speed)
    assert both.step_s.shape == (2, 1)
    one = share_out(LLAMA_405B, pools, JOB, PLAN, CONSTANTS, 0.8)
    assert both.step_s[1, 0] == pytest.approx(float(one.step_s), rel=1e-9)
    assert both.step_s[1, 0] > both.step_s[0, 0]


def test_a_batch_too_small_for_all_replicas_leaves_some_idle():
    job = replace(JOB, batch_tokens=8192 * 64)
    plan = replace(PLAN, micro_batch=1)
    found = share_out(LLAMA_405B, [(H100, 8192), (SLOW, 8192)], job, plan, CONSTANTS)
    assert [float(m) for m in found.micro_batches] == pytest.approx([1.0, 1.0])
    assert float(found.share[0]) == pytest.approx(0.5)
