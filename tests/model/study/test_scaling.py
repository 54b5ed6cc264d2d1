"""The curve over sizes is what the search finds at each, and its bends have reasons."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from model.chain.performance_inputs import constants
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.physics.performance import search
from model.study.scaling import KEPT, POINTS, scaling


def sized(count: int, **work: object) -> Outcome:
    base = preset("meta-24k")
    shipments = (msgspec.structs.replace(base.shipments[0], count=count),)
    workload = msgspec.structs.replace(base.workload, **work)
    return evaluate(msgspec.structs.replace(base, shipments=shipments, workload=workload))


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return sized(16_384)


def test_the_present_size_is_on_the_curve_with_the_plan_of_the_outcome(outcome):
    found = scaling(outcome)
    assert POINTS - 1 <= found.counts.size <= POINTS
    at = int(np.flatnonzero(found.counts == 16_384)[0])
    assert found.mfu[at] == pytest.approx(outcome.training.plan.mfu, rel=1e-12)
    assert (np.diff(found.counts) > 0).all()


def test_each_point_is_a_search(outcome):
    found, what = scaling(outcome), outcome.training.asked
    for at in (3, 15, 28):
        job = replace(what.job, count=int(found.counts[at]))
        plan = search(what.arch, what.hardware, job, constants(), top=1).plans[0]
        assert found.mfu[at] == plan.mfu
        assert found.tokens_per_s[at] == pytest.approx(plan.tokens_per_s_per_gpu * job.count)


def test_the_bend_is_where_utilisation_leaves_its_best(outcome):
    found = scaling(outcome)
    bend, best = found.bend, np.nanmax(found.mfu)
    assert bend is not None
    beyond = found.mfu[found.counts > 1.5 * bend.count]
    assert (beyond < (KEPT + 0.02) * best).all()
    assert bend.after > bend.before
    assert bend.line in ("Pipeline bubble", "Idle accelerators", "DP exposed", "Jitter, launch")
    assert bend.why


def test_a_small_batch_limits_the_cluster_and_the_limit_moves_with_it():
    small, large = (scaling(sized(16_384, batch_tokens=size)).limit for size in (2**21, 2**23))
    assert small is not None
    assert large is None or large.count > 2 * small.count
    assert small.after > small.before
    found = scaling(sized(16_384, batch_tokens=2**21))
    here = found.tokens_per_s[found.counts == found.limit.count][0]
    twice = (found.counts > found.limit.count) & (found.counts <= 2.01 * found.limit.count)
    assert found.tokens_per_s[twice].max() < 1.1 * here


def test_a_huge_batch_has_no_limit_on_the_curve():
    found = scaling(sized(4096, batch_tokens=2.0**30))
    assert found.limit is None
    assert found.tokens_per_s[-1] > 1.5 * found.tokens_per_s[found.counts.size - 6]


def test_sizes_that_hold_no_plan_are_left_open():
    found = scaling(sized(512))
    assert np.isnan(found.mfu[0])
    assert found.plans[0] is None


def test_work_that_nobody_wants_stops(outcome):
    asked_times: list[int] = []

    def wanted() -> bool:
        asked_times.append(1)
        return len(asked_times) < 4

    assert scaling(outcome, wanted) is None
    assert len(asked_times) == 4
    assert scaling(sized(0)) is None
