"""What would fit where no plan does: the least change of one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from model.catalog import catalog
from model.chain.performance_inputs import hardware
from model.outcome import Asked, Outcome, Plan
from model.physics.performance import Hardware, Job, search

MOST = 4_000_000
"""Accelerators up to which more of them are tried"""
SHORTEST = 512
"""Tokens per sequence down to which shorter ones are tried"""


class Remedy(msgspec.Struct, frozen=True):
    """One change after which a plan fits."""

    what: str
    """the change, e.g. 4,608 instead of 1,024 accelerators"""
    plan: Plan


def what_fits(outcome: Outcome, wanted: Callable[[], bool] | None = None) -> tuple[Remedy, ...]:
    """Changes of the job after which a plan fits, each alone and as small as was found.

    More accelerators, another type of them, a shorter sequence, a larger batch, bf16. Empty
    if the job has a plan, or if nothing of this helps. ``wanted`` is asked between searches;
    once it says no, nothing is returned.
    """
    what = outcome.training.asked
    if what is None or outcome.training.plan:
        return ()
    found: list[Remedy] = []
    for attempt in (_more, _other_type, _shorter, _larger_batch, _bf16):
        if wanted is not None and not wanted():
            return ()
        remedy = attempt(what)
        if remedy is not None:
            found.append(remedy)
    return tuple(found)


def least_hungry(outcome: Outcome) -> Plan | None:
    """The plan that needs least memory where none fits, with the limit that it breaks.

    None if a plan fits, or if the count and the batch allow none at all.
    """
    what = outcome.training.asked
    if what is None or outcome.training.plan:
        return None
    short = search(what.arch, what.hardware, what.job, what.constants, top=1).shortfall_bytes
    if short <= 0.0:
        return None
    limit = what.constants.memory_limit(what.hardware.memory_bytes)
    room = what.hardware.memory_bytes * (limit + short) / limit * (1.0 + 1e-9)
    plan = _best(what, what.job, replace(what.hardware, memory_bytes=room))
    return replace(plan, memory_limit_bytes=limit) if plan else None


def _best(what: Asked, job: Job, machine: Hardware | None = None) -> Plan | None:
    plans = search(what.arch, machine or what.hardware, job, what.constants, top=1).plans
    return plans[0] if plans else None


def _more(what: Asked) -> Remedy | None:
    """Double until a plan fits, then halve the gap down to a fiftieth."""
    low, count = what.job.count, what.job.count
    plan = None
    while plan is None and count < MOST:
        low, count = count, min(2 * count, MOST)
        plan = _best(what, replace(what.job, count=count))
    if plan is None:
        return None
    while count - low > max(count // 50, 1):
        middle = (low + count) // 2
        between = _best(what, replace(what.job, count=middle))
        if between is None:
            low = middle
        else:
            count, plan = middle, between
    return Remedy(f"{count:,} accelerators instead of {what.job.count:,}", plan)


def _other_type(what: Asked) -> Remedy | None:
    """The type with the least memory on which as many accelerators hold a plan."""
    known = catalog().accelerators
    here = known[what.lead]
    larger = [part for part in known.values() if part.memory_bytes > here.memory_bytes]
    for part in sorted(larger, key=lambda part: (part.memory_bytes, part.id)):
        if what.job.precision not in part.peak:
            continue
        plan = _best(what, what.job, hardware(part.id, what.network))
        if plan is not None:
            memory = f"{part.memory_bytes / 1e9:,.0f} GB"
            return Remedy(f"{part.short} with {memory} instead of {here.short}", plan)
    return None


def _shorter(what: Asked) -> Remedy | None:
    sequence = what.job.sequence // 2
    while sequence >= SHORTEST:
        plan = _best(what, replace(what.job, sequence=sequence))
        if plan is not None:
            return Remedy(
                f"sequences of {sequence:,} tokens instead of {what.job.sequence:,}", plan
            )
        sequence //= 2
    return None


def _larger_batch(what: Asked) -> Remedy | None:
    for factor in (2, 4, 8, 16, 32, 64):
        tokens = factor * what.job.batch_tokens
        plan = _best(what, replace(what.job, batch_tokens=tokens))
        if plan is not None:
            millions = f"{tokens / 1e6:,.3g} M tokens instead of {what.job.batch_tokens / 1e6:,.3g}"
            return Remedy(f"a batch of {millions} M", plan)
    return None


def _bf16(what: Asked) -> Remedy | None:
    if what.job.precision == "bf16":
        return None
    plan = _best(what, replace(what.job, precision="bf16"))
    return Remedy(f"bf16 instead of {what.job.precision}", plan) if plan else None
