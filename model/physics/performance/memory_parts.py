"""What fills the memory of an accelerator under a plan, item by item.

Peak memory is linear in the bytes kept per parameter and per token, so an item is what goes
away when its own bytes are set to zero. Nothing of `memory` is written twice, and the items
sum to its figure.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from model.physics.performance.constants import Constants
from model.physics.performance.geometry import Architecture
from model.physics.performance.job import Job, Plan
from model.physics.performance.memory import footprint, memory_bytes
from model.physics.performance.plan import RECOMPUTE, Layouts

MEMORY_PARTS = ("weights", "gradients", "optimizer", "activations", "logits", "fixed")


def memory_parts(arch: Architecture, job: Job, c: Constants, plan: Plan) -> dict[str, float]:
    """Bytes of each of ``MEMORY_PARTS`` on the first pipeline stage of ``plan`` [B].

    ``fixed`` is what context, kernels and communication buffers hold at any size.
    """
    values = (plan.tp, plan.cp, plan.pp, plan.ep, plan.micro_batch, plan.interleave, plan.zero)
    layouts = Layouts(*(np.array([float(value)]) for value in values))
    degree = np.array([float(plan.dp)])
    share = job.sequences / (plan.dp * plan.micro_batch)
    batches = np.maximum(np.ceil(np.array([share]) - 1e-9), 1.0)
    mode = RECOMPUTE.index(plan.recompute)

    def held(constants: Constants, sequence: float) -> float:
        found = footprint(arch, job.precision, sequence, constants, layouts)
        return float(memory_bytes(found, degree, batches)[mode][0])

    sequence = float(job.sequence)
    whole, state = held(c, sequence), held(c, 0.0)
    gradients = state - held(replace(c, grad_bytes=0.0), 0.0)
    optimizer = state - held(replace(c, optimizer_bytes=0.0), 0.0)
    logits = whole - held(replace(c, logit_bytes=0.0), sequence)
    fixed = state - held(replace(c, fixed_bytes=0.0), 0.0)
    return {
        "weights": state - gradients - optimizer - fixed,
        "gradients": gradients,
        "optimizer": optimizer,
        "activations": whole - state - logits,
        "logits": logits,
        "fixed": fixed,
    }
