"""The power supply of one site: steps of each source, the weather on them, and who feeds whom."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.catalog import Catalog, catalog
from model.chain.weather import Felt, Season, season
from model.outcome import Array
from model.physics import dispatch, generation, supply
from model.samples import Samples, usual
from model.scenario import Site, Supply
from model.units import HOUR_S, MEGA, MWH_J, YEAR_D, day_number

GRID, TURBINES, BATTERY, STORED = range(4)
KINDS = ("grid", "turbines", "battery")
_HALF_MONTH_D = YEAR_D / 24
_ROUNDING = 1e-12


class Steps(msgspec.Struct, frozen=True):
    """Steps of supply; dates (N, E) [d], power (N or 1, 4, E): W of each of `KINDS`, J stored."""

    start: Array
    full: Array
    gone: Array
    power: Array

    def joined(self, start: Array, gone: Array, power: Array) -> Steps:
        """With one more step of one day a row, (N, 1) each, on the grid."""
        rows = len(start)
        more = np.zeros((rows, 4, 1))
        more[:, GRID] = power
        return Steps(
            _beside(self.start, start),
            _beside(self.full, start + supply.ENERGISE_D),
            _beside(self.gone, gone),
            np.concatenate((np.repeat(self.power[:1], rows, axis=0), more), axis=2),
        )


class Fed(msgspec.Struct, frozen=True):
    """Who feeds a site, means over the day (N, T) [W]: sources balance served and charged."""

    wanted: Array
    """what all accelerators that are switched on would draw"""
    served: Array
    grid: Array
    turbines: Array
    battery: Array
    charged: Array
    short: Array
    """what the supply does not cover"""
    idled: Array
    """what calls for demand response take from the load"""
    powered: Array
    """share of the day for which what is switched on has power, calls apart"""
    share: Array
    """the same with calls"""
    cooling: Array
    """cooling power over its yearly mean with everything powered"""


class Supplies(msgspec.Struct, frozen=True, eq=False):
    """What can feed a site and the weather that it stands in."""

    steps: Steps
    season: Season
    first_day: float
    """day of the year on which the epoch falls [d]"""
    efficiency: Array
    """(1, 1) energy out of the batteries over energy in"""
    called_w: float
    """promised to the utility [W]"""
    call_hours: float
    """[h/year]"""
    call_s: float
    """length of one call [s]"""

    def grid_on(self, days: Array) -> Array:
        """What the grid could give [W] on ``days`` (N, 1)."""
        return self._levels(days)[:, GRID]

    def feed(self, days: Array, it: Array, cooling: Array) -> tuple[Fed, dict[str, Array]]:
        """Dispatch on the calendar, and what each source could give, mean over the day (N, T).

        ``it`` and ``cooling`` (N, T) are what the switched accelerators draw, cooling at its
        yearly mean and everything else [W].
        """
        level, felt = self._levels(days), self.season.on(days, self.first_day)
        gas = level[:, TURBINES, np.newaxis] * felt.turbines
        fed = _feed(it, cooling, felt, level, gas, self.efficiency[:, :, np.newaxis])
        if self.called_w > 0 and self.call_hours > 0:
            call = dispatch.respond(
                self.called_w, felt.calls * (self.call_hours / 24), fed.grid,
                np.maximum(gas[:, 0] - fed.turbines, 0.0), level[:, BATTERY], level[:, STORED],
                self.efficiency * np.maximum(level[:, GRID] - fed.grid, 0.0), self.call_s,
            )  # fmt: skip
            fed = _called(fed, call, self.efficiency)
        could = {"grid": level[:, GRID], "turbines": _mean(gas), "battery": level[:, BATTERY]}
        return fed, could

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
        steps = self.steps
        last = until
        if until == np.inf:  # a year after the last step all seasons have been seen
            ends = (steps.start, steps.full, steps.gone[steps.gone < np.inf], not_before)
            last = max(float(part.max(initial=0.0)) for part in ends) + YEAR_D
        first = np.floor((not_before.min() + self.first_day) / _HALF_MONTH_D)
        count = int((last + self.first_day) / _HALF_MONTH_D - first) + 1
        seasons = (first + np.arange(count)[np.newaxis, :]) * _HALF_MONTH_D - self.first_day
        days = supply.knots(steps.start, steps.full, steps.gone, seasons, not_before, until)
        return supply.first_fit(lambda when: self._margin(when, it, cooling), days, closely=closely)

    def median(self) -> Supplies:
        """The same for the median world, row 0, alone."""
        return self._only(np.array([0]))

    def _only(self, rows: npt.NDArray[np.intp]) -> Supplies:
        """The same for some rows."""
        steps = self.steps
        parts = (steps.start, steps.full, steps.gone, steps.power)
        return replace(self, steps=Steps(*(_rows(part, rows) for part in parts)))

    def with_more(self, since: Array, power: Array) -> Supplies:
        """With ``power`` (N, 1) more grid power [W] from ``since`` (N, 1) on; row 0 of the rest."""
        row = replace(
            self.steps,
            start=self.steps.start[:1], full=self.steps.full[:1],
            gone=self.steps.gone[:1], power=self.steps.power[:1],
        )  # fmt: skip
        never = np.full_like(since, np.inf)
        more = row.joined(since - supply.ENERGISE_D, never, power)
        return replace(self, steps=more)

    def _levels(self, days: Array) -> Array:
        steps = self.steps
        return supply.levels(days, steps.start, steps.full, steps.gone, steps.power)

    def _margin(self, days: Array, it: Array, cooling: Array) -> Array:
        level, felt = self._levels(days), self.season.on(days, self.first_day)
        wanted = it[:, np.newaxis] + cooling[:, np.newaxis] * felt.overhead
        found = dispatch.margin(
            wanted, level[:, GRID, np.newaxis], level[:, TURBINES, np.newaxis] * felt.turbines,
            level[:, BATTERY, np.newaxis], level[:, STORED, np.newaxis],
            self.efficiency[:, :, np.newaxis],
        )  # fmt: skip
        return found + _ROUNDING * wanted[:, 0]


def _feed(
    it: Array, cooling: Array, felt: Felt, level: Array, gas: Array, efficiency: Array
) -> Fed:
    """Who feeds the load, calls apart; ``gas`` (N, 2, T) is what turbines can give."""
    wanted = it[:, np.newaxis] + cooling[:, np.newaxis] * felt.overhead
    grid = level[:, GRID, np.newaxis]
    total = _mean(wanted)
    one, none = np.ones_like(total), np.zeros_like(total)
    if (grid + gas >= wanted).all():
        drawn = _mean(np.minimum(wanted, grid))
        return Fed(
            wanted=total, served=total, grid=drawn, turbines=total - drawn, battery=none,
            charged=none, short=none, idled=none, powered=one, share=one,
            cooling=_mean(felt.overhead) + none,
        )  # fmt: skip
    halves = dispatch.dispatch(
        wanted, grid, gas, level[:, BATTERY, np.newaxis], level[:, STORED, np.newaxis], efficiency
    )
    share = np.where(wanted > 1.0, halves.served / np.maximum(wanted, 1.0), 1.0)
    powered, served = _mean(share), _mean(halves.served)
    return Fed(
        wanted=total, served=served, grid=_mean(halves.grid), turbines=_mean(halves.turbines),
        battery=_mean(halves.discharged), charged=_mean(halves.charged), short=total - served,
        idled=none, powered=powered, share=powered, cooling=_mean(share * felt.overhead),
    )  # fmt: skip


def _mean(halves: Array) -> Array:
    """Mean over the day (N, T) of halves (N, 2, T)."""
    return np.asarray((halves[:, 0] + halves[:, 1]) * 0.5)


def _called(fed: Fed, call: dispatch.Call, efficiency: Array) -> Fed:
    """The same with calls for demand response; the battery is charged again from the grid."""
    charged = call.battery / efficiency
    kept = 1 - call.idled / np.maximum(fed.served, 1.0)
    return replace(
        fed,
        served=fed.served - call.idled,
        grid=fed.grid - call.given + charged,
        turbines=fed.turbines + call.turbines,
        battery=fed.battery + call.battery,
        charged=fed.charged + charged,
        idled=call.idled,
        share=fed.share * kept,
        cooling=fed.cooling * kept,
    )


def supplies(site: Site, epoch: date, samples: Samples) -> Supplies:
    """What feeds ``site``, with the dates of its steps in each row."""
    calls = (site.response_mw * MEGA, site.response_hours)
    return _supplies(site.supply, site.place, site.cooling, calls, site.start, epoch, samples)


@lru_cache(maxsize=16)
def _supplies(
    given: tuple[Supply, ...],
    place: str,
    cooling: str,
    calls: tuple[float, float],
    begins: date,
    epoch: date,
    samples: Samples,
) -> Supplies:
    cat = catalog()
    year = season(place, cooling)
    begun = day_number(begins, epoch)

    def row(values: list[float]) -> Array:
        return np.array([values]).reshape(1, -1)

    start = row([day_number(step.from_, epoch) for step in given])
    full = row([day_number(step.by or step.from_, epoch) for step in given])
    gone = row([day_number(step.until, epoch) if step.until else np.inf for step in given])
    # What is there when works begin can't slip any more.
    late = np.where(start > begun, samples["power_slip"], 0.0)
    start = start + late
    full = np.maximum(full + late, start + supply.ENERGISE_D)
    rows = len(samples["turbine_firm"])
    power = np.zeros((rows, 4, len(given)))
    for index, step in enumerate(given):
        if step.source == "grid":
            power[:, GRID, index] = step.mw * MEGA
        elif step.source == "turbines":
            power[:, TURBINES, index] = firm_power(step, year, samples, cat)[:, 0]
        else:
            power[:, BATTERY, index] = step.mw * MEGA
            power[:, STORED, index] = step.mwh * MWH_J
    return Supplies(
        steps=Steps(start, full, gone + late, power),
        season=year,
        first_day=float((epoch - date(epoch.year, 1, 1)).days),
        efficiency=np.array([[_efficiency(given, cat)]]),
        called_w=calls[0],
        call_hours=calls[1],
        call_s=cat.assumptions["response_call_h"].value * HOUR_S,
    )


def firm_power(step: Supply, year: Season, samples: Samples, cat: Catalog) -> Array:
    """What a step of turbines gives on the mean of the year (N, 1) [W].

    Without units it is the belief's share of the nameplate. With units, spares and outages are
    worked out, and the belief, against its own usual value, is the luck that they share.
    """
    nameplate = step.mw * MEGA
    permit = np.inf if step.permit_mw is None else step.permit_mw * MEGA
    belief = samples["turbine_firm"]
    if not step.units:
        return np.minimum(nameplate * belief, permit)
    up = cat.assumptions["turbine_availability"].value
    each = nameplate / step.units
    share = generation.running_share(
        step.units, step.spare, up if step.availability is None else step.availability,
        permit / each if each else np.inf,
    )  # fmt: skip
    luck = belief / usual("turbine_firm")
    return np.minimum(np.minimum(nameplate * share * year.rating * luck, permit), nameplate)


def _efficiency(given: tuple[Supply, ...], cat: Catalog) -> float:
    """Of all batteries together, by what each stores."""
    default = cat.assumptions["battery_efficiency"].value
    found = [
        (step.mwh, default if step.efficiency is None else step.efficiency)
        for step in given
        if step.source == "battery" and step.mwh > 0
    ]
    stored = sum(mwh for mwh, _ in found)
    return sum(mwh * share for mwh, share in found) / stored if stored else default


def _rows(part: Array, rows: npt.NDArray[np.intp]) -> Array:
    """Some rows of an array that may have one for all."""
    return part if len(part) == 1 else part[rows]


def _beside(mine: Array, theirs: Array) -> Array:
    rows = max(len(mine), len(theirs))
    found = np.empty((rows, mine.shape[1] + theirs.shape[1]))
    found[:, : mine.shape[1]] = mine
    found[:, mine.shape[1] :] = theirs
    return found
