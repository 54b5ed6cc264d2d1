from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from gui import theme
from gui.commands import COMMANDS
from gui.panels.hints import HINTS
from gui.panels.matching import score
from gui.panels.parts import IconButton
from gui.settings import Settings
from model import files
from model.outcome import Outcome
from tests.gui.conftest import small_scenario


def answered(session) -> Outcome:
    QApplication.processEvents()
    return session.board.answers[-1][0]


def test_dragging_a_slider_moves_the_plots_and_is_one_undo_step(session, qtbot):
    slider = session.levers.slider
    slider.setSliderDown(True)
    for value in range(21_000, 51_000, 1000):
        slider.setValue(value)
    slider.setSliderDown(False)
    qtbot.waitUntil(lambda: answered(session).scenario.shipments[1].count == 50_000)
    assert session.document.stack.count() == 1
    session.actions["undo"].trigger()
    assert session.document.scenario == small_scenario()


def test_a_burst_of_a_thousand_signals_is_one_recompute(session, qtbot):
    QApplication.processEvents()
    before = session.engine.recomputes
    with qtbot.waitSignal(session.engine.answered):
        for value in range(30_000, 31_000):
            session.levers.edited.emit("shipments.1.count", value)
    assert session.engine.recomputes == before + 1


def test_ranges_settle_on_release_and_not_while_dragging(session, qtbot):
    qtbot.waitUntil(lambda: session.engine.bands is not None)
    settled = session.board.settled
    session.levers.edited.emit("shipments.1.count", 30_000)
    answered(session)
    assert session.board.settled == settled
    session.levers.released.emit()
    assert session.board.settled == settled + 1


def test_a_refused_edit_goes_back_to_its_lever(session):
    session.levers.edited.emit("shipments.1.count", 10**9)
    assert session.levers.refusals[0][0] == "shipments.1.count"
    assert session.window.messages.isHidden()


def test_an_edit_that_has_no_lever_is_refused_in_the_message_bar(session):
    session.document.redirect_shipment(0, "nowhere")
    session.document.removed = session.document.remove_shipment(7)
    session.document.refused.emit("shipments", "A shipment needs a site.")
    assert "A shipment needs a site." in session.window.messages.text


def test_sizes_at_1600_by_1000(session):
    window = session.window
    assert session.toolbar.height() == 40
    assert window.levers.width() == 336
    assert window.status.height() == 24
    assert window.tabs.state == "open"
    assert abs(window.tabs.height() - 208) <= 1


def test_sizes_at_1280_by_720(session, qtbot):
    session.window.resize(1280, 720)
    QApplication.processEvents()
    assert session.window.levers.width() == 288
    assert session.window.tabs.state == "closed"
    assert session.window.tabs.height() == 32


def test_only_the_visible_tab_is_updated(session, qtbot):
    answered(session)
    tabs = session.window.tabs
    training = tabs.panel("training")
    assert training is not None
    assert tabs.panel("cost") is None, "a tab is built when it is first seen"
    seen = len(training.answers)
    session.actions["tab_cost"].trigger()
    session.document.edit("shipments.1.count", 30_000)
    answered(session)
    assert len(training.answers) == seen
    assert tabs.panel("cost").answers[-1][0].scenario.shipments[1].count == 30_000
    session.actions["tab_training"].trigger()
    assert training.answers[-1][0].scenario.shipments[1].count == 30_000


def test_a_double_click_maximises_a_tab_and_escape_restores_it(session, qtbot):
    tabs = session.window.tabs
    qtbot.mouseDClick(tabs.bar, Qt.MouseButton.LeftButton, pos=tabs.bar.tabRect(1).center())
    assert tabs.state == "maximised"
    assert not session.board.isVisible()
    assert session.window.headlines.isVisible()
    qtbot.keyClick(session.window, Qt.Key.Key_Escape)
    assert tabs.state == "open"
    assert session.board.isVisible()


def test_the_baseline_is_pinned_from_the_tool_bar(session, qtbot):
    answered(session)
    qtbot.mouseClick(session.toolbar.pin, Qt.MouseButton.LeftButton)
    assert session.document.baseline == small_scenario()
    assert session.board.answers[-1][2] is not None
    qtbot.waitUntil(lambda: session.toolbar.pin.text() == "Baseline: Small")
    qtbot.mouseClick(session.toolbar.pin, Qt.MouseButton.LeftButton)
    assert session.document.baseline is None
    assert session.board.answers[-1][2] is None


def test_the_cursor_writes_the_status_bar_and_moves_the_tab(session):
    answered(session)
    session.board.set_cursor(201.0)
    assert session.window.status.date.text() == "20 Nov 2024"
    assert session.window.status.values[0].text() == "120,000 installed, 120,000 at full load"
    assert session.window.tabs.panel("training").days[-1] == 201.0


def test_the_theme_switches_live_and_is_kept(session, settings):
    session.actions["theme_dark"].trigger()
    assert theme.current().name == "dark"
    assert QApplication.palette().window().color().name() == theme.DARK.s0.lower()
    ground = session.window.status.grab().toImage().pixelColor(4, 12)
    assert ground.name() == theme.DARK.s0.lower()
    assert settings.theme == "dark"
    session.actions["theme_light"].trigger()
    assert QApplication.palette().window().color().name() == theme.LIGHT.s0.lower()


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("dark", "theme_dark"),
        ("pin base", "pin"),
        ("addship", "add_shipment"),
        ("csv", "export_series"),
    ],
)
def test_the_palette_finds_commands(session, qtbot, typed, command):
    session.actions["palette"].trigger()
    palette = session.sheets.palette
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, typed)
    rows = [palette.list.item(i).text() for i in range(palette.list.count())]
    assert rows[0] == session.actions[command].text().rstrip("…")


def test_the_palette_runs_commands_presets_and_dates(session, qtbot):
    session.actions["palette"].trigger()
    palette = session.sheets.palette
    qtbot.keyClicks(palette.field, "add a ship")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert len(session.document.scenario.shipments) == 3
    assert session.levers.revealed == "shipments.2.count", "as with the button"
    assert palette.isHidden()
    session.actions["go_to_date"].trigger()
    qtbot.keyClicks(palette.field, "2 Sep 2024")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert session.board.cursor == 122.0
    session.actions["palette"].trigger()
    qtbot.keyClicks(palette.field, "preset 230k")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert session.document.origin.preset == "colossus-230k"


def test_every_command_is_in_the_palette_with_its_keys(session):
    session.document.pin()
    session.document.edit("shipments.1.count", 1)
    session.titles.show()
    listed = {entry.row.key for entry in session.sheets._entries()}
    assert {command.id for command in COMMANDS} - listed == {"palette", "redo"}


def test_fuzzy_matching_prefers_words_and_refuses_scattered_letters():
    assert score("pin", "Pin baseline") > score("pin", "Keeping")
    assert score("gtd", "Go to date") is not None
    assert score("date", "Add a power source", "Add a grid step to the first site") is None
    assert score("zzz", "Pin baseline") is None
    assert score("", "anything") is not None


def test_the_gallery_opens_a_preset_by_keyboard_and_undo_brings_the_work_back(session, qtbot):
    session.document.edit("shipments.1.count", 33_000)
    qtbot.mouseClick(session.toolbar.title, Qt.MouseButton.LeftButton)
    gallery = session.sheets.gallery
    rows = [gallery.list.item(i).text() for i in range(gallery.list.count())]
    at = next(i for i, text in enumerate(rows) if "200" in text)
    gallery.list.setCurrentRow(at)
    qtbot.keyClick(gallery.list, Qt.Key.Key_Return)
    assert gallery.isHidden()
    assert session.document.origin.preset == "colossus-200k"
    assert session.levers.shown[-1][1] == files.preset("colossus-200k")
    session.actions["undo"].trigger()
    assert session.document.scenario.shipments[1].count == 33_000


def test_a_click_beside_a_sheet_closes_it_and_the_focus_returns(session, qtbot):
    session.levers.slider.setFocus()
    session.actions["shortcuts"].trigger()
    assert "Ctrl+K" in session.sheets.text.text.toPlainText()
    qtbot.mouseClick(session.window.status, Qt.MouseButton.LeftButton)
    assert session.sheets.text.isHidden()
    assert session.levers.slider.hasFocus()


def test_about_attributes_the_data(session):
    session.actions["about"].trigger()
    text = session.sheets.text.text.toPlainText()
    assert "Epoch AI" in text
    assert "CC BY 4.0" in text


def test_help_on_a_lever_says_its_range_and_why(session):
    session.levers.help_requested.emit("beliefs.install_rate.mode")
    text = session.sheets.text.text.toPlainText()
    assert "Install rate" in text
    assert "doubling of Colossus" in text


def test_hints_are_dismissed_one_by_one_and_stay_away(make_session, settings, qtbot):
    session = make_session()
    hints = session.window.hints
    assert hints.isVisible()
    session.levers.released.emit()
    session.actions["pin"].trigger()
    assert hints.isVisible()
    last = hints._hints["cursor"]
    qtbot.mouseClick(last.close_button, Qt.MouseButton.LeftButton)
    assert hints.isHidden()
    assert settings.hints_seen == set(HINTS)
    assert make_session().window.hints.isHidden()


def test_the_layout_is_kept_between_sessions(make_session, settings, qtbot):
    first = make_session()
    first.window.resize(1500, 930)
    first.actions["tab_rank"].trigger()
    first.actions["tabs_toggle"].trigger()
    first.window.columns.setSizes([400, 1100])
    first.window.columns.splitterMoved.emit(400, 1)
    first.shut_down()
    again = make_session(settings=Settings(Path(settings.path)))
    assert again.window.tabs.current == "rank"
    assert again.window.tabs.state == "closed"
    assert again.window.columns.sizes()[0] == 400
    assert again.levers.restored == {"folded": ["Money"]}


def test_escape_stops_the_ensemble_when_nothing_else_is_open(session, qtbot, monkeypatch):
    stopped = []
    monkeypatch.setattr(session.engine, "cancel", lambda: stopped.append(True))
    qtbot.keyClick(session.window, Qt.Key.Key_Escape)
    assert stopped


def test_an_error_of_the_model_is_shown_and_goes_away(make_session, qtbot):
    from tests.gui.conftest import answer_to

    def evaluate(scenario):
        if scenario.shipments[1].count == 13:
            raise ArithmeticError("thirteen")
        return answer_to(scenario)

    session = make_session(evaluate=evaluate)
    session.document.edit("shipments.1.count", 13)
    qtbot.waitUntil(lambda: "thirteen" in session.window.messages.text)
    assert session.board.answers[-1][0].scenario.shipments[1].count == 20_000
    session.document.edit("shipments.1.count", 14)
    qtbot.waitUntil(session.window.messages.isHidden)


def test_icon_buttons_have_a_tip_and_every_control_a_name(session):
    for button in session.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button
        if isinstance(button, IconButton):
            assert button.toolTip()


def test_tab_goes_through_the_window_as_one_reads_it(session):
    window = session.window
    groups = [session.toolbar, window.levers, window.headlines, window.board, window.tabs]
    passed, widget = [], session.toolbar.menu_button
    for _ in range(300):
        group = next((each for each in groups if each.isAncestorOf(widget)), None)
        if group is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            passed += [groups.index(group)] if passed[-1:] != [groups.index(group)] else []
        widget = widget.nextInFocusChain()
        if widget is session.toolbar.menu_button:
            break
    assert passed == sorted(passed)
    assert passed[-1] == 4


def test_help_is_about_the_lever_in_focus(session):
    slider = session.levers.slider
    slider.path = "shipments.1.count"
    slider.setFocus()
    session.actions["shortcuts"].trigger()
    assert "How many accelerators this shipment brings." in session.sheets.text.text.toPlainText()


def test_shortcuts_are_unique():
    keys = [key for command in COMMANDS for key in command.shortcut.split(";") if key]
    assert len(keys) == len(set(keys))


def test_a_dropped_file_opens_and_anything_else_is_ignored(session, tmp_path):
    path = tmp_path / "dropped.toml"
    files.save(small_scenario("Dropped"), path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "picture.png")), QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    session.window.dropEvent(event)
    assert session.document.title == "Dropped"
    assert session.document.origin.path == path


def test_the_frame_time_is_shown(session, qtbot):
    session.document.edit("shipments.1.count", 30_000)
    qtbot.waitUntil(lambda: session.window.status.frame.text().endswith("ms"))


def test_a_date_is_asked_for_without_any_command_at_hand(session, qtbot):
    before = session.document.scenario
    session.actions["go_to_date"].trigger()
    palette = session.sheets.palette
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert session.document.scenario is before
    assert not palette.isHidden(), "there is nothing to run yet"
    qtbot.keyClicks(palette.field, "31 feb 2024")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert "2 Sep 2024" in palette.list.item(0).text(), "it says how a date is written"
    palette.field.clear()
    qtbot.keyClicks(palette.field, "2 Sep 2024")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert session.board.cursor == 122.0
