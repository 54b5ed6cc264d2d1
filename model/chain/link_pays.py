"""The bandwidth from which a job over several sites does more than the best site alone."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from model.chain.campus import Campus
from model.chain.job import Job, linked, rate, slowed
from model.chain.performance import best_plan
from model.outcome import Asked, Plan
from model.physics.performance import Hardware, step_on
from model.scenario import Link

_MOST_STEPS = 60
_CLOSE = 1e-12
_SAME = 1e-6
"""Bandwidths so close are the same: far below the three digits that are shown."""
_NARROWEST, _WIDEST = 1.0, 1e20
"""Bandwidths between which it is looked for [B/s]; the wider one is as good as no limit"""
_POINTS = 513
_ZOOMS = 3
"""Each makes the distance between two bandwidths that are tried so many times smaller."""


def pays_from(joint: Job, goal: float, year: Campus | None, km: float) -> float | None:
    """Least bandwidth [B/s] at which ``joint`` does ``goal`` FLOP/s; None: at no bandwidth.

    Exact: at every bandwidth the layout is the best one there.
    """
    fabric = joint.fabric
    asked = fabric.performance.asked if fabric is not None else None
    if fabric is None or asked is None or fabric.performance.best is None:
        return None
    most = _most_added(fabric, goal, year)
    if most is None:
        return None
    far = linked(asked.hardware, Link(0.0, km), len(fabric.sites))
    return _least(asked, far, most)


def _most_added(fabric: Job, goal: float, year: Campus | None) -> float | None:
    """Time [s] that may be added to every step until the job does ``goal``; None: not even 0.

    One over the rate is a straight line of it where all is online: the secant meets it at once.
    """
    free = rate(fabric, year)
    if free < goal:
        return None
    before, missing = 0.0, 1.0 / free - 1.0 / goal
    now = 1.0
    for _ in range(_MOST_STEPS):
        here = 1.0 / rate(slowed(fabric, now), year) - 1.0 / goal
        if abs(here) * goal <= _CLOSE or here == missing:
            break
        step = here * (now - before) / (here - missing)
        before, missing, now = now, here, max(now - step, 0.0)
    return now


@lru_cache(maxsize=64)
def _least(asked: Asked, far: Hardware, added_s: float) -> float | None:
    """Least bandwidth [B/s] at which the link adds no more than ``added_s`` to the best step.

    From above: at the bandwidth that one layout needs another may be better, and do with less.
    It ends at the bandwidth at which the best layout needs all of it.
    """
    near = best_plan(asked.arch, asked.hardware, asked.job, asked.constants).plans[0]
    step_s = near.step_s + added_s
    found = _least_of(near, asked, far, step_s)
    if found is None:
        found = _least_of(_best(asked, far, _WIDEST), asked, far, step_s)
    if found is None:
        return None
    for _ in range(_MOST_STEPS):
        less = _least_of(_best(asked, far, found), asked, far, step_s)
        if less is None or less >= found * (1.0 - _SAME):
            break
        found = less
    return found


def _best(asked: Asked, far: Hardware, bandwidth: float) -> Plan:
    there = replace(far, link_bw=bandwidth)
    return best_plan(asked.arch, there, asked.job, asked.constants).plans[0]


def _least_of(plan: Plan, asked: Asked, far: Hardware, step_s: float) -> float | None:
    """Least bandwidth [B/s] at which the step of ``plan`` takes no longer than ``step_s``."""
    low, high = _NARROWEST, _WIDEST
    for _ in range(_ZOOMS):
        tried = np.geomspace(low, high, _POINTS)
        steps = step_on(asked.arch, replace(far, link_bw=tried), asked.job, plan, asked.constants)
        enough = steps <= step_s * (1.0 + _CLOSE)
        if not enough[-1]:
            return None
        first = int(np.argmax(enough))
        low, high = float(tried[max(first - 1, 0)]), float(tried[first])
    return high
