"""Failures of a large job, and the share of the time that it makes progress.

Every failure of any accelerator, or of what serves it, stops the whole job, which restarts
from its last checkpoint. All functions broadcast, for example (N, 1) with (N, T).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.units import DAY_S

Array = npt.NDArray[np.float64]
Value = Array | float


def mtbf_s(failures_per_gpu_day: Value, count: Value) -> Array:
    """Mean time between failures of a job [s]; infinite if nothing fails.

    Independent failures at a constant rate: 1 / (rate x count).
    """
    rate = np.asarray(failures_per_gpu_day, dtype=np.float64) * count / DAY_S
    with np.errstate(divide="ignore", over="ignore"):
        result: Array = 1.0 / rate
    return result


def interruptions(failures_per_gpu_day: Value, count: Value, days: Value) -> Array:
    """Expected failures of a job of ``count`` accelerators in ``days``."""
    return np.asarray(failures_per_gpu_day, dtype=np.float64) * count * days


def optimal_interval_s(mtbf: Value, save_s: Value) -> Array:
    """Computing time between two checkpoints that loses least [s].

    Daly 2006 (Future Generation Computer Systems 22, 303-312, equation 37): below
    w = 2 M, sqrt(2 w M) (1 + sqrt(w / 2M) / 3 + w / 18M) - w; from there on, M. Infinite
    where nothing fails, and 0 where a checkpoint costs nothing.
    """
    m = np.asarray(mtbf, dtype=np.float64)
    w = np.asarray(save_s, dtype=np.float64)
    if _ordinary(m) and _ordinary(w) and m.min() > 0.5 * w.max():
        share = w / (2.0 * m)
        return np.asarray(np.sqrt(2.0 * w * m) * (1.0 + np.sqrt(share) / 3.0 + share / 9.0) - w)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.minimum(w / (2.0 * m), 1.0)
        series = np.sqrt(2.0 * w) * np.sqrt(m) * (1.0 + np.sqrt(share) / 3.0 + share / 9.0) - w
        inside = np.where(w < 2.0 * m, series, m)
    return np.where(w > 0.0, np.where(np.isinf(m), np.inf, inside), 0.0)


def goodput(mtbf: Value, interval_s: Value, save_s: Value, restart_s: Value) -> Array:
    """Share of the time that turns into lasting progress, 0 to 1.

    Exact for failures without memory, which may also strike while a checkpoint is saved or
    the job restarts (Daly 2006, equation 20): a piece of work of length D with its save w
    takes M exp(R / M) (exp((D + w) / M) - 1) on average. Without failures it is
    D / (D + w). Never NaN: an interval of 0 is 0 unless saving is free.

    Parameters
    ----------
    mtbf : mean time between failures M [s]; may be infinite
    interval_s : computing time D between two checkpoints [s]; may be infinite
    save_s : time w that the job stands still for a checkpoint [s]
    restart_s : time R from a failure until the job computes again [s]
    """
    m, d, w, r = (
        np.asarray(value, dtype=np.float64) for value in (mtbf, interval_s, save_s, restart_s)
    )
    if _ordinary(m) and _ordinary(d) and np.isfinite(r).all():
        segment = np.minimum((d + w) / m, 700.0)
        return np.asarray(d / (d + w) * np.exp(-r / m) * segment / np.expm1(segment))
    return _goodput_at_the_limits(m, d, w, r)


def _ordinary(value: Array) -> bool:
    return bool(value.min(initial=np.inf) > 0.0 and value.max(initial=0.0) < np.inf)


def _goodput_at_the_limits(m: Array, d: Array, w: Array, r: Array) -> Array:
    """`goodput` where something is zero or infinite; slower, never NaN."""
    m, d, w, r = np.broadcast_arrays(m, d, w, r)
    with np.errstate(all="ignore"):
        segment = (d + w) / m
        # D / (D + w), written so that neither 0 / 0 nor inf / inf can arise.
        lasting = np.where(w > 0.0, 1.0 / (1.0 + w / d), 1.0)
        # x / (e^x - 1) -> 1 as x -> 0, and -> 0 as x -> inf.
        shrink = np.where(segment > 0.0, segment / np.expm1(np.minimum(segment, 700.0)), 1.0)
        shrink = np.where(segment > 700.0, 0.0, shrink)
        result = lasting * np.exp(-r / m) * shrink
    # Without failures only the saves count; with M = 0 nothing is ever finished.
    result = np.where(np.isinf(m), lasting, result)
    result = np.where(m <= 0.0, 0.0, result)
    return np.where(np.isinf(r) & ~np.isinf(m), 0.0, np.clip(result, 0.0, 1.0))
