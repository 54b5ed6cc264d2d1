"""The year of a place on paper: what its cooling, its water and its turbines follow."""

from __future__ import annotations

import numpy as np
import pytest

from model.catalog import catalog
from model.chain.weather import season
from model.physics import cooling, weather

Array = np.ndarray
DESIGN_DRY, DESIGN_WET = 34.4, 24.9
"""The hot day of Memphis [C]"""


def hourly(place: str) -> tuple[Array, Array, Array]:
    """Dry bulb, dew point and wet bulb of a place [C]."""
    climate = catalog().climates[place]
    dry = weather.dry_bulb(climate.high_c, climate.low_c)
    dew = weather.dew_point(climate.low_c, climate.dew_depression_k, dry)
    return dry, dew, weather.wet_bulb(dry, dew)


def shape(values: Array) -> Array:
    """Warm and cool halves of the months over the mean of the year."""
    found = weather.collapse(values)
    return found / found.mean()


def test_utilities_call_in_the_warm_half_of_june_july_and_august() -> None:
    """A year's calls over a quarter of its 365.25 days."""
    for place in ("memphis", "abilene"):
        calls = season(place, "air").calls
        assert [tuple(at) for at in np.argwhere(calls)] == [(5, 0), (6, 0), (7, 0)]
        assert calls[5:8, 0] == pytest.approx(1 / 91.3125)


def test_turbines_at_abilene_lose_by_thin_air_and_by_heat() -> None:
    """0.938 atm, 0.65 % a kelvin above 15 C; the mean of highs and lows is 17.26 C."""
    climate = catalog().climates["abilene"]
    mean = float(climate.high_c.mean() + climate.low_c.mean()) / 2
    assert mean == pytest.approx(17.26, abs=0.01)
    assert season("abilene", "air").rating == pytest.approx(0.938 * (1 - 0.0065 * (mean - 15)))


def test_dry_coolers_follow_the_dry_bulb() -> None:
    """Pumps of 2 %, fans of 3 % at 34.4 C under water of 50 C, with the cube of the flow.

    The day of design is 1.6 times the mean, so the swing is made smaller to end there.
    """
    dry, _, _ = hourly("memphis")
    level = weather.collapse(0.02 + 0.03 * ((50 - DESIGN_DRY) / (50 - dry)) ** 3)
    at_design = 0.05 / level.mean()
    assert at_design > 1.6
    expected = 1 + 0.6 / (at_design - 1) * (level / level.mean() - 1)
    assert season("memphis", "liquid_dry").overhead == pytest.approx(expected)


def test_towers_follow_the_wet_bulb() -> None:
    """From December to February nothing needs a chiller: pumps, and fans by the flow.

    However the swing is scaled, differences keep their proportions.
    """
    _, _, wet = hourly("memphis")
    flow = (35 - DESIGN_WET) / (35 - wet)
    assert flow.min() > 0.2
    fans = weather.collapse(np.clip(flow, 0.3, 1.2) ** 3)[[11, 0, 1]].ravel()
    found = season("memphis", "liquid_chillers_towers").overhead[[11, 0, 1]].ravel()
    assert np.ptp(found) > 0
    proportions = [(each - each.min()) / np.ptp(each) for each in (found, fans)]
    assert proportions[0] == pytest.approx(proportions[1], abs=1e-6)


@pytest.mark.parametrize(
    ("cooling_id", "sink", "supply", "back", "approach", "fans", "design", "over_mean"),
    [
        ("air", "wet", 18.0, 28.0, 6.0, 0.015, DESIGN_WET, 1.5),
        ("liquid_closed", "dry", 25.0, 35.0, 10.0, 0.03, DESIGN_DRY, 1.7),
    ],
)
def test_chillers_work_with_the_loop_and_the_fans_of_their_plant(
    cooling_id: str, sink: str, supply: float, back: float, approach: float, fans: float,
    design: float, over_mean: float,
) -> None:  # fmt: skip
    """0.45 of Carnot. What pumps take moves the level alone, not the shape."""

    def power(celsius: Array) -> Array:
        return cooling.overhead(
            celsius, supply=supply, back=back, approach=approach, carnot=0.45, pumps=0.0,
            fans=fans, design_sink=design,
        )  # fmt: skip

    dry, _, wet = hourly("memphis")
    level = weather.collapse(power(wet if sink == "wet" else dry))
    rise = (over_mean - 1) / (power(np.array([[design]])).item() - level.mean())
    expected = 1 + rise * (level - level.mean())
    assert season("memphis", cooling_id).overhead == pytest.approx(expected)


def test_water_goes_to_the_coolers_from_ten_kelvin_below_the_hot_day() -> None:
    dry, _, _ = hourly("memphis")
    expected = shape(np.maximum(dry - 24.4, 0))
    assert season("memphis", "liquid_dry").water == pytest.approx(expected)


def test_towers_evaporate_by_the_vapour_of_the_air() -> None:
    """Water 6 K above the wet bulb, in air with the vapour of its dew point."""
    dry, dew, wet = hourly("memphis")

    def pressure(celsius: Array) -> Array:
        return 0.6108 * np.exp(17.27 * celsius / (celsius + 237.3))

    bowen = 0.066 * (wet + 6 - dry) / (pressure(wet + 6) - pressure(dew))
    expected = shape(1 / (1 + np.maximum(bowen, 0)))
    assert season("memphis", "air").water == pytest.approx(expected)


def test_a_closed_loop_takes_the_same_all_year() -> None:
    assert season("memphis", "liquid_closed").water == pytest.approx(np.ones((12, 2)))
