"""The calendar of the series: as long as there is something to see, at most 600 days wide."""

from __future__ import annotations

import numpy as np

from model.outcome import Array
from model.scenario import Scenario
from model.units import DAY_S, day_number

_POINTS = 600
_LONGEST_D = 4383.0
"""Twelve years: beyond that a run is reported by its date, not drawn."""
_LOOK_AHEAD_D = 60.0
"""Power that comes this long after full load is still shown."""
_NOTHING_D = 365.0


def calendar(scenario: Scenario, settled: Array, usable: Array, shakedown: Array) -> Array:
    """Days (1, T) since the epoch, from the start of work to past the last event of row 0.

    Parameters
    ----------
    settled : (N, 1) day from which all is online, or if it never is, all is racked
    usable : (N, 1) usable rate at full load [FLOP/s]
    shakedown : (N, 1) days from there to the start of the run
    """
    epoch = scenario.epoch
    known = [day_number(event.date, epoch) for event in scenario.events]
    known += [day_number(s.arrives, epoch) + s.delivery_days for s in scenario.shipments]
    last = max(known, default=0.0)
    if np.isfinite(settled[0, 0]):
        last = max(last, float(settled[0, 0]))
        if usable[0, 0] > 0:
            took = scenario.workload.flop / usable[0, 0] / DAY_S
            last = max(last, float(settled[0, 0] + shakedown[0, 0] + took))
    supply = [
        day_number(when, epoch)
        for site in scenario.sites
        for step in site.supply
        for when in (step.from_, step.by or step.from_)
    ]
    last = max([last, *(day for day in supply if day < last + _LOOK_AHEAD_D)])
    end = min(_rounded(max(last * 1.06, 60.0) if known else _NOTHING_D), _LONGEST_D)
    step = max(1.0, np.ceil(end / _POINTS))
    return np.arange(0.0, end + step, step)[np.newaxis, :]


def _rounded(days: float) -> float:
    """The next whole month, quarter or year: the calendar must not change at every touch."""
    unit = 30.0 if days < 540 else 91.0 if days < 1500 else 365.0
    return float(np.ceil(days / unit) * unit)
