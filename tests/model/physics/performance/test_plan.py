import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.physics.performance import BREAKDOWN, Job, cost, rate_on, scale, search

from .cases import A100, CONSTANTS, GB200, GPT3, H100, LLAMA_8B, LLAMA_405B, MOE_2T

JOB = Job(16384, 2.0**24, 8192, "bf16")
LAYOUT = {"tp": 8, "pp": 16, "dp": 128, "interleave": 8}


def test_parts_sum_to_the_step():
    plan = cost(LLAMA_405B, H100, JOB, CONSTANTS, **LAYOUT)
    assert set(plan.breakdown_s) == set(BREAKDOWN)
    assert sum(plan.breakdown_s.values()) == pytest.approx(plan.step_s, rel=1e-9)
    assert min(plan.breakdown_s.values()) >= 0.0


@settings(max_examples=60, deadline=None)
@given(
    field=st.sampled_from(
        ("peak_bf16", "peak_fp8", "memory_bw", "scaleup_bw", "scaleout_bw", "scaleout_efficiency")
    ),
    factor=st.floats(1.0, 8.0),
    arch=st.sampled_from((LLAMA_405B, GPT3, MOE_2T)),
    precision=st.sampled_from(("bf16", "fp8")),
    tp=st.sampled_from((1, 4, 8, 16)),
    pp=st.sampled_from((1, 4, 16)),
    dp=st.sampled_from((1, 8, 256)),
    zero=st.sampled_from((1, 3)),
)
def test_better_hardware_is_never_slower(field, factor, arch, precision, tp, pp, dp, zero):
    better = dataclasses.replace(H100, **{field: getattr(H100, field) * factor})
    job = Job(tp * pp * dp, 2.0**22, 4096, precision)
    layout = {"tp": tp, "pp": pp, "dp": dp, "interleave": 2 if pp > 1 else 1}
    layout |= {"zero": zero if pp == 1 else 1, "recompute": "selective"}
    before = cost(arch, H100, job, CONSTANTS, **layout).step_s
    assert cost(arch, better, job, CONSTANTS, **layout).step_s <= before * (1 + 1e-12)


def test_a_curve_meets_the_plan_where_the_count_factors():
    plan = cost(LLAMA_405B, H100, JOB, CONSTANTS, **LAYOUT)
    mfu, step = scale(LLAMA_405B, H100, JOB, plan, np.array([16384.0]), CONSTANTS)
    assert mfu[0] == pytest.approx(plan.mfu, rel=1e-12)
    assert step[0] == pytest.approx(plan.step_s, rel=1e-12)


def test_a_curve_falls_without_jumps_and_survives_its_ends():
    plan = cost(LLAMA_405B, H100, JOB, CONSTANTS, **LAYOUT)
    counts = np.concatenate(([0.0, 1.0], np.geomspace(128, 1e6, 400)))
    mfu, step = scale(LLAMA_405B, H100, JOB, plan, counts, CONSTANTS)
    assert np.isfinite(mfu).all()
    assert np.isinf(step[0])
    assert (np.diff(mfu) <= 1e-3).all()
    # Beyond one sequence per replica more accelerators only wait.
    assert np.abs(np.diff(np.log(mfu[2:]))).max() < 0.03
    assert step[1] > step[-1] > 0.0


def test_rows_of_speed_are_independent():
    plan = cost(LLAMA_405B, H100, JOB, CONSTANTS, **LAYOUT)
    counts = np.array([1024.0, 4096.0, 16384.0])
    speed = np.array([[0.8], [1.0], [1.2]])
    together, steps = scale(LLAMA_405B, H100, JOB, plan, counts, CONSTANTS, speed)
    assert together.shape == steps.shape == (3, 3)
    for row in range(3):
        alone, _ = scale(LLAMA_405B, H100, JOB, plan, counts, CONSTANTS, float(speed[row, 0]))
        np.testing.assert_allclose(together[row], alone, rtol=1e-12)
    assert (np.diff(together, axis=0) > 0.0).all()


def test_the_same_layout_on_other_hardware():
    plan = cost(LLAMA_405B, H100, JOB, CONSTANTS, **LAYOUT)
    same, mfu = rate_on(LLAMA_405B, H100, JOB, plan, CONSTANTS)
    assert float(same) == pytest.approx(plan.tokens_per_s_per_gpu, rel=1e-12)
    assert float(mfu) == pytest.approx(plan.mfu, rel=1e-12)
    slower, _ = rate_on(LLAMA_405B, A100, JOB, plan, CONSTANTS)
    faster, _ = rate_on(LLAMA_405B, GB200, JOB, plan, CONSTANTS)
    assert float(slower) < float(same) < float(faster)


def test_hardware_without_the_precision_computes_in_bf16():
    job = dataclasses.replace(JOB, precision="fp8")
    plan = cost(LLAMA_405B, H100, job, CONSTANTS, **LAYOUT)
    narrow = rate_on(LLAMA_405B, A100, job, plan, CONSTANTS)
    wide = rate_on(LLAMA_405B, A100, JOB, plan, CONSTANTS)
    assert [float(x) for x in narrow] == [float(x) for x in wide]


def test_twice_the_machine_and_the_batch_is_nearly_the_same_step():
    small = search(LLAMA_8B, H100, Job(512, 2.0**22, 8192, "bf16"), CONSTANTS).plans[0]
    large = search(LLAMA_8B, H100, Job(1024, 2.0**23, 8192, "bf16"), CONSTANTS).plans[0]
    assert small.step_s <= large.step_s <= small.step_s * 1.03
