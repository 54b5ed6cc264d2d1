"""From layers to a training step: pipeline, data parallelism, optimizer.

A `Layouts` is a set of plans of parallelism without the data-parallel degree. Everything
that does not depend on the number of accelerators or on the batch is computed once for
them (`stage_costs`); `step_terms` then adds what does, for whole arrays at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.physics.performance.constants import Constants, Value
from model.physics.performance.geometry import Architecture
from model.physics.performance.hardware import Hardware
from model.physics.performance.layer import (
    COMPUTE,
    PARTS,
    Array,
    layer_times,
    smooth_positive,
)
from model.physics.performance.link import exchange_s, rounds_s

RECOMPUTE = ("none", "selective", "full")
"""What the backward pass computes again: nothing; what is cheap for its size (norms,
activation functions, or the scores where attention is not fused); every layer."""

BREAKDOWN = (
    *PARTS, "recompute", "imbalance", "bubble", "pp_comm", "dp_comm", "optimizer", "jitter",
)  # fmt: skip


class Layouts(NamedTuple):
    """Plans of parallelism, one value per plan (R,), without the data-parallel degree."""

    tp: Array
    cp: Array
    pp: Array
    ep: Array
    micro_batch: Array
    """sequences"""
    interleave: Array
    zero: Array
    """1: the optimizer's state is sharded; 3: weights and gradients too"""


class Costs(NamedTuple):
    """What one micro-batch of a plan costs, and what data parallelism has to move.

    ``work`` scales with the speed of kernels, ``comm`` does not; ``mean`` is the average
    pipeline stage and ``top`` the slowest one.
    """

    mean_work: Array
    mean_comm: Array
    top_work: Array
    top_comm: Array
    p2p: Array
    stages: Array
    """(P - 1) / v: micro-batches' worth of pipeline bubble"""
    cover: Array
    """micro-batches whose work can hide the reduction of gradients and gathering of weights"""
    dense_params: Array
    """per accelerator, replicated over D x C ranks"""
    expert_params: Array
    """per accelerator, replicated over D x C x T / X ranks"""
    tp: Array
    cp: Array
    ep: Array
    sharded: Array
    """1 where weights are sharded too (ZeRO-3)"""
    params: Array
    """of the whole model: what crosses a boundary between sites"""


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Times of one micro-batch on the average and on the slowest stage."""

    costs: Array
    """(14, 3, ..., R): the rows of `Costs` for each mode of ``RECOMPUTE``"""
    layer: Array
    """(7, U) by ``PARTS``: a layer, forward and backward, of each distinct (T, C, X, b) [s]"""
    head: Array
    """(7, U): the output head [s]"""
    again: Array
    """(3, U) by ``RECOMPUTE``: what a layer computes again [s]"""
    place: npt.NDArray[np.intp]
    """(R,) which of the U each plan uses"""

    def parts(self, row: int, layers: int, stages: int) -> Array:
        """(7,) by ``PARTS``: the average stage of plan ``row`` [s]."""
        here = self.place[row]
        return (layers * self.layer[:, here] + self.head[:, here]) / stages

    def recompute(self, row: int, mode: int, layers: int, stages: int) -> float:
        """What the average stage of plan ``row`` computes again [s]."""
        return float(layers / stages * self.again[mode, self.place[row]])


def stage_times(
    arch: Architecture,
    hw: Hardware,
    precision: str,
    sequence: float,
    c: Constants,
    layouts: Layouts,
) -> StageTimes:
    """Times per micro-batch of all plans [s]; nothing here depends on the count."""
    unique, back = distinct(layouts.tp, layouts.cp, layouts.ep, layouts.micro_batch)
    f, b, head_f, head_b = layer_times(
        arch, hw, precision, sequence, c,
        tp=unique[0], cp=unique[1], ep=unique[2], micro_batch=unique[3],
    )  # fmt: skip
    layer, head = f + b, head_f + head_b
    again = np.zeros((3, 2, *layer.shape[1:]))
    # Selective: one pass of the pointwise kernels and of the products whose outputs were not
    # kept, or of the scores where they are written.
    again[1, 0] = f[2] + (1.0 - c.selective_kept) * f[0] if c.fused_attention > 0.5 else f[1]
    again[2] = _work_and_comm(f)
    per_layer = (_work_and_comm(layer) + again)[..., back]
    output = _work_and_comm(head)[..., back]

    pp, v = layouts.pp, layouts.interleave
    share = arch.layers / pp
    mean = share * per_layer + output / pp
    count, with_head = _busiest(arch.layers, pp, per_layer.sum(1), output.sum(0))
    top = count[:, None] * per_layer + with_head[:, None] * output

    link = np.where(
        np.maximum(layouts.tp * layouts.cp, layouts.ep) * pp <= hw.scaleup_domain,
        hw.scaleup(c.scaleup_efficiency),
        max(hw.scaleout, 1.0),
    )
    split = layouts.tp if c.sequence_parallel > 0.5 else 1.0
    size = sequence * layouts.micro_batch / layouts.cp * arch.hidden * 2.0 / split
    hop = size / link + c.collective_latency_s + hw.scaleout_latency_s
    p2p = np.where(pp > 1, 2.0 * v * c.p2p_exposed * hop, 0.0)

    held = np.ceil(share)
    tables = np.where((pp == 1) & (not arch.tied), 2.0, 1.0) * arch.embedding
    dense = (held * arch.replicated_layer + tables) / layouts.tp
    routed = held * arch.routed_layer / layouts.ep
    costs = np.empty((len(Costs._fields), *mean[:, 0].shape))
    costs[0], costs[1] = mean[:, 0], mean[:, 1]
    costs[2], costs[3] = top[:, 0], top[:, 1]
    same = (
        p2p, (pp - 1.0) / v, (1.0 + pp * (v - 1.0)) / v, dense, routed,
        layouts.tp, layouts.cp, layouts.ep, np.where(layouts.zero > 2, 1.0, 0.0),
        arch.params,
    )  # fmt: skip
    for row, values in enumerate(same, start=4):
        costs[row] = values
    return StageTimes(costs, layer, head, again.sum(1), back)


def _work_and_comm(parts: Array) -> Array:
    """(2, U): the sum of ``COMPUTE`` and of ``EXPOSED``, of (7, U) by ``PARTS``."""
    return np.stack((parts[: len(COMPUTE)].sum(0), parts[len(COMPUTE) :].sum(0)))


def distinct(*keys: Array) -> tuple[Array, npt.NDArray[np.intp]]:
    """The distinct columns among integer-valued ``keys``, (K, U), and each column's place."""
    code = np.zeros_like(keys[0])
    for key in keys:
        code = code * (key.max() + 1.0) + key
    _, first, back = np.unique(code, return_index=True, return_inverse=True)
    return np.stack(keys)[:, first], np.reshape(back, -1)


def _busiest(layers: int, pp: Array, layer: Array, head: Array) -> tuple[Array, Array]:
    """Layers and heads (0 or 1) on the slowest stage, for the better of two placements.

    Either the layers are spread evenly and the last stage has the head on top, or the
    embedding and the head each take the place of a layer, as Llama 3 (arXiv 2407.21783,
    section 3.3.2) and later 94-layer models do. Both are (3, R) by ``RECOMPUTE``.
    """
    even = np.ceil(layers / pp) * np.ones_like(layer)
    spread = np.ceil((layers + 2.0) / pp) * np.ones_like(layer)
    plain = even * layer + head
    body, tail = spread * layer, (spread - 1.0) * layer + head
    placed = np.maximum(body, tail)
    use_plain = (plain <= placed) | (pp == 1)
    count = np.where(use_plain, even, np.where(body >= tail, spread, spread - 1.0))
    with_head = np.where(use_plain | (body < tail), 1.0, 0.0)
    return count, with_head


class StepTerms(NamedTuple):
    """One training step [s]; ``total`` is the sum of the terms before it."""

    work: Array
    """all micro-batches on the average stage"""
    imbalance: Array
    bubble: Array
    pp_comm: Array
    dp_comm: Array
    optimizer: Array
    jitter: Array
    total: Array


def step_terms(
    costs: Costs,
    hw: Hardware,
    c: Constants,
    *,
    dp: Array,
    micro_batches: Array,
    used: Array | float,
    speed: Array | float = 1.0,
) -> StepTerms:
    """Put a step together [s]. All arguments broadcast.

    Interleaved one-forward-one-backward pipeline: the work of M micro-batches on the slowest
    stage plus (P - 1) / v more on the average one (Narayanan et al. 2021, arXiv 2104.04473,
    section 2.2).

    Parameters
    ----------
    dp : data-parallel degree
    micro_batches : micro-batches that each data-parallel replica works through
    used : accelerators in the job
    speed : factor on the speed of kernels
    """
    mean = costs.mean_work / speed + costs.mean_comm
    top = costs.top_work / speed + costs.top_comm
    work = micro_batches * mean
    imbalance = micro_batches * (top - mean)
    bubble = costs.stages * mean
    pp_comm = micro_batches * costs.p2p
    dp_comm = _data_parallel(costs, hw, c, dp=dp, micro_batches=micro_batches, mean=mean)
    n, n_expert = _group_sizes(costs, dp)
    own = costs.dense_params / n + costs.expert_params / n_expert
    traffic = c.optimizer_traffic * own / (hw.memory_bw * c.memory_bw_share)
    optimizer = traffic / speed + c.step_fixed_s
    before = work + imbalance + bubble + pp_comm + dp_comm + optimizer
    jitter = before * (c.jitter * np.log2(np.maximum(used / 8.0, 1.0)))
    return StepTerms(work, imbalance, bubble, pp_comm, dp_comm, optimizer, jitter, before + jitter)


def _group_sizes(costs: Costs, dp: Array) -> tuple[Array, Array]:
    """Ranks over which dense and expert parameters are replicated, at least 1."""
    ranks = dp * costs.cp
    return np.maximum(ranks, 1.0), np.maximum(ranks * costs.tp / costs.ep, 1.0)


def _data_parallel(
    costs: Costs, hw: Hardware, c: Constants, *, dp: Array, micro_batches: Array, mean: Array
) -> Array:
    """Exposed time of data parallelism in one step [s].

    Rings over the replicas (Patarasuk and Yuan 2009): (n - 1) / n of the bytes, at the rate
    of all network ports that the replicas inside one domain share, up to the domain's own
    rate. With ZeRO-1 (Rajbhandari et al. 2020, arXiv 1910.02054) gradients are reduced
    behind the end of the backward pass and weights gathered behind the start of the forward
    pass: one micro-batch, or with interleaving all chunks but one of the last P of them,
    since a chunk is done when its own last micro-batch is. Half of the bubble helps. With
    ZeRO-3 every micro-batch gathers the weights twice and reduces gradients once.
    """
    n, n_expert = _group_sizes(costs, dp)
    domain = float(hw.scaleup_domain)
    near = np.maximum(domain / costs.tp, 1.0)
    near_expert = np.maximum(domain / costs.ep, 1.0)
    dense = costs.dense_params * (n - 1.0) / n
    routed = costs.expert_params * (n_expert - 1.0) / n_expert

    def seconds(scaleout: Value) -> Array:
        inside = hw.scaleup(c.scaleup_efficiency)
        scaleout = np.maximum(scaleout, 1.0)
        rate = np.where(n <= near, inside, np.minimum(near * scaleout, inside))
        rate_expert = np.where(
            n_expert <= near_expert, inside, np.minimum(near_expert * scaleout, inside)
        )
        result: Array = dense / rate + routed / rate_expert
        return result

    once = (c.grad_bytes + 2.0) * seconds(hw.scaleout)
    window = mean * (np.minimum(costs.cover, micro_batches) + 0.5 * costs.stages)
    hops = 4.0 * (c.collective_latency_s + hw.scaleout_latency_s) * np.log2(n)
    across: Value = 0.0
    if hw.sites > 1:
        across = exchange_s(costs.params, hw, c)
        hops = hops + rounds_s(hw)
        once = once + across
    plain = (
        (1.0 - c.dp_overlap) * once
        + smooth_positive(c.dp_overlap * once - window, 0.08 * once)
        + hops
    )
    if not np.any(costs.sharded):
        return plain
    each = (c.grad_bytes + 4.0) * seconds(hw.scaleout * c.fsdp_network)
    exposed = (1.0 - c.fsdp_overlap) * each + smooth_positive(
        c.fsdp_overlap * each - mean, 0.08 * each
    )
    ring = 2.0 * c.ring_latency_s * np.maximum(n * costs.tp / domain - 1.0, 0.0)
    sharded = micro_batches * exposed + ring
    if hw.sites > 1:  # weights are sharded inside a site, gradients cross once a step
        sharded = sharded + rounds_s(hw) + (1.0 - c.dp_overlap) * across
        sharded = sharded + smooth_positive(c.dp_overlap * across - window, 0.08 * across)
    return np.where(costs.sharded > 0.5, sharded, plain)
