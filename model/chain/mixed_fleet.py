"""A fleet of several types: one synchronous job over all of them, or the leading type alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

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

CLEARLY = 1.25
"""From this factor over the lead's own layout on, no search can turn the choice: layouts that
were searched for one count differ from those for another by less."""


def joint_or_alone(
    arch: Architecture,
    parts: Mapping[str, Hardware],
    pools: Mapping[str, int],
    job: Job,
    lead: str,
    joint: SearchResult,
    alone: Callable[[Job], SearchResult],
    constants: Constants,
    speed: Array,
) -> tuple[SearchResult, dict[str, Array], str]:
    """The faster of the two in row 0: its plans, tokens per second and accelerator, and why.

    Parameters
    ----------
    joint : plans for all accelerators, which fit the memory of every type
    alone : searches the plans of a job on the leading type
    """
    own = replace(job, count=pools[lead])
    nothing = {name: np.zeros_like(speed) for name in pools}
    if not joint.plans:
        found = alone(own)
        if not found.plans:
            return joint, nothing, ""
        rates = nothing | {
            lead: rate_on(arch, parts[lead], own, found.plans[0], constants, speed)[0]
        }
        return found, rates, _left_out(parts, lead, "no layout fits the memory of all types")
    best = joint.plans[0]
    shared = share_out(
        arch, [(parts[name], pools[name]) for name in pools], job, best, constants, speed
    )
    rates = dict(zip(pools, shared.tokens_per_s, strict=True))
    together = sum(_first(rates[name]) * pools[name] for name in pools)
    mine = _first(rate_on(arch, parts[lead], own, best, constants, speed)[0]) * pools[lead]
    if together < CLEARLY * mine:
        found = alone(own)
        if found.plans:
            rate = rate_on(arch, parts[lead], own, found.plans[0], constants, speed)[0]
            single = _first(rate) * pools[lead]
            if single > together:
                why = f"with the others it would take in {together / single:.0%} of the tokens"
                return found, nothing | {lead: rate}, _left_out(parts, lead, why)
            mine = single
    split = ", ".join(
        f"{parts[name].name} {_first(share):.0%}"
        for name, share in zip(pools, shared.share, strict=True)
    )
    return (
        joint,
        rates,
        (
            f"One job over all types, the batch shared out by speed: {split}; "
            f"{parts[lead].name} alone would take in {mine / together:.0%} of the tokens."
        ),
    )


def _left_out(parts: Mapping[str, Hardware], lead: str, why: str) -> str:
    others = " and ".join(part.name for name, part in parts.items() if name != lead)
    return f"The job runs on {parts[lead].name} alone and leaves {others} to other jobs: {why}."


def _first(values: Array) -> float:
    return float(np.asarray(values).ravel()[0])
