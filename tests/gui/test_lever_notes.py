"""Notes under levers while one is dragged: rows keep their places until it is let go."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.gui.test_real_window import real as real

HELD, LATE = "shipments.0.count", "sites.0.supply.6.mw"


def answered(session, path: str, value: object) -> None:
    """One move of a lever that is held."""
    assert session.document.edit(path, value)
    session.engine.compute_now()
    QApplication.processEvents()


def let_go(session) -> None:
    session.document.end_step()
    session.engine.settle()
    QApplication.processEvents()


def top(session, path: str) -> int:
    row = session.levers.row(path)
    return row.mapTo(session.levers, QPoint(0, 0)).y()


def test_a_note_of_another_lever_waits_for_the_release(real, qtbot):
    row = real.levers.row(LATE)
    assert "all has power without it" in row.no_effect
    places = {path: top(real, path) for path in (LATE, "sites.0.place", "sites.0.network")}
    answered(real, HELD, 160_000)
    answered(real, HELD, 180_000)
    assert "sites.0.supply.6.mw" not in real.engine.outcome.no_effect, "it is needed now"
    assert "all has power without it" in row.no_effect
    assert {path: top(real, path) for path in places} == places, "no row has moved"
    let_go(real)
    assert row.no_effect == ""
    qtbot.waitUntil(lambda: top(real, "sites.0.place") < places["sites.0.place"], timeout=2000)


def test_words_of_a_note_that_stays_go_with_the_drag(real):
    row = real.levers.row("sites.0.halls")
    before = row.remark
    assert before.startswith("Halls are ready")
    answered(real, "shipments.0.arrives", date(2024, 7, 10))
    assert row.remark != before
    assert row.remark.startswith("Halls are ready")
    let_go(real)
    assert row.remark.startswith("Halls are ready")


def test_the_lever_in_hand_says_at_once_what_its_value_means(real):
    path = "sites.0.pace"
    row = real.levers.row(path)
    assert row.remark
    answered(real, path, 0.0)
    assert row.remark == ""
    answered(real, path, 0.5)
    assert "tasks at their shortest" in row.remark
    let_go(real)


def test_another_scenario_brings_its_own_notes(real):
    answered(real, HELD, 170_000)
    real.files.choose_preset("blank")
    QApplication.processEvents()
    real.engine.settle()
    QApplication.processEvents()
    assert "nothing is shipped" in real.levers.row("sites.0.halls").no_effect
