"""The typical year of a place, as its cooling plant and its turbines feel it."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from model.catalog import catalog
from model.outcome import Array
from model.physics import cooling, generation, weather
from model.records import Climate, Plant


class Season(msgspec.Struct, frozen=True, eq=False):
    """A year collapsed to the warm and cool half of the day in each month, each (12, 2)."""

    dry: Array
    """dry bulb [C]"""
    wet: Array
    """wet bulb [C]"""
    overhead: Array
    """cooling power over its yearly mean"""
    water: Array
    """water over its yearly mean"""
    turbines: Array
    """what turbines can give over their yearly mean"""
    rating: float
    """yearly mean of what turbines can give, over their ISO rating"""
    calls: Array
    """share of a year's calls for demand response per day of the month, in the warm half [1/d]"""

    lines: tuple[Array, Array]
    """overhead, turbines and calls in columns, as the calendar asks for them"""

    def on(self, days: Array, first_day: float) -> Felt:
        """The year on the calendar ``days`` (N, T), of which a drag asks again and again."""
        if days.shape[0] == 1 and days.shape[1] > 1:
            return _on_calendar(self, days.tobytes(), first_day)
        return _felt(self, days, first_day)


class Felt(msgspec.Struct, frozen=True, eq=False):
    """What the weather does on the calendar; halves of the day (N, 2, T), warm first."""

    overhead: Array
    """cooling power over its yearly mean"""
    turbines: Array
    """what turbines can give over their yearly mean"""
    calls: Array
    """(N, T) share of a year's calls that fall on the day [1/d]"""


@lru_cache(maxsize=8)
def _on_calendar(year: Season, days: bytes, first_day: float) -> Felt:
    return _felt(year, np.frombuffer(days)[np.newaxis, :], first_day)


def _felt(year: Season, days: Array, first_day: float) -> Felt:
    found = weather.over_calendar(year.lines, days, first_day).transpose(1, 0, 2)
    return Felt(found[:, :2], found[:, 2:4], found[:, 4])


@lru_cache(maxsize=64)
def season(place_id: str, cooling_id: str) -> Season:
    """The typical year at a place for one way of cooling."""
    cat = catalog()
    climate, plant = cat.climates[place_id], cat.plants[cooling_id]
    dry = weather.dry_bulb(climate.high_c, climate.low_c)
    dew = weather.dew_point(climate.low_c, climate.dew_depression_k, dry)
    wet = weather.wet_bulb(dry, dew)
    loss = cat.assumptions["turbine_loss_per_kelvin"].value
    rated = weather.collapse(generation.rating(dry, loss, climate.pressure_atm))
    turbines, calls = cooling.shaped(rated), _calls(weather.collapse(dry))
    overhead = cooling.swung(
        weather.collapse(_overhead(climate, plant, wet if plant.sink == "wet" else dry)),
        float(_overhead(climate, plant, np.array([[_design_sink(climate, plant)]]))[0, 0]),
        cat.cooling[cooling_id].peak_overhead,
    )
    return Season(
        dry=weather.collapse(dry),
        wet=weather.collapse(wet),
        overhead=overhead,
        water=cooling.shaped(weather.collapse(_water(climate, plant, dry, dew, wet))),
        turbines=turbines,
        rating=float(rated.mean()),
        calls=calls,
        lines=weather.lines(np.concatenate((overhead, turbines, calls[:, :1]), axis=1)),
    )


def _design_sink(climate: Climate, plant: Plant) -> float:
    return climate.design_wet_c if plant.sink == "wet" else climate.design_dry_c


def _overhead(climate: Climate, plant: Plant, sink: Array) -> Array:
    return cooling.overhead(
        sink,
        supply=plant.supply_c,
        back=plant.return_c,
        approach=plant.approach_k,
        carnot=plant.carnot,
        pumps=plant.pumps,
        fans=plant.fans,
        design_sink=_design_sink(climate, plant),
    )


def _water(climate: Climate, plant: Plant, dry: Array, dew: Array, wet: Array) -> Array:
    """Towers evaporate all year, dry coolers are wetted on hot days, closed loops topped up."""
    if plant.sink == "wet":
        return cooling.tower_water(dry, weather.vapour_pressure(dew), wet, plant.approach_k)
    if plant.carnot:
        return np.ones_like(dry)
    return cooling.wetted(dry, climate.design_dry_c)


def _calls(dry: Array) -> Array:
    """Utilities call in the hot afternoons of the three warmest months."""
    found = np.zeros_like(dry)
    found[np.argsort(dry[:, weather.WARM])[-3:], weather.WARM] = 1 / (3 * 365.25 / 12)
    return found
