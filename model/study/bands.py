"""How sure the answer is: quantiles over the rows of an ensemble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.outcome import Array


@dataclass(frozen=True, slots=True)
class Bands:
    """P10, P50 and P90 over the rows of one ensemble."""

    rows: int
    seed: int
    headlines: Mapping[str, tuple[float, float, float]]
    """P10, P50, P90 in the headline's unit; a date in days since the epoch"""
    tasks: Mapping[str, tuple[float, float]]
    """task id -> P10, P90 of its finish [d since epoch]"""
    days: Array
    """(1, T) the calendar of ``usable`` [d since epoch]"""
    usable: tuple[Array, Array]
    """P10 and P90 of usable compute, each (1, T) [FLOP/s]"""
