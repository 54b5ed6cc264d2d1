"""The moments at which what is online at a site bends or jumps, for series that are integrated.

Between them the curves run straight: crews rack at a steady pace, steps of supply rise steadily.
A day's step across such a moment is wrong by up to half of what comes online on that day.
"""

from __future__ import annotations

import numpy as np

from model.chain.flow import flow
from model.chain.site import Build
from model.outcome import Array
from model.physics.supply import JUST_BEFORE_D
from model.units import YEAR_D

_LONGEST_D = 4383.0
"""Twelve years, as far as the calendar goes"""
_PARTS = 64
_WHOLE = 1 - 1e-12
"""Share of the load that has power from which all of it has"""


def bends(builds: list[Build]) -> Array:
    """Days (1, K), row 0, from the first to the last, at which something begins or is done."""
    found = [np.zeros(1)]
    for built in builds:
        if not built.shipments:
            continue
        steps = built.supplies.steps
        parts = [built.racking.curve()[0], built.full_load, built.on_from]
        parts += [steps.start, steps.full, steps.gone]
        parts += [] if built.power_from is None else [built.power_from[np.newaxis, :]]
        found += [part[0] for part in parts]
    days = np.unique(np.concatenate(found))
    return days[(days >= 0) & (days <= _LONGEST_D)][np.newaxis, :]


def followed(days: Array, builds: list[Build], at: Array) -> Array:
    """Calendar (1, T): ``days`` (1, T'), the moments ``at`` (1, K), and every day up to these.

    So is the year after the last of them, in which a supply that is short goes with the seasons.
    A moment has another one just before it, so that a jump stays one. Where the supply begins to
    carry the load, or ceases to, the calendar is so fine that it makes no difference.
    """
    each = np.arange(np.floor(at[0, -1]) + YEAR_D)
    grid = np.unique(np.concatenate((days[0], each, at[0], at[0, 1:] - JUST_BEFORE_D)))
    for _ in range(2):
        for built in builds:
            whole = flow(built, grid[np.newaxis, :]).fed.powered[0] >= _WHOLE
            turns = np.flatnonzero((whole[1:] != whole[:-1]) & (np.diff(grid) > JUST_BEFORE_D * 2))
            more = [np.linspace(grid[turn], grid[turn + 1], _PARTS + 1) for turn in turns]
            grid = np.unique(np.concatenate((grid, *more)))
    return grid[np.newaxis, :]
