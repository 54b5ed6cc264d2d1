"""The ensemble as a series of ever better answers, so that a worker can stop between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from model.scenario import Scenario
from model.study.bands import Bands

Sampler = Callable[[Scenario, int], Iterator[tuple[float, Bands | None]]]
"""(scenario, seed) -> (share done, bands where there are better ones) after each slice"""

STAGES = (256, 4096)
"""Rows of the first, quick answer and of the final one."""


def sampled(scenario: Scenario, seed: int) -> Iterator[tuple[float, Bands | None]]:
    """Bands over 256 rows, then over 4,096.

    Yields the share that is done and, where a stage is complete, its bands.
    """
    from model.evaluate import evaluate
    from model.study.bands import bands

    for rows in STAGES:
        yield rows / STAGES[-1], bands(evaluate(scenario, rows, seed))
