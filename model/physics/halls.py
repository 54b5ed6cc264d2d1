"""How large the halls of a site are, and what of the fleet each of them is laid out for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lots:
    """The fleet cut by halls; a lot is what one hall is laid out for of one shipment. All (K,)."""

    shipment: npt.NDArray[np.intp]
    hall: npt.NDArray[np.intp]
    count: Array
    """accelerators in the lot"""


def hall_shares(total_w: float, hall_w: float, phase_w: float, most: int = 48) -> Array:
    """Size of each hall (H,) as a share of a building phase; the last hall may be smaller.

    With more than ``most`` halls the halls are made larger, which keeps the arrays small and
    changes only how finely the hand-over is followed.
    """
    hall_w = max(hall_w, total_w / most)
    halls = max(int(np.ceil(total_w / hall_w - 1e-9)), 1)
    sizes = np.full(halls, hall_w)
    sizes[-1] = total_w - hall_w * (halls - 1) if total_w > 0 else hall_w
    return sizes / phase_w


def cut(
    counts: Array, unit_w: Array, shares: Array, phase_w: float, order: npt.NDArray[np.intp]
) -> Lots:
    """Lay out halls of ``shares`` (H,) for shipments (S,) of ``unit_w`` [W] an accelerator.

    Halls are filled one after another with the shipments in ``order`` (S,). It says how much
    work a hall holds, not who gets it: places are given away as accelerators come. An order that
    hung on the days on which they come would make a hall hold less as soon as two shipments of
    unlike types change places, and an earlier delivery could then delay the last one.
    """
    counts, unit_w = counts[order], unit_w[order]
    filled = np.cumsum(counts * unit_w)
    walls = np.cumsum(shares) * phase_w
    edges = np.sort(np.concatenate(([0.0], filled, walls[:-1][walls[:-1] < filled[-1:]])))
    edges = edges[np.append(True, np.diff(edges) > 0)]
    middle = (edges[1:] + edges[:-1]) / 2
    place = np.searchsorted(filled, middle)
    hall = np.minimum(np.searchsorted(walls, middle), len(walls) - 1)
    return Lots(order[place], hall, np.diff(edges) / unit_w[place])
