"""The typical year: what it was made from comes back, and wet bulbs agree with tables."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.physics import weather

HIGH = np.array([[8.8, 11.7, 17.9, 21.6, 26.9, 31.1, 33.5, 32.8, 29.4, 22.4, 17.7, 12.1]])
LOW = np.array([[-0.8, 1.6, 6.8, 11.4, 17.2, 21.0, 23.2, 22.4, 19.7, 10.9, 6.5, 1.2]])
CELSIUS = st.floats(-15, 45)


def test_the_year_has_the_highs_and_lows_it_was_made_from() -> None:
    dry = weather.dry_bulb(HIGH, LOW)
    assert dry.shape == (360, 24)
    july = dry[180:210]
    # Straight lines between months cut their peaks by up to half a kelvin.
    assert abs(july.max(axis=1).mean() - 33.5) < 0.6
    assert abs(july.min(axis=1).mean() - 23.2) < 0.6
    assert abs(dry.mean() - (HIGH.mean() + LOW.mean()) / 2) < 1e-3
    assert int(july.mean(axis=0).argmax()) in (14, 15), "warmest at 15:00"


def test_a_year_begins_between_december_and_january() -> None:
    """Means of 6.65 C and 4.0 C, half way on the night of the year."""
    days = weather.dry_bulb(HIGH, LOW).mean(axis=1)
    assert np.allclose(days[[0, -1]], (6.65 + 4.0) / 2, atol=0.06)
    assert np.isclose(days[14:16].mean(), 4.0, atol=0.06)


def test_the_dew_point_lies_below_the_low_of_the_month_and_never_above_the_air() -> None:
    """2 K below 21 C in the middle of June, and at most what the air has."""
    dry = weather.dry_bulb(HIGH, LOW)
    june = weather.dew_point(LOW, 2.0, dry)[164:166]
    assert np.allclose(june, 19.0, atol=0.2)
    assert (weather.dew_point(LOW, -5.0, dry) <= dry).all()


def test_wet_bulb_against_a_psychrometric_table() -> None:
    """20 C at 50 %: 13.7 C, 30 C at 40 %: 20.1 C (ASHRAE chart at sea level), 1 K of the fit."""
    dry = np.array([[20.0, 30.0]])
    dew = np.array([[9.3, 14.9]])
    assert np.allclose(weather.wet_bulb(dry, dew), [[13.7, 20.1]], atol=0.6)


@given(CELSIUS, st.floats(0, 30))
def test_wet_bulb_lies_between_dew_point_and_dry_bulb(dry: float, below: float) -> None:
    air, dew = np.array([[dry]]), np.array([[dry - below]])
    wet = weather.wet_bulb(air, dew)[0, 0]
    assert wet <= dry + 1e-9
    assert wet >= dry - below - 1.2, "to the accuracy of the fit"


def test_the_warm_half_is_warmer_and_both_make_the_mean() -> None:
    dry = weather.dry_bulb(HIGH, LOW)
    found = weather.collapse(dry)
    assert found.shape == (12, 2)
    assert (found[:, weather.WARM] > found[:, weather.COOL]).all()
    assert np.isclose(found.mean(), dry.mean())


@given(st.floats(0, 366), st.integers(1, 12))
def test_the_calendar_keeps_the_mean_of_the_year(first_day: float, seed: int) -> None:
    tables = np.random.default_rng(seed).uniform(0.5, 2, (12, 3))
    days = np.arange(0, 365.25, 0.25)[np.newaxis, :]
    found = weather.over_calendar(weather.lines(tables), days, first_day)
    assert found.shape == (3, 1, days.shape[1])
    assert np.allclose(found.mean(axis=2)[:, 0], tables.mean(axis=0), rtol=1e-3)
    again = weather.over_calendar(weather.lines(tables), days + 365.25, first_day)
    assert np.allclose(found, again)


def test_the_middle_of_a_month_has_its_value() -> None:
    tables = np.arange(12.0)[:, np.newaxis]
    middle = np.array([[365.25 / 24 * (2 * month + 1) for month in range(12)]])
    assert np.allclose(
        weather.over_calendar(weather.lines(tables), middle, 0.0)[0, 0], np.arange(12.0)
    )
