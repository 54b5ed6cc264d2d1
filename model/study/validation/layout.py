"""How blank cells of a published layout are read. A blank cell is unknown, never a default.

- **tensor and pipeline degree** blank: the layout is not known, and the plan is searched; so
  it is for a mixture of experts with a blank expert degree.
- **context degree** blank: 1. Tables from before context parallelism have no such column.
- **data-parallel degree**: count / (T P C), whatever its column says, for that column means
  replicas, shards, or groups of either, by source. A count that T P C does not divide is
  refused.
- **interleaving** blank: not 1. The largest v up to 12 for which L or L + 2 (embedding and
  head counted as layers) is a multiple of P v, if the software can interleave at all and there
  are as many micro-batches as stages; otherwise 1.
- **sharding**: ZeRO-3 where the table says FSDP or ZeRO-3 and there is no pipeline. Under a
  pipeline FSDP keeps gathered weights from one micro-batch to the next, which is ZeRO-1 here.
  Blank: ZeRO-1, which costs the step nothing.
- **micro-batch** blank: the fastest that fits of 1, 2, 4 and 8, if it divides the sequences
  of a replica. In torchtitan's tables the column holds the batch of a replica's step, which a
  pipeline cuts into P micro-batches.
- **recomputation** blank: not none. None if that fits, else selective: tables that run every layer
  twice say so, and where our count of memory still finds no room it is the count that is doubted.
  In torchtitan selective, as its shipped configurations have it.
- **precision**: fp16 and bf16 cost the same. NVFP4 is fp4. "fp8 or nvfp4" is
  not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from model.physics.performance import (
    Architecture,
    Constants,
    Hardware,
    Job,
    Plan,
    cost,
    precision_named,
    search,
)
from model.study.validation.stacks import Stack
from model.study.validation.table import Row, Unscorable

MOST_INTERLEAVE = 12
MICRO_BATCHES = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Layout:
    """A published plan; None where the blank is filled by what fits or runs fastest."""

    tp: int
    pp: int
    cp: int
    ep: int
    dp: int
    zero: int
    interleave: int | None
    micro_batch: int | None
    recompute: str | None


def precision_of(text: str) -> str:
    """One of ``PRECISIONS``; raises Unscorable where a table does not say which."""
    found = precision_named(text)
    if found is None:
        raise Unscorable(f"precision is not known: {text or 'blank'}")
    return found


def recompute_of(text: str) -> str | None:
    """A mode of the model, or None where it is not stated."""
    word = re.split(r"[ (/]", text.lower().strip(), maxsplit=1)[0]
    return word if word in ("none", "selective", "full") and "unstated" not in text else None


def largest_interleave(layers: int, stages: int, micro_batches: float) -> int:
    """The largest v for which L or L + 2 is a multiple of P v; 1 with too few micro-batches."""
    if stages == 1 or micro_batches < stages:
        return 1
    fits = [
        v
        for v in range(1, MOST_INTERLEAVE + 1)
        if layers % (stages * v) == 0 or (layers + 2) % (stages * v) == 0
    ]
    return max(fits, default=1)


def layout_of(row: Row, arch: Architecture, count: int) -> Layout | None:
    """The layout of a row; None if it is not known and has to be searched.

    Raises
    ------
    Unscorable : the degrees do not fit the count
    """
    tp, pp, ep = (row.whole(name) for name in ("tp", "pp", "ep"))
    if tp is None or pp is None or (arch.is_moe and ep is None):
        return None
    cp = row.whole("cp") or 1
    if count % (tp * pp * cp):
        raise Unscorable(f"{count:,} accelerators are no multiple of {tp} x {pp} x {cp}")
    micro = row.whole("micro_batch")
    if micro and "local batch" in row.text("notes").lower():
        micro = max(micro // pp, 1)
    sharding = row.text("optimizer_sharding").lower()
    sharded = (row.number("fsdp") or 0) > 0 or "fsdp" in sharding or "zero-3" in sharding
    return Layout(
        tp=tp,
        pp=pp,
        cp=cp,
        ep=ep or 1,
        dp=count // (tp * pp * cp),
        zero=3 if sharded and pp == 1 else 1,
        interleave=row.whole("vpp"),
        micro_batch=micro,
        recompute=recompute_of(row.text("recompute")),
    )


def planned(
    layout: Layout, arch: Architecture, hw: Hardware, job: Job, constants: Constants, stack: Stack
) -> Plan:
    """Cost a published layout with its blanks filled by the rules of this file."""
    share = job.sequences / layout.dp
    if layout.micro_batch is None:
        sizes = [size for size in MICRO_BATCHES if share % size == 0] or [1]
        plans = [
            planned(replace(layout, micro_batch=size), arch, hw, job, constants, stack)
            for size in sizes
        ]
        fitting = [plan for plan in plans if plan.memory_bytes <= plan.memory_limit_bytes]
        return min(fitting, key=lambda plan: plan.step_s) if fitting else plans[0]
    interleave = layout.interleave
    if interleave is None:
        batches = share / layout.micro_batch
        can = stack.software.interleaves
        interleave = largest_interleave(arch.layers, layout.pp, batches) if can else 1
    modes = (layout.recompute,) if layout.recompute else ("none", "selective")
    if layout.recompute is None and stack.software.line == "titan":
        modes = ("selective",)
    for mode in modes:
        plan = cost(
            arch, hw, job, constants,
            tp=layout.tp, pp=layout.pp, dp=layout.dp, cp=layout.cp, ep=layout.ep,
            zero=layout.zero, micro_batch=layout.micro_batch, interleave=interleave,
            recompute=mode,
        )  # fmt: skip
        if plan.memory_bytes <= plan.memory_limit_bytes:
            break
    return plan


def searched(arch: Architecture, hw: Hardware, job: Job, constants: Constants) -> Plan:
    """The best plan for a run whose layout is not published; raises Unscorable if none fits."""
    found = search(arch, hw, job, constants, top=1)
    if not found.plans:
        raise Unscorable(f"layout not known, and no plan found: {found.why_not}")
    return found.plans[0]
