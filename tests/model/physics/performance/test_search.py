from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.physics.performance import Architecture, Hardware, Job, cost, search
from model.physics.performance.grid import layouts
from model.physics.performance.memory import footprint, memory_bytes

from .cases import (
    A100,
    CONSTANTS,
    DEEPSEEK_V3,
    GB200,
    GPT3,
    H100,
    LLAMA_8B,
    LLAMA_405B,
    stack_constants,
)


@settings(max_examples=60, deadline=None)
@given(
    arch=st.sampled_from((GPT3, LLAMA_8B, LLAMA_405B, DEEPSEEK_V3)),
    hw=st.sampled_from((H100, A100, GB200)),
    count=st.integers(1, 120_000),
    batch=st.floats(2e3, 2e8),
    precision=st.sampled_from(("bf16", "fp8", "mxfp8", "fp4")),
)
def test_the_bound_cuts_nothing_that_could_win(arch, hw, count, batch, precision):
    job = Job(count, batch, 4096, precision)
    quick = search(arch, hw, job, CONSTANTS)
    full = search(arch, hw, job, CONSTANTS, exhaustive=True)
    assert [p.step_s for p in quick.plans] == pytest.approx(
        [p.step_s for p in full.plans], rel=1e-9
    )
    assert (quick.evaluated, quick.feasible) == (full.evaluated, full.feasible)
    assert bool(quick.why_not) == (not quick.plans)
    for plan in quick.plans:
        assert 0.0 < plan.mfu < 1.0
        assert plan.gpus_used == plan.tp * plan.pp * plan.dp * plan.cp <= count
        assert plan.memory_bytes <= plan.memory_limit_bytes
        assert sum(plan.breakdown_s.values()) == pytest.approx(plan.step_s, rel=1e-9)


def test_no_feasible_plan_of_the_grid_is_faster_than_the_best():
    # An independent walk: every plan of the grid on 512 accelerators, costed one at a time.
    job = Job(512, 2.0**22, 8192, "bf16")
    best = search(LLAMA_8B, H100, job, CONSTANTS).plans[0]
    grid = layouts(LLAMA_8B, H100, 8192)
    held = footprint(LLAMA_8B, "bf16", 8192.0, CONSTANTS, grid)
    seen = 0
    for row in range(grid.tp.size):
        tp, cp, pp, _, b, v, zero = (int(axis[row]) for axis in grid)
        dp = 512 // (tp * cp * pp)
        batches = np.ceil(512 / (dp * b)) if dp else 0
        if not dp or (v > 1 and batches < pp):
            continue
        needs = memory_bytes(held, np.float64(dp), np.float64(batches))
        if min(need[row] for need in needs) > best.memory_limit_bytes:
            continue
        plan = cost(
            LLAMA_8B, H100, job, CONSTANTS,
            tp=tp, pp=pp, dp=dp, cp=cp, micro_batch=b, interleave=v, zero=zero,
        )  # fmt: skip
        seen += 1
        assert best.step_s <= plan.step_s * (1 + 1e-9)
    assert seen > 100


def test_llama_405b_on_16384_h100():
    # Llama 3 (arXiv 2407.21783, table 4) reached 400 TFLOP/s on a plan of TP 8, PP 16. Weak
    # evidence: the row was one of about 500 in the joint fit.
    meta = stack_constants("meta-llama3")
    result = search(LLAMA_405B, H100, Job(16384, 2.0**24, 8192, "bf16"), meta)
    best = result.plans[0]
    assert 380e12 <= best.mfu * H100.peak_bf16 <= 430e12
    published = cost(
        LLAMA_405B, H100, Job(16384, 2.0**24, 8192, "bf16"), meta,
        tp=8, pp=16, dp=128, interleave=8,
    )  # fmt: skip
    assert best.step_s <= published.step_s <= 1.05 * best.step_s


def test_a_count_that_does_not_factor_leaves_a_remainder():
    best = search(LLAMA_405B, H100, Job(16001, 2.0**24, 8192, "bf16"), CONSTANTS).plans[0]
    assert best.gpus_used < 16001
    rate = 2.0**24 / best.step_s / 16001
    assert best.tokens_per_s_per_gpu == pytest.approx(rate, rel=1e-12)


@pytest.mark.parametrize("batch", [2.0**21, 2.0**23])
def test_accelerators_that_the_batch_has_no_use_for_are_left_idle(batch):
    # Interleaving needs as many micro-batches as stages: a plan that has them on a small cluster
    # must still be there on a large one.
    steps = [
        search(LLAMA_405B, H100, Job(count, batch, 8192, "bf16"), CONSTANTS, top=1).plans[0].step_s
        for count in (4096, 8192, 16_384, 24_576, 32_768, 65_536, 131_072)
    ]
    assert all(later <= 1.02 * before for before, later in pairwise(steps))


def test_no_plan_has_more_micro_batches_than_sequences():
    for plan in search(LLAMA_405B, H100, Job(65_536, 40 * 8192.0, 8192, "bf16"), CONSTANTS).plans:
        batches = np.ceil(40 / (plan.dp * plan.micro_batch))
        assert plan.interleave == 1 or batches >= plan.pp
        assert (plan.dp - 1) * plan.micro_batch * batches < 40


def test_nothing_to_train_on():
    assert "no accelerator" in search(LLAMA_8B, H100, Job(0, 1e6, 8192, "bf16"), CONSTANTS).why_not


def test_a_precision_that_is_not_supported():
    assert "fp8" in search(LLAMA_8B, A100, Job(8, 1e6, 8192, "fp8"), CONSTANTS).why_not


def test_unknown_dimensions():
    unknown = Architecture("Grok-3", 0, 0, 0, 0, 0, 0, 0)
    assert "Grok-3" in search(unknown, H100, Job(8, 1e6, 8192, "bf16"), CONSTANTS).why_not


def test_too_little_memory_says_how_much_is_missing():
    result = search(LLAMA_405B, H100, Job(8, 2.0**22, 8192, "bf16"), CONSTANTS)
    assert not result.plans
    assert result.shortfall_bytes > 0.0
    assert "GB" in result.why_not


def test_a_batch_of_less_than_one_sequence_counts_as_one():
    result = search(LLAMA_8B, H100, Job(64, 10.0, 8192, "bf16"), CONSTANTS)
    assert result.plans[0].dp == 1


def test_without_a_scaleout_network_a_job_ends_at_its_domain():
    alone = Hardware("alone", "h100", 989e12, 0.0, 0.0, 141e9, 4800e9, 450e9, 8, 0.0)
    best = search(LLAMA_8B, alone, Job(64, 2.0**22, 8192, "bf16"), CONSTANTS).plans[0]
    assert best.gpus_used <= 8


def test_a_model_that_fits_one_accelerator():
    tiny = Architecture("tiny", 12, 768, 12, 12, 64, 3072, 50304, gated=False)
    best = search(tiny, H100, Job(1, 2.0**19, 1024, "bf16"), CONSTANTS).plans[0]
    assert (best.tp, best.pp, best.dp, best.gpus_used) == (1, 1, 1, 1)
    assert best.breakdown_s["tp_comm"] == best.breakdown_s["bubble"] == 0.0
