"""One site on the calendar: what is delivered, racked and online there, and who feeds it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from model import curves
from model.chain.feeding import Fed
from model.chain.site import Build
from model.outcome import Array


class Flow(msgspec.Struct, frozen=True):
    """A site on the calendar."""

    delivered: Array
    racked: Mapping[int, Array]
    """shipment's place in ``Build.shipments`` -> (N, T)"""
    installed: Array
    online: Array
    on: Mapping[int, Array]
    """the part of ``racked`` that may be switched on"""
    free: Array
    """their sum (N, T)"""
    it: Array
    """what they would draw, cooling apart [W]"""
    cooling: Array
    """what their cooling would, at its mean of the year [W]"""
    fed: Fed
    """what it wants and who feeds it"""
    supply: Mapping[str, Array]
    """what each source could give (N, T) [W]"""


def flow(built: Build, days: Array) -> Flow:
    """Delivered, racked and online accelerators and the power they want, day by day."""
    rows = len(built.load)
    zero = np.zeros((rows, days.shape[1]))
    if not built.shipments:
        fed, could = built.supplies.feed(days, zero, zero)
        return Flow(zero, {}, zero, zero, {}, zero, zero, zero, fed, could)
    delivered = zero
    for place, count in enumerate(built.counts):
        first = built.arrive[:, place : place + 1]
        delivered = delivered + count * curves.ramp(days, first, first + built.over[place])
    knots, counts = built.racking.curve()
    racked = {
        place: curves.interpolate(days, knots, counts[..., place])
        for place in range(len(built.shipments))
    }
    installed = sum(racked.values(), zero)
    on, free = _switched(built, days, racked, installed)
    it = cooling = zero
    for place, shipment in enumerate(built.shipments):
        unit = built.units[shipment.accelerator]
        it = it + on[place] * (unit.mean_total - unit.mean["cooling"])
        cooling = cooling + on[place] * unit.mean["cooling"]
    fed, could = built.supplies.feed(days, it, cooling)
    return Flow(delivered, racked, installed, free * fed.powered, on, free, it, cooling, fed, could)


def _switched(
    built: Build, days: Array, racked: Mapping[int, Array], installed: Array
) -> tuple[Mapping[int, Array], Array]:
    """What may be switched on of each shipment, and of all (N, T)."""
    if built.power_from is None:
        return racked, installed
    on = {place: part * (days >= built.power_from[place]) for place, part in racked.items()}
    return on, sum(on.values(), np.zeros_like(installed))
