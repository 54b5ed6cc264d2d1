"""The commands that need no window: presets, run, plan, validate, fit, compare, tasks.

Standard output carries the answer and nothing else; messages go to standard error. Exit codes:
0 done, 2 the user's mistake, 1 ours.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from model.arguments import COMMANDS, applied, number, parser, unknown_argument
from model.errors import DataError, InputError


def main(argv: Sequence[str]) -> int:
    """Do the command in ``argv`` (without the program's name); returns the exit code."""
    return guarded(lambda: _main(list(argv)))


def guarded(work: Callable[[], int]) -> int:
    """Call ``work`` and turn its errors into one line on standard error and an exit code."""
    try:
        return work()
    except InputError as error:
        print(f"clusterwright: {error}", file=sys.stderr)
        return 2
    except DataError as error:
        print(f"clusterwright: the data that came with this program: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader has gone; the interpreter must not fail when it flushes once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _main(argv: list[str]) -> int:
    top = parser()
    if not argv:
        top.print_help(sys.stderr)
        return 2
    if not argv[0].startswith("-") and argv[0] not in COMMANDS:
        raise unknown_argument(argv[0]) or InputError(
            "command", argv[0], f"one of {', '.join(COMMANDS)}", "See `clusterwright --help`."
        )
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no ×
    options = top.parse_args(argv)
    report, text = _WORK[options.command](options)
    print(json.dumps(report, indent=1, allow_nan=False) if options.json else text)
    sys.stdout.flush()
    return 0


def _presets(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from model.catalog import catalog
    from model.files import preset
    from model.study.text import table

    entries = [
        {"id": each.id, "title": each.title, "sources": list(preset(each.id).sources)}
        for each in catalog().presets.values()
    ]
    return {"presets": entries}, table([(str(e["id"]), str(e["title"])) for e in entries], left=2)


def _run(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from model.evaluate import evaluate
    from model.files import open_scenario
    from model.study.bands import bands
    from model.study.report_json import notes, run_json
    from model.study.series import save_csv
    from model.study.text import run_text

    rows = number(options.samples, "--samples", 1, 1_000_000)
    seed = number(options.seed, "--seed", 0, 2**31 - 1)
    scenario = applied(open_scenario(options.scenario), options.set)
    outcome = evaluate(scenario, rows, seed)
    spread = bands(outcome, seed)
    if options.series:
        save_csv(options.series, outcome, spread)
        print(f"wrote {options.series}", file=sys.stderr)
    report = run_json(options.scenario, outcome, spread, seed=seed)
    labels = {name: headline.label for name, headline in outcome.headlines.items()}
    return report, run_text(report, labels, notes(outcome))


def _plan(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from model.study.plans import plans_json
    from model.study.text import plans_text

    batch, sequence = options.batch_tokens, options.sequence
    report = plans_json(
        model=options.model,
        accelerator=options.accelerator,
        count=number(options.count, "--count", 1, 10_000_000),
        batch_tokens=number(batch, "--batch-tokens", 1, 1e12) if batch else None,
        sequence=number(sequence, "--sequence", 1, 1e9) if sequence else None,
        precision=options.precision,
        network=options.network,
        software=options.software,
        top=number(options.top, "--top", 1, 1000),
    )
    head = plans_text(report["plans"]) if report["plans"] else f"No plan fits. {report['why_not']}"
    beyond = "".join(f"\n{each}" for each in report["warnings"])
    return report, (
        f"{head}\n\n{report['feasible']:,} of {report['evaluated']:,} plans fit; "
        f"network {report['network']}; software {report['software']}; "
        f"searched in {1e3 * report['seconds']:.1f} ms{beyond}"
    )


def _validate(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from pathlib import Path

    from model.study.validate import validate
    from model.study.validate_text import validate_text

    records = Path(options.records) if options.records else None
    report = validate(options.kind, records, search=options.search, cross=options.cross)
    return report.json(), validate_text(report)


def _fit(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from model.study.calibration.command import fit_json, fit_text

    report = fit_json(write=options.write)
    return report, fit_text(report)


def _compare(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from model.evaluate import evaluate
    from model.files import open_scenario
    from model.study.compare import compare_json
    from model.study.text import compare_text

    if len(options.scenarios) < 2:
        raise InputError(
            "compare", " ".join(options.scenarios), "two scenarios or more", "Name another one."
        )
    report = compare_json([(name, evaluate(open_scenario(name))) for name in options.scenarios])
    return report, compare_text(report)


def _tasks(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from model.study.tasks import tasks_command

    return tasks_command(options)


_WORK = {
    "presets": _presets, "run": _run, "plan": _plan, "validate": _validate, "fit": _fit,
    "compare": _compare, "tasks": _tasks,
}  # fmt: skip
