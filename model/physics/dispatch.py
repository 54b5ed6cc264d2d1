"""Who feeds the load: grid first, then turbines, then the battery, in two halves of the day.

A day has a warm half of twelve hours, when cooling takes more and turbines give less, and a
cool half. The battery is charged in the half that has power to spare and discharged in the
other, once a day:

    discharged = min(missing, efficiency x min(spare, power), energy/12 h)

so it covers peaks, not a shortage that lasts all day. Of several batteries the one that loses
least goes first: that serves the most, and one more never serves less. Every half balances exactly:

    grid + turbines + discharged = served + charged,      served + short = wanted

All powers in W. The halves of the day have an axis of their own between rows and time, warm
first: (N, 2, T); what is the same in both has a 1 there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

HALF_S = 43200.0
"""Half a day [s]."""
_LEAST_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class Store:
    """Batteries that lose the same."""

    power: Array
    """in and out, (N, 1, T) or, of what is left over a day, (N, T) [W]"""
    energy: Array
    """of the same shape [J]"""
    efficiency: float
    """energy out over energy in, above 0"""


@dataclass(frozen=True, slots=True)
class Halves:
    """Mean powers in the halves of each day, all (N, 2, T) [W]."""

    served: Array
    """what the load gets"""
    grid: Array
    turbines: Array
    discharged: Array
    charged: Array
    by_store: tuple[Array, ...]
    """what is discharged, of each store"""


def dispatch(wanted: Array, grid: Array, turbines: Array, stores: Sequence[Store] = ()) -> Halves:
    """Feed the load in both halves of each day.

    Parameters
    ----------
    wanted : (N, 2, T) load [W]
    grid, turbines : (N, 1, T), (N, 2, T) what they can give [W]
    stores : batteries, the one that loses least first
    """
    over = grid + turbines - wanted
    missing = np.maximum(-over, 0.0)
    by_store = tuple(_drawn(stores, over, missing))
    none = np.zeros_like(missing)
    discharged = sum(by_store, none)
    charged = sum(
        (part[:, ::-1] / store.efficiency for part, store in zip(by_store, stores, strict=True)),
        none,
    )
    served = wanted - missing + discharged
    from_grid = np.minimum(wanted + charged, grid)
    # What is not from grid or battery is the turbines': so the half balances exactly.
    gas = served + charged - discharged - from_grid
    return Halves(served, from_grid, gas, discharged, charged, by_store)


def margin(wanted: Array, grid: Array, turbines: Array, stores: Sequence[Store] = ()) -> Array:
    """How much more load the tighter half could carry (N, T) [W]; negative where it is short.

    Parameters as in `dispatch`. Not less with more of any source.
    """
    over = grid + turbines - wanted
    over = sum(_drawn(stores, over, np.full_like(over, np.inf)), over)
    return np.minimum(over[:, 0], over[:, 1])


def _drawn(stores: Sequence[Store], over: Array, missing: Array) -> Iterator[Array]:
    """What each store gives in each half (N, 2, T) of what the other has ``over``."""
    spare = np.maximum(over, 0.0)[:, ::-1]
    for store in stores:
        limit = np.minimum(np.minimum(store.power, store.energy / HALF_S), missing)
        given = np.minimum(limit, store.efficiency * np.minimum(spare, store.power))
        yield given
        missing, spare = missing - given, spare - given / store.efficiency


def standing_by(stores: Sequence[Store], by_store: Sequence[Array]) -> tuple[Store, ...]:
    """What is left of each store (N, T) in the warm half after it has given ``by_store``."""
    return tuple(
        Store(
            store.power[:, 0] - given[:, 0],
            np.maximum(store.energy[:, 0] - HALF_S * given.sum(axis=1), 0.0),
            store.efficiency,
        )
        for store, given in zip(stores, by_store, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Call:
    """What calls for demand response move, means over the day (N, T) [W]."""

    given: Array
    """taken from the grid"""
    turbines: Array
    """given instead by turbines"""
    battery: Array
    """given instead by batteries"""
    charged: Array
    """what the grid gives back to them"""
    idled: Array
    """what the load goes without"""


def respond(
    called: float,
    share: Array,
    drawn: Array,
    spare: Array,
    stores: Sequence[Store],
    recharge: Array,
    lasts_s: float,
) -> Call:
    """Give up grid power when the utility calls: turbines step in, then batteries, then the load.

    Parameters
    ----------
    called : power that the site promised to give up [W]
    share : (1, T) share of the day that calls take
    drawn : draw on the grid in the warm half (N, T) [W]; no more than it can be given up
    spare : what turbines could give beyond what they do (N, T) [W]
    stores : what stands by (N, T), the one that loses least first
    recharge : what the grid has to spare, mean over the day (N, T) [W]
    lasts_s : length of a call [s]
    """
    given = np.minimum(called, drawn)
    turbines = np.minimum(given, spare)
    left = given - turbines
    once = np.maximum(lasts_s, 2 * HALF_S * share)  # one cycle a day, however many calls
    battery = charged = np.zeros_like(left)
    for store in stores:
        ready = np.minimum(store.power, store.energy / once)
        back = store.efficiency * (recharge - charged) / np.maximum(share, _LEAST_SHARE)
        part = np.minimum(left, np.minimum(ready, np.maximum(back, 0.0)))
        left, battery = left - part, battery + part
        charged = charged + part * share / store.efficiency
    return Call(given * share, turbines * share, battery * share, charged, left * share)
