"""The window with its real parts and the real model."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from gui import format as fmt
from gui.levers.rail import Rail
from model.units import date_of


@pytest.fixture
def real(open_real):
    return open_real()


def shown_count(session) -> int:
    return session.engine.outcome.scenario.shipments[0].count


def test_colossus_is_on_the_screen_and_moves_when_a_slider_moves(real, qtbot):
    assert shown_count(real) == 100_000
    rail = next(each for each in real.levers.findChildren(Rail) if each.isVisible())
    right = QPoint(rail.width() - 20, rail.height() // 2)
    qtbot.mousePress(rail, Qt.MouseButton.LeftButton, pos=QPoint(rail.width() // 2, 8))
    for x in range(rail.width() // 2, right.x(), 7):
        qtbot.mouseMove(rail, QPoint(x, right.y()))
        QApplication.processEvents()
    qtbot.mouseRelease(rail, Qt.MouseButton.LeftButton, pos=right)
    QApplication.processEvents()
    assert shown_count(real) != 100_000
    assert real.document.stack.count() == 1
    real.actions["undo"].trigger()
    QApplication.processEvents()
    assert shown_count(real) == 100_000


def test_the_ensemble_arrives_and_the_status_says_so(real, qtbot):
    real.engine.settle()
    qtbot.waitUntil(lambda: "256" in real.window.status.samples.text(), timeout=20_000)


@pytest.mark.parametrize("key", ["colossus-230k", "tesla-to-x", "greenfield-100k", "blank"])
def test_every_tab_shows_every_kind_of_preset(real, key):
    real.files.choose_preset(key)
    tabs = ("tab_cost", "tab_rank", "tab_reliability", "tab_moves", "tab_training")
    for command in (*tabs, "theme_dark", "theme_light"):
        real.actions[command].trigger()
        QApplication.processEvents()
    assert real.window.messages.isHidden(), real.window.messages.text
    assert real.engine.outcome.scenario.title == real.document.title


def test_f1_on_a_lever_opens_its_help(real, qtbot):
    assert real.levers.reveal("shipments.0.count")
    real.actions["shortcuts"].trigger()
    assert "Count" in real.sheets.text.text.toPlainText()


def test_tab_visits_levers_plots_and_tabs(real, qtbot):
    visited = set()
    groups = {"levers": real.levers, "board": real.board, "tabs": real.window.tabs}
    widget = real.toolbar.menu_button
    for _ in range(1000):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            visited |= {name for name, group in groups.items() if group.isAncestorOf(widget)}
        if widget is real.toolbar.menu_button:
            break
    assert visited == set(groups)


def test_a_headline_leads_to_where_it_comes_from(real, qtbot):
    headlines, tabs = real.window.headlines, real.window.tabs
    headlines.explain_requested.emit("capex_usd")
    assert tabs.current == "cost"
    headlines.explain_requested.emit("usable_flops")
    assert tabs.current == "training"
    for name, day in (
        ("training_finish", "training_finish"),
        ("full_load", "full_load"),
        ("facility_mean_mw", "full_load"),
    ):
        real.go_to(0.0)
        headlines.explain_requested.emit(name)
        assert real.board.cursor == pytest.approx(real.engine.outcome.headline(day), abs=1)


def test_every_tab_has_a_command_with_the_digit_of_its_place(real):
    for place, name in enumerate(real.window.tabs.names, start=1):
        action = real.actions[f"tab_{name}"]
        assert action.shortcut().toString() == f"Ctrl+{place}"
        action.trigger()
        QApplication.processEvents()
        assert real.window.tabs.current == name


def test_what_brings_full_load_is_in_sight_until_somebody_scrolls(open_real):
    session = open_real("colossus-100k", (1280, 720))
    session.window.tabs.choose("power")
    QApplication.processEvents()
    plot = session.board.timeline
    assert plot.hidden > 0
    assert "rack.0" in [bar.task.id for _, bar in plot._in_sight()]
    assert plot.scroll(-plot.hidden)
    session.engine.compute_now()
    QApplication.processEvents()
    assert plot.first_row == 0, "where the hand has put it"


def test_the_next_number_that_is_typed_is_the_count_of_the_shipment_just_added(real, qtbot):
    real.levers.fleet.add.click()
    QApplication.processEvents()
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "6k")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [s.count for s in real.document.scenario.shipments] == [100_000, 6_000]


def test_the_cursor_past_the_end_is_one_day_everywhere(real):
    real.go_to(5000.0)
    QApplication.processEvents()
    last = real.board.cursor
    assert last < 5000.0
    shown = date_of(last, real.engine.outcome.epoch)
    assert real.window.status.date.text() == fmt.long_date(shown)
