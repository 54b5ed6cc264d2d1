"""A typical year, hour by hour, from monthly normals, and its collapse to a few bins.

    T(day, hour) = mean(day) + range(day)/2 x cos(2 pi (hour - 15)/24)

with the warmest hour at 15:00 and the coolest at 03:00, mean and range straight between the
middles of the months. Water vapour is steady over the day, at the pressure of saturation of the
day's low less a depression (FAO Irrigation and Drainage Paper 56, 1998, eq. 48). Temperatures in
degrees Celsius. A year has 12 months of equal length.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DAYS, HOURS, MONTHS = 360, 24, 12
"""The typical year has thirty days a month, so that every month weighs the same."""
WARM, COOL = 0, 1
"""Columns of a collapsed year: the twelve warmest and the twelve coolest hours of the day."""
_WARMEST_H = 15.0
YEAR_D = 365.25
_MIDDLE_D = YEAR_D / MONTHS / 2


def dry_bulb(high: Array, low: Array) -> Array:
    """Dry bulb (360, 24) [C] from the mean daily high and low of each month, both (1, 12) [C]."""
    hour = np.arange(HOURS)[np.newaxis, :] + 0.5
    swing = np.cos(2 * np.pi * (hour - _WARMEST_H) / HOURS)
    top, bottom = _daily(high), _daily(low)
    return np.asarray((top + bottom) / 2 + (top - bottom) / 2 * swing)


def dew_point(low: Array, depression: float, dry: Array) -> Array:
    """Dew point (360, 24) [C]: the low of the month (1, 12) less ``depression`` [K]."""
    return np.minimum(_daily(low) - depression, dry)


def vapour_pressure(celsius: Array) -> Array:
    """Saturation pressure [kPa] over water, after Tetens (FAO 56, eq. 11)."""
    return np.asarray(0.6108 * np.exp(17.27 * celsius / (celsius + 237.3)))


def wet_bulb(dry: Array, dew: Array) -> Array:
    """Wet bulb [C] from relative humidity (Stull, J. Appl. Meteorol. Climatol. 50, 2011, eq. 1).

    Fitted for 5 to 99 % and -20 to 50 C at sea-level pressure, to within 1 K.
    """
    percent = np.clip(100 * vapour_pressure(dew) / vapour_pressure(dry), 5.0, 99.0)
    found = (
        dry * np.arctan(0.151977 * np.sqrt(percent + 8.313659))
        + np.arctan(dry + percent)
        - np.arctan(percent - 1.676331)
        + 0.00391838 * percent**1.5 * np.arctan(0.023101 * percent)
        - 4.686035
    )
    return np.minimum(found, dry)


def collapse(hourly: Array) -> Array:
    """Mean (12, 2) of an hourly year (360, 24) in each month's warm and cool half of the day."""
    hour = np.arange(HOURS) + 0.5
    warm = np.abs(hour - _WARMEST_H) < HOURS / 4
    months = hourly.reshape(MONTHS, DAYS // MONTHS, HOURS)
    return np.stack([months[:, :, warm].mean((1, 2)), months[:, :, ~warm].mean((1, 2))], axis=1)


def lines(tables: Array) -> tuple[Array, Array]:
    """Values and rises (C, 12) from the middle of each month to the next, for `over_calendar`.

    ``tables`` (12, C) are columns of collapsed years.
    """
    value = np.ascontiguousarray(tables.T)
    return value, np.roll(value, -1, axis=1) - value


def over_calendar(year: tuple[Array, Array], days: Array, first_day: float) -> Array:
    """Values (C, N, T) of C columns of collapsed years on the calendar.

    Straight between the middles of the months, so that the mean over a year is that of the
    column exactly.

    Parameters
    ----------
    year : `lines` of the columns
    days : (N, T) calendar [d since the epoch]
    first_day : day of the year on which the epoch falls [d], 0 for 1 January
    """
    place = (days + (first_day - _MIDDLE_D)) % YEAR_D * (MONTHS / YEAR_D)
    month = place.astype(np.int64)
    value, rise = year
    # A day just before the year's end may round up to it.
    return value.take(month, axis=1, mode="wrap") + (place - month) * rise.take(
        month, axis=1, mode="wrap"
    )


def _daily(monthly: Array) -> Array:
    """Values (360, 1) for the days, straight between the middles of the months (1, 12)."""
    middles = (np.arange(-1, MONTHS + 1) + 0.5) * (DAYS / MONTHS)
    around = np.concatenate((monthly[0, -1:], monthly[0], monthly[0, :1]))
    return np.asarray(np.interp(np.arange(DAYS) + 0.5, middles, around)[:, np.newaxis])
