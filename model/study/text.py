"""Answers as aligned columns for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from model.units import whole_day

_PREFIXED = {"FLOP/s", "FLOP", "W"}
_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def quantity(value: Any, unit: str) -> str:
    """A headline's value as a person writes it: ``98.9 EFLOP/s``, ``10.6 G$``, ``38.2 %``."""
    if value is None:
        return "never" if unit in ("date", "d") else "-"
    if isinstance(value, str):
        return value
    if unit in _PREFIXED:
        return _prefixed(value, unit)
    if unit.upper().startswith("USD"):
        return _prefixed(value, "$" + unit[3:])
    if unit == "1":
        return _count(value)
    return f"{_figures(value)} {unit}"


def share(value: Any) -> str:
    """A share of one as a percentage."""
    return "-" if value is None else f"{100 * value:.1f} %"


def table(rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Rows as aligned columns; the first ``left`` columns flush left, the others flush right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if index < left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def run_text(report: dict[str, Any], labels: dict[str, str], notes: Sequence[str]) -> str:
    """What `run` prints for the answer ``report`` of run_json; ``labels`` name its headlines."""
    head = f"{report['title']}\n{report['samples']} samples, seed {report['seed']}\n"
    rows = [("", "median", "P10", "P90")]
    for name, entry in report["headline"].items():
        shown = [headline_text(name, entry[key], entry["unit"]) for key in ("value", "p10", "p90")]
        rows.append((labels.get(name, name), *shown))
    parts = [table(rows)]
    rows = [("Milestone", "median", "P10", "P90")]
    rows += [
        (each["label"], *(str(each[key] or "never") for key in ("date", "p10", "p90")))
        for each in report["milestones"]
    ]
    parts.append(table(rows))
    if report["binding"]:
        parts.append("What binds\n" + "\n".join(_binding(each) for each in report["binding"]))
    parts.append(_shares("Facility power at full load", report["power_mw"], "MW"))
    parts.append(_shares("Capital cost", report["cost_usd"], "USD"))
    if report["reliability"]:
        parts.append(_reliability(report["reliability"]))
    if report["plan"]:
        parts.append("Best parallel plan\n" + plans_text([report["plan"]]))
    if report["moves"]:
        parts.append(_moves(report["moves"]))
    if notes:
        parts.append("Mind\n" + "\n".join(f"  {text}" for text in notes))
    return head + "\n" + "\n\n".join(parts)


def plans_text(plans: Sequence[dict[str, Any]]) -> str:
    """Parallel layouts, one a row."""
    layout = ("tp", "pp", "cp", "ep", "dp", "micro_batch", "interleave", "zero", "gpus_used")
    rows = [(*layout, "recompute", "step s", "tok/s/GPU", "MFU", "GiB")]
    for plan in plans:
        rows.append(
            (
                *(f"{plan[key]:,}" for key in layout),
                plan["recompute"],
                f"{plan['step_s']:.3g}",
                f"{plan['tokens_per_s_per_gpu']:,.0f}",
                share(plan["mfu"]),
                f"{plan['memory_gib']:.1f}",
            )
        )
    return table(rows, left=0)


def compare_text(report: dict[str, Any]) -> str:
    """What `compare` prints."""
    head = ("", *report["scenarios"])
    rows = [head]
    for name, entry in report["headlines"].items():
        shown = [headline_text(name, value, entry["unit"]) for value in entry["values"]]
        rows.append((entry["label"], *shown))
    parts = [table(rows)]
    rows = [("Inputs that differ", *report["scenarios"])]
    rows += [
        (each["path"], *("-" if value is None else str(value) for value in each["values"]))
        for each in report["inputs"]
    ]
    parts.append(table(rows) if len(rows) > 1 else "All inputs are the same.")
    return "\n\n".join(parts)


def headline_text(name: str, value: Any, unit: str) -> str:
    """A headline's value; shares of one are shown in percent."""
    if name in ("mfu", "goodput"):
        return share(value)
    if name == "days_to_online" and value is not None:
        return f"{whole_day(value):,.0f} {unit}"  # the day in which it falls, as on the screen
    return f"{value:.3f}" if name == "pue" and value is not None else quantity(value, unit)


def _binding(each: dict[str, Any]) -> str:
    until = each["to"] or "the end"
    text = f"  {each['from']} to {until}  {each['constraint']:8}  {each['why']}"
    return f"{text} {each['remedy']}".rstrip()


def _moves(found: dict[str, Any]) -> str:
    rows: list[tuple[str, ...]] = [
        ("  Site", "GPU-days", "without", "FLOP", "without", "all online", "without", "later by")
    ]
    for each in found["sites"]:
        having, without = each["with"], each["without"]
        rows.append(
            (
                f"  {each['site']}",
                *(quantity(fate["gpu_days"], "1") for fate in (having, without)),
                *(f"{fate['flop']:.3g}" for fate in (having, without)),
                *(_all_online(fate) for fate in (having, without)),
                _delay(each),
            )
        )
    why = [each["why"] for each in (*found["sites"], *found["given"])]
    head = f"What the moves bring until {found['until']}: {found['headline']}"
    return "\n".join((head, table(rows), *(f"  {text}" for text in why)))


def _all_online(fate: dict[str, Any]) -> str:
    return (fate["all_online"] or "never") if fate["gpus"] else "none there"


def _delay(each: dict[str, Any]) -> str:
    """Days by which as many are online as there are in both cases."""
    if each["delay_days"] is None:
        return "-"
    days = f"{each['delay_days']:,.0f} d"
    if each["with"]["gpus"] == each["without"]["gpus"]:
        return days
    return f"first {each['delay_of_gpus']:,}: {days}"


def _shares(title: str, parts: dict[str, float], unit: str) -> str:
    rows = [(f"  {name}", quantity(value, unit)) for name, value in parts.items()]
    return f"{title}\n{table(rows)}"


def _reliability(found: dict[str, Any]) -> str:
    """How often the job fails and saves, and the time that is lost to each cause."""
    every, save = found["mtbf_h"], found["checkpoint_every_s"]
    head = "Time lost at full load"
    if every is not None and save is not None:
        head += f": a failure every {_figures(every)} h, a checkpoint every {_figures(save)} s"
    rows = [(f"  {name}", share(value)) for name, value in found["lost"].items() if value]
    return f"{head}\n{table(rows)}" if rows else head


def _prefixed(value: float, unit: str) -> str:
    for factor, prefix in _PREFIXES:
        if abs(value) >= factor:
            return f"{_figures(value / factor)} {prefix}{unit}"
    return f"{_figures(value)} {unit}"


def _count(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else _figures(value)


def _figures(value: float) -> str:
    """Three significant figures, thousands separated."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    digits = 2 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(digits, 0)}f}"
