"""Between a constant and the coordinate it is fitted in, where its prior is normal.

Times, rates and efficiencies are fitted in their logarithm, hidden shares in their log-odds,
yearly trends as they are. The prior's P5 and P95 are the constant's low and high.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.physics.performance import Constant

Array = npt.NDArray[np.float64]

P95 = 1.6448536269514722
"""Standard normal at 95 %"""


def scale_of(name: str) -> str:
    """``log``, ``odds`` or ``plain``."""
    if name.startswith("trend."):
        return "plain"
    return "odds" if "overlap" in name or name.startswith("a2a.") else "log"


def forward(scale: str, value: Array | float) -> Array:
    """The coordinate of a value."""
    given = np.asarray(value, dtype=np.float64)
    if scale == "plain":
        return given
    if scale == "log":
        return np.asarray(np.log(given))
    inside = np.clip(given, 1e-3, 1.0 - 1e-3)
    return np.asarray(np.log(inside / (1.0 - inside)))


def backward(scale: str, place: Array | float) -> Array:
    """The value at a coordinate."""
    given = np.asarray(place, dtype=np.float64)
    if scale == "plain":
        return given
    if scale == "log":
        return np.asarray(np.exp(given))
    return np.asarray(1.0 / (1.0 + np.exp(-given)))


def prior_of(record: Constant) -> tuple[float, float]:
    """Mean and standard deviation of the prior, in the constant's coordinate."""
    scale = scale_of(record.name)
    low, high = float(forward(scale, record.low)), float(forward(scale, record.high))
    return 0.5 * (low + high), max((high - low) / (2.0 * P95), 1e-9)
