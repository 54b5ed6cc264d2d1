"""The job at other sizes of cluster: a plan searched at each, and where and why it bends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np

from model.outcome import Array, Asked, Outcome, Plan
from model.physics.performance import Job, search
from model.study.step_parts import Line, lines_of

POINTS = 33
DOWN, UP = 64.0, 8.0
"""The curve goes from 1/64 of the cluster to eight times it."""
KEPT = 0.9
"""The curve bends where utilisation falls below this share of its best."""
WORTH = 1.1
"""A cluster is at its limit where twice as many accelerators bring less than this factor."""
IDLE = Line("idle", "Idle accelerators", "Other", (), "accelerators that the plan has no use for")


class Bend(msgspec.Struct, frozen=True):
    """Where a curve leaves its course for good, and which loss makes it."""

    count: float
    """the last cluster before"""
    line: str
    """label of the loss that grows most beyond"""
    before: float
    """its share of the peak before [1]"""
    after: float
    """its share of the peak beyond the bend [1]"""
    why: str
    """one clause, with the numbers that drive it"""


class Scaling(msgspec.Struct, frozen=True):
    """The best plan at each of K sizes of cluster, and what it brings."""

    counts: Array
    """(K,) accelerators"""
    mfu: Array
    """(K,) model FLOP utilisation [1]; nan where no plan fits"""
    tokens_per_s: Array
    """(K,) of the whole job; nan where no plan fits"""
    plans: tuple[Plan | None, ...]
    bend: Bend | None
    """from where utilisation stays below 90 % of its best; None: it does not on this curve"""
    limit: Bend | None
    """from where twice the accelerators bring less than a tenth more; None: they bring more"""


def scaling(outcome: Outcome, wanted: Callable[[], bool] | None = None) -> Scaling | None:
    """Search the plan at `POINTS` sizes about that of ``outcome``, its own among them.

    ``wanted`` is asked before each search; once it says no, None is returned, as it is
    without accelerators.
    """
    what = outcome.training.asked
    if what is None:
        return None
    counts = _counts(what.job.count)
    plans: list[Plan | None] = []
    for count in counts:
        if wanted is not None and not wanted():
            return None
        job = replace(what.job, count=int(count))
        found = search(what.arch, what.hardware, job, what.constants, top=1).plans
        plans.append(found[0] if found else None)
    mfu = np.array([plan.mfu if plan else np.nan for plan in plans])
    rate = np.array([plan.tokens_per_s_per_gpu if plan else np.nan for plan in plans]) * counts
    found_bend, found_limit = _bend(what, counts, mfu, plans), _limit(what, counts, rate, plans)
    return Scaling(counts, mfu, rate, tuple(plans), found_bend, found_limit)


def _counts(present: int) -> Array:
    """Whole numbers, evenly spaced on a logarithmic axis, the present one among them."""
    below = round((POINTS - 1) * np.log(DOWN) / np.log(DOWN * UP))
    down = np.geomspace(present / DOWN, present, below + 1)
    up = np.geomspace(present, present * UP, POINTS - below)
    return np.unique(np.maximum(np.round(np.concatenate((down, up))), 1.0))


def _bend(what: Asked, counts: Array, mfu: Array, plans: list[Plan | None]) -> Bend | None:
    """The last size with `KEPT` of the best utilisation, if larger ones are on the curve.

    A size that factors badly is a tooth, not a bend: utilisation counts as the median of
    three neighbours.
    """
    there = np.flatnonzero(np.isfinite(mfu))
    if there.size < 5:
        return None
    calm = mfu[there].copy()
    calm[1:-1] = np.median(np.stack((calm[:-2], calm[1:-1], calm[2:])), axis=0)
    best = int(np.argmax(calm))
    last = int(np.flatnonzero(calm >= KEPT * calm[best])[-1])
    if last + 1 >= there.size:
        return None
    beyond = there[min(last + 2, there.size - 1)]
    # The best itself may be the tooth: its neighbour with the median stands for it.
    near = there[max(best - 1, 0) : best + 2]
    reference = near[int(np.argmin(np.abs(mfu[near] - calm[best])))]
    return _between(what, counts, plans, (int(reference), int(there[last]), int(beyond)))


def _limit(what: Asked, counts: Array, rate: Array, plans: list[Plan | None]) -> Bend | None:
    """The first size of which twice as many accelerators are not worth it."""
    for at in np.flatnonzero(np.isfinite(rate)):
        reach = (counts > counts[at]) & (counts <= 2.01 * counts[at])
        if counts[-1] < 2.0 * counts[at]:
            return None
        if np.nan_to_num(rate[reach]).max() < WORTH * rate[at]:
            beyond = int(np.flatnonzero(reach)[-1])
            return _between(what, counts, plans, (int(at), int(at), beyond))
    return None


def _between(
    what: Asked, counts: Array, plans: list[Plan | None], places: tuple[int, int, int]
) -> Bend | None:
    """Compare the plan before with the one beyond; the place between them is named."""
    before_at, at, beyond_at = places
    one, other = plans[before_at], plans[beyond_at]
    if one is None or other is None:
        return None
    before, after = _shares(one, counts[before_at]), _shares(other, counts[beyond_at])
    line = max(after, key=lambda each: after[each] - before.get(each, 0.0))
    why = _why(line, what.job, one, other)
    return Bend(
        float(counts[at]), line.label, float(before.get(line, 0.0)), float(after[line]), why
    )


def _shares(plan: Plan, count: float) -> dict[Line, float]:
    """Share of the peak of all ``count`` accelerators that each line of the step takes."""
    busy = plan.gpus_used / count
    found = {line: busy * s / plan.step_s for line, s in lines_of(plan.breakdown_s).items()}
    # What matrix products and attention turn into model FLOP is no loss; what they lose
    # against the peak hardly changes with the count.
    for line in list(found):
        if line.key in ("gemm", "attention"):
            del found[line]
    return {**found, IDLE: 1.0 - busy}


def _why(line: Line, job: Job, one: Plan, other: Plan) -> str:
    """What drives the loss that grows, in numbers of the two plans."""
    batches = [max(job.sequences / (plan.dp * plan.micro_batch), 1.0) for plan in (one, other)]
    if line.key in ("bubble", "imbalance"):
        return (
            f"the batch leaves {batches[1]:,.0f} micro-batches a replica for {other.pp} stages, "
            f"instead of {batches[0]:,.0f} for {one.pp}"
        )
    if line.key == "idle":
        return (
            f"the batch of {job.sequences:,.0f} sequences feeds {other.gpus_used:,} accelerators "
            "and no more"
        )
    if line.key == "dp_comm":
        return (
            f"gradients of {other.dp:,} replicas instead of {one.dp:,}, behind "
            f"{batches[1]:,.0f} micro-batches instead of {batches[0]:,.0f}"
        )
    degree = {"tp_comm": "tp", "cp_comm": "cp", "ep_comm": "ep", "pp_comm": "pp"}.get(line.key)
    if degree is not None:
        first, then = getattr(one, degree), getattr(other, degree)
        return f"{degree.upper()} {then} instead of {first}" if then != first else line.meaning
    if line.key == "optimizer":
        return f"a step of {other.step_s:.2g} s instead of {one.step_s:.2g} s"
    if line.key == "recompute":
        return f"{other.recompute} instead of {one.recompute}"
    return line.meaning
