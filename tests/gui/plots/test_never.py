"""Scenarios of which a part of the samples never gets there are painted, read and taken out."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QLineF

from gui.panels.site_diagram import facts
from gui.plots.board import PlotBoard
from gui.plots.skin import current
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import replaced
from model.study.bands import Bands, bands
from model.study.oneline import one_line
from tests.gui.plots.conftest import drawn


@pytest.fixture(scope="module")
def never() -> tuple[Outcome, Bands]:
    """Meta's 24k on a grid that carries them in the median world and not at P90."""
    scenario = replaced(preset("meta-24k"), "sites.0.supply.0.mw", 33.0)
    found = bands(evaluate(scenario, rows=256))
    assert math.isinf(found.tasks["run"][1])
    assert math.isfinite(found.tasks["run"][0])
    return evaluate(scenario), found


class Pen:
    """Keeps the lines that it is asked to draw."""

    def __init__(self) -> None:
        self.lines: list[QLineF] = []

    def setPen(self, pen: object) -> None:
        """Colours do not matter here."""

    def drawLines(self, lines: list[QLineF]) -> None:
        """Note them."""
        self.lines += lines


def test_a_whisker_without_an_end_goes_on_to_the_edge(board: PlotBoard, never) -> None:
    board.show(*never, None)
    board.settle()
    board.paint_now()
    assert all(item.error is None for item in drawn(board))
    plot = board.timeline
    rows = [(y, bar) for y, bar in plot._in_sight() if math.isinf(bar.high)]
    assert {bar.task.id for _, bar in rows} == {"shakedown", "run"}
    pen = Pen()
    plot.gantt._draw_whiskers(pen, current(), rows)
    edge = int(plot.frame.rect.width()) - 0.5
    assert max(line.x2() for line in pen.lines) == edge, "up to the edge, as an arrow"
    heads = [line for line in pen.lines if line.x2() == edge and line.y1() != line.y2()]
    assert len(heads) == 2 * len(rows)


def test_its_tip_says_never_and_everything_else_is_read(board: PlotBoard, never) -> None:
    board.show(*never, None)
    board.settle()
    plot = board.timeline
    top = plot.frame.rect.top()
    tips = {plot.tip(top + y) for y, _ in plot._in_sight()}
    assert any(" – never" in tip for tip in tips)
    assert board.summary()
    for each in board.plots:
        assert each.table(-math.inf, math.inf).rows
        each.read(1e5)


def test_what_is_never_in_any_sample_is_painted(board: PlotBoard) -> None:
    scenario = replaced(preset("meta-24k"), "sites.0.supply.0.mw", 20.0)
    outcome = evaluate(scenario)
    board.show(outcome, bands(evaluate(scenario, rows=64)), outcome)
    board.settle()
    board.paint_now()
    assert all(item.error is None for item in drawn(board))


def test_calls_are_told_apart_from_a_shortage_as_on_the_site_tab(board: PlotBoard) -> None:
    """Meta's 24k on a grid that is short in summer and gives up 10 MW when it is called."""
    scenario = replaced(preset("meta-24k"), "sites.0.supply.0.mw", 32.6)
    scenario = replaced(scenario, "sites.0.response_mw", 10.0)
    scenario = replaced(scenario, "sites.0.response_hours", 500.0)
    outcome = evaluate(replaced(scenario, "workload.flop", 2e26))
    board.show(outcome, None, None)
    board.settle()
    on = float((date(2024, 7, 1) - outcome.epoch).days)
    board.set_cursor(on)
    board.paint_now()
    line = one_line(outcome, 0, on)
    assert line.idled > 1e6
    assert line.short > 1e6
    said = " | ".join(field.text for field in board.power.header.fields)
    number = board.power.number
    assert f"of {number(line.wanted)} MW wanted" in said
    assert f"calls take {number(line.idled)}" in said
    assert f"short {number(line.short)} MW" in said
    drawn_w = float(np.interp(on, outcome.days[0], outcome.power_total[0]))
    assert drawn_w + line.idled + line.short == pytest.approx(line.wanted, rel=1e-6)
    table = board.power.table(on, on)
    row = dict(zip(table.header, table.rows[0], strict=True))
    assert float(row["Calls take [W]"]) == pytest.approx(line.idled, rel=1e-4)
    assert dict(fact[:2] for fact in facts(line))["Wanted"] == (f"{number(line.wanted)} MW")


def test_a_battery_says_for_how_long_it_gives_its_power(board: PlotBoard) -> None:
    outcome = evaluate(preset("colossus-200k"))
    board.show(outcome, None, None)
    board.settle()
    names = [label.name for label in board.power.gutter.labels]
    assert "+ battery, 4.4 h" in names
