"""What the Training tab asks of a worker: it takes longer than a frame."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from model.outcome import Outcome, Plan
from model.study.catalogue import WorkloadDays, days_per_workload
from model.study.fitting import Remedy, least_hungry, what_fits
from model.study.scaling import Scaling, scaling


class Studies(msgspec.Struct, frozen=True):
    """The answers, all about one outcome."""

    workloads: tuple[WorkloadDays, ...]
    sizes: Scaling | None
    remedies: tuple[Remedy, ...]
    least: Plan | None = None
    """the plan that needs least memory, where none fits"""


def studied(outcome: Outcome, wanted: Callable[[], bool]) -> Studies:
    """In the worker: days for each workload, plans at other sizes, and what would fit."""
    return Studies(
        tuple(days_per_workload(outcome, wanted)),
        scaling(outcome, wanted),
        what_fits(outcome, wanted),
        least_hungry(outcome),
    )
