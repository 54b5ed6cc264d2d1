"""The fastest plan of parallelism for a job: an exact search that skips what cannot win.

What depends only on the model, the machine, the sequence and the precision is computed once
and kept (`_table`). A search then needs the data-parallel degree and the micro-batches of
each plan, the lightest recomputation that fits, and a lower bound on the step: the work of
the slowest stage and the pipeline's bubble. Plans are taken by rising bound and costed in
full until no bound is left below the worst of the best few.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.physics.performance.constants import Constants
from model.physics.performance.geometry import Architecture
from model.physics.performance.grid import layouts
from model.physics.performance.hardware import Hardware
from model.physics.performance.job import Job, SearchResult
from model.physics.performance.layer import Array
from model.physics.performance.memory import Footprint, footprint, memory_bytes
from model.physics.performance.plan import (
    Costs,
    Layouts,
    StageTimes,
    StepTerms,
    distinct,
    stage_times,
    step_terms,
)
from model.physics.performance.single import candidate

BLOCK = 192
"""Plans that are costed in full at a time."""


@dataclass(frozen=True, slots=True)
class _Table:
    """All plans of one model on one machine, before the count and the batch are known."""

    layouts: Layouts
    stage: StageTimes
    held: Footprint
    costs: Array
    """(14, 3 R): rows of `Costs`; the column of plan r in mode m is m R + r"""
    bound_s: Array
    """(3 R): per micro-batch, slowest stage and transfers between stages"""
    once_s: Array
    """(3 R): per step, the pipeline's bubble"""
    least_batches: Array
    """(R,) micro-batches below which the plan is not built: P when interleaved"""
    keys: Array
    """(4, U): distinct (T C P, micro-batch, multiple that D must keep, least micro-batches)"""
    key_of: npt.NDArray[np.intp]
    """(R,) place of each plan in ``keys``"""


@lru_cache(maxsize=24)
def _table(arch: Architecture, hw: Hardware, sequence: int, precision: str, c: Constants) -> _Table:
    plans = layouts(arch, hw, sequence)
    stage = stage_times(arch, hw, precision, float(sequence), c, plans)
    held = footprint(arch, precision, float(sequence), c, plans)
    size = plans.tp.size
    costs = np.ascontiguousarray(stage.costs.reshape(len(Costs._fields), 3 * size))
    view = Costs(*costs)
    replica = plans.tp * plans.cp
    multiple = plans.ep / np.gcd(plans.ep.astype(np.int64), replica.astype(np.int64))
    least = np.where(plans.interleave > 1, plans.pp, 1.0)
    keys, back = distinct(replica * plans.pp, plans.micro_batch, multiple, least)
    return _Table(
        layouts=plans,
        stage=stage,
        held=held,
        costs=costs,
        bound_s=view.top_work + view.top_comm + view.p2p,
        once_s=view.stages * (view.mean_work + view.mean_comm),
        least_batches=least,
        keys=keys,
        key_of=back,
    )


def search(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    constants: Constants,
    top: int = 5,
    *,
    exhaustive: bool = False,
) -> SearchResult:
    """Find the plans with the shortest step for ``job``.

    Parameters
    ----------
    top : how many plans to return
    exhaustive : cost every plan in full; for tests of the bound
    """
    began = time.perf_counter()
    reason = _impossible(arch, hw, job)
    if reason:
        return SearchResult((), 0, 0, time.perf_counter() - began, reason, 0.0)
    table = _table(arch, hw.local, job.sequence, job.precision, constants)
    # Without a scale-out network a job ends at the border of one scale-up domain.
    reach = job.count if hw.scaleout > 0.0 else min(job.count, hw.scaleup_domain)
    degree, batches = _degrees(table.keys, reach, job.sequences)
    dp, micro_batches = degree[table.key_of], batches[table.key_of]
    allowed = (dp > 0.0) & (micro_batches >= table.least_batches)
    limit = constants.memory_limit(hw.memory_bytes)
    needs = memory_bytes(table.held, dp, micro_batches)
    fits = [need <= limit for need in needs]
    mode = np.where(fits[0], 0, np.where(fits[1], 1, 2))
    feasible = allowed & (fits[0] | fits[1] | fits[2])
    evaluated = int(np.count_nonzero(allowed))
    candidates = np.flatnonzero(feasible)
    if not candidates.size:
        why, short = _no_fit(arch, hw, job, needs, allowed, limit)
        return SearchResult((), evaluated, 0, time.perf_counter() - began, why, short)
    columns = mode[candidates] * dp.size + candidates
    bound = micro_batches[candidates] * table.bound_s[columns] + table.once_s[columns]
    best, terms = _best(table, hw, constants, candidates, columns, bound, dp, micro_batches,
                        len(candidates) if exhaustive else max(BLOCK, top), top)  # fmt: skip
    found = tuple(
        candidate(
            arch, hw, job, constants, table.layouts, table.stage,
            StepTerms(*terms[:, place]), row=r, mode=int(mode[r]),
            dp=float(dp[r]), micro_batches=float(micro_batches[r]),
            needs=float(needs[mode[r]][r]),
        )
        for place, r in enumerate(best.tolist())
    )  # fmt: skip
    return SearchResult(
        found, evaluated, int(candidates.size), time.perf_counter() - began, "", 0.0
    )


def _impossible(arch: Architecture, hw: Hardware, job: Job) -> str:
    """Why no plan can exist at all, or an empty text."""
    if job.count < 1:
        return "There is no accelerator to train on."
    if not arch.known:
        return f"The dimensions of {arch.name} are not known, so no plan can be computed."
    if hw.peak(job.precision) <= 0.0:
        return f"{hw.name} does not compute in {job.precision}; choose another precision."
    if job.batch_tokens <= 0.0:
        return "The batch holds no token."
    return ""


def _degrees(keys: Array, count: int, sequences: float) -> tuple[Array, Array]:
    """Data-parallel degree (0: impossible) and micro-batches of each key, (U,).

    The degree is as high as the count allows, then lowered to the least that needs no more
    micro-batches: the accelerators that this frees would only have waited. A plan that needs
    more micro-batches than that, because it is interleaved, takes fewer replicas: on a cluster
    that is too large for its batch it leaves accelerators idle rather than being given up.
    """
    replica, micro, multiple, fewest = keys
    most = np.floor(count / replica / multiple + 1e-9) * multiple
    batches = np.maximum(np.ceil(sequences / (np.maximum(most, 1.0) * micro) - 1e-9), 1.0)
    # With more micro-batches than the batch has, one replica would compute nothing in some.
    whole = np.maximum(np.ceil(sequences / micro - 1e-9), 1.0)
    batches = np.minimum(np.maximum(batches, fewest), whole)
    least = np.maximum(np.ceil(sequences / (batches * micro) - 1e-9), 1.0)
    least = np.ceil(least / multiple - 1e-9) * multiple
    return np.minimum(least, most), batches


def _best(
    table: _Table,
    hw: Hardware,
    c: Constants,
    candidates: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    bound: Array,
    dp: Array,
    micro_batches: Array,
    block: int,
    top: int,
) -> tuple[npt.NDArray[np.intp], Array]:
    """Plans with the shortest step, best first, and their `StepTerms` (8, top).

    The worst of the best few among the lowest bounds is itself an upper limit: whatever has
    a bound above it cannot be among the best few.
    """
    if bound.size > block:
        split = np.argpartition(bound, block)
        first, rest = split[:block], split[block:]
    else:
        first, rest = np.arange(bound.size), np.empty(0, dtype=np.intp)
    rows = candidates[first]
    terms = _terms(table, hw, c, rows, columns[first], dp, micro_batches)
    if rest.size:
        worst = np.partition(terms[-1], top - 1)[top - 1]
        rest = rest[bound[rest] <= worst]
    if rest.size:
        more = _terms(table, hw, c, candidates[rest], columns[rest], dp, micro_batches)
        rows, terms = np.concatenate((rows, candidates[rest])), np.hstack((terms, more))
    best = np.lexsort((rows, terms[-1]))[:top]
    return rows[best], terms[:, best]


def _terms(
    table: _Table,
    hw: Hardware,
    c: Constants,
    rows: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    dp: Array,
    micro_batches: Array,
) -> Array:
    """`StepTerms` as rows (8, B); the last is the whole step."""
    costs = Costs(*table.costs.take(columns, axis=1))
    degree = dp[rows]
    used = degree * costs.tp * costs.cp * table.layouts.pp[rows]
    return np.stack(
        step_terms(costs, hw, c, dp=degree, micro_batches=micro_batches[rows], used=used)
    )


def _no_fit(
    arch: Architecture,
    hw: Hardware,
    job: Job,
    needs: tuple[Array, ...],
    allowed: npt.NDArray[np.bool_],
    limit: float,
) -> tuple[str, float]:
    """Say what is missing when no plan fits, and by how many bytes per accelerator."""
    if not allowed.any():
        return "No plan of the grid can be laid out on this count and batch.", 0.0
    least = min(float(need[allowed].min()) for need in needs)
    short = max(least - limit, 0.0)
    return (
        f"{arch.name} needs at least {least / 1e9:,.0f} GB per accelerator on {job.count:,} "
        f"{hw.name}, and a plan may fill {limit / 1e9:,.0f} GB.",
        short,
    )
