"""Errors on models that the constants have not seen.

For each model of the table its runs are left out, the constants are moved to where the other
runs pull them, and the runs left out are predicted. The move is found on the runs' slopes at the
full fit, so that no fold repeats it; the prediction is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from model.physics.performance import Constant
from model.study.calibration.cases import Example, log_errors
from model.study.calibration.fit import FREEDOM, NOISE, Array, Fit, linearised
from model.study.calibration.scales import backward, prior_of, scale_of

ROUNDS = 15


def left_out(
    runs: Sequence[Example],
    records: Mapping[str, Constant],
    full: Fit,
    groups: Sequence[str],
    watch: Callable[[Sequence[Example]], Iterable[Example]] = iter,
) -> tuple[Array, Array]:
    """Log errors of each run with its group left out, and their spread from the constants'.

    Parameters
    ----------
    groups : what each run is left out with
    watch : goes through the runs while their slopes are found, which takes most of the time

    Returns
    -------
    errors, spread : (R,) logarithm of predicted over measured; standard deviation of the
        prediction by the covariance of the fold
    """
    priors = np.array([prior_of(records[name]) for name in full.names])
    centre, width = priors[:, 0], priors[:, 1]
    fixed = {name: record.value for name, record in records.items() if not record.fitted}
    errors, slopes = linearised(watch(runs), full.names, fixed, full.place, width)
    noise = np.array([NOISE[run.case.arch.is_moe] for run in runs])
    kin = np.array([run.weight for run in runs])
    named = np.array(groups)
    found, spread = np.empty(len(runs)), np.empty(len(runs))
    for group in dict.fromkeys(groups):
        out = named == group
        place, covariance = _fold(
            errors[~out], slopes[~out], kin[~out], noise[~out], full.place, centre, width
        )
        values: dict[str, float | Array] = dict(fixed)
        for k, name in enumerate(full.names):
            values[name] = backward(scale_of(name), place[k : k + 1, None])
        for row in np.flatnonzero(out).tolist():
            found[row] = log_errors(runs[row], values)[0]
            spread[row] = np.sqrt(slopes[row] @ covariance @ slopes[row])
    return found, spread


def _fold(
    errors: Array, slopes: Array, kin: Array, noise: Array, at: Array, centre: Array, width: Array
) -> tuple[Array, Array]:
    """Where these runs pull the constants, and the covariance there."""
    move = np.zeros_like(at)
    prior = np.diag(width**-2.0)
    curvature = prior
    for _ in range(ROUNDS):
        here = errors + slopes @ move
        weights = kin * (FREEDOM + 1.0) / (FREEDOM + (here / noise) ** 2) / noise**2
        curvature = (slopes * weights[:, None]).T @ slopes + prior
        pull = -(slopes * weights[:, None]).T @ errors - (at - centre) / width**2
        move = np.asarray(np.linalg.solve(curvature, pull))
    return at + move, np.asarray(np.linalg.inv(curvature))


def scatter(errors: Array, spread: Array, inside: float = 0.8) -> float:
    """What else predictions scatter by, so that ``inside`` of them lie in their P10 to P90.

    The spread by the constants and this one add in squares. Found by bisection.
    """
    quantile = 1.2815515655446004  # standard normal at 90 %
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        share = np.mean(np.abs(errors) <= quantile * np.hypot(spread, middle))
        low, high = (middle, high) if share < inside else (low, middle)
    return high
