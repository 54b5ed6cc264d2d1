"""The command ``tasks``: the build network of a site as a list, and in and out of files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from model.arguments import applied
from model.checks import named
from model.errors import InputError
from model.evaluate import evaluate
from model.exchange import load_network, save_network
from model.files import open_scenario, save
from model.network import network_of
from model.paths import replaced
from model.scenario import Scenario
from model.study.text import table
from model.task_edits import task_value
from model.units import date_of


def tasks_command(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Do the command; returns what ``--json`` prints, and the text. Raises InputError."""
    scenario = applied(open_scenario(options.scenario), options.set)
    site = _site(scenario, options.site)
    notes: tuple[str, ...] = ()
    if options.source:
        found = load_network(Path(options.source), scenario, site)
        scenario = replaced(scenario, f"sites.{site}.tasks", found.tasks)
        notes = found.notes
    if options.out:
        save_network(Path(options.out), scenario, site)
        print(f"wrote {options.out}", file=sys.stderr)
    if options.save:
        save(scenario, Path(options.save))
        print(f"wrote {options.save}", file=sys.stderr)
    report = {"site": scenario.sites[site].id, "tasks": _rows(scenario, site), "notes": list(notes)}
    return report, _text(report)


def _site(scenario: Scenario, id: str | None) -> int:
    ids = tuple(site.id for site in scenario.sites)
    if not ids:
        raise InputError("sites", None, "a scenario with a site", "Add one to the file.")
    return ids.index(named("--site", id, ids)) if id is not None else 0


def _rows(scenario: Scenario, index: int) -> list[dict[str, Any]]:
    """Each task with its durations [d], links, and its dates and slack [d] in the median world."""
    site = scenario.sites[index]
    prefix = f"{site.id}." if len(scenario.sites) > 1 else ""
    outcome = evaluate(scenario)
    bars = {task.id: task for task in outcome.tasks}
    rows = []
    for task in network_of(site).tasks:
        bar = bars.get(f"{prefix}{task.id}")
        ordered = task_value(site, task.id, "ordered")
        rows.append(
            {
                "id": task.id,
                "label": task.label,
                "low": task.low,
                "mode": task.mode,
                "high": task.high,
                "after": list(task.after),
                "stage": task.stage,
                "kind": task.kind,
                "size_exponent": task.size_exponent,
                "ordered": ordered and ordered.isoformat(),
                "not_before": task.not_before and task.not_before.isoformat(),
                "start": bar and date_of(float(bar.start[0, 0]), outcome.epoch).isoformat(),
                "finish": bar and date_of(float(bar.finish[0, 0]), outcome.epoch).isoformat(),
                "slack": bar and round(float(bar.slack[0, 0]), 1),
                "critical": bar and bar.critical,
            }
        )
    return rows


def _text(report: dict[str, Any]) -> str:
    head = ("task", "after", "low d", "mode d", "high d", "start", "finish", "slack d")
    lines = [
        (
            each["id"], ", ".join(each["after"]),
            f"{each['low']:g}", f"{each['mode']:g}", f"{each['high']:g}",
            each["start"] or "", each["finish"] or "",
            "" if each["slack"] is None else f"{each['slack']:g}",
        )
        for each in report["tasks"]
    ]  # fmt: skip
    return "\n".join([table([head, *lines], left=2), *report["notes"]])
