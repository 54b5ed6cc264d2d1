"""Power and water of a cooling plant as functions of the weather, relative to the heat it moves.

    leaving  = sink + approach                         (sink: wet bulb of towers, else dry bulb)
    free     = (return - leaving)/(return - supply), between 0 and 1
    chillers = (1 - free) x lift/(share of Carnot x supply)           lift = leaving + 10 K - supply
    fans     = share at design x (flow over design flow)^3, flow ~ 1/(return - sink)
    overhead = pumps and air handlers + fans + chillers

The economiser's share is the usual counter-flow balance, the chiller a fixed share of Carnot's
efficiency, the fan the affinity law (ASHRAE Handbook, HVAC Systems and Equipment). Only the
shape over the year is used: the level is the mean PUE, which is a belief, and the swing is the
plant's design day over its mean, which much that hangs on no weather makes smaller than this.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_KELVIN = 273.15
_EXCHANGERS_K = 10.0
"""Temperature lost in evaporator and condenser together [K]."""
_LEAST_FLOW, _MOST_FLOW = 0.3, 1.2
_WETTED_K = 10.0
_PSYCHROMETRIC = 0.066
"""[kPa/K] at sea level; Bowen, Phys. Rev. 27, 1926."""


def free_share(sink: Array, supply: float, back: float, approach: float) -> Array:
    """Share of the heat that needs no chiller, 0 to 1, at ``sink`` [C].

    ``supply`` and ``back`` [C] are the loop before and after the racks, ``approach`` [K] is how
    far the loop stays above the sink.
    """
    return np.clip((back - sink - approach) / (back - supply), 0.0, 1.0)


def overhead(
    sink: Array,
    *,
    supply: float,
    back: float,
    approach: float,
    carnot: float,
    pumps: float,
    fans: float,
    design_sink: float,
) -> Array:
    """Cooling power over heat, in the shape of ``sink`` [C].

    ``carnot`` is the chiller's share of the ideal efficiency, 0 without chillers; ``pumps`` and
    ``fans`` are shares of the heat, the fans' at ``design_sink`` [C].
    """
    flow = np.clip((back - design_sink) / np.maximum(back - sink, 1.0), _LEAST_FLOW, _MOST_FLOW)
    power = pumps + fans * flow**3
    if carnot:
        lift = np.maximum(sink + approach + _EXCHANGERS_K - supply, 0.0)
        warm = 1 - free_share(sink, supply, back, approach)
        power = power + warm * lift / (carnot * (supply + _KELVIN))
    return np.asarray(power)


def tower_water(dry: Array, vapour: Array, wet: Array, approach: float) -> Array:
    """Share of a tower's heat that leaves as vapour, 0 to 1; the rest warms the air.

    1/(1 + Bowen ratio) between water at wet bulb + approach and air at ``dry`` [C] with
    ``vapour`` pressure [kPa].
    """
    water = wet + approach
    excess = 0.6108 * np.exp(17.27 * water / (water + 237.3)) - vapour
    bowen = _PSYCHROMETRIC * (water - dry) / np.maximum(excess, 1e-3)
    return np.clip(1 / (1 + np.maximum(bowen, 0.0)), 0.0, 1.0)


def wetted(dry: Array, design_dry: float) -> Array:
    """Water on dry coolers, in the shape of ``dry`` [C]: from 10 K below the design day up."""
    return np.maximum(dry - (design_dry - _WETTED_K), 0.0)


def shaped(year: Array) -> Array:
    """The same shape with the mean 1."""
    return np.asarray(year / year.mean())


def swung(year: Array, design: float, over_mean: float) -> Array:
    """A shape of mean 1 whose swing is scaled so that the design day is ``over_mean``.

    ``design`` is what the shape of ``year`` is on the design day, in the unit of ``year``. The
    swing is never made larger than it is.
    """
    shape = shaped(year)
    at_design = design / float(year.mean())
    scale = min((over_mean - 1) / max(at_design - 1, 1e-9), 1.0)
    return np.asarray(1 + max(scale, 0.0) * (shape - 1))
