"""Effective training time of real jobs, against failures, restarts and checkpoints.

The rate of failures is the row's own (its mean time between failures, or its unplanned
interruptions in its period), else the usual one of the belief ``failure_rate``; restart and
checkpoint stall are the usual ones, for no row gives them. Shares that hold other losses
(evaluation, small batches, stages after pre-training) are no measure of this and are
skipped. A published bound such as ">90" is scored at its value, which can only overstate the
error of a prediction on its right side.
"""

from __future__ import annotations

import re

from model.beliefs import BELIEFS
from model.catalog import catalog
from model.physics import reliability
from model.study.validation.parts import part_of
from model.study.validation.score import Scored, scale_of
from model.study.validation.stacks import year_of
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "id", "run", "accelerator", "count", "period_days", "effective_training_time_pct",
    "definition", "unexpected", "mtbf_hours", "per_1000_gpu_day", "source", "url",
)  # fmt: skip
_PURE = re.compile(r"effective training time|ideal days|time at full rate|goodput|ETTR", re.I)


def predict(row: Row) -> Scored:
    """Predict the share of time that makes progress [%]; raises Unscorable."""
    text = row.text("effective_training_time_pct").replace("~", "")
    match = re.match(r"([<>]?)\s*(\d+(?:\.\d+)?)", text)
    if match is None:
        raise Unscorable("no share of time is published")
    if float(match[2]) >= 100.0:
        raise Unscorable(f"a statement, not a measured share: {row.text('definition')}")
    if not _PURE.search(row.text("definition")):
        raise Unscorable(f"the share holds other losses: {row.text('definition') or 'undefined'}")
    measured = float(match[2])
    count = row.needed("count")
    part = part_of(row.text("accelerator"))
    mtbf_s, rate_note = _mtbf_s(row, count)
    restart = BELIEFS["restart_minutes"].default
    if restart is None or measured <= 0.0:
        raise Unscorable("no usual restart time is declared")
    save = catalog().assumption("checkpoint_stall").value
    interval = reliability.optimal_interval_s(mtbf_s, save)
    share = float(reliability.goodput(mtbf_s, interval, save, restart.mode * 60.0))
    bound = {"<": "published as an upper bound", ">": "published as a lower bound", "": ""}
    return Scored(
        id=row.id,
        measured=measured,
        predicted=100.0 * share,
        unit="% of the time",
        groups={
            "accelerator": part.name,
            "source": row.text("source"),
            "family": part.record.family,
            "scale": scale_of(count),
            "year": year_of(row.text("source"), row.text("url")),
        },
        note="; ".join(note for note in (rate_note, bound[match[1]]) if note),
        source=row.text("source"),
    )


def _mtbf_s(row: Row, count: float) -> tuple[float, str]:
    """Mean time between failures [s], and where it comes from if not from the row."""
    if re.fullmatch(r"[\d.]+", row.text("mtbf_hours")):
        return row.needed("mtbf_hours") * 3600.0, ""
    if re.fullmatch(r"[\d.]+", row.text("per_1000_gpu_day")):
        per_day = row.needed("per_1000_gpu_day") / 1000.0
        return float(reliability.mtbf_s(per_day, count)), ""
    if re.fullmatch(r"\d+", row.text("unexpected")) and row.text("period_days").isdigit():
        return row.needed("period_days") * 86400.0 / row.needed("unexpected"), ""
    usual = BELIEFS["failure_rate"].default
    if usual is None:
        raise Unscorable("no usual failure rate is declared")
    return float(reliability.mtbf_s(usual.mode / 1000.0, count)), "usual failure rate"
