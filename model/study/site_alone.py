"""One site as a cluster that trains alone: when how many accelerators are online there."""

from __future__ import annotations

from datetime import date
from math import isfinite

import msgspec
import numpy as np
import numpy.typing as npt

from model.curves import first_reach
from model.evaluate import evaluate
from model.outcome import Outcome
from model.scenario import Scenario
from model.units import DAY_S, date_of, day_number, midnight_from

Array = npt.NDArray[np.float64]

_SAME = 1e-6
"""Share of what is online by which it may differ and still be the same"""


class Alone(msgspec.Struct, frozen=True):
    """One site as a cluster of its own, evaluated closely; None where nothing is shipped to it."""

    outcome: Outcome | None

    def reaches(self, count: float) -> date | None:
        """The date on which ``count`` accelerators are online; None: never."""
        found = self.outcome
        if found is None or count <= 0:
            return None
        if count >= found.headline("gpus"):
            day = found.headline("full_load")  # also beyond the end of the calendar
        else:
            level = np.array([[count * (1 - 1e-9)]])
            day = float(first_reach(found.days, found.online[:1], level)[0, 0])
        return date_of(day, found.epoch) if isfinite(day) else None

    @property
    def settled(self) -> date | None:
        """First midnight from which what is online stays as it is, but for the seasons."""
        found = self.outcome
        if found is None or found.bends is None:
            return None
        known = found.days[0] <= found.bends[0, -1]
        days, online = found.days[0, known], found.online[0, known]
        other = np.flatnonzero(np.abs(online - online[-1]) > _SAME * online.max())
        last = float(days[other[-1] + 1]) if other.size else 0.0
        return date_of(midnight_from(last), found.epoch)

    def online_on(self, days: Array, epoch: date) -> Array:
        """Accelerators online (D,) at the beginning of ``days`` (D,) [d since ``epoch``]."""
        found = self.outcome
        if found is None:
            return np.zeros(days.shape)
        known = found.days[0] + day_number(found.epoch, epoch)
        return np.asarray(np.interp(days, known, found.online[0], left=0.0))

    def summed(self, until: date) -> tuple[float, float]:
        """GPU-days online and usable FLOP up to the beginning of ``until``.

        The area under straight pieces is exact, so the GPU-days are where the supply carries all
        or nothing; where it carries a part, and for the FLOP, a day is taken as straight.
        """
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
    alone = msgspec.structs.replace(scenario, shipments=shipments, sites=sites)
    return Alone(evaluate(alone, closely=True))
