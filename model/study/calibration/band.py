"""P10 and P90 of a predicted rate: what the constants leave open, and what no constant says.

The first part is the covariance of the fit, carried through the slopes of this very run; the
second is how far runs of models that were left out lie from their prediction, beyond the first.
"""

from __future__ import annotations

import numpy as np

from model.physics.performance import resolve, step_seconds
from model.study.calibration.fit import STEP
from model.study.calibration.scales import backward, forward, prior_of, scale_of
from model.study.calibration.store import covariance, records
from model.study.validation.reading import Case

P90 = 1.2815515655446004
"""Standard normal at 90 %"""
SCATTER = {False: "scatter.dense", True: "scatter.moe"}
SEARCHED = "scatter.searched"


def relative_spread(case: Case) -> float:
    """Standard deviation of the logarithm of the predicted rate."""
    names, spread = covariance()
    known = records()
    step = np.array([STEP * prior_of(known[name])[1] for name in names])
    place = np.array([float(forward(scale_of(name), known[name].value)) for name in names])
    points = np.vstack((place, place + np.diag(step)))
    values = {name: record.value for name, record in known.items()} | {
        name: backward(scale_of(name), points[:, k : k + 1]) for k, name in enumerate(names)
    }
    seconds = step_seconds(
        case.arch, case.part.hardware, case.job, resolve(values, case.software), case.plan
    )
    logs = np.log(np.broadcast_to(seconds, len(points)))
    slopes = (logs[1:] - logs[0]) / step
    parts = [float(slopes @ spread @ slopes), known[SCATTER[case.arch.is_moe]].value ** 2]
    if not case.layout_known:
        parts.append(known[SEARCHED].value ** 2)
    return float(np.sqrt(sum(parts)))


def band(case: Case, rate: float) -> tuple[float, float]:
    """P10 and P90 of a predicted ``rate``, in its unit."""
    factor = float(np.exp(P90 * relative_spread(case)))
    return rate / factor, rate * factor
