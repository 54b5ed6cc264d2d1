"""What the parts of a training step are called, and in which lines they are shown.

The one table from the names of `Plan.breakdown_s` to words. A part that it does not know gets
a line of its own under its own name, so that what is shown always adds up to the step.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from model.outcome import Plan


class Line(msgspec.Struct, frozen=True):
    """One line of a step: parts that are shown together."""

    key: str
    label: str
    group: str
    """the line in which it is shown where there is room for a dozen lines only"""
    parts: tuple[str, ...]
    """names in `Plan.breakdown_s`"""
    meaning: str


KERNELS, NETWORK, PIPELINE, REST = "Kernels", "Communication", "Pipeline", "Other"

LINES = (
    Line("gemm", "GEMM efficiency", "GEMM efficiency", ("gemm",),
         "matrix products below the peak of the datasheet"),
    Line("attention", "Attention", "Attention", ("attention",),
         "the attention core below the peak of the datasheet"),
    Line("memory_bound", "Memory-bound", "Memory-bound", ("memory_bound",),
         "norms, activations and other kernels that wait for memory"),
    Line("recompute", "Recompute", "Recompute", ("recompute",),
         "what the backward pass computes again to save memory"),
    Line("tp_comm", "TP exposed", NETWORK, ("tp_comm",),
         "tensor-parallel collectives that no work hides"),
    Line("cp_comm", "CP exposed", NETWORK, ("cp_comm",),
         "context-parallel exchange of keys and values that no work hides"),
    Line("ep_comm", "EP exposed", NETWORK, ("ep_comm",),
         "tokens on their way to experts and back that no work hides"),
    Line("pp_comm", "PP exposed", NETWORK, ("pp_comm",),
         "activations on their way between pipeline stages that no work hides"),
    Line("dp_comm", "DP exposed", NETWORK, ("dp_comm",),
         "gradients and weights on their way between replicas that no work hides"),
    Line("bubble", "Pipeline bubble", PIPELINE, ("bubble",),
         "stages that wait while the pipeline fills and drains"),
    Line("imbalance", "Stage imbalance", PIPELINE, ("imbalance",),
         "stages that wait for the slowest one"),
    Line("jitter", "Jitter, launch", "Jitter, launch", ("jitter", "launch"),
         "the slowest accelerator of each step, and the start of kernels"),
    Line("optimizer", "Optimizer", REST, ("optimizer",),
         "the update of the weights and what a step costs at any size"),
)  # fmt: skip
"""In the order in which a step is taken apart."""

_OF_PART = {part: line for line in LINES for part in line.parts}


def line_of(part: str) -> Line:
    """The line in which a part of the breakdown is shown."""
    known = _OF_PART.get(part)
    if known is not None:
        return known
    return Line(part, part.replace("_", " ").capitalize(), REST, (part,), "")


def lines_of(breakdown_s: Mapping[str, float]) -> dict[Line, float]:
    """Seconds of every line of a breakdown; they sum to the step."""
    found = dict.fromkeys(LINES, 0.0)
    for part, seconds in breakdown_s.items():
        line = line_of(part)
        found[line] = found.get(line, 0.0) + seconds
    return found


def grown_most(best: Plan, other: Plan) -> tuple[Line, float]:
    """The part of the step that grows most from ``best`` to ``other``, and by how much [s].

    Both plans take the same batch, so that their seconds compare.
    """
    before, after = lines_of(best.breakdown_s), lines_of(other.breakdown_s)
    growth = {line: seconds - before.get(line, 0.0) for line, seconds in after.items()}
    line = max(growth, key=lambda each: growth[each])
    return line, growth[line]
