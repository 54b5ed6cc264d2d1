"""What would fit: each remedy is checked by searching again, and is about the least."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from model.chain.compute import constants
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.physics.performance import search
from model.study.fitting import what_fits
from model.study.job import asked, memory_of


def job_on(count: int, **work: object) -> Outcome:
    base = preset("colossus-100k")
    shipments = (msgspec.structs.replace(base.shipments[0], count=count),)
    workload = msgspec.structs.replace(base.workload, **work)
    return evaluate(msgspec.structs.replace(base, shipments=shipments, workload=workload))


def test_more_accelerators_fit_and_a_twentieth_fewer_do_not():
    outcome = job_on(64)
    assert not outcome.training.plans
    remedy = next(each for each in what_fits(outcome) if "accelerators" in each.what)
    what = asked(outcome)
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
    assert not outcome.training.plans
    assert "bf16 instead of fp4" in [each.what for each in what_fits(outcome)]


def test_a_job_with_a_plan_needs_no_remedy():
    assert what_fits(job_on(100_000)) == ()
    assert what_fits(job_on(0)) == ()


def test_nobody_waits_for_what_is_not_wanted():
    assert what_fits(job_on(64), lambda: False) == ()


def test_memory_by_item_is_the_memory_of_the_plan():
    outcome = job_on(100_000)
    for plan in outcome.training.plans:
        parts = memory_of(outcome, plan)
        assert sum(parts.values()) == pytest.approx(plan.memory_bytes, rel=1e-9)
    assert memory_of(job_on(0), outcome.training.plans[0]) == {}
