"""The measured rate of a run: tokens per second per accelerator.

In this order: the rate as printed; tokens of a step over its time; the whole job's rate over
its count; and, only where none of these is given, the printed TFLOP/s over the model's FLOP
per token. Conventions of TFLOP/s: "hardware" counts a recomputed forward pass, so model FLOP
are three quarters of it where recomputation is full, and unknown otherwise. Full attention
counts twice the causal scores. A source that does not say which is used only where the two
are within a twentieth of each other, and read as full unless `stacks` reads it otherwise. A
derived rate is marked as such.
"""

from __future__ import annotations

from model.physics.performance import Architecture
from model.study.validation.layout import recompute_of
from model.study.validation.stacks import Stack
from model.study.validation.table import Row, Unscorable

CLOSE = 0.05
"""Full over causal FLOP, less one, below which the convention does not matter"""


def flop_per_token(arch: Architecture, sequence: int, attention: str) -> float:
    """Model FLOP per token with ``causal`` or ``full`` attention [FLOP]."""
    causal = arch.flop_per_token(sequence)
    scores = 6.0 * arch.layers * sequence * arch.core_width * arch.seen(sequence)
    return causal + scores if attention == "full" else causal


def measured_rate(
    row: Row, arch: Architecture, stack: Stack, *, count: int, sequence: int, sequences: float
) -> tuple[float, str]:
    """Tokens/s per accelerator, and how it was derived if it was not printed."""
    if rate := row.number("tokens_per_s_per_gpu"):
        return rate, ""
    if step := row.number("step_time_s"):
        return sequences * sequence / step / count, "rate from the step time"
    if rate := row.number("tokens_per_s"):
        return rate / count, "rate from that of the whole job"
    printed = row.number("tflops_per_gpu")
    if printed is None:
        raise Unscorable("no rate, step time or TFLOP/s is published")
    return _from_tflops(row, arch, stack, printed * 1e12, sequence)


def _from_tflops(
    row: Row, arch: Architecture, stack: Stack, printed: float, sequence: int
) -> tuple[float, str]:
    basis = row.text("tflops_basis").lower()
    if "?" in basis or not basis:
        raise Unscorable(f"only TFLOP/s are published, and what they count is not known: {basis}")
    note = ""
    if basis.startswith("hardware"):
        if recompute_of(row.text("recompute")) != "full":
            raise Unscorable("TFLOP/s count recomputation, and how much there was is not known")
        printed, note = 0.75 * printed, ", of which a quarter was recomputation"
    attention = "full" if "non-causal" in basis else stack.attention
    full, causal = (flop_per_token(arch, sequence, kind) for kind in ("full", "causal"))
    stated = "non-causal" in basis or (attention and stack.stated)
    if not stated and full / causal - 1.0 > CLOSE:
        raise Unscorable("only TFLOP/s are published, and how they count attention is not said")
    attention = attention or "full"
    per_token = full if attention == "full" else causal
    return printed / per_token, f"rate derived from TFLOP/s, {attention} attention{note}"
