"""Step time, memory and the best plan of a training job, from dimensions and datasheets."""

from __future__ import annotations

from model.physics.performance.constants import (
    Constant,
    Constants,
    constant_records,
    constants_from,
    resolve,
)
from model.physics.performance.geometry import Architecture, folded
from model.physics.performance.hardware import Hardware
from model.physics.performance.job import Job, Plan, SearchResult
from model.physics.performance.link import latency_s
from model.physics.performance.mixed import Shared, share_out
from model.physics.performance.plan import BREAKDOWN, RECOMPUTE
from model.physics.performance.precision import PRECISIONS, precision_named
from model.physics.performance.search import search
from model.physics.performance.single import cost, rate_on, scale, step_on, step_seconds
from model.physics.performance.software import Software

__all__ = [
    "BREAKDOWN",
    "PRECISIONS",
    "RECOMPUTE",
    "Architecture",
    "Constant",
    "Constants",
    "Hardware",
    "Job",
    "Plan",
    "SearchResult",
    "Shared",
    "Software",
    "constant_records",
    "constants_from",
    "cost",
    "folded",
    "latency_s",
    "precision_named",
    "rate_on",
    "resolve",
    "scale",
    "search",
    "share_out",
    "step_on",
    "step_seconds",
]
