"""Constants that agree best with the measured runs and with what was known before.

Maximum a posteriori: normal priors (`scales`) and residuals of the log rate with Student's t,
so that a run with an unknown twist pulls little. Solved by Gauss-Newton with reweighting
(Lange, Little and Taylor 1989, JASA 84, 881-896); the covariance is the inverse of the curvature
at the solution (Laplace). Derivatives are differences, all from one vectorised pass a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.physics.performance import Constant
from model.study.calibration.cases import Example, log_errors
from model.study.calibration.scales import backward, forward, prior_of, scale_of

Array = npt.NDArray[np.float64]

FREEDOM = 4.0
"""Degrees of freedom of Student's t"""
NOISE = {False: 0.03, True: 0.06}
"""Spread of runs that these inputs cannot tell apart: of dense models, of mixtures [log rate]"""
STEP = 1e-4
"""of a difference, in standard deviations of the prior"""


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted constants and how sure they are."""

    names: tuple[str, ...]
    place: Array
    """(K,) coordinates"""
    covariance: Array
    """(K, K) of the coordinates"""
    weights: Array
    """(R,) by run: weight of its kin times that of its residual, 1 at most"""
    errors: Array
    """(R,) log of predicted over measured"""
    rounds: int

    @property
    def values(self) -> dict[str, float]:
        """Fitted values by name."""
        return {
            name: float(backward(scale_of(name), self.place[k]))
            for k, name in enumerate(self.names)
        }


def fit(
    runs: Sequence[Example],
    records: Mapping[str, Constant],
    *,
    start: Fit | None = None,
    rounds: int = 30,
    tolerance: float = 1e-3,
) -> Fit:
    """Fit all constants that are marked as fitted.

    Parameters
    ----------
    runs : what to fit
    records : all constants, by dotted name; values of fitted ones are not looked at
    start : where to begin; None: the centre of the prior
    rounds : most Gauss-Newton steps
    tolerance : stop when no coordinate moves by this share of its prior's spread
    """
    names = tuple(name for name, record in records.items() if record.fitted)
    fixed = {name: record.value for name, record in records.items() if not record.fitted}
    priors = np.array([prior_of(records[name]) for name in names])
    centre, spread = priors[:, 0], priors[:, 1]
    noise = np.array([NOISE[run.case.arch.is_moe] for run in runs])
    kin = np.array([run.weight for run in runs])
    place = centre.copy() if start is None else start.place.copy()
    done = 0
    while done < rounds:
        done += 1
        errors, slopes = linearised(runs, names, fixed, place, spread)
        weights = kin * (FREEDOM + 1.0) / (FREEDOM + (errors / noise) ** 2)
        scaled = slopes * (weights / noise**2)[:, None]
        curvature = scaled.T @ slopes + np.diag(spread**-2.0)
        pull = -(scaled.T @ errors) - (place - centre) / spread**2
        move = np.linalg.solve(curvature, pull)
        size = np.abs(move / spread).max()
        place = place + move * min(1.0, 1.0 / size)
        if size < tolerance:
            break
    errors, slopes = linearised(runs, names, fixed, place, spread)
    weights = kin * np.minimum((FREEDOM + 1.0) / (FREEDOM + (errors / noise) ** 2), 1.0)
    scaled = slopes * (weights / noise**2)[:, None]
    covariance = np.linalg.inv(scaled.T @ slopes + np.diag(spread**-2.0))
    return Fit(names, place, covariance, weights, errors, done)


def linearised(
    runs: Iterable[Example],
    names: Sequence[str],
    fixed: Mapping[str, float],
    place: Array,
    spread: Array,
) -> tuple[Array, Array]:
    """Log errors (R,) at ``place``, and their slopes (R, K) by coordinate."""
    step = STEP * spread
    points = np.vstack((place, place + np.diag(step)))
    values: dict[str, float | Array] = dict(fixed)
    for k, name in enumerate(names):
        values[name] = backward(scale_of(name), points[:, k : k + 1])
    found = np.array([np.broadcast_to(log_errors(run, values), len(points)) for run in runs])
    return found[:, 0], (found[:, 1:] - found[:, :1]) / step


def coordinates(names: Sequence[str], values: Mapping[str, float]) -> Array:
    """(K,) coordinates of ``values``."""
    return np.array([float(forward(scale_of(name), values[name])) for name in names])
