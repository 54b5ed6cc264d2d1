"""Which record of the preset a record of the present list stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

R = TypeVar("R")


def matched(
    now: Sequence[R], preset: Sequence[R], alike: Callable[[R, R], bool]
) -> tuple[R | None, ...]:
    """For each of ``now`` its counterpart in ``preset``, or None; none is given out twice.

    Equal records pair first, then those at the same place that are ``alike``, then alike ones
    anywhere; so markers and resets survive adding, removing and reordering.
    """
    free = list(range(len(preset)))
    found: list[R | None] = [None] * len(now)

    def take(index: int, choices: list[int]) -> None:
        if found[index] is None and choices:
            found[index] = preset[choices[0]]
            free.remove(choices[0])

    for i, record in enumerate(now):
        take(i, sorted((j for j in free if preset[j] == record), key=lambda j: abs(j - i)))
    for i, record in enumerate(now):
        take(i, [j for j in free if j == i and alike(record, preset[j])])
    for i, record in enumerate(now):
        take(i, [j for j in free if alike(record, preset[j])])
    if len(now) == len(preset):
        for i in range(len(now)):
            take(i, [j for j in free if j == i])
    return tuple(found)
