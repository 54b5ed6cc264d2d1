"""Who feeds a site on the calendar: load and sources in the halves of the day, and calls."""

from __future__ import annotations

import msgspec
import numpy as np
from msgspec.structs import replace

from model.chain.weather import Felt
from model.outcome import Array
from model.physics import dispatch


class Sources(msgspec.Struct, frozen=True):
    """What could be given on the calendar."""

    grid: Array
    """(N, 1, T) [W]"""
    gas: Array
    """turbines in the halves of the day (N, 2, T) [W]"""
    stores: tuple[dispatch.Store, ...]
    """(N, 1, T), the one that loses least first"""


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


class Warm(msgspec.Struct, frozen=True):
    """What is given in the warm half of the day, in which utilities call."""

    grid: Array
    """(N, T) [W]"""
    turbines: Array
    by_store: tuple[Array, ...]
    """of each battery, in both halves (N, 2, T) [W]"""


def feed(it: Array, cooling: Array, felt: Felt, could: Sources) -> tuple[Fed, Warm]:
    """Who feeds the load, calls apart."""
    wanted = it[:, np.newaxis] + cooling[:, np.newaxis] * felt.overhead
    total = mean_of_day(wanted)
    one, none = np.ones_like(total), np.zeros_like(total)
    if (could.grid + could.gas >= wanted).all():
        from_grid = np.minimum(wanted, could.grid)
        drawn = mean_of_day(from_grid)
        fed = Fed(
            wanted=total, served=total, grid=drawn, turbines=total - drawn, battery=none,
            charged=none, short=none, idled=none, powered=one, share=one,
            cooling=mean_of_day(felt.overhead) + none,
        )  # fmt: skip
        idle = (np.zeros((1, 2, 1)),) * len(could.stores)
        return fed, Warm(from_grid[:, 0], wanted[:, 0] - from_grid[:, 0], idle)
    halves = dispatch.dispatch(wanted, could.grid, could.gas, could.stores)
    share = np.where(wanted > 1.0, halves.served / np.maximum(wanted, 1.0), 1.0)
    powered, served = mean_of_day(share), mean_of_day(halves.served)
    fed = Fed(
        wanted=total, served=served, grid=mean_of_day(halves.grid),
        turbines=mean_of_day(halves.turbines), battery=mean_of_day(halves.discharged),
        charged=mean_of_day(halves.charged), short=total - served, idled=none,
        powered=powered, share=powered, cooling=mean_of_day(share * felt.overhead),
    )  # fmt: skip
    return fed, Warm(halves.grid[:, 0], halves.turbines[:, 0], halves.by_store)


def with_calls(fed: Fed, call: dispatch.Call) -> Fed:
    """The same with calls for demand response; batteries are charged again from the grid."""
    kept = 1 - call.idled / np.maximum(fed.served, 1.0)
    return replace(
        fed,
        served=fed.served - call.idled,
        grid=fed.grid - call.given + call.charged,
        turbines=fed.turbines + call.turbines,
        battery=fed.battery + call.battery,
        charged=fed.charged + call.charged,
        idled=call.idled,
        share=fed.share * kept,
        cooling=fed.cooling * kept,
    )


def mean_of_day(halves: Array) -> Array:
    """Mean over the day (N, T) of halves (N, 2, T)."""
    return np.asarray((halves[:, 0] + halves[:, 1]) * 0.5)
