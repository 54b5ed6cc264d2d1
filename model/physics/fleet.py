"""Shipments to racked accelerators: crews take whatever is on site and has a place.

Work is counted in crew-days, so that all crews together do one a day. With A(t) the work that
has been released by t and R(t) the work that ready halls have places for, crews can have begun
G(t) = min(A, R), and as long as they never idle while something can be racked,

    W(t) = min over s <= t of ( G(s) + t - s )

is done: the min-plus convolution of G with a service of one a day (Le Boudec and Thiran,
Network Calculus, Springer 2001, 1.1 and 3.1). W grows with A and R at every instant, so that no
earlier delivery, hall or day that is set ever delays anything. Places and crews are given in the
order in which accelerators are released; what is released in the same moment goes side by side,
in proportion. Read as a day for each unit of work q, with T_A and T_R the days on which A and R
reach q, it is Lindley's recursion, unrolled (Proc. Camb. Phil. Soc. 48, 1952):

    finish(q) = q + max over p <= q of ( max( T_A(p), T_R(p) ) - p )

All curves are straight between knots, and the maximum lies on one. Times are days since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_TINY = 1e-6
"""Fewer accelerators than that, and shorter spans of days, are rounding."""
_TINY_WORK = 1e-9
"""The same of crew-days."""


class Laid(Protocol):
    """What halls are laid out for, in lots from hall to hall; all (L,). See `physics.halls`."""

    @property
    def shipment(self) -> npt.NDArray[np.intp]:
        """Of which shipment each lot is."""

    @property
    def hall(self) -> npt.NDArray[np.intp]:
        """In which hall."""

    @property
    def count(self) -> Array:
        """Accelerators in it."""


@dataclass(frozen=True, slots=True)
class Racking:
    """When how much is racked, at K knots in the order of the work."""

    work: Array
    """(N, K) crew-days up to each knot"""
    released: Array
    """(N, K) day on which crews could have begun so much, had every hall been ready"""
    count: Array
    """(N, K, S) accelerators of each shipment among it"""
    finish: Array
    """(N, K) day by which so much is racked"""
    opens: Array
    """(N, H) crew-days that lie in the halls before each one"""

    def curve(self) -> tuple[Array, Array]:
        """Days (N, M) and accelerators of each shipment (N, M, S) racked by then.

        Between two knots crews may use up what waits, and go on as fast as it is released: a
        knot of its own.
        """
        took = self.work[:, 1:] - self.work[:, :-1]
        slower = self.released[:, 1:] - self.released[:, :-1] - took
        late = self.finish[:, :-1] - self.released[:, :-1]
        bends = (took > 0) & (late > 0) & (slower > late + _TINY)
        share = np.where(bends, late / np.where(bends, slower, 1.0), 0.0)
        day = np.repeat(self.finish, 2, axis=1)[:, :-1]
        day[:, 1::2] += share * took
        count = np.repeat(self.count, 2, axis=1)[:, :-1]
        count[:, 1::2] += share[..., np.newaxis] * (self.count[:, 1:] - self.count[:, :-1])
        return day, count

    def on_from(self, power_from: Array | None) -> Array:
        """Day (N, 1) from which nothing but a lack of power keeps any of it off.

        All is racked then, and the days (S,) or (N, S) before which shipments stay switched off
        have come; None: there are none.
        """
        done = self.finish[:, -1:]
        if power_from is None:
            return done
        return np.asarray(np.maximum(done, power_from.max(axis=-1, keepdims=True)))

    def spans(self) -> tuple[Array, Array]:
        """Day (N, S) on which crews begin each shipment, and on which they have done it."""
        busy = self._busy()
        start = np.where(busy, self.finish[:, :-1, np.newaxis], np.inf).min(axis=1)
        finish = np.where(busy, self.finish[:, 1:, np.newaxis], -np.inf).max(axis=1)
        return start, finish

    def slack(self, finish_by: Array) -> Array:
        """Days (N, S) by which each shipment may come later and all is racked at ``finish_by``.

        What is left when it is done then goes without a wait; ``finish_by`` is (N, 1) [d].
        """
        behind = (self.finish - self.work)[:, 1:, np.newaxis]  # grows from knot to knot
        behind = np.where(self._busy(), behind, -np.inf).max(axis=1)
        return np.asarray(finish_by - self.work[:, -1:] - behind)

    def latest_ready(self, finish_by: Array) -> Array:
        """Day (N, H) by which each hall must be ready, for all to be racked at ``finish_by``."""
        return np.asarray(finish_by - self.work[:, -1:] + self.opens)

    def _busy(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.count[:, 1:] - self.count[:, :-1] > _TINY)


def rack(
    lots: Laid,
    arrive: Array,
    deliver_over: Array,
    ready: Array,
    rate: Array,
    not_before: Array | None = None,
) -> Racking:
    """Racking of S shipments in H halls.

    Parameters
    ----------
    lots : what the halls are laid out for
    arrive : (N, S) day each shipment's first rack arrives
    deliver_over : (S,) days over which it arrives
    ready : (N, H) day each hall is ready, none before the one that is handed over before it
    rate : (N, S) or (1, S) accelerators of each shipment that crews rack a day
    not_before : (S,) or (N, S) day from which crews may take each shipment; None: at once
    """
    if not arrive.shape[1]:
        none = np.zeros((len(arrive), 0))
        return Racking(none, none, none[..., np.newaxis], none, np.zeros_like(ready))
    rows = np.arange(len(arrive))[:, np.newaxis]
    total = np.bincount(lots.shipment, lots.count, arrive.shape[1]).astype(np.float64)
    known = _released(arrive, deliver_over, not_before, total, total / rate)
    knots = known.shape[1]
    took = lots.count / rate[:, lots.shipment]
    first = np.searchsorted(lots.hall, np.arange(ready.shape[1]))
    opens = (np.cumsum(took, axis=1) - took)[:, first] + np.zeros_like(ready)

    # Walls between halls are merged into the knots, in the order of the work: each twice, before
    # and after its hall is open, and after what is released at the same point of the work.
    work = np.concatenate((known[..., 0], np.repeat(opens, 2, axis=1)), axis=1)
    order = np.argsort(work, axis=1, kind="stable")
    opened = np.full(work.shape, -np.inf)
    opened[:, knots + 1 :: 2] = ready
    is_wall = order >= knots  # and lies on the straight piece between the knots around it
    before = np.maximum.accumulate(np.where(is_wall, 0, order), axis=1)
    after = np.where(is_wall, knots - 1, order)[:, ::-1]
    after = np.minimum.accumulate(after, axis=1)[:, ::-1]
    work, low = work[rows, order], known[rows, before]
    gap = known[rows, after] - low
    part = (work - low[..., 0]) / np.maximum(gap[..., 0], _TINY_WORK)
    found = low + part[..., np.newaxis] * gap
    released, count = found[..., 1], found[..., 2:]
    behind = np.maximum.accumulate(np.maximum(released, opened[rows, order]) - work, axis=1)
    return Racking(work, released, count, work + behind, opens)


def _released(
    arrive: Array, deliver_over: Array, not_before: Array | None, total: Array, work: Array
) -> Array:
    """Knots (N, K, 2 + S) of what has been released: crew-days, day, accelerators of each shipment.

    A knot is a day on which a delivery begins, is released or ends; each is there twice, before
    and after what comes at once. ``total`` (S,) and ``work`` (N, S) are of whole shipments.
    """
    begin = arrive if not_before is None else np.maximum(arrive, not_before)
    end = np.maximum(begin, arrive + deliver_over)
    day = np.sort(np.concatenate((begin, end), axis=1), axis=1)
    rows, knots = day.shape
    here = day[..., np.newaxis]
    begin, end = begin[:, np.newaxis], end[:, np.newaxis]
    share = (here - arrive[:, np.newaxis]) / np.maximum(deliver_over, 1e-9)
    share = np.where(here >= end, 1.0, np.minimum(share, 1.0))
    there = np.empty((rows, knots, 2, 2 + len(total)))
    there[..., 1] = here
    there[:, :, 0, 2:] = np.where(here > begin, share, 0.0)
    there[:, :, 1, 2:] = np.where(here >= begin, share, 0.0)
    there[..., 0] = (there[..., 2:] * work[:, np.newaxis, np.newaxis]).sum(axis=3)
    there[..., 2:] *= total
    return there.reshape(rows, 2 * knots, 2 + len(total))
