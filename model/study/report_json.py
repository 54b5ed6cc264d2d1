"""An answer as plain data for JSON: the same for the command line and for the window's export.

JSON knows neither NaN nor infinity: what is never reached is null, and a warning says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from msgspec.structs import asdict as to_dict

from model.outcome import Array, Outcome, Plan
from model.scenario import SCHEMA
from model.study.bands import Bands, quantiles
from model.study.moves import balance
from model.study.moves_json import balance_json
from model.units import HOUR_S, date_of

QUANTILES = ("p10", "p50", "p90")
_MEGA = 1e6


def run_json(
    name: str, outcome: Outcome, bands: Bands | None = None, *, seed: int = 7
) -> dict[str, Any]:
    """Everything that `run --json` prints.

    Parameters
    ----------
    name : how the user calls the scenario: a preset's id or a file
    outcome : its answer; row 0 is the median scenario
    bands : quantiles of an ensemble; without one every quantile is the median scenario's value
    seed : recorded when there are no bands to tell it
    """
    warnings = notes(outcome)
    plan = outcome.training.plan
    moved = balance(outcome.scenario)
    report = {
        "scenario": name,
        "schema": SCHEMA,
        "title": outcome.scenario.title,
        "seed": seed if bands is None else bands.seed,
        "samples": 1 if bands is None else bands.rows,
        "headline": _headlines(outcome, bands, warnings),
        "milestones": _milestones(outcome, bands, warnings),
        "binding": _binding(outcome),
        "power_mw": _parts(outcome.peak_power, 1 / _MEGA),
        "demand": _demand(outcome),
        "cost_usd": _parts(outcome.capex, 1.0),
        "opex_usd_per_year": _parts(outcome.opex, 1.0),
        "run_cost_usd": _parts(outcome.run_cost, 1.0),
        "plan": None if plan is None else plan_json(plan),
        "moves": None if moved is None else balance_json(moved),
        "reliability": reliability_json(outcome),
        "warnings": warnings,
    }
    gone = dict.fromkeys(path.split(".")[0] for path in without_infinities(report))
    warnings += [f"{key}: not a finite number, written as null" for key in gone]
    return report


def notes(outcome: Outcome) -> list[str]:
    """What the reader of an answer should mind, one sentence each."""
    why_not = outcome.training.why_not
    missing = [why_not] if why_not and outcome.training.plan is None else []
    fleet = [outcome.training.fleet] if outcome.training.fleet else []
    return [*outcome.warnings, *missing, *fleet, *outcome.training.extrapolated]


def plan_json(plan: Plan) -> dict[str, Any]:
    """One parallel layout, times in seconds; the parts of ``breakdown_s`` sum to ``step_s``."""
    found = asdict(plan)
    for name in ("memory_bytes", "memory_limit_bytes"):
        del found[name]
    return found | {
        "memory_gib": plan.memory_gib,
        "memory_limit_gib": plan.memory_limit_gib,
        "breakdown_s": dict(plan.breakdown_s),
    }


def reliability_json(outcome: Outcome) -> dict[str, Any] | None:
    """Row 0: ``lost`` [share of all accelerator-time] by cause and in total, 1 - goodput."""
    if outcome.reliability is None:
        return None
    found = outcome.reliability.losses
    return {
        "mtbf_h": float(found.mtbf_s[0, 0]) / HOUR_S,
        "checkpoint_every_s": float(found.interval_s[0, 0]),
        "checkpoint_stall_s": float(found.stall_s[0, 0]),
        "checkpoint_write_s": found.write_s,
        "lost": _parts(found.parts, 1.0),
    }


def day_text(day: float, epoch: date) -> str | None:
    """``day`` since ``epoch`` as YYYY-MM-DD; None if it never comes."""
    return date_of(day, epoch).isoformat() if math.isfinite(day) else None


def without_infinities(node: Any, path: str = "") -> list[str]:
    """Replace NaN and infinities in ``node`` by None, in place; returns the paths of those."""
    gone = []
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(items):
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict | list):
            gone += without_infinities(value, here)
        elif isinstance(value, float) and not math.isfinite(value):
            node[key] = None
            gone.append(here)
    return gone


def _headlines(outcome: Outcome, bands: Bands | None, warnings: list[str]) -> dict[str, Any]:
    found = {}
    for name, headline in outcome.headlines.items():
        value = outcome.headline(name)
        spread = (value,) * 3 if bands is None else bands.headlines.get(name, (value,) * 3)
        numbers = dict(zip(("value", *QUANTILES), (value, *spread), strict=True))
        entry: dict[str, Any] = dict(numbers)
        if headline.unit == "date":
            entry = {key: day_text(day, outcome.epoch) for key, day in numbers.items()}
        never = [key for key, number in numbers.items() if not math.isfinite(number)]
        if never:
            entry |= dict.fromkeys(never)
            warnings.append(f"{name}: {_never(never)}")
        entry["unit"] = headline.unit
        found[name] = entry
    return found


def _milestones(outcome: Outcome, bands: Bands | None, warnings: list[str]) -> list[dict[str, Any]]:
    """The finish of every task, and the start of the run; earliest first.

    ``criticality`` is the share of the rows in which a task is on the path to full load.
    """
    critical = {
        task.id: task.criticality for task in outcome.tasks if math.isfinite(task.slack[0, 0])
    }
    if bands is not None:
        critical |= {key: bands.criticality.get(key, share) for key, share in critical.items()}
    moments = [(task.id, task.label, task.finish) for task in outcome.tasks]
    moments.append(("run_start", "Training starts", outcome.run_start))
    found = []
    for key, label, finish in moments:
        value = float(finish[0, 0])
        spread = _spread(key, finish, bands)
        numbers = dict(zip(("date", *QUANTILES), (value, *spread), strict=True))
        never = [name for name, number in numbers.items() if not math.isfinite(number)]
        if never:
            warnings.append(f"{label}: {_never(never)}")
        dates = {name: day_text(day, outcome.epoch) for name, day in numbers.items()}
        shares = {} if key not in critical else {"criticality": critical[key]}
        found.append({"id": key, "label": label, **dates, **shares})
    return sorted(found, key=lambda entry: str(entry["date"] or "never"))


def _spread(key: str, finish: Array, bands: Bands | None) -> tuple[float, float, float]:
    if finish.shape[0] > 1:
        low, middle, high = quantiles(finish)[:, 0].tolist()
        return low, middle, high
    value = float(finish[0, 0])
    low, high = (value, value) if bands is None else bands.tasks.get(key, (value, value))
    return low, value, high


def _never(keys: list[str]) -> str:
    if "value" in keys or "date" in keys:
        return "never reached in the median scenario"
    return f"not reached in every sample ({', '.join(keys)})"


def _binding(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "from": day_text(each.start, outcome.epoch),
            "to": day_text(each.finish, outcome.epoch),
            # Readers know no other word for a day that somebody has set.
            "constraint": "schedule" if each.constraint == "hold" else each.constraint,
            "waiting_gpus": each.waiting,
            "short_mw": each.short_w / _MEGA,
            "why": each.why,
            "remedy": each.remedy,
            "site": each.site,
        }
        for each in outcome.binding
    ]


def _demand(outcome: Outcome) -> dict[str, Any] | None:
    """The other levels by part [MW], the accelerators' mean over a run by activity, row 0.

    ``mean_mw`` is the mean while the job steps, ``run_mw`` that over a run with its halts;
    ``supply_mw`` is what stands behind the sites in use when each is at full load.
    """
    demand = outcome.demand
    if demand is None:
        return None
    trade = demand.trade
    return {
        "mean_mw": _parts(demand.mean, 1 / _MEGA),
        "run_mw": _parts(demand.run, 1 / _MEGA),
        "nameplate_mw": _parts(demand.nameplate, 1 / _MEGA),
        "activity_mw": _parts(demand.activity, 1 / _MEGA),
        "supply_mw": {name: watts / _MEGA for name, watts in demand.supply.items()},
        "cap": None if trade is None else to_dict(trade),
        "swing": None if demand.swing is None else to_dict(demand.swing),
    }


def _parts(parts: Mapping[str, Array], factor: float) -> dict[str, float]:
    """The median scenario's parts times ``factor``, and their total."""
    found = {key: float(values[0, 0]) * factor for key, values in parts.items()}
    return found | {"total": math.fsum(found.values())}
