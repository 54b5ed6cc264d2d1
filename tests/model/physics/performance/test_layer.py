from dataclasses import replace

import numpy as np
import pytest

from model.physics.performance.layer import PARTS, layer_times, matrix_product, smooth_positive

from .cases import CONSTANTS, DEEPSEEK_V3, GB200, H100, LLAMA_405B


def test_a_huge_product_runs_at_the_sustained_rate():
    n = np.array([1e6])
    forward, backward = matrix_product(n, n, n, rate=1e15, byte_s=1e-12, operand=2.0)
    assert forward[0] == pytest.approx(2e18 / 1e15, rel=0.01)
    assert backward[0] == pytest.approx(2 * forward[0], rel=0.01)


def test_a_thin_product_is_bound_by_its_operands():
    one, wide = np.array([1.0]), np.array([1e4])
    forward, _ = matrix_product(one, wide, wide, rate=1e15, byte_s=1e-12, operand=2.0)
    assert forward[0] == pytest.approx(2e8 * 1e-12, rel=0.01)


def test_the_smooth_positive_part_meets_the_sharp_one_far_away():
    x = np.array([-100.0, 100.0])
    assert smooth_positive(x, np.array(1.0)) == pytest.approx([0.0, 100.0], abs=0.01)


@pytest.mark.parametrize("arch", [LLAMA_405B, DEEPSEEK_V3])
def test_a_grid_equals_a_loop_over_its_rows(arch):
    rows = [(1, 1, 1, 1), (4, 2, 1, 2), (8, 1, 1, 8), (2, 4, 1, 1)]
    if arch.is_moe:
        rows = [(tp, cp, 16, b) for tp, cp, _, b in rows]
    tp, cp, ep, b = np.array(rows, dtype=float).T

    def times(**layout):
        return np.stack(layer_times(arch, H100, "fp8", 8192.0, CONSTANTS, **layout))

    whole = times(tp=tp, cp=cp, ep=ep, micro_batch=b)
    for i in range(len(rows)):
        one = slice(i, i + 1)
        single = times(tp=tp[one], cp=cp[one], ep=ep[one], micro_batch=b[one])
        np.testing.assert_allclose(whole[:, :, one], single, rtol=1e-12)
    assert (whole >= 0.0).all()


def test_one_accelerator_talks_to_nobody():
    one = np.ones(1)
    forward, backward, *_ = layer_times(
        DEEPSEEK_V3, H100, "bf16", 4096.0, CONSTANTS, tp=one, cp=one, ep=one, micro_batch=one
    )
    for name in ("tp_comm", "cp_comm", "ep_comm"):
        assert forward[PARTS.index(name), 0] == backward[PARTS.index(name), 0] == 0.0


def _expert_layer(hw, constants, micro_batch, arch=DEEPSEEK_V3):
    one = np.ones(1)
    forward, backward, *_ = layer_times(
        arch, hw, "bf16", 4096.0, constants,
        tp=one, cp=one, ep=8 * one, micro_batch=micro_batch * one,
    )  # fmt: skip
    return float(forward.sum() + backward.sum())


def test_small_batches_of_experts_wait_for_the_host_and_large_ones_do_not():
    slow = replace(CONSTANTS, host=1.0, host_plain=1.0)
    routed = 1.0 - DEEPSEEK_V3.dense_fraction
    assert _expert_layer(H100, slow, 1) == pytest.approx(2.5 * routed, rel=5e-3)
    free = replace(CONSTANTS, host=0.0, host_plain=0.0)
    assert _expert_layer(H100, CONSTANTS, 64) == pytest.approx(_expert_layer(H100, free, 64), 1e-3)


def test_graphs_of_experts_help_only_where_the_domain_is_a_rack():
    graphed = replace(CONSTANTS, moe=0.5 * CONSTANTS.moe_plain, host=0.0)
    assert _expert_layer(H100, graphed, 1) == _expert_layer(H100, CONSTANTS, 1)
    assert _expert_layer(GB200, graphed, 1) < _expert_layer(GB200, CONSTANTS, 1)


def test_experts_with_biases_take_longer():
    biased = replace(DEEPSEEK_V3, expert_bias=True)
    assert _expert_layer(H100, CONSTANTS, 8, biased) > _expert_layer(H100, CONSTANTS, 8)


def test_copies_of_single_experts_keep_the_host_longer_the_more_experts_there_are():
    split = replace(CONSTANTS, host_plain=0.0, expert_sort=1e-3)
    routed = 1.0 - DEEPSEEK_V3.dense_fraction
    assert _expert_layer(H100, split, 1) == pytest.approx(2.5 * 0.256 * routed, rel=5e-3)
