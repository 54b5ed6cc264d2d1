"""The plans of parallelism that are worth a look for one model on one machine."""

from __future__ import annotations

import numpy as np

from model.physics.performance.geometry import Architecture
from model.physics.performance.hardware import Hardware
from model.physics.performance.plan import Layouts

MICRO_BATCHES = (1, 2, 4, 8)
"""sequences"""
LEAST_CHUNK = 2048
"""Context parallelism splits no finer [tokens]: below, its ring is never hidden."""
MOST_CONTEXT, MOST_EXPERT_RANKS, MOST_INTERLEAVE, MOST_STAGES = 16, 256, 12, 128


def layouts(arch: Architecture, hw: Hardware, sequence: int) -> Layouts:
    """Enumerate the grid, one value per plan (R,).

    Tensor parallelism stays inside a scale-up domain and divides the heads; the pipeline
    divides the layers, the layers plus embedding and head, or is a power of two; ZeRO-3 is
    tried where there is no pipeline.
    """
    widest = min(16 if hw.scaleup_domain >= 64 else 8, hw.scaleup_domain)
    tensor = [t for t in _powers(widest) if arch.heads % t == 0]
    context = [c for c in _powers(MOST_CONTEXT) if c == 1 or sequence / c >= LEAST_CHUNK]
    expert = _divisors(arch.experts, MOST_EXPERT_RANKS) if arch.is_moe else [1]
    blocks = []
    for pp in _stages(arch.layers):
        chunks = _divisors(-(-arch.layers // pp), MOST_INTERLEAVE) if pp > 1 else [1]
        shards = (1, 3) if pp == 1 else (1,)
        axes = (tensor, context, [pp], expert, MICRO_BATCHES, chunks, shards)
        block = np.meshgrid(*(np.array(axis, dtype=np.float64) for axis in axes), indexing="ij")
        blocks.append(np.reshape(np.stack(block), (len(axes), -1)))
    return Layouts(*np.concatenate(blocks, axis=1))


def _powers(limit: int) -> list[int]:
    return [2**i for i in range(max(limit, 1).bit_length())]


def _divisors(number: int, limit: int) -> list[int]:
    return [d for d in range(1, min(number, limit) + 1) if number % d == 0]


def _stages(layers: int) -> list[int]:
    limit = min(layers, MOST_STAGES)
    found = {p for p in range(1, limit + 1) if layers % p == 0 or (layers + 2) % p == 0}
    return sorted(found | {p for p in _powers(limit) if p <= limit})
