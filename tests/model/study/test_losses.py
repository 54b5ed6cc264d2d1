"""From peak to usable: every loss is there, and nothing is lost on the way."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.scenario import Scenario
from model.study.job import plans_of
from model.study.losses import Losses, losses
from model.study.step_parts import LINES, REST, grown_most, line_of, lines_of


def with_counts(scenario: Scenario, *counts: int) -> Scenario:
    shipments = tuple(
        msgspec.structs.replace(each, count=count)
        for each, count in zip(scenario.shipments, counts, strict=False)
    )
    return msgspec.structs.replace(scenario, shipments=shipments)


def adds_up(found: Losses) -> None:
    lost = sum(step.flops for step in found.steps)
    assert found.peak - lost == pytest.approx(found.model, rel=1e-9)
    assert found.model - found.failures.flops == pytest.approx(found.usable, rel=1e-9)
    folded = found.folded()
    assert sum(step.flops for step in folded) == pytest.approx(lost, rel=1e-9, abs=1e-9)
    assert len(folded) <= 9


@pytest.mark.parametrize("name", ["colossus-100k", "colossus-200k", "colossus-230k", "meta-24k"])
def test_losses_lead_from_the_headline_peak_to_the_headline_usable(name):
    outcome = evaluate(preset(name))
    found = losses(outcome)
    assert found is not None
    adds_up(found)
    assert found.peak == outcome.headline("peak_flops")
    assert found.usable == outcome.headline("usable_flops")
    assert found.model / found.peak == pytest.approx(outcome.headline("mfu"), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(800, 400_000),
    sequence=st.sampled_from([2048, 8192, 32_768]),
    batch=st.floats(2e6, 1e8),
    precision=st.sampled_from(["bf16", "fp8"]),
)
def test_losses_add_up_for_any_job(count, sequence, batch, precision):
    base = with_counts(preset("colossus-100k"), count)
    work = msgspec.structs.replace(
        base.workload, sequence=sequence, batch_tokens=batch, precision=precision
    )
    found = losses(evaluate(msgspec.structs.replace(base, workload=work)))
    if found is not None:
        adds_up(found)
        # Kernels can't beat the peak: what matrix products and attention lose is no gain.
        named = {step.key: step.flops for step in found.steps}
        assert named["gemm"] > 0.0
        assert named["attention"] > -1e-9 * found.peak


def test_no_plan_and_no_fleet_have_no_losses():
    base = preset("colossus-100k")
    assert losses(evaluate(with_counts(base, 8))) is None
    assert losses(evaluate(with_counts(base, 0))) is None


def test_seconds_of_the_lines_are_the_step():
    outcome = evaluate(preset("colossus-100k"))
    found, plan = losses(outcome), outcome.training.plan
    assert sum(step.seconds for step in found.steps) == pytest.approx(plan.step_s, rel=1e-9)
    assert sum(lines_of(plan.breakdown_s).values()) == pytest.approx(plan.step_s, rel=1e-9)


def test_idle_accelerators_are_charged(meta: Outcome):
    best = meta.training.plan
    total = sum(meta.pools.values())
    assert best.gpus_used <= total
    found = losses(meta)
    fleet = next(step for step in found.steps if step.key == "fleet")
    idle = found.peak * (1 - best.gpus_used / total)
    beyond = found.peak * (best.mfu - meta.headline("mfu"))
    assert fleet.flops == pytest.approx(idle + beyond, abs=1e-9 * found.peak)
    assert f"{best.gpus_used:,} of {total:,}" in fleet.meaning


@pytest.fixture(scope="module")
def meta() -> Outcome:
    return evaluate(preset("meta-24k"))


def test_a_part_that_the_table_does_not_know_gets_a_line_of_its_own():
    line = line_of("moe_imbalance")
    assert (line.key, line.label, line.group) == ("moe_imbalance", "Moe imbalance", REST)
    assert line not in LINES
    assert sum(lines_of({"gemm": 1.0, "moe_imbalance": 2.0}).values()) == 3.0


def test_every_part_of_the_model_has_a_line_and_only_one(meta):
    parts = [part for line in LINES for part in line.parts]
    assert len(parts) == len(set(parts))
    assert {part for part in meta.training.plan.breakdown_s if line_of(part) not in LINES} == (
        set()
    )


def test_accelerators_that_the_job_leaves_alone_are_idle_and_nothing_else():
    outcome = evaluate(preset("tesla-to-x"))
    plan, taken = outcome.training.plan, losses(outcome)
    assert outcome.training.sites == ("x",)
    elsewhere, *step, fleet = taken.steps
    one = taken.peak / 24_000
    assert elsewhere.label == "Left to others"
    assert "leaves tesla to other jobs" in elsewhere.meaning
    assert elsewhere.flops == pytest.approx(12_000 * one, rel=1e-9)
    # What the job does of its own peak is the plan's, but for the belief in the software.
    software = taken.model - 12_000 * one * plan.mfu
    assert fleet.flops == pytest.approx((12_000 - plan.gpus_used) * one - software, rel=1e-9)
    assert sum(loss.flops for loss in step) == pytest.approx(
        plan.gpus_used * one - 12_000 * one * plan.mfu, rel=1e-9
    )


def test_the_next_best_plan_is_worse_for_the_part_that_grows_most(meta):
    best, *others = plans_of(meta)
    for other in others:
        line, growth = grown_most(best, other)
        before, after = lines_of(best.breakdown_s), lines_of(other.breakdown_s)
        assert growth == after[line] - before[line]
        assert all(after[each] - before[each] <= growth for each in LINES)
        assert growth > 0.0
