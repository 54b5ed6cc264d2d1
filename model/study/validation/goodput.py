"""Effective training time of real jobs, against failures, restarts and checkpoints.

The rate of failures is the row's own (its mean time between failures, or its unplanned
interruptions in its period), else the usual one of the belief ``failure_rate``; restart,
checkpoint size and interval are the row's where it gives them, else the usual ones. The share
is one of time: slow nodes, which lower the speed, are left out of it.

Shares that hold other losses (evaluation, small batches, stages after pre-training) are no
measure of this and are skipped. A published bound such as ">90" is no error while the
prediction keeps to it; beyond it, the distance to the bound is.
"""

from __future__ import annotations

import re

import msgspec
import numpy as np

from model.beliefs import BELIEFS, Belief
from model.catalog import catalog
from model.chain.recovery import recovery_of
from model.outcome import Array
from model.physics import reliability
from model.samples import pert_quantile
from model.scenario import Recovery
from model.study.validation.parts import part_of
from model.study.validation.score import Scored, scale_of
from model.study.validation.stacks import year_of
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "id", "run", "accelerator", "count", "period_days", "effective_training_time_pct",
    "definition", "unexpected", "mtbf_hours", "per_1000_gpu_day", "source", "url",
)  # fmt: skip
"""What a table must have. ``params_B`` [10⁹], ``checkpoint_TB`` [TB],
``checkpoint_interval_min`` and ``restart_min`` [min] are read where they are there."""
_PURE = re.compile(r"effective training time|ideal days|time at full rate|goodput|ETTR", re.I)
_USUAL_PARAMS = 175e9
"""of a row that gives neither parameters nor the size of a checkpoint"""
_BOUNDS = {"<": "upper", ">": "lower"}
_UNIFORMS = (np.arange(64)[:, np.newaxis] + 0.5) / 64


def predict(row: Row) -> Scored:
    """Predict the share of time that makes progress [%]; raises Unscorable."""
    bound, measured = _published(row)
    count = row.needed("count")
    notes: list[str] = []
    shares = np.sort(_shares(row, count, notes), axis=0)
    if bound:
        notes.append(f"published as {'an' if bound == '<' else 'a'} {_BOUNDS[bound]} bound")
    named = row.text("accelerator")
    part = part_of(named) if named else None
    return Scored(
        id=row.id,
        measured=measured,
        predicted=float(np.median(shares)),
        unit="% of the time",
        groups={
            "accelerator": part.name if part else "not stated",
            "source": row.text("source"),
            "family": part.record.family if part else "not stated",
            "scale": scale_of(count),
            "year": year_of(row.text("source"), row.text("url")),
        },
        note="; ".join(notes),
        low=None if bound else float(np.quantile(shares, 0.1)),
        high=None if bound else float(np.quantile(shares, 0.9)),
        source=row.text("source"),
        bound=bound,
    )


def _published(row: Row) -> tuple[str, float]:
    """The bound, if it is one, and the share [%]."""
    text = row.text("effective_training_time_pct").replace("~", "")
    match = re.match(r"([<>]?)\s*(\d+(?:\.\d+)?)", text)
    if match is None:
        raise Unscorable("no share of time is published")
    share = float(match[2])
    if share >= 100.0 or share <= 0.0:
        raise Unscorable(f"a statement, not a measured share: {row.text('definition')}")
    if not _PURE.search(row.text("definition")):
        raise Unscorable(f"the share holds other losses: {row.text('definition') or 'undefined'}")
    return match[1], share


def _shares(row: Row, count: float, notes: list[str]) -> Array:
    """Predicted shares (N, 1) [%] over what the row leaves open: failures and restart."""
    rate, restart = _rate(row, count), row.number("restart_min")
    # Two beliefs that are drawn together must not rise together: the second is shuffled.
    shuffled = np.random.default_rng(7).permutation(_UNIFORMS)
    if rate is None:
        notes.append("usual failure rate")
        rates = pert_quantile(_usual("failure_rate"), shuffled)
    else:
        rates = np.full((1, 1), 1000.0 * rate)
    if restart is None:
        notes.append("usual restart")
        restarts = pert_quantile(_usual("restart_minutes"), _UNIFORMS)
    else:
        restarts = np.full((1, 1), restart)
    interval, params = row.number("checkpoint_interval_min"), row.number("params_B")
    own = Recovery()
    if interval is not None:
        own = msgspec.structs.replace(own, interval="fixed", interval_minutes=interval)
    params = _USUAL_PARAMS if params is None else 1e9 * params
    job = recovery_of(own, rates, restarts, catalog(), params=params)
    size = row.number("checkpoint_TB")
    if size is not None:
        job = job._replace(checkpoint_bytes=1e12 * size)
    found = reliability.losses(np.full((1, 1), count), job._replace(slowdown=0.0), detail=False)
    return 100.0 * found.goodput


def _rate(row: Row, count: float) -> float | None:
    """Failures per accelerator and day; None if the row does not tell."""
    if re.fullmatch(r"[\d.]+", row.text("mtbf_hours")):
        return 24.0 / row.needed("mtbf_hours") / count
    if re.fullmatch(r"[\d.]+", row.text("per_1000_gpu_day")):
        return row.needed("per_1000_gpu_day") / 1000.0
    if re.fullmatch(r"\d+", row.text("unexpected")) and row.text("period_days").isdigit():
        return row.needed("unexpected") / row.needed("period_days") / count
    return None


def _usual(name: str) -> Belief:
    usual = BELIEFS[name].default
    if usual is None:
        raise Unscorable(f"no usual {name} is declared")
    return usual
