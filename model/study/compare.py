"""Scenarios side by side: their headlines, and the inputs that differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from model.declarations import leaves
from model.outcome import Outcome
from model.samples import resolved
from model.scenario import Scenario
from model.study.report_json import day_text, without_infinities

PROSE = ("title", "description", "sources", "events", "note", "src")
"""Fields that say something about a scenario and change nothing in its answer."""


def compare_json(named: Sequence[tuple[str, Outcome]]) -> dict[str, Any]:
    """Everything that `compare --json` prints, for (name, answer) pairs; null: never, or not there.

    ``headlines`` maps a name to its unit and one value a scenario; ``inputs`` lists the dotted
    paths whose values differ.
    """
    answers = [outcome for _, outcome in named]
    headlines = {}
    for name, headline in answers[0].headlines.items():
        values: list[Any] = [answer.headline(name) for answer in answers]
        if headline.unit == "date":
            values = [
                day_text(value, answer.epoch) for value, answer in zip(values, answers, strict=True)
            ]
        headlines[name] = {"label": headline.label, "unit": headline.unit, "values": values}
    report: dict[str, Any] = {
        "scenarios": [name for name, _ in named],
        "headlines": headlines,
        "inputs": differences([answer.scenario for answer in answers]),
        "warnings": [f"{name}: {text}" for name, answer in named for text in answer.warnings],
    }
    gone = without_infinities(report)
    report["warnings"] += [f"{path}: not a finite number, written as null" for path in gone]
    return report


def differences(scenarios: Sequence[Scenario]) -> list[dict[str, Any]]:
    """``{"path", "values"}`` of every input that is not the same in all ``scenarios``."""
    inputs = [_inputs(scenario) for scenario in scenarios]
    paths = dict.fromkeys(path for each in inputs for path in each)
    return [
        {"path": path, "values": [each.get(path) for each in inputs]}
        for path in paths
        if len({each.get(path) for each in inputs}) > 1
    ]


def _inputs(scenario: Scenario) -> dict[str, Any]:
    found = {
        path: value.isoformat() if isinstance(value, date) else value
        for path, value in leaves(scenario)
        if not set(path.split(".")) & set(PROSE)
    }
    for name, belief in resolved(scenario).items():
        for part in ("low", "mode", "high"):
            found[f"beliefs.{name}.{part}"] = getattr(belief, part)
    return found
