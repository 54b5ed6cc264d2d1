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
    """A type that does the job without the others."""

    name: str
    job: Job
    result: SearchResult
    rates: Mapping[str, Array]
    """tokens per second and accelerator of each type (N, 1); of the others, none"""
    faster: str
    """that it takes in more tokens than all together, in words; empty: it does not"""


def joint_or_alone(
    arch: Architecture,
    parts: Mapping[str, Hardware],
    pools: Mapping[str, int],
    job: Job,
    joint: SearchResult,
    search_for: Callable[[Hardware, Job], SearchResult],
    constants: Constants,
    speed: Array,
) -> tuple[dict[str, Array], str, tuple[Alone, ...]]:
    """The job over all types, and on each type alone that could do more, in row 0.

    A type alone has a layout of its own: at another count the joint one may be far from it.

    Parameters
    ----------
    joint : plans for all accelerators, which fit the memory of every type
    search_for : the plans of a job on one type

    Returns
    -------
    tokens per second and accelerator of each type (N, 1) in the job over all of them, how they
    share it, in words, and the types alone, the fastest first
    """
    nothing = {name: np.zeros_like(speed) for name in pools}
    rates, shares = nothing, tuple[Array, ...]()
    if joint.plans:
        both = [(parts[name], pools[name]) for name in pools]
        shared = share_out(arch, both, job, joint.plans[0], constants, speed)
        rates, shares = dict(zip(pools, shared.tokens_per_s, strict=True)), shared.share
    together = sum(_first(rates[name]) * pools[name] for name in pools)
    flop = arch.flop_per_token(job.sequence)
    found = []
    for name, part in parts.items():
        precision = job.precision if part.peak(job.precision) > 0.0 else "bf16"
        own = replace(job, count=pools[name], precision=precision)
        if part.peak(precision) * pools[name] * MOST_MFU <= together * flop:
            continue
        alone = search_for(part, own)
        if not alone.plans:
            continue
        here = rate_on(arch, part, own, alone.plans[0], constants, speed)[0]
        single = _first(here) * pools[name]
        why = "no layout fits the memory of all types"
        if joint.plans:
            why = f"with the others it would take in {together / single:.0%} of the tokens"
        faster = left_out(_names(parts), name, why) if single > together else ""
        found.append((single, Alone(name, own, alone, nothing | {name: here}, faster)))
    found.sort(key=lambda pair: -pair[0])
    text = ""
    if joint.plans:
        split = ", ".join(
            f"{parts[name].name} {_first(share):.0%}"
            for name, share in zip(pools, shares, strict=True)
        )
        text = f"One job over all types, the batch shared out by speed: {split}"
        if found:
            single, best = found[0]
            share = single / together
            text += f"; {parts[best.name].name} alone would take in {share:.0%} of the tokens"
        text += "."
    return rates, text, tuple(alone for _, alone in found)


def left_out(names: Mapping[str, str], lead: str, why: str) -> str:
    """That ``lead`` runs the job without the other types, and why; ``names`` are short ones."""
    others = " and ".join(short for name, short in names.items() if name != lead)
    return f"The job runs on {names[lead]} alone and leaves {others} to other jobs: {why}."


def _names(parts: Mapping[str, Hardware]) -> dict[str, str]:
    return {name: part.name for name, part in parts.items()}


def _first(values: Array) -> float:
    return float(np.asarray(values).ravel()[0])
