"""Who feeds the load: grid first, then turbines, then the battery, in two halves of the day.

A day has a warm half of twelve hours, when cooling takes more and turbines give less, and a
cool half. The battery is charged in the half that has power to spare and discharged in the
other, once a day:

    discharged = min(missing, efficiency x min(spare, power), energy/12 h)

so it covers peaks, not a shortage that lasts all day. Every half balances exactly:

    grid + turbines + discharged = served + charged,      served + short = wanted

All powers in W. The halves of the day have an axis of their own between rows and time, warm
first: (N, 2, T); what is the same in both has a 1 there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

HALF_S = 43200.0
"""Half a day [s]."""
_LEAST_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class Halves:
    """Mean powers in the halves of each day, all (N, 2, T) [W]."""

    served: Array
    """what the load gets"""
    grid: Array
    turbines: Array
    discharged: Array
    charged: Array


def dispatch(
    wanted: Array,
    grid: Array,
    turbines: Array,
    battery: Array,
    stored: Array,
    efficiency: Array,
) -> Halves:
    """Feed the load in both halves of each day.

    Parameters
    ----------
    wanted : (N, 2, T) load [W]
    grid, turbines : (N, 1, T), (N, 2, T) what they can give [W]
    battery, stored : (N, 1, T) power [W] and energy [J] of the battery
    efficiency : (1, 1, 1) energy out over energy in
    """
    over = grid + turbines - wanted
    missing = np.maximum(-over, 0.0)
    discharged = np.minimum(missing, _behind(over, battery, stored, efficiency))
    charged = discharged[:, ::-1] / efficiency
    served = wanted - missing + discharged
    from_grid = np.minimum(wanted + charged, grid)
    # What is not from grid or battery is the turbines': so the half balances exactly.
    return Halves(served, from_grid, served + charged - discharged - from_grid, discharged, charged)


def margin(
    wanted: Array,
    grid: Array,
    turbines: Array,
    battery: Array,
    stored: Array,
    efficiency: Array,
) -> Array:
    """How much more load the tighter half could carry (N, T) [W]; negative where it is short.

    Parameters as in `dispatch`. Not less with more of any source.
    """
    over = grid + turbines - wanted
    if battery.any():
        over = over + _behind(over, battery, stored, efficiency)
    return np.minimum(over[:, 0], over[:, 1])


def _behind(over: Array, battery: Array, stored: Array, efficiency: Array) -> Array:
    """What a battery can give in each half (N, 2, T) of what the other has over."""
    spare = np.maximum(over, 0.0)[:, ::-1]
    limit = np.minimum(battery, stored / HALF_S)
    return np.minimum(limit, efficiency * np.minimum(spare, battery))


@dataclass(frozen=True, slots=True)
class Call:
    """What calls for demand response move, means over the day (N, T) [W]."""

    given: Array
    """taken from the grid"""
    turbines: Array
    """given instead by turbines"""
    battery: Array
    """given instead by the battery"""
    idled: Array
    """what the load goes without"""


def respond(
    called: float,
    share: Array,
    drawn: Array,
    spare: Array,
    battery: Array,
    stored: Array,
    recharge: Array,
    lasts_s: float,
) -> Call:
    """Give up grid power when the utility calls: turbines step in, then the battery, then the load.

    Parameters
    ----------
    called : power that the site promised to give up [W]
    share : (1, T) share of the day that calls take
    drawn : draw on the grid in the warm half [W]; no more than it can be given up
    spare : what turbines could give beyond what they do [W]
    battery, stored : power [W] and energy [J] that stands ready
    recharge : what the battery could give back of what the grid has to spare over the day [W]
    lasts_s : length of a call [s]
    """
    given = np.minimum(called, drawn)
    turbines = np.minimum(given, spare)
    ready = np.minimum(battery, stored / lasts_s)
    ready = np.minimum(ready, recharge / np.maximum(share, _LEAST_SHARE))
    from_battery = np.minimum(given - turbines, ready)
    idled = given - turbines - from_battery
    return Call(given * share, turbines * share, from_battery * share, idled * share)
