"""What the run costs per accelerator-hour and per unit of training compute."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.outcome import Outcome

PER_FLOP = 1e24
"""The unit of training compute in which a run is priced [FLOP]"""


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """Of the median scenario; nan where the run never finishes."""

    gpu_hours: float
    """Accelerator-hours from the start of the run to its finish [h]"""
    per_gpu_hour: float
    """[USD/h]"""
    per_1e24_flop: float
    """[USD per 1e24 FLOP]"""


def unit_costs(outcome: Outcome) -> UnitCosts:
    """Share the cost of the run out over its accelerator-hours and its FLOP.

    Accelerator-hours are the integral of what is online from the run's start to its finish
    (trapezoids on the calendar; beyond its end what is online stays).
    """
    cost = float(sum(part[0, 0] for part in outcome.run_cost.values()))
    hours = gpu_hours(outcome)
    flop = outcome.scenario.workload.flop
    known = np.isfinite(hours) and hours > 0
    return UnitCosts(
        gpu_hours=hours,
        per_gpu_hour=cost / hours if known else float("nan"),
        per_1e24_flop=cost / flop * PER_FLOP if known and flop > 0 else float("nan"),
    )


def gpu_hours(outcome: Outcome) -> float:
    """Accelerator-hours of the run in row 0 [h]; nan if it never finishes."""
    start, finish = float(outcome.run_start[0, 0]), float(outcome.run_finish[0, 0])
    if not (np.isfinite(start) and np.isfinite(finish)) or finish <= start:
        return float("nan")
    days, online = outcome.days[0], outcome.online[0]
    inside = days[(days > start) & (days < finish)]
    at = np.concatenate([[start], inside, [finish]])
    return float(np.trapezoid(np.interp(at, days, online), at)) * 24.0
