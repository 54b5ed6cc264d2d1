"""The power supply of one site: steps of each source and the weather on them, day by day."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.chain import feeding
from model.chain.feeding import Fed, Sources
from model.chain.weather import Felt, Season
from model.outcome import Array
from model.physics import dispatch, supply
from model.units import YEAR_D

GRID, TURBINES, FIRST_STORE = range(3)
"""Channels of a step's power. Two follow for each store, its power and its energy, and then one
for each step of turbines under a permit."""
_HALF_MONTH_D = YEAR_D / 24
_ROUNDING = 1e-12


class Steps(msgspec.Struct, frozen=True):
    """Steps of supply; dates (N or 1, E) [d], power (N or 1, C, E) of each channel [W], [J]."""

    start: Array
    full: Array
    gone: Array
    power: Array


class Supplies(msgspec.Struct, frozen=True, eq=False):
    """What can feed a site and the weather that it stands in."""

    steps: Steps
    season: Season
    first_day: float
    """day of the year on which the epoch falls [d]"""
    efficiencies: tuple[float, ...]
    """energy out over energy in of each store, the highest first"""
    permits: tuple[float, ...]
    """the most that each step of turbines under a permit may run at [W]"""
    called_w: float
    """promised to the utility [W]"""
    call_hours: float
    """[h/year]"""
    call_s: float
    """length of one call [s]"""

    def grid_on(self, days: Array) -> Array:
        """What the grid could give [W] on ``days`` (N, 1)."""
        return self._levels(days)[:, GRID]

    def stored_on(self, day: float) -> tuple[float, float]:
        """Power [W] and energy [J] of the batteries that are there on ``day``, row 0."""
        level = self._levels(np.array([[day]]))[0, FIRST_STORE : self._first_permit, 0]
        return float(level[::2].sum()), float(level[1::2].sum())

    def feed(self, days: Array, it: Array, cooling: Array) -> tuple[Fed, dict[str, Array]]:
        """Dispatch on the calendar, and what each source could give, mean over the day (N, T).

        ``it`` and ``cooling`` (N, T) are what the switched accelerators draw, cooling at its
        yearly mean and everything else [W].
        """
        felt = self.season.on(days, self.first_day)
        could = self._could(days, felt)
        fed, warm = feeding.feed(it, cooling, felt, could)
        grid, gas = could.grid[:, 0], feeding.mean_of_day(could.gas)
        if self.called_w > 0 and self.call_hours > 0:
            call = dispatch.respond(
                self.called_w, felt.calls * (self.call_hours / 24), warm.grid,
                np.maximum(could.gas[:, 0] - warm.turbines, 0.0),
                dispatch.standing_by(could.stores, warm.by_store),
                np.maximum(grid - fed.grid, 0.0), self.call_s,
            )  # fmt: skip
            fed = feeding.with_calls(fed, call)
        battery = sum((store.power[:, 0] for store in could.stores), np.zeros_like(grid))
        return fed, {"grid": grid, "turbines": gas, "battery": battery}

    def carries_from(
        self,
        it: Array,
        cooling: Array,
        not_before: Array,
        *,
        until: float = np.inf,
        closely: bool = True,
    ) -> Array:
        """First day (N, 1) from ``not_before`` on which the whole load has power all day.

        ``it`` and ``cooling`` (N, 1) as in `feed`. Between half-months and steps the margin is a
        ramp times a season, a parabola, unless the battery takes part; that is not
        followed where ``closely`` is off. ``until`` is a day on which it is known to fit.
        """
        now = self._margin(not_before, it, cooling)[:, 0]
        found = not_before + np.zeros((len(now), 1))
        waits = np.flatnonzero(now < 0)
        if len(waits):
            found[waits] = self._only(waits)._scanned(
                _rows(it, waits), _rows(cooling, waits), _rows(not_before, waits), until, closely
            )
        return found

    def _scanned(
        self, it: Array, cooling: Array, not_before: Array, until: float, closely: bool
    ) -> Array:
        """`carries_from` for rows that do not fit at once."""
        last = self._last(not_before) if until == np.inf else until
        days = self._knots(not_before, last, until)
        return supply.first_fit(lambda when: self._margin(when, it, cooling), days, closely=closely)

    def _last(self, since: Array) -> float:
        """A day by which all steps and after them all seasons have been seen from ``since``."""
        steps = self.steps
        ends = (steps.start, steps.full, steps.gone[steps.gone < np.inf], since)
        return max(float(part.max(initial=0.0)) for part in ends) + YEAR_D

    def _knots(self, since: Array, last: float, until: float = np.inf) -> Array:
        """Days (N, K) from ``since`` (N, 1) between which the margin has no bend."""
        steps = self.steps
        first = np.floor((since.min() + self.first_day) / _HALF_MONTH_D)
        count = int((last + self.first_day) / _HALF_MONTH_D - first) + 1
        seasons = (first + np.arange(count)[np.newaxis, :]) * _HALF_MONTH_D - self.first_day
        return supply.knots(steps.start, steps.full, steps.gone, seasons, since, until)

    def median(self) -> Supplies:
        """The same for the median world, row 0, alone."""
        return self._only(np.array([0]))

    def _only(self, rows: npt.NDArray[np.intp]) -> Supplies:
        """The same for some rows."""
        steps = self.steps
        parts = (steps.start, steps.full, steps.gone, steps.power)
        return replace(self, steps=Steps(*(_rows(part, rows) for part in parts)))

    def enough_without(self, step: int, it: Array, cooling: Array, since: float) -> bool:
        """Whether the whole load of row 0 has power from day ``since`` on without one step.

        ``it`` and ``cooling`` (1, 1) as in `feed`.
        """
        median = self.median()
        power = median.steps.power.copy()
        power[:, :, step] = 0.0
        rest = replace(median, steps=replace(median.steps, power=power))
        days = rest._knots(np.array([[since]]), rest._last(np.array([[since]])))
        both = np.concatenate((days, np.maximum(days - supply.JUST_BEFORE_D, since)), axis=1)
        return bool((rest._margin(both, it, cooling) >= 0).all())

    @classmethod
    def as_rows(cls, several: Sequence[Supplies]) -> Supplies:
        """Row 0 of each of ``several`` as the rows of one; they differ in their steps alone."""
        rows, most = len(several), max(each.steps.start.shape[1] for each in several)
        start, full = np.zeros((rows, most)), np.full((rows, most), supply.ENERGISE_D)
        gone = np.full((rows, most), np.inf)
        power = np.zeros((rows, several[0].steps.power.shape[1], most))
        for row, each in enumerate(several):
            here = slice(each.steps.start.shape[1])  # what is left over gives nothing
            start[row, here], full[row, here] = each.steps.start[0], each.steps.full[0]
            gone[row, here], power[row, :, here] = each.steps.gone[0], each.steps.power[0]
        return replace(several[0], steps=Steps(start, full, gone, power))

    @property
    def _first_permit(self) -> int:
        """The channel of the first step of turbines under a permit."""
        return FIRST_STORE + 2 * len(self.efficiencies)

    def _levels(self, days: Array) -> Array:
        steps = self.steps
        return supply.levels(days, steps.start, steps.full, steps.gone, steps.power)

    def _could(self, days: Array, felt: Felt) -> Sources:
        level = self._levels(days)[:, :, np.newaxis]
        gas = level[:, TURBINES] * felt.turbines
        for channel, permit in enumerate(self.permits, self._first_permit):
            gas = gas + np.minimum(level[:, channel] * felt.turbines, permit)
        stores = tuple(
            dispatch.Store(level[:, channel], level[:, channel + 1], efficiency)
            for channel, efficiency in zip(
                range(FIRST_STORE, self._first_permit, 2), self.efficiencies, strict=True
            )
        )
        return Sources(level[:, GRID], gas, stores)

    def _margin(self, days: Array, it: Array, cooling: Array) -> Array:
        felt = self.season.on(days, self.first_day)
        wanted = it[:, np.newaxis] + cooling[:, np.newaxis] * felt.overhead
        could = self._could(days, felt)
        found = dispatch.margin(wanted, could.grid, could.gas, could.stores)
        return found + _ROUNDING * wanted[:, 0]


def _rows(part: Array, rows: npt.NDArray[np.intp]) -> Array:
    """Some rows of an array that may have one for all."""
    return part if len(part) == 1 else part[rows]
