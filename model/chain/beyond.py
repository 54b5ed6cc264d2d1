"""In what a job goes beyond the measured runs that the step time was fitted to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from model.catalog import catalog as shipped
from model.physics.performance import constant_records
from model.records import Accelerator

VALIDATED_GPUS = 16_384
"""Largest job among the measured runs whose layout is published."""


def extrapolated(parts: Iterable[Accelerator], precision: str, total: int) -> tuple[str, ...]:
    """In what a job goes beyond the measured runs, a sentence each."""
    found = []
    if total > VALIDATED_GPUS:
        found.append(
            f"{total:,} accelerators in one job; the largest measured run with a published "
            f"layout had {VALIDATED_GPUS:,}."
        )
    found += [
        f"{part.short} is extrapolated: the fit has no measured run of its family, so its "
        "efficiency is a judgement on its datasheet."
        for part in parts
        if part.kernels not in _measured_families()
    ]
    if precision == "fp4":
        found.append("Training in fp4 has few measured runs.")
    return tuple(found)


@lru_cache(maxsize=1)
def _measured_families() -> frozenset[str]:
    """Families of kernels with an efficiency that was fitted to measured runs."""
    records = constant_records(shipped().performance_constants)
    return frozenset(
        name.split(".")[1]
        for name, record in records.items()
        if name.startswith("gemm.") and record.fitted
    )
