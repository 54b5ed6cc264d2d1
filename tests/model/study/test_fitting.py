"""What would fit: each remedy is checked by searching again, and is about the least."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from model.chain.performance_inputs import constants
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.physics.performance import search
from model.study.fitting import least_hungry, what_fits
from model.study.job import extra_days, memory_of, plans_of, run_days


def job_on(count: int, **work: object) -> Outcome:
    base = preset("colossus-100k")
    shipments = (msgspec.structs.replace(base.shipments[0], count=count),)
    workload = msgspec.structs.replace(base.workload, **work)
    return evaluate(msgspec.structs.replace(base, shipments=shipments, workload=workload))


def test_more_accelerators_fit_and_a_twentieth_fewer_do_not():
    outcome = job_on(64)
    assert outcome.training.plan is None
    remedy = next(each for each in what_fits(outcome) if "accelerators" in each.what)
    what = outcome.training.asked
    needed = int(remedy.what.split()[0].replace(",", ""))
    fewer = replace(what.job, count=int(0.94 * needed))
    assert remedy.plan.gpus_used <= needed
    assert remedy.plan.memory_bytes <= remedy.plan.memory_limit_bytes
    assert not search(what.arch, what.hardware, fewer, constants()).plans


def test_another_type_is_named_with_its_memory():
    remedies = [each.what for each in what_fits(job_on(256))]
    assert any(" GB instead of H100" in each for each in remedies)


def test_a_precision_that_the_type_lacks_has_bf16_as_remedy():
    base = preset("colossus-100k")
    work = msgspec.structs.replace(base.workload, precision="fp4")
    outcome = evaluate(msgspec.structs.replace(base, workload=work))
    assert outcome.training.plan is None
    assert "bf16 instead of fp4" in [each.what for each in what_fits(outcome)]


def test_a_job_with_a_plan_needs_no_remedy():
    assert what_fits(job_on(100_000)) == ()
    assert what_fits(job_on(0)) == ()


def test_nobody_waits_for_what_is_not_wanted():
    assert what_fits(job_on(64), lambda: False) == ()


def test_memory_by_item_is_the_memory_of_the_plan():
    outcome = job_on(100_000)
    for plan in plans_of(outcome):
        parts = memory_of(outcome, plan)
        assert sum(parts.values()) == pytest.approx(plan.memory_bytes, rel=1e-9)
    assert memory_of(job_on(0), outcome.training.plan) == {}


def test_the_least_hungry_plan_lacks_what_the_search_says():
    outcome = job_on(64)
    found = least_hungry(outcome)
    what = outcome.training.asked
    short = search(what.arch, what.hardware, what.job, what.constants).shortfall_bytes
    assert short > 0.0
    assert found.memory_bytes - found.memory_limit_bytes == pytest.approx(short, rel=1e-6)
    assert sum(memory_of(outcome, found).values()) == pytest.approx(found.memory_bytes, rel=1e-9)


def test_where_a_plan_fits_nothing_is_the_least_hungry():
    assert least_hungry(job_on(16_384)) is None
    assert least_hungry(job_on(0)) is None


def test_a_slower_plan_costs_days_as_it_costs_rate():
    outcome = job_on(100_000)
    best, *others = plans_of(outcome)
    assert best == outcome.training.plan
    assert len(others) == 4
    assert run_days(outcome) == pytest.approx(outcome.headline("training_days"), rel=1e-9)
    assert extra_days(outcome, best) == 0.0
    for other in others:
        share = extra_days(outcome, other) / run_days(outcome)
        assert share == pytest.approx(other.step_s / best.step_s - 1.0, rel=1e-9)
    assert run_days(job_on(64)) == float("inf")
