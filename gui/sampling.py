"""The ensemble as a series of ever better answers, so that a worker can stop between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.scenario import Scenario
    from model.study.bands import Bands

Sampler = Callable[["Scenario", int], Iterator[tuple[float, "Bands | None"]]]
"""(scenario, seed) -> (share done, bands where there are better ones) after each slice"""

STAGES = (256, 4096)
"""Rows of the first, quick answer and of the final one."""


def sampled(scenario: Scenario, seed: int) -> Iterator[tuple[float, Bands | None]]:
    """Bands over 256 rows, then over 4,096, in slices of 256."""
    from model.study.ensemble import ensemble

    yield from ensemble(scenario, STAGES[-1], seed)
