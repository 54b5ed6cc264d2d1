"""What is typed in the real window: undo in a field, refusals that end, the wheel over a list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from gui.levers.choice import Combo
from tests.gui.levers.hands import type_into

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COUNT = "shipments.0.count"
POPUP = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def swap(open_real):
    return open_real("tesla-to-x")


def count(session) -> int:
    return session.document.scenario.shipments[0].count


@pytest.mark.parametrize("again", [(Qt.Key.Key_Z, CONTROL | SHIFT), (Qt.Key.Key_Y, CONTROL)])
def test_after_enter_undo_and_redo_are_those_of_the_scenario(open_real, qtbot, again):
    real = open_real("colossus-100k")
    field = real.levers.row(COUNT).field
    type_into(qtbot, field, "60k")
    assert count(real) == 60_000
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert count(real) == 100_000
    assert field.text() == "100,000"
    qtbot.keyClick(field, *again)
    assert count(real) == 60_000
    assert field.text() == "60,000"
    assert field.hasFocus()


def test_while_something_is_typed_undo_takes_the_typing_back(open_real, qtbot):
    real = open_real("colossus-100k")
    field = real.levers.row(COUNT).field
    type_into(qtbot, field, "60k")
    field.selectAll()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.text() == "60,000"
    assert count(real) == 60_000, "only the typing was taken back"
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert count(real) == 100_000


def test_a_date_field_undoes_the_scenario_too(open_real, qtbot):
    real = open_real("colossus-100k")
    start = real.document.scenario.sites[0].start
    field = real.levers.row("sites.0.start").field
    type_into(qtbot, field, "1 Jun 2024")
    assert real.document.scenario.sites[0].start != start
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert real.document.scenario.sites[0].start == start


def test_undo_first_takes_a_refused_text_away(swap, qtbot):
    field = swap.levers.row(COUNT).field
    type_into(qtbot, field, "20k")
    type_into(qtbot, field, "5k")
    assert field.property("refused")
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert (field.text(), count(swap)) == ("20,000", 20_000)
    assert not field.property("refused")
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert count(swap) == 12_000


def test_ctrl_delete_removes_the_shipment_unless_something_is_being_typed(swap, qtbot):
    field = swap.levers.row("shipments.2.count").field
    field.setFocus()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Delete, CONTROL)
    assert len(swap.document.scenario.shipments) == 3
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Delete, CONTROL)
    QApplication.processEvents()
    assert len(swap.document.scenario.shipments) == 2
    assert swap.document.undo_text == "Remove 6,000 H100"


def test_a_refused_text_goes_once_the_scenario_is_another(swap, qtbot):
    move = swap.levers.fleet.moves.blocks[0].row
    type_into(qtbot, move.field, "20k")
    assert "Redirect at most 12,000" in move.message
    type_into(qtbot, swap.levers.row(COUNT).field, "20k")
    assert (move.message, move.field.text()) == ("", "12,000"), "20,000 would be allowed now"
    assert not move.field.property("refused")
    type_into(qtbot, move.field, "30k")
    type_into(qtbot, swap.levers.row("workload.flop").field, "lots")
    swap.actions["undo"].trigger()
    QApplication.processEvents()
    for row in swap.levers.rows.live().values():
        assert not row.message, row.path
    assert move.field.text() == "12,000"
    assert count(swap) == 12_000


def test_a_belief_and_a_date_let_go_of_what_was_refused_too(swap, qtbot):
    belief = swap.levers.row("beliefs.install_rate")
    type_into(qtbot, belief.fields["low"], "900")
    start = swap.levers.row("sites.0.start")
    type_into(qtbot, start.field, "soon")
    assert belief.message
    assert start.message
    type_into(qtbot, swap.levers.row(COUNT).field, "20k")
    assert (belief.message, start.message) == ("", "")
    assert belief.fields["low"].text() == "200"
    assert start.field.text() == "1 Nov 2023"


@POPUP
def test_a_refused_date_reddens_the_date_and_not_the_count(swap, qtbot):
    block = swap.levers.fleet.moves.blocks[0]
    block._dated(block.record.on.replace(year=2025))
    assert "Latest allowed: 2024-01-08" in block.row.message
    assert not block.row.field.property("refused")
    assert block.row.when.token == "red"
    type_into(qtbot, swap.levers.row(COUNT).field, "20k")
    assert block.row.when.token == "t3"


def test_an_order_is_told_what_is_redirected_of_it_at_its_own_field(swap, qtbot):
    row = swap.levers.row(COUNT)
    type_into(qtbot, row.field, "5k")
    assert row.message == (
        "5,000 is not allowed: 12,000 of order tesla-december are redirected. "
        "Keep at least 12,000, or take a move back."
    )


def test_the_wheel_over_a_list_scrolls_the_panel_and_changes_nothing(open_real, qtbot):
    """Events of the window system: only those give the focus to what the pointer is over."""
    real = open_real("colossus-100k", size=(1280, 720))
    scroll = real.levers.decision_scroll
    combo = real.levers.row("sites.0.cooling").combo
    scroll.ensureWidgetVisible(combo)
    before, at = real.document.scenario, scroll.verticalScrollBar().value()
    place = combo.mapTo(real.window, combo.rect().center())
    for _ in range(3):
        QTest.wheelEvent(real.window.windowHandle(), QPointF(place), QPoint(0, -120))
        QApplication.processEvents()
    assert real.document.scenario is before
    assert not combo.hasFocus()
    assert scroll.verticalScrollBar().value() > at


def test_no_list_of_the_window_takes_the_focus_from_the_wheel(open_real):
    real = open_real("tesla-to-x")
    lists = real.window.findChildren(QComboBox)
    assert any(isinstance(each, Combo) for each in lists)
    assert all(each.focusPolicy() != Qt.FocusPolicy.WheelFocus for each in lists)
