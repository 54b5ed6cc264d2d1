"""Memory by item: the items are the whole, and each is what paper says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.physics.performance import Job, cost
from model.physics.performance.memory_parts import MEMORY_PARTS, memory_parts

from .cases import CONSTANTS, DEEPSEEK_V3, GB200, H100, LLAMA_8B, LLAMA_405B

CASES = (
    (LLAMA_405B, H100, Job(16_384, 2.0**24, 8192, "bf16"), {"tp": 8, "pp": 16, "dp": 128}),
    (LLAMA_8B, H100, Job(64, 2.0**21, 8192, "fp8"), {"tp": 1, "pp": 1, "dp": 64, "zero": 3}),
    (LLAMA_8B, H100, Job(8, 2.0**21, 8192, "bf16"), {"tp": 2, "pp": 1, "dp": 4}),
    (DEEPSEEK_V3, GB200, Job(2048, 2.0**26, 4096, "fp8"),
     {"tp": 1, "pp": 16, "dp": 128, "ep": 64, "recompute": "full"}),
)  # fmt: skip


@pytest.mark.parametrize(("arch", "machine", "job", "layout"), CASES)
def test_items_sum_to_the_peak_of_the_plan(arch, machine, job, layout):
    plan = cost(arch, machine, job, CONSTANTS, **layout)
    parts = memory_parts(arch, job, CONSTANTS, plan)
    assert tuple(parts) == MEMORY_PARTS
    assert sum(parts.values()) == pytest.approx(plan.memory_bytes, rel=1e-9)
    assert all(value >= -1.0 for value in parts.values())


def test_weights_gradients_and_optimizer_of_a_dense_model_on_paper():
    job = Job(8, 2.0**21, 8192, "bf16")
    plan = cost(LLAMA_8B, H100, job, CONSTANTS, tp=2, pp=1, dp=4)
    parts = memory_parts(LLAMA_8B, job, CONSTANTS, plan)
    held = LLAMA_8B.params / 2
    assert parts["weights"] == pytest.approx(2 * held, rel=1e-6)
    assert parts["gradients"] == pytest.approx(CONSTANTS.grad_bytes * held, rel=1e-6)
    assert parts["optimizer"] == pytest.approx(CONSTANTS.optimizer_bytes * held / 4, rel=1e-6)
    assert parts["fixed"] == CONSTANTS.fixed_bytes


def test_a_longer_sequence_only_grows_activations_and_logits():
    # With so many micro-batches that the pipeline is full either way.
    short, long = (Job(8, 2.0**23, n, "bf16") for n in (4096, 8192))
    plan = cost(LLAMA_8B, H100, short, CONSTANTS, tp=2, pp=1, dp=4, recompute="full")
    before = memory_parts(LLAMA_8B, short, CONSTANTS, plan)
    after = memory_parts(LLAMA_8B, long, CONSTANTS, replace(plan))
    for name in MEMORY_PARTS:
        factor = 2.0 if name in ("activations", "logits") else 1.0
        assert after[name] == pytest.approx(factor * before[name], rel=1e-9), name
