"""Axes shrink to what they need once a step is over, however it ends."""

from __future__ import annotations

import pytest

from gui.plots.ranges import NiceRange
from model import paths
from model.evaluate import evaluate
from model.files import preset
from model.study.bands import Bands, carried

PATH = "shipments.0.count"


def rested(qtbot, session):
    engine = session.engine
    qtbot.waitUntil(
        lambda: not engine.pending and engine.bands is not None and not engine.stale,
        timeout=60_000,
    )


def fitting(needed: float, like: NiceRange) -> float:
    """Where an axis ends that never had to hold anything else."""
    fresh = NiceRange(like.base, like.power, like.intervals)
    fresh.grow(needed)
    fresh.settle()
    return fresh.top


@pytest.mark.parametrize("ending", ["undo", "redo", "cancel", "refuse"])
def test_the_compute_axis_is_back_after(open_real, qtbot, ending):
    session = open_real("tesla-to-x")
    rested(qtbot, session)
    document, axis = session.document, session.board.compute.range
    start = axis.top
    if ending == "redo":
        document.edit(PATH, 12_001)
        document.end_step()
        session.actions["undo"].trigger()
        rested(qtbot, session)
    session.document.edit(PATH, 200_000)
    session.engine.compute_now()
    assert axis.top > 2 * start
    if ending == "cancel":
        document.cancel_step()
    elif ending == "refuse":
        document.edit(PATH, 12_000)
        session.engine.compute_now()
        document.edit("moves.0.count", 900_000)  # refused
        document.end_step()
    else:
        document.end_step()
        session.actions["undo"].trigger()
        if ending == "redo":
            session.actions["redo"].trigger()
            session.actions["undo"].trigger()
    rested(qtbot, session)
    assert axis.top == start


def test_the_axis_shrinks_again_when_the_drawn_bands_need_less_than_those_carried_along(
    open_real, qtbot
):
    session = open_real("tesla-to-x")
    rested(qtbot, session)
    axis = session.board.compute.range
    outcome, bands = session.engine.outcome, session.engine.bands
    wild = Bands(
        bands.rows, bands.seed, bands.headlines, bands.tasks, bands.days,
        (bands.usable[0], bands.usable[1] * 30), bands.criticality,
    )  # fmt: skip
    session.engine._sampled_from = (outcome, wild)
    session.document.edit("shipments.1.count", 6_001)
    session.engine.compute_now()
    session.document.end_step()
    assert axis.top > 2 * fitting(outcome.peak_installed.max(), axis)
    rested(qtbot, session)
    assert axis.top == fitting(axis.needed, axis)


def test_bands_that_are_carried_along_stay_within_what_they_ever_reached():
    """Racking that begins sooner: a median of a few must not make thousands of their P90."""
    base = preset("tesla-to-x")
    before = evaluate(base)
    total = before.usable_total
    early = total.copy()
    early[early > 0] = early.max()  # P90: all at once, on the day of the first
    known = Bands(256, 7, {}, {}, before.days, (total * 0.9, early))
    sooner = evaluate(paths.replaced(base, "shipments.0.arrives", "2023-12-20"))
    moved = carried(known, before, sooner)
    limit = early.max() / total.max() * sooner.usable_total.max()
    assert moved.usable[1].max() <= limit * (1 + 1e-9)
