"""What is asked of the performance model, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.units import GIB


@dataclass(frozen=True, slots=True)
class Job:
    """The training job: how many accelerators, and what a step is."""

    count: int
    batch_tokens: float
    """tokens per optimizer step"""
    sequence: int
    """tokens per sequence"""
    precision: str
    """``bf16``, ``fp8`` or ``fp4``"""

    @property
    def sequences(self) -> float:
        """Sequences per optimizer step, at least one."""
        return max(self.batch_tokens / self.sequence, 1.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """A parallel layout of the training job, and what one step of it costs."""

    tp: int
    pp: int
    dp: int
    ep: int
    cp: int
    micro_batch: int
    """sequences"""
    interleave: int
    recompute: str
    zero: int
    gpus_used: int
    """the rest of the job's accelerators are idle"""
    step_s: float
    tokens_per_s_per_gpu: float
    """over all accelerators of the job, idle ones included"""
    mfu: float
    """model FLOP with causal attention over the peak of all accelerators of the job"""
    memory_bytes: float
    memory_limit_bytes: float
    breakdown_s: Mapping[str, float]
    """parts of ``step_s``; they sum to it"""

    @property
    def memory_gib(self) -> float:
        """What one accelerator holds [GiB]."""
        return self.memory_bytes / GIB

    @property
    def memory_limit_gib(self) -> float:
        """What one accelerator may hold [GiB]."""
        return self.memory_limit_bytes / GIB


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best plans, best first, and how the search went."""

    plans: tuple[Plan, ...]
    evaluated: int
    """plans of the grid that the count and the batch allow"""
    feasible: int
    """of them, plans that fit in memory"""
    seconds: float
    why_not: str
    """one sentence if no plan fits, else empty"""
    shortfall_bytes: float
    """memory that the least hungry plan lacks per accelerator; 0 if it fits"""
