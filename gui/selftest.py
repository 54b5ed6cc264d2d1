"""Proves in some seconds that an installation works: window, lever, plots, undo, export."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

from PySide6.QtGui import QImage

from gui.stage import Stage, stage
from gui.start import FIRST

FRAMES = 60
SIZE = (1600, 1000)


def selftest() -> list[str]:
    """What failed, one line each; empty if all is well."""
    with stage(FIRST, SIZE) as staged:
        failures = [*_drive(staged), *_export(staged)]
        return failures + staged.failures


def _drive(staged: Stage) -> list[str]:
    """Drag the first lever through 60 painted frames, then undo the drag as one step."""
    session, rail = staged.session, staged.rail()
    before = session.document.scenario
    usable = _usable(staged)
    painted: list[float] = []
    session.window.painted.connect(painted.append)
    answers = session.engine.recomputes
    staged.press(rail)
    for frame in range(FRAMES):
        seen = len(painted)
        staged.drag(rail, 0.3 + 0.4 * (frame % 30) / 30)
        staged.wait_for(lambda seen=seen: len(painted) > seen, "a frame")  # type: ignore[misc]
    staged.release(rail)
    session.window.painted.disconnect(painted.append)
    failures = []
    if session.engine.recomputes - answers < FRAMES // 2:
        failures.append("selftest: the model did not follow the lever")
    if session.document.scenario == before or _usable(staged) == usable:
        failures.append("selftest: moving the lever changed nothing")
    session.actions["undo"].trigger()
    staged.wait_for(lambda: not session.engine.pending, "the answer after undo")
    if session.document.scenario != before or _usable(staged) != usable:
        failures.append("selftest: one undo did not take the drag back")
    return failures


def _usable(staged: Stage) -> float:
    outcome = staged.session.engine.outcome
    return 0.0 if outcome is None else outcome.headline("usable_flops")


def _export(staged: Stage) -> list[str]:
    """Write picture, table and headlines, and read them back."""
    exports, failures = staged.session.exports, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        picture, table, headlines = (folder / f"selftest.{kind}" for kind in ("png", "csv", "json"))
        written = (
            exports.write_picture(picture),
            exports.write_series(table),
            exports.write_headlines(headlines),
        )
        if not all(written):
            return ["selftest: an export could not be written"]
        if _colours(QImage(str(picture))) < 20:
            failures.append("selftest: the picture of the window is empty")
        with table.open(encoding="utf-8", newline="") as stream:
            if len(list(csv.DictReader(stream))) < 100:
                failures.append("selftest: the table of series is too short")
        if not json.loads(headlines.read_text(encoding="utf-8"))["headline"]:
            failures.append("selftest: the headlines are empty")
    return failures


def _colours(image: QImage) -> int:
    """Distinct colours on a grid over ``image``."""
    across, down = range(0, image.width(), 8), range(0, image.height(), 8)
    return len({image.pixel(x, y) for x in across for y in down})
