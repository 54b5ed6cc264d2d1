"""Measures the model and the window: the same window, events and painting as a person gets."""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from gui.levers.rail import Rail
from gui.stage import Stage, stage
from gui.start import FIRST
from gui.trace import START
from model import files, paths
from model.evaluate import evaluate
from model.scenario import Scenario
from model.study.plans import plans_json

SIZE = (1600, 1000)
FRAMES, UPDATES, BURST, STARTS = 400, 5000, 1000, 5
ENSEMBLE_ROWS = 4096
_SEARCHES = (
    ("llama-3.1-405b", "h100_sxm", 16_384),
    ("gpt-3", "h100_sxm", 4_096),
    ("llama-4-behemoth", "h100_sxm", 100_000),
    ("llama-4-behemoth", "gb300_nvl72", 100_000),
)
_COUNT = "shipments.0.count"


def bench() -> dict[str, Any]:
    """Everything that `bench --json` prints; times in ms, memory in MB (1e6 bytes)."""
    with stage(FIRST, SIZE) as staged:
        report = _window(staged)
        if staged.failures:
            raise RuntimeError("; ".join(staged.failures[:3]))
    starts = [_start() for _ in range(STARTS + 1)][1:]  # the first may have to compile modules
    report["start_ms"] = statistics.median(each["window_ms"] for each in starts)
    report["start_answer_ms"] = statistics.median(each["answer_ms"] for each in starts)
    scenario = files.preset(FIRST)
    report["evaluate_ms"] = _evaluate(scenario)
    report["searches"] = [_search(*each) for each in _SEARCHES]
    report["search"] = report["searches"][0]
    report["ensemble"] = _ensemble(scenario)
    report["numpy_add_ns"] = _numpy_add_ns()
    report["machine"] = _machine()
    return report


def text(report: dict[str, Any]) -> str:
    """The figures, one a line."""
    lines = []
    several = [("searches", each) for each in report["searches"]]
    rest = [(name, value) for name, value in report.items() if name not in ("search", "searches")]
    for name, value in [*rest, *several]:
        parts = value.items() if isinstance(value, dict) else (("", value),)
        shown = ", ".join(
            f"{key} {part:,.4g}".strip() if isinstance(part, float | int) else str(part)
            for key, part in parts
        )
        lines.append(f"{name:16}  {shown}")
    return "\n".join(lines)


def _evaluate(scenario: Scenario) -> dict[str, float]:
    """One row; the count differs each time, so that the plan is searched anew."""
    asked = [paths.replaced(scenario, _COUNT, 50_000 + 128 * n) for n in range(220)]
    times = [_timed(lambda one=one: evaluate(one)) for one in asked]  # type: ignore[misc]
    return _spread(times[20:])


def _search(model: str, accelerator: str, count: int) -> dict[str, Any]:
    """All plans of a model on about ``count`` accelerators, another count at each call."""
    found = [
        plans_json(model=model, accelerator=accelerator, count=count - 8 * n) for n in range(45)
    ][5:]
    seconds = statistics.median(each["seconds"] for each in found)
    plans = statistics.median(each["evaluated"] for each in found)
    return {
        "model": model,
        "accelerator": accelerator,
        "count": count,
        "plans": plans,
        "ms_median": 1e3 * seconds,
        "plans_per_s": plans / seconds,
    }


def _ensemble(scenario: Scenario) -> dict[str, float]:
    times = [_timed(lambda: evaluate(scenario, ENSEMBLE_ROWS)) for _ in range(3)]
    return {"rows": ENSEMBLE_ROWS, "ms": statistics.median(times)}


def _start() -> dict[str, float]:
    """Start the program anew; it closes itself once the answer is painted."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if frozen else [sys.executable, "-m", "gui"]
    with_trace = os.environ | {"QT_QPA_PLATFORM": "offscreen", START: repr(time.time())}
    with_trace.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's second start is what counts
    done = subprocess.run(
        command, env=with_trace, capture_output=True, text=True, timeout=60, check=False,
        cwd=None if frozen else Path(__file__).parents[1],
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"the program did not start: {done.stderr.strip()[-300:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _window(staged: Stage) -> dict[str, Any]:
    session, rail = staged.session, staged.rail()
    staged.wait_for_ensemble()
    painted: list[float] = []
    session.window.painted.connect(painted.append)
    staged.press(rail)
    shares = _Sweep()
    for _ in range(60):
        _frame(staged, rail, shares, painted)
    gc.collect()
    times = [_frame(staged, rail, shares, painted) for _ in range(FRAMES)]
    report: dict[str, Any] = {"frame_ms": _spread(times) | {"frames": FRAMES}}
    report["frame_paints"] = _paints(staged, rail, shares, painted)
    before = _rss_mb()
    for _ in range(UPDATES):
        _frame(staged, rail, shares, painted)
    gc.collect()
    report["rss_mb"] = _rss_mb()
    report["rss_growth_mb"] = None if before is None else (report["rss_mb"] or 0) - before
    report["updates"] = UPDATES
    answers = session.engine.recomputes
    for _ in range(BURST):
        staged.drag(rail, shares.next())
    staged.wait_for(lambda: not session.engine.pending, "the answer to the burst")
    report["burst"] = {"signals": BURST, "recomputes": session.engine.recomputes - answers}
    staged.release(rail)
    session.window.painted.disconnect(painted.append)
    return report


class _Sweep:
    """Places along a slider, there and back, each at another value than the one before."""

    def __init__(self) -> None:
        self._step = 0

    def next(self) -> float:
        self._step += 1
        return 0.55 + 0.35 * abs(self._step % 80 - 40) / 40


def _frame(staged: Stage, rail: Rail, shares: _Sweep, painted: list[float]) -> float:
    """Milliseconds from a mouse move on the slider until the window is painted."""
    engine = staged.session.engine
    while True:
        answers, seen = engine.recomputes, len(painted)
        began = time.perf_counter()
        staged.drag(rail, shares.next())
        staged.app.processEvents()
        while engine.pending or len(painted) == seen:
            staged.app.processEvents()
            if time.perf_counter() - began > 10:
                raise RuntimeError("a frame was not painted within ten seconds")
        took = (time.perf_counter() - began) * 1e3
        if engine.recomputes > answers:  # else the value snapped to the one before
            return took


class _Counter(QObject):
    """Counts the paint events of the widgets that it watches."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.counts: dict[int, int] = {}
        for number, widget in enumerate(widgets):
            widget.setProperty("bench", number)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            number = watched.property("bench")
            self.counts[number] = self.counts.get(number, 0) + 1
        return False


def _paints(staged: Stage, rail: Rail, shares: _Sweep, painted: list[float]) -> dict[str, float]:
    """How often a frame paints: windows, and the plot that is painted most."""
    board = staged.session.board
    plots = [each for each in (board, *board.findChildren(QWidget)) if each.isVisible()]
    counter, frames, seen = _Counter(plots), 60, len(painted)
    for _ in range(frames):
        _frame(staged, rail, shares, painted)
    for each in plots:
        each.removeEventFilter(counter)
    most = max(counter.counts.values(), default=0)
    plots_painted = sum(count >= frames for count in counter.counts.values())
    return {
        "window": (len(painted) - seen) / frames,
        "most_of_one_widget": most / frames,
        "widgets": plots_painted,
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": statistics.median(ordered),
        "p99": ordered[min(round(0.99 * len(ordered)), len(ordered) - 1)],
    }


def _rss_mb() -> float | None:
    """Resident memory [MB]; None where the system has no /proc."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return float(line.split()[1]) * 1024 / 1e6


def _numpy_add_ns() -> float:
    """What adding two arrays of 400 takes here and now [ns]: how fast the machine is today.

    Shared machines differ by a factor of three from hour to hour; a figure above means
    something only beside this one.
    """
    import numpy as np

    one, two = np.ones((1, 400)), np.ones((1, 400))
    times = []
    for _ in range(50):
        began = time.perf_counter()
        for _ in range(1000):
            np.add(one, two)
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6


def _machine() -> str:
    import numpy
    import PySide6

    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        name = next(line for line in cpu.splitlines() if line.startswith("model name"))
        name = name.split(":", 1)[1].strip()
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, numpy {numpy.__version__}, "
        f"PySide6 {PySide6.__version__}"
    )
