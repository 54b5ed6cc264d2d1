"""Memory of a plan: weights, gradients, optimizer state and activations on the first stage."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.physics.performance.constants import Constants
from model.physics.performance.geometry import Architecture
from model.physics.performance.layer import OPERAND_BYTES, Array
from model.physics.performance.plan import RECOMPUTE, Layouts

WEIGHT_BYTES = 2.0


class Footprint(NamedTuple):
    """Bytes of a plan on its first pipeline stage, (R,) each."""

    fixed: Array
    """does not shrink with the data-parallel degree"""
    dense_state: Array
    """is spread over the D x C ranks that share dense parameters"""
    expert_state: Array
    """is spread over the ranks that share expert parameters"""
    none: Array
    """activations of one micro-batch, nothing computed again"""
    selective: Array
    full: Array
    live: Array
    """the one layer that is computed again, in full recomputation"""
    in_flight: Array
    """micro-batches whose activations are held at once, if there are as many"""
    dense_share: Array
    """C: D times this is the number of ranks that share dense parameters"""
    expert_share: Array
    """C T / X"""


def activation_bytes(
    arch: Architecture, precision: str, sequence: float, c: Constants, tp: Array, mode: str
) -> Array:
    """Activations of one layer per token of the rank's sequence part [B].

    With 16-bit operands, plain feed-forward blocks, dropout and split activations this is
    the 34 s b h / T of Korthikanti et al. 2022 (arXiv 2205.05198, equation 4), plus
    5 a s / T where scores are written to memory and not computed again (equation 2).
    """
    if mode == "full":
        return 2.0 * arch.hidden / (tp if c.sequence_parallel > 0.5 else np.ones_like(tp))
    q = OPERAND_BYTES[precision]
    fused = c.fused_attention > 0.5
    lean = mode == "selective" and fused
    kept = c.selective_kept if lean else 1.0
    split = tp if c.sequence_parallel > 0.5 else np.ones_like(tp)
    norms = 4.0 + (0.0 if lean else 2.0 * q) + (2.0 if arch.dropout else 0.0)
    attention = 2.0 * kept * arch.qkv_width + q * arch.heads * arch.head_dim
    gates = kept * (4.0 if arch.gated else 2.0)
    product = 0.0 if lean else q
    dense = arch.dense_fraction
    mlp = dense * (gates + product) * arch.ffn
    if arch.is_moe:
        routed = arch.active_experts * (q * arch.hidden + (gates + product) * arch.expert_ffn)
        shared = arch.shared_experts * (gates + product) * arch.expert_ffn
        mlp += (1.0 - dense) * (routed + shared)
    scores = 4.0 * arch.heads
    if not fused:
        scores = 0.0 if mode == "selective" else 5.0 * arch.heads * sequence
    return norms * arch.hidden / split + (attention + mlp + scores) / tp


def footprint(
    arch: Architecture, precision: str, sequence: float, c: Constants, layouts: Layouts
) -> Footprint:
    """Memory of all plans before the data-parallel degree is known [B]."""
    pp, v, tp = layouts.pp, layouts.interleave, layouts.tp
    held = np.ceil(arch.layers / pp)
    tables = np.where((pp == 1) & (not arch.tied), 2.0, 1.0) * arch.embedding
    dense = (held * arch.replicated_layer + tables) / tp
    routed = held * arch.routed_layer / layouts.ep
    tokens = sequence * layouts.micro_batch / layouts.cp
    per_layer = [activation_bytes(arch, precision, sequence, c, tp, mode) for mode in RECOMPUTE]
    weights = WEIGHT_BYTES + c.grad_bytes
    sharded = layouts.zero > 2
    # ZeRO-3 holds two gathered layers at a time; otherwise weights and gradients stay whole.
    gathered = 2.0 * (arch.replicated_layer / tp + arch.routed_layer / layouts.ep)
    whole = weights * np.where(sharded, gathered, dense + routed)
    # Later stages hold fewer micro-batches, which leaves room for the logits.
    logits = np.where(pp == 1, c.logit_bytes * tokens * arch.vocab / tp, 0.0)
    # ... and the 32-bit master copy, which the optimizer has, is all that stays of the weights.
    state = np.where(sharded, c.grad_bytes, 0.0) + c.optimizer_bytes
    stage = tokens * held
    return Footprint(
        fixed=whole + logits + c.fixed_bytes,
        dense_state=state * dense,
        expert_state=state * routed,
        none=stage * per_layer[0],
        selective=stage * per_layer[1],
        full=stage * per_layer[2],
        live=tokens * per_layer[0],
        # Interleaving holds (P - 1) / v more (Korthikanti et al. 2022, section 4.2.3).
        in_flight=np.where(v > 1, pp + (pp - 1.0) / v, pp),
        dense_share=layouts.cp,
        expert_share=layouts.cp * tp / layouts.ep,
    )


def memory_bytes(held: Footprint, dp: Array, micro_batches: Array) -> tuple[Array, Array, Array]:
    """Peak bytes with each mode of ``RECOMPUTE``, for a data-parallel degree."""
    base = held.fixed + held.dense_state / np.maximum(dp * held.dense_share, 1.0)
    base = base + held.expert_state / np.maximum(dp * held.expert_share, 1.0)
    flying = np.minimum(held.in_flight, micro_batches)
    return (
        base + flying * held.none,
        base + flying * held.selective,
        base + held.live + flying * held.full,
    )
