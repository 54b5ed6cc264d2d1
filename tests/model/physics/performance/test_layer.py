import numpy as np
import pytest

from model.physics.performance.layer import PARTS, layer_times, matrix_product, smooth_positive

from .cases import CONSTANTS, DEEPSEEK_V3, H100, LLAMA_405B


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
