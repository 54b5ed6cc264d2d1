"""One site as a cluster that trains alone: when how many accelerators are online there."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, isfinite

import msgspec
import numpy as np
import numpy.typing as npt

from model.evaluate import evaluate
from model.outcome import Outcome
from model.scenario import Scenario
from model.units import DAY_S, day_number

Array = npt.NDArray[np.float64]


class Alone(msgspec.Struct, frozen=True):
    """One site as a cluster of its own; None where nothing is shipped to it."""

    outcome: Outcome | None

    def reaches(self, count: float) -> date | None:
        """First day on which ``count`` accelerators are online."""
        return reached(self.outcome, count)

    def online_on(self, days: Array, epoch: date) -> Array:
        """Accelerators online (D,) on ``days`` (D,) [d since ``epoch``]."""
        found = self.outcome
        if found is None:
            return np.zeros(days.shape)
        known = found.days[0] + day_number(found.epoch, epoch)
        return np.asarray(np.interp(days, known, found.online[0], left=0.0))

    def summed(self, until: date) -> tuple[float, float]:
        """GPU-days online and usable FLOP up to ``until``."""
        found = self.outcome
        if found is None:
            return 0.0, 0.0
        end = day_number(until, found.epoch)
        known = found.days[0]
        days = np.append(known[known < end], end)
        online, rate = (
            np.interp(days, known, series[0]) for series in (found.online, found.usable_total)
        )
        return float(np.trapezoid(online, days)), float(np.trapezoid(rate, days)) * DAY_S


def evaluated_alone(scenario: Scenario, name: str) -> Alone:
    """Site ``name`` with its own shipments, and no other site."""
    shipments = tuple(s for s in scenario.shipments if s.site == name and s.count > 0)
    if not shipments:
        return Alone(None)
    sites = tuple(site for site in scenario.sites if site.id == name)
    return Alone(evaluate(msgspec.structs.replace(scenario, shipments=shipments, sites=sites)))


def reached(outcome: Outcome | None, count: float) -> date | None:
    """First day on which ``count`` accelerators are online."""
    if outcome is None or count <= 0:
        return None
    if count >= outcome.headline("gpus"):
        # In closed form: to the hour, and beyond the end of the calendar.
        return day_on(outcome, outcome.headline("full_load"))
    there = outcome.online[0] >= count * (1 - 1e-9)
    return day_on(outcome, float(outcome.days[0, int(np.argmax(there))])) if there.any() else None


def day_on(outcome: Outcome, day: float) -> date | None:
    """The date on which ``day`` [d since epoch] is over; None: never."""
    return outcome.epoch + timedelta(days=ceil(day - 1e-6)) if isfinite(day) else None
