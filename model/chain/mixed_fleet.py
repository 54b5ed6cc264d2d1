"""A fleet of several types: one synchronous job over all of them, or the leading type alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from model.outcome import Array
from model.physics.performance import (
    Architecture,
    Constants,
    Hardware,
    Job,
    SearchResult,
    rate_on,
    share_out,
)

MOST_MFU = 0.9
"""No layout turns more of the peak into model FLOP: matrix products alone stay below it. A type
that could not win with that much is not searched for."""


class Alone(NamedTuple):
    """The type that runs the job without the others, and that job."""

    name: str
    job: Job


def joint_or_alone(
    arch: Architecture,
    parts: Mapping[str, Hardware],
    pools: Mapping[str, int],
    job: Job,
    joint: SearchResult,
    search_for: Callable[[Hardware, Job], SearchResult],
    constants: Constants,
    speed: Array,
) -> tuple[SearchResult, dict[str, Array], Alone | None, str]:
    """The faster in row 0 of the job over all types and of the best type alone.

    A type alone has a layout of its own: at another count the joint one may be far from it.

    Parameters
    ----------
    joint : plans for all accelerators, which fit the memory of every type
    search_for : the plans of a job on one type

    Returns
    -------
    plans, tokens per second and accelerator of each type (N, 1), the type that runs alone, and why
    """
    rates = {name: np.zeros_like(speed) for name in pools}
    shares: tuple[Array, ...] = ()
    if joint.plans:
        both = [(parts[name], pools[name]) for name in pools]
        shared = share_out(arch, both, job, joint.plans[0], constants, speed)
        rates, shares = dict(zip(pools, shared.tokens_per_s, strict=True)), shared.share
    together = sum(_first(rates[name]) * pools[name] for name in pools)
    best, found, single, lone = "", joint, 0.0, None
    rate = np.zeros_like(speed)
    flop = arch.flop_per_token(job.sequence)
    for name, part in parts.items():
        precision = job.precision if part.peak(job.precision) > 0.0 else "bf16"
        own = replace(job, count=pools[name], precision=precision)
        if part.peak(precision) * pools[name] * MOST_MFU <= max(together, single) * flop:
            continue
        alone = search_for(part, own)
        if not alone.plans:
            continue
        here = rate_on(arch, part, own, alone.plans[0], constants, speed)[0]
        if _first(here) * pools[name] > single:
            best, found, single = name, alone, _first(here) * pools[name]
            rate, lone = here, Alone(name, own)
    if single > together:
        why = f"with the others it would take in {together / single:.0%} of the tokens"
        if not joint.plans:
            why = "no layout fits the memory of all types"
        nothing = {name: np.zeros_like(speed) for name in pools}
        return found, nothing | {best: rate}, lone, _left_out(parts, best, why)
    if not joint.plans:
        return joint, rates, None, ""
    split = ", ".join(
        f"{parts[name].name} {_first(share):.0%}" for name, share in zip(pools, shares, strict=True)
    )
    text = f"One job over all types, the batch shared out by speed: {split}"
    if best:
        text += f"; {parts[best].name} alone would take in {single / together:.0%} of the tokens"
    return joint, rates, None, f"{text}."


def _left_out(parts: Mapping[str, Hardware], lead: str, why: str) -> str:
    others = " and ".join(part.name for name, part in parts.items() if name != lead)
    return f"The job runs on {parts[lead].name} alone and leaves {others} to other jobs: {why}."


def _first(values: Array) -> float:
    return float(np.asarray(values).ravel()[0])
