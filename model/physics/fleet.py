"""Shipments to racked accelerators: crews of a given rate fill one hall after another.

Lots of work (a shipment's part in one hall) are done in order of arrival. A lot needs its
accelerators on site, its hall ready and the crews free; with release day r_k and work d_k

    finish_k = max over j <= k of ( r_j + d_j + ... + d_k )

the Lindley recursion of a single queue, unrolled (Lindley, Proc. Camb. Phil. Soc. 48, 1952).
Times are days since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lots:
    """How shipments are cut by halls; all (K,)."""

    shipment: npt.NDArray[np.intp]
    hall: npt.NDArray[np.intp]
    count: Array
    """accelerators in the lot"""
    share_before: Array
    """share of its shipment that lies before the lot"""
    share_after: Array
    """share of its shipment up to the end of the lot"""


@dataclass(frozen=True, slots=True)
class Racking:
    """When each lot is racked; all (N, K) [d]."""

    arrived: Array
    released: Array
    start: Array
    finish: Array


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


def cut(counts: Array, unit_w: Array, shares: Array, phase_w: float) -> Lots:
    """Cut shipments (S,) of ``unit_w`` [W] an accelerator at the walls of halls (H,)."""
    filled = np.cumsum(counts * unit_w)
    walls = np.cumsum(shares) * phase_w
    edges = np.sort(np.concatenate(([0.0], filled, walls[:-1][walls[:-1] < filled[-1:]])))
    edges = edges[np.append(True, np.diff(edges) > 0)]
    middle = (edges[1:] + edges[:-1]) / 2
    shipment = np.searchsorted(filled, middle)
    hall = np.minimum(np.searchsorted(walls, middle), len(walls) - 1)
    size = counts[shipment] * unit_w[shipment]
    begin = filled[shipment] - size
    return Lots(
        shipment,
        hall,
        np.diff(edges) / unit_w[shipment],
        (edges[:-1] - begin) / size,
        (edges[1:] - begin) / size,
    )


def rack(
    lots: Lots,
    arrive: Array,
    deliver_over: Array,
    ready: Array,
    rate: Array,
    not_before: Array | None = None,
) -> Racking:
    """Racking dates.

    Parameters
    ----------
    arrive : (N, S) day each shipment's first rack arrives
    deliver_over : (S,) days over which it arrives
    ready : (N, H) day each hall is ready
    rate : (N, 1) accelerators racked a day
    not_before : (S,) or (N, S) day from which crews may take each shipment; None: at once
    """
    work = lots.count / rate
    over = deliver_over[lots.shipment]
    first = arrive[:, lots.shipment] + over * lots.share_before
    last = arrive[:, lots.shipment] + over * lots.share_after
    released = np.maximum(np.maximum(first, last - work), ready[:, lots.hall])
    if not_before is not None:
        released = np.maximum(released, not_before[..., lots.shipment])
    total = np.cumsum(work, axis=1)
    finish = total + np.maximum.accumulate(released - (total - work), axis=1)
    return Racking(first, released, finish - work, finish)


def latest_start(lots: Lots, finish_by: Array, rate: Array) -> Array:
    """Latest start (N, K) of each lot so that the last is done at ``finish_by`` (N, 1)."""
    work = lots.count / rate
    remaining = np.cumsum(work[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(finish_by - remaining)
