"""Time of one layer and of the output head for one micro-batch, per accelerator.

All functions work on arrays of layouts of any one shape, so that a single layout and a
grid of thousands go through the same lines. Symbols as in `geometry`; further T, C, E, X
are the tensor, context, expert count and expert-parallel degree, b sequences a
micro-batch, n = s b / C tokens a rank, G = 1 if the feed-forward block is gated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.physics.performance.constants import Constants, Value
from model.physics.performance.geometry import Architecture
from model.physics.performance.hardware import Hardware

Array = npt.NDArray[np.float64]

COMPUTE = ("gemm", "attention", "memory_bound", "launch")
EXPOSED = ("tp_comm", "cp_comm", "ep_comm")
PARTS = COMPUTE + EXPOSED

OPERAND_BYTES = {"bf16": 2.0, "fp8": 1.0, "mxfp8": 1.03, "fp4": 0.56}
"""Bytes of a matrix operand with its share of a block scale: one byte for 32 or 16 numbers."""

MOST_OF_PEAK = 0.96
"""No product sustains more of its peak, however many watts it has."""

WGRAD_BYTES = 8.0
"""Weight gradients are accumulated in 32 bits: read and written."""

SERVER = 8
"""Accelerators of the largest scale-up domain that is one server"""

BACKWARD_KERNELS = 1.5
"""Kernels of a backward pass over those of the forward pass"""


@dataclass(frozen=True, slots=True)
class Kernels:
    """Rates of one accelerator at one precision."""

    gemm: Value
    """[FLOP/s] in large matrix products"""
    gemm16: Value
    """[FLOP/s] the same in bf16, for the output head"""
    attention: Value
    """[FLOP/s] of the fused attention kernel on long sequences, forward"""
    bandwidth: Value
    """[B/s] that kernels get from memory"""
    operand: float
    """[B] per element of a matrix operand"""
    expert: Value
    """Efficiency of grouped expert products against plain ones, wide experts"""


def kernels(hw: Hardware, precision: str, c: Constants) -> Kernels:
    """What one accelerator sustains at ``precision``.

    Matrix units slow down under the power limit, and the more so the fewer watts there are
    for each FLOP/s of the datasheet: the share of the peak goes with a power of watts per peak
    against the part of the same die that the constant was measured on.
    """
    clock = c.clock(hw.family, hw.power_w, hw.peak_bf16) * hw.power_cap**c.power_exponent
    share16 = np.minimum(c.gemm_efficiency(hw.family, "bf16") * clock, MOST_OF_PEAK)
    share = np.minimum(c.gemm_efficiency(hw.family, precision) * clock, MOST_OF_PEAK)
    core = c.attention_efficiency(hw.family) * clock if c.fused_attention > 0.5 else share16
    return Kernels(
        gemm=hw.peak(precision) * share / c.stack,
        gemm16=hw.peak_bf16 * share16 / c.stack,
        attention=hw.peak_bf16 * core / c.stack,
        bandwidth=hw.memory_bw * c.memory_bw_share / c.stack,
        operand=OPERAND_BYTES[precision],
        expert=c.expert_gemm_bf16 if precision == "bf16" else c.expert_gemm_fp8,
    )


def matrix_product(
    m: Array, k: Array, n: Array, *, rate: Value, byte_s: Value, operand: float
) -> tuple[Array, Array]:
    """Forward and backward time of a product (m, k) x (k, n) [s].

    The sum form of the roofline (Williams, Waterman and Patterson 2009, CACM 52-4): compute
    time plus operand traffic that is not overlapped, so that small shapes lose efficiency
    without a step. Backward is one product for the input gradient and one for the weights'.

    Parameters
    ----------
    m, k, n : sizes
    rate : sustained rate of large products [FLOP/s]
    byte_s : time of one byte of un-overlapped traffic [s/B]
    operand : bytes of an operand's element [B]
    """
    flop = 2.0 * m * k * n / rate
    mk, kn, mn = m * k, k * n, m * n
    forward = flop + byte_s * (operand * (mk + kn) + 2.0 * mn)
    inputs = flop + byte_s * (operand * (mn + kn) + 2.0 * mk)
    weights = flop + byte_s * (operand * (mk + mn) + WGRAD_BYTES * kn)
    return forward, inputs + weights


def smooth_positive(x: Array, width: Value) -> Array:
    """The positive part of x, rounded over ``width`` so that a curve keeps no corner."""
    return 0.5 * (x + np.sqrt(x * x + width * width))


def layer_times(
    arch: Architecture,
    hw: Hardware,
    precision: str,
    sequence: float,
    c: Constants,
    *,
    tp: Array,
    cp: Array,
    ep: Array,
    micro_batch: Array,
) -> tuple[Array, Array, Array, Array]:
    """Mean layer and output head, forward and backward: four arrays (7, R) by ``PARTS`` [s].

    Equations
    ---------
    attention: 2 s n a d / T FLOP forward with a causal mask, 2.5 times that backward (Dao
    2023, arXiv 2307.08691). Tensor parallelism with split activations: two gathers and two
    scatters of n h elements each way (Korthikanti et al. 2022, arXiv 2205.05198). Context
    parallelism: keys and values go round a ring behind the kernel (Liu et al. 2023, arXiv
    2310.01889). Experts: all-to-all that crosses a domain once per token and domain, at most
    four of them (DeepSeek-AI 2024, arXiv 2412.19437).
    """
    k = kernels(hw, precision, c)
    shape = np.broadcast(tp, cp, ep, micro_batch, c.stack).shape
    forward, backward = np.zeros((2, len(PARTS), *shape))
    head_forward, head_backward = np.zeros((2, len(PARTS), *shape))
    n = sequence * micro_batch / cp
    byte_s = c.gemm_traffic / k.bandwidth
    move_s = c.pointwise_traffic / k.bandwidth
    h, a_d = float(arch.hidden), float(arch.heads * arch.head_dim)
    dense, routed = arch.dense_fraction, 1.0 - arch.dense_fraction
    gated = 1.0 if arch.gated else 0.0
    kept = 2.0 * (1.0 + gated) + 2.0
    split = tp if c.sequence_parallel > 0.5 else np.ones_like(tp)
    cast, expert_cast = (0.0, 0.0) if precision == "bf16" else (c.cast_bytes, c.expert_cast)

    def product(weight: Value, m: Array, inner: Array, outer: Array, rate: Value) -> None:
        f, b = matrix_product(m, inner, outer, rate=rate, byte_s=byte_s, operand=k.operand)
        forward[0] += weight * f
        backward[0] += weight * b
        forward[2] += weight * cast * m * inner / k.bandwidth

    def moved(weight: Value, count: Array) -> None:
        forward[2] += weight * count * move_s
        backward[2] += weight * 2.0 * count * move_s

    full = np.full(shape, h)
    product(1.0, n, full, arch.qkv_width / tp, k.gemm)
    product(1.0, n, a_d / tp, full, k.gemm)
    moved(1.0, n * (20.0 * h / split + 4.0 * arch.qkv_width / tp))
    if dense > 0.0:
        product(dense, n, full, (1.0 + gated) * arch.ffn / tp, k.gemm)
        product(dense, n, arch.ffn / tp, full, k.gemm)
        moved(dense, n * kept * arch.ffn / tp)

    core_forward, core_backward = _attention(arch, sequence, k, c, n=n, tp=tp, cp=cp)
    forward[1] += core_forward
    backward[1] += core_backward

    link = np.where(tp <= hw.scaleup_domain, hw.scaleup(c.scaleup_efficiency), hw.scaleout)
    gathers = 2.0 * (1.0 + dense)
    bulk = n * h * 2.0 * (tp - 1.0) / tp / np.maximum(link, 1.0)
    tensor = gathers * (bulk + np.where(tp > 1, c.scaleup_latency_s, 0.0)) * (1.0 - c.tp_overlap)
    forward[4] += tensor
    backward[4] += tensor

    ring_link = np.where(
        tp * cp <= hw.scaleup_domain, hw.scaleup(c.scaleup_efficiency), hw.scaleout
    )
    keys = 4.0 * arch.kv_heads * arch.head_dim * sequence * micro_batch * (cp - 1.0) / cp
    ring = keys / np.maximum(tp, 1.0) / np.maximum(ring_link, 1.0)
    forward[5] += _uncovered(ring, c.cp_overlap * core_forward)
    backward[5] += _uncovered(2.0 * ring, c.cp_overlap * core_backward)

    if routed > 0.0:
        local = n / tp
        tokens = local * arch.active_experts * ep / arch.experts
        width = float(arch.expert_ffn)
        share = np.minimum(k.expert * width / (width + c.expert_width), 1.0)
        moe = c.moe if hw.scaleup_domain > SERVER else c.moe_plain
        moe = moe * (c.expert_bias if arch.expert_bias else 1.0)
        rate = k.gemm * share * tokens / (tokens + c.expert_tokens) / moe
        own = arch.experts / ep
        wide = np.full(shape, width)
        for inner, outer in ((full, (1.0 + gated) * wide), (wide, full)):
            f, b = matrix_product(tokens, inner, outer, rate=rate, byte_s=byte_s, operand=k.operand)
            forward[0] += routed * own * f
            backward[0] += routed * own * b
            forward[2] += routed * expert_cast * own * tokens * inner / k.bandwidth
        product(routed, local, full, np.full(shape, float(arch.experts)), k.gemm16)
        if arch.shared_experts:
            shared = arch.shared_experts * width / tp
            product(routed, n, full, (1.0 + gated) * shared, k.gemm)
            product(routed, n, shared, full, k.gemm)
            moved(routed, n * kept * shared)
        permuted = local * arch.active_experts * (8.0 * h + kept * width)
        moved(routed, permuted * c.permute_traffic * moe / c.pointwise_traffic)
        exchange = 2.0 * routed * _all_to_all(arch, hw, c, local=local, ep=ep)
        forward[6] += exchange
        backward[6] += exchange
        forward[3] += 28.0 * routed * c.launch_s * c.moe_launch * moe
        backward[3] += 44.0 * routed * c.launch_s * c.moe_launch * moe
    forward[3] += 14.0 * dense * c.launch_s
    backward[3] += 22.0 * dense * c.launch_s
    if routed > 0.0:
        # The host launches these kernels one by one; on small batches that takes longer.
        host = c.host if hw.scaleup_domain > SERVER else c.host_plain
        host = routed * (host + c.expert_sort * arch.experts)
        forward[3] += _uncovered(host, forward.sum(0))
        backward[3] += _uncovered(BACKWARD_KERNELS * host, backward.sum(0))

    f, b = matrix_product(
        n, full, arch.vocab / tp, rate=k.gemm16, byte_s=byte_s, operand=OPERAND_BYTES["bf16"]
    )
    head_forward[0], head_backward[0] = f, b
    logits = c.logit_traffic * n * arch.vocab / tp / k.bandwidth
    head_forward[2], head_backward[2] = logits / 3.0, logits * 2.0 / 3.0
    return forward, backward, head_forward, head_backward


def _attention(
    arch: Architecture,
    sequence: float,
    k: Kernels,
    c: Constants,
    *,
    n: Array,
    tp: Array,
    cp: Array,
) -> tuple[Array, Array]:
    """Forward and backward time of the attention core [s]."""
    flop = 2.0 * sequence * n * arch.core_width * arch.seen(sequence) / tp
    d = float(arch.core_dim or arch.head_dim)
    if c.fused_attention > 0.5:
        part = sequence / cp
        # The last factor normalises the head-dimension law to 1 at d = 128.
        rate = k.attention * part / (part + c.attention_length) * d / (d + 16.0) * 1.125
        rate = rate * np.where(cp > 1, c.cp_kernel, 1.0)
        return flop / rate, 2.5 * flop / (rate * c.attention_backward)
    # Before 2022: batched products over the whole square of scores, which then go through
    # memory for the mask, the softmax and the dropout.
    plain = k.attention * d / (d + 64.0)
    scores = n * sequence * arch.heads / tp / k.bandwidth
    return (
        2.0 * flop / plain + c.score_bytes_forward * scores,
        4.0 * flop / plain + c.score_bytes_backward * scores,
    )


def _uncovered(comm: Value, cover: Array) -> Array:
    """The part of a communication, or of launching, that the work beside it does not hide [s]."""
    width = 0.08 * comm
    return np.minimum(smooth_positive(comm - cover, width), comm)


def _all_to_all(
    arch: Architecture, hw: Hardware, c: Constants, *, local: Array, ep: Array
) -> Array:
    """Exposed time of one dispatch of tokens to their experts [s]."""
    inside = np.minimum(ep, float(hw.scaleup_domain))
    domains = ep / inside
    size = local * arch.hidden * 2.0
    near = size * arch.active_experts * (inside - 1.0) / ep / hw.scaleup(c.a2a_scaleup)
    routed_to = domains * (1.0 - (1.0 - 1.0 / domains) ** arch.active_experts)
    crossing = np.minimum(routed_to, c.a2a_nodes) * (1.0 - 1.0 / domains)
    far = size * crossing / np.maximum(hw.scaleout * c.a2a_scaleout, 1.0)
    hop = c.collective_latency_s + hw.scaleout_latency_s
    latency = np.where(ep > 1, c.scaleup_latency_s, 0.0) + np.where(domains > 1, hop, 0.0)
    exposed = near * (1.0 - c.a2a_overlap_scaleup) + far * (1.0 - c.a2a_overlap_scaleout)
    result: Array = exposed + latency
    return result
