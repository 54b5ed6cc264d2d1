"""The commands that paint without a display: screenshot, bench, selftest."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from model.arguments import parser
from model.checks import named
from model.errors import InputError

SMALLEST, LARGEST = (960, 600), (7680, 4320)


def main(words: Sequence[str]) -> int:
    """Do the command in ``words``; returns the exit code."""
    options = parser().parse_args(list(words))
    return {"screenshot": _screenshot, "bench": _bench, "selftest": _selftest}[options.command](
        options
    )


def size_of(text: str) -> tuple[int, int]:
    """Width and height [px] of ``1600x1000``; raises InputError."""
    match = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if any(not low <= n <= high for low, n, high in zip(SMALLEST, size, LARGEST, strict=True)):
        raise InputError(
            "--size", text, "WIDTHxHEIGHT from 960x600 to 7680x4320", "For example 1600x1000."
        )
    return size


def _screenshot(options: Namespace) -> int:
    """The window as it looks once the whole ensemble has been computed."""
    size, out = size_of(options.size), Path(options.out)
    if out.suffix.lower() != ".png":
        raise InputError("--out", options.out, "a file that ends in .png", "Write window.png.")
    from gui.stage import stage

    with stage(options.scenario, size, options.theme) as staged:
        problems: list[str] = []
        staged.wait_for_ensemble()
        if options.tab:
            staged.show_tab(named("--tab", options.tab, staged.tabs), maximised=options.maximised)
        staged.app.processEvents()
        staged.session.exports.problem.connect(problems.append)
        if not staged.session.exports.write_picture(out):
            raise InputError("--out", options.out, *_limit_and_hint(problems))
        failures = staged.failures
    return _verdict(failures, f"wrote {out}")


def _limit_and_hint(problems: list[str]) -> tuple[str, str]:
    return (problems[0].rstrip(".") if problems else "it can't be written"), "Choose another place."


def _bench(options: Namespace) -> int:
    from gui.bench import bench, text

    report = bench()
    print(json.dumps(report, indent=1, allow_nan=False) if options.json else text(report))
    return 0


def _selftest(options: Namespace) -> int:
    from gui.selftest import selftest

    return _verdict(selftest(), "ok", stream=sys.stdout)


def _verdict(failures: list[str], message: str, stream: object = None) -> int:
    """0 with ``message``, or 1 with what failed."""
    for failure in failures:
        print(f"clusterwright: {failure}", file=sys.stderr)
    if failures:
        return 1
    print(message, file=stream or sys.stderr)  # type: ignore[arg-type]
    return 0
