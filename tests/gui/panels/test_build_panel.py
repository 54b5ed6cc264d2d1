"""The Build tab in the real window: cells, refusals, tasks of a site's own, undo."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from gui.panels.build_cell import CellEditor
from gui.panels.build_lines import COLUMNS, FIELDS
from gui.panels.table import PAD
from model.catalog import catalog
from model.columns import TASK_KINDS
from model.files import dumps, loads
from model.scenario import TaskEdit

# What the off-screen platform says of popups.
pytestmark = pytest.mark.qt_log_ignore("does not support")
LABEL, LOW, USUAL, HIGH, ORDERED, NOT_BEFORE, GOES = 0, 1, 2, 3, 5, 6, 7
KIND, SIZE, AFTER, START = 8, 9, 11, 12
SHELL = "Clear-out and structure"


@pytest.fixture
def open_build(open_real):
    def opened(key: str = "colossus-100k", size: tuple[int, int] = (1600, 1000)):
        session = open_real(key, size)
        session.actions["tab_build"].trigger()
        QApplication.processEvents()
        return session, session.window.tabs.panel("build")

    return opened


@pytest.fixture
def build(open_build):
    return open_build()


def rows_by_id(panel) -> dict:
    return {row.id: row for row in panel.table.rows}


def cell(panel, id: str, column: int) -> str:
    return rows_by_id(panel)[id].line.cells[column]


def settle(qtbot, until) -> None:
    """Wait for the answer, and for the pause between two refreshes of the table."""
    qtbot.waitUntil(until, timeout=5000)


def begin(panel, qtbot, id: str, column: int) -> CellEditor:
    """Double-click a cell, as a hand does."""
    place = [row.id for row in panel.table.rows].index(id)
    at = panel.table.visualRect(panel.table.lines.index(place, column)).center()
    port = panel.table.viewport()
    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    opened = editors(panel)
    assert len(opened) == 1
    return opened[0]


def type_into(panel, qtbot, id: str, column: int, text: str) -> CellEditor:
    editor = begin(panel, qtbot, id, column)
    editor.selectAll()
    if text:
        qtbot.keyClicks(editor, text)
    else:
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    return editor


def editors(panel) -> list[CellEditor]:
    return [e for e in panel.table.findChildren(CellEditor) if e.isVisible()]


def test_the_table_lists_the_tasks_with_dates(build):
    _, panel = build
    ids = [task.id for task in catalog().template("retrofit").tasks]
    assert list(rows_by_id(panel)) == ids
    assert cell(panel, "electrical", USUAL) == "152"
    assert cell(panel, "electrical", AFTER) == (
        "Clear-out and structure; Switchgear on order; Distribution transformers on order"
    )
    assert cell(panel, "permits", START) == "3 May 2024"


def test_a_typed_duration_moves_the_bars_and_is_one_undo_step(build, qtbot):
    session, panel = build
    before = session.engine.outcome.headline("full_load")
    type_into(panel, qtbot, "permits", LOW, "10 weeks")
    settle(qtbot, lambda: cell(panel, "permits", LOW) == "70")
    assert cell(panel, "permits", USUAL) == "70", "the usual duration is taken along"
    assert session.document.scenario.sites[0].tasks == {"permits": TaskEdit(low=70, mode=70)}
    assert session.engine.outcome.headline("full_load") > before + 40
    assert session.document.stack.count() == 1
    assert session.document.undo_text == "Permits, shortest duration, 15 to 70 d"
    session.actions["undo"].trigger()
    settle(qtbot, lambda: cell(panel, "permits", LOW) == "15")
    session.actions["redo"].trigger()
    settle(qtbot, lambda: cell(panel, "permits", LOW) == "70")


def test_a_refused_text_stays_with_its_reason_and_esc_gives_it_up(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "electrical", USUAL, "long")
    assert [e.text() for e in editors(panel)] == ["long"]
    assert editors(panel)[0].property("refused")
    said = panel.table.accessibleDescription()
    assert "a number in d. Write 14 or 2 weeks." in said
    assert session.document.stack.count() == 0
    qtbot.keyClick(editors(panel)[0], Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert editors(panel) == []
    assert "number" not in panel.table.accessibleDescription()
    type_into(panel, qtbot, "electrical", USUAL, "99999")
    assert "above 3,650 d" in panel.table.accessibleDescription()
    assert session.window.messages.isHidden(), "it is said where it was typed"


def test_a_refused_text_can_be_mended(build, qtbot):
    _, panel = build
    editor = type_into(panel, qtbot, "cooling", AFTER, "structur")
    assert "Did you mean structure?" in panel.table.accessibleDescription()
    qtbot.keyClicks(editor, "e, permits")
    assert not editor.property("refused")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, lambda: cell(panel, "cooling", AFTER) == f"{SHELL}; Permits")
    assert editors(panel) == []


def test_tasks_to_wait_for_are_typed_by_their_names(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "cooling", AFTER, "clear-out and structure +7d; SS: Permits")
    settle(qtbot, lambda: cell(panel, "cooling", AFTER) == f"{SHELL} +7d; SS: Permits")
    assert tasks_of(session) == {"cooling": TaskEdit(after=("structure+7d", "SS:permits"))}
    assert session.document.undo_text.endswith(f"on order to {SHELL} +7d; SS: Permits")
    type_into(panel, qtbot, "cooling", AFTER, "Yard crane")
    said = panel.table.accessibleDescription()
    assert said.startswith("Yard crane is not allowed: the tasks here are permits, structure")


def test_what_a_task_waits_for_and_its_order_date_can_be_cleared(build, qtbot):
    session, panel = build
    opened = session.document.scenario
    type_into(panel, qtbot, "structure", AFTER, "")
    settle(qtbot, lambda: cell(panel, "structure", START) == "3 May 2024")
    assert tasks_of(session) == {"structure": TaskEdit(after=())}
    assert session.document.undo_text == f"{SHELL}, after, Permits to nothing"
    assert AFTER in rows_by_id(panel)["structure"].changed
    type_into(panel, qtbot, "switchgear", ORDERED, "")
    settle(qtbot, lambda: cell(panel, "switchgear", START) == "3 May 2024")
    assert cell(panel, "switchgear", ORDERED) == ""
    assert ORDERED in rows_by_id(panel)["switchgear"].changed
    assert "ordered, was 27 Nov 2022" in rows_by_id(panel)["switchgear"].line.tip
    panel.table.choose("switchgear")
    qtbot.mouseClick(panel.head.reset, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: cell(panel, "switchgear", ORDERED) == "27 Nov 2022")
    for _ in range(session.document.stack.count()):
        session.actions["undo"].trigger()
    assert session.document.scenario == opened


def test_an_order_date_frees_an_order_from_what_it_waited_for(open_build, qtbot):
    session, panel = open_build("greenfield-100k")
    assert cell(panel, "switchgear", AFTER) == "SS: Design +110d"
    type_into(panel, qtbot, "switchgear", ORDERED, "2024-06-01")
    settle(qtbot, lambda: cell(panel, "switchgear", START) == "1 Jun 2024")
    assert cell(panel, "switchgear", AFTER) == ""
    assert tasks_of(session) == {"switchgear": TaskEdit(ordered=date(2024, 6, 1))}
    type_into(panel, qtbot, "switchgear", AFTER, "Permits")
    settle(qtbot, lambda: cell(panel, "switchgear", AFTER) == "Permits")
    assert cell(panel, "switchgear", ORDERED) == "", "it counts from the one or from the other"


def test_a_task_that_was_taken_out_is_put_back_alone(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "cooling", USUAL, "100")
    for id in ("electrical", "cooling"):
        panel.table.choose(id)
        qtbot.mouseClick(panel.head.remove, Qt.MouseButton.LeftButton)
        settle(qtbot, lambda id=id: id not in rows_by_id(panel))
    qtbot.mouseClick(panel.head.add, Qt.MouseButton.LeftButton)
    assert [a.text() for a in popup().actions() if a.text()] == [
        "New task", "Put back: Cooling plant and water loop", "Put back: Electrical fit-out",
    ]  # fmt: skip
    pick(popup(), qtbot, "Put back: Cooling")
    settle(qtbot, lambda: "cooling" in rows_by_id(panel))
    assert cell(panel, "cooling", USUAL) == "100", "with what was changed in it"
    assert "electrical" not in rows_by_id(panel)
    assert session.document.undo_text == "Put back Cooling plant and water loop"
    session.actions["undo"].trigger()
    settle(qtbot, lambda: "cooling" not in rows_by_id(panel))
    qtbot.mouseClick(panel.head.add, Qt.MouseButton.LeftButton)
    pick(popup(), qtbot, "New task")
    settle(qtbot, lambda: "task1" in rows_by_id(panel))


def test_days_are_shown_as_far_as_there_is_room_and_edited_as_they_are(build, qtbot):
    _, panel = build
    type_into(panel, qtbot, "cooling", HIGH, "1468.25")
    settle(qtbot, lambda: cell(panel, "cooling", HIGH) == "1,468")
    assert rows_by_id(panel)["cooling"].texts[HIGH] == "1,468.25"
    type_into(panel, qtbot, "cooling", LOW, "12.25")
    settle(qtbot, lambda: cell(panel, "cooling", LOW) == "12.2")


def test_a_circle_is_refused_with_its_loop(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "electrical", AFTER, "commissioning")
    said = panel.table.accessibleDescription()
    assert "in a circle: " in said
    assert "Electrical fit-out -> Commissioning" in said
    assert session.document.stack.count() == 0


def test_dates_are_typed_and_emptied(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "structure", NOT_BEFORE, "1 June 2024")
    settle(qtbot, lambda: cell(panel, "structure", START) == "1 Jun 2024")
    type_into(panel, qtbot, "structure", NOT_BEFORE, "")
    settle(qtbot, lambda: cell(panel, "structure", NOT_BEFORE) == "")
    assert session.document.scenario.sites[0].tasks == {}
    type_into(panel, qtbot, "structure", ORDERED, "2024-03-01")
    settle(qtbot, lambda: cell(panel, "structure", ORDERED) == "1 Mar 2024")
    assert session.document.scenario.sites[0].tasks == {
        "structure": TaskEdit(ordered=date(2024, 3, 1))
    }


def test_an_answer_that_arrives_does_not_touch_what_is_being_typed(build, qtbot):
    session, panel = build
    editor = begin(panel, qtbot, "electrical", USUAL)
    editor.selectAll()
    qtbot.keyClicks(editor, "17")
    session.document.edit("sites.0.pace", 0.5)
    session.document.end_step()
    settle(qtbot, lambda: session.engine.outcome.scenario.sites[0].pace == 0.5)
    qtbot.wait(200)
    assert editors(panel)[0].text() == "17"


def test_tasks_are_added_taken_out_and_reset(build, qtbot):
    session, panel = build
    qtbot.mouseClick(panel.head.add, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: "task1" in rows_by_id(panel))
    assert panel.table.chosen.id == "task1"
    assert not panel.head.reset.isEnabled(), "there is no template to go back to"
    type_into(panel, qtbot, "task1", LABEL, "Crane yard")
    type_into(panel, qtbot, "electrical", AFTER, "structure, task1")
    settle(qtbot, lambda: cell(panel, "electrical", AFTER) == f"{SHELL}; Crane yard")
    panel.table.choose("task1")
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    settle(qtbot, lambda: "task1" not in rows_by_id(panel))
    assert session.document.undo_text == "Take out Crane yard"
    assert cell(panel, "electrical", AFTER) == SHELL
    panel.table.choose("structure")
    qtbot.mouseClick(panel.head.remove, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: "structure" not in rows_by_id(panel))
    assert cell(panel, "electrical", AFTER) == "Permits", "it waits for what structure waited for"
    qtbot.mouseClick(panel.head.reset_all, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: "structure" in rows_by_id(panel))
    assert session.document.scenario.sites[0].tasks == {}
    for _ in range(session.document.stack.count()):
        session.actions["undo"].trigger()
    assert session.document.scenario == session.document.origin.opened


def test_one_task_goes_back_to_the_template(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "cooling", USUAL, "100")
    type_into(panel, qtbot, "permits", USUAL, "20")
    settle(qtbot, lambda: cell(panel, "permits", USUAL) == "20")
    assert USUAL in rows_by_id(panel)["cooling"].changed
    panel.table.choose("cooling")
    qtbot.mouseClick(panel.head.reset, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: cell(panel, "cooling", USUAL) == "122")
    assert list(session.document.scenario.sites[0].tasks) == ["permits"]


def test_a_site_is_chosen_where_there_are_several(open_build, qtbot):
    session, panel = open_build("tesla-to-x")
    names = [site.id for site in session.document.scenario.sites]
    assert panel.head.sites.isVisible()
    assert panel.head.sites.options == tuple(names)
    panel.head.sites.choose(names[1])
    type_into(panel, qtbot, panel.table.rows[0].id, USUAL, "33")
    settle(qtbot, lambda: panel.table.rows[0].texts[USUAL] == "33")
    sites = session.document.scenario.sites
    assert not sites[0].tasks
    assert sites[1].tasks


def test_commands_reach_the_build(build, qtbot):
    session, panel = build
    session.actions["add_task"].trigger()
    settle(qtbot, lambda: "task1" in rows_by_id(panel))
    session.actions["reset_tasks"].trigger()
    settle(qtbot, lambda: "task1" not in rows_by_id(panel))


def test_a_network_goes_out_and_comes_back_by_the_commands(build, qtbot, tmp_path, monkeypatch):
    session, panel = build
    type_into(panel, qtbot, "cooling", USUAL, "100")
    target = tmp_path / "build.xml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    session.actions["export_network"].trigger()
    assert "Exported to" in session.window.messages.text
    edited = session.document.scenario
    session.actions["reset_tasks"].trigger()
    settle(qtbot, lambda: cell(panel, "cooling", USUAL) == "122")
    session.actions["import_network"].trigger()
    settle(qtbot, lambda: cell(panel, "cooling", USUAL) == "100")
    assert session.document.scenario == edited
    assert session.document.undo_text == "Import build.xml"
    session.actions["undo"].trigger()
    settle(qtbot, lambda: cell(panel, "cooling", USUAL) == "122")


def test_a_broken_file_is_refused_with_its_place_and_changes_nothing(build, tmp_path):
    session, _ = build
    path = tmp_path / "bad.csv"
    path.write_text("id,mode_d,after\na,1,b\nb,1,a\n")
    before = session.document.scenario
    assert not session.networks.read(path)
    assert "in a circle: " in session.window.messages.text
    assert "bad.csv was not imported" in session.window.messages.text
    assert session.document.scenario is before
    assert not session.networks.write(tmp_path / "nowhere" / "x.xml")
    assert "x.xml was not exported" in session.window.messages.text


def test_every_cell_of_a_field_is_reached_from_the_keyboard(build, qtbot):
    session, panel = build
    panel.table.setFocus()
    panel.table.choose("permits", LOW)
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    assert len(editors(panel)) == 1
    qtbot.keyClick(editors(panel)[0], Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert panel.table.currentIndex().column() == USUAL
    qtbot.keyClick(editors(panel)[0], Qt.Key.Key_Escape)
    panel.table.choose("permits", START)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert editors(panel) == [], "it comes out: there is nothing to type"
    panel.table.choose("permits", KIND)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    pick(popup(), qtbot, "order")
    assert tasks_of(session) == {"permits": TaskEdit(kind="order")}


def popup() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def pick(menu: QMenu, qtbot, text: str) -> None:
    """Go down to an entry with the keyboard and take it."""
    for _ in menu.actions():
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        if menu.activeAction().text().startswith(text):
            break
    assert menu.activeAction().text().startswith(text)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    QApplication.processEvents()


def tasks_of(session) -> dict[str, TaskEdit]:
    return session.document.scenario.sites[0].tasks


def test_a_kind_is_chosen_from_the_menu_of_its_cell(build, qtbot):
    session, panel = build
    assert cell(panel, "permits", KIND) == "permit"
    begin(panel, qtbot, "permits", KIND)
    assert [action.text() for action in popup().actions()] == list(TASK_KINDS)
    assert [action.text() for action in popup().actions() if action.isChecked()] == ["permit"]
    pick(popup(), qtbot, "utility")
    settle(qtbot, lambda: cell(panel, "permits", KIND) == "utility")
    assert tasks_of(session) == {"permits": TaskEdit(kind="utility")}
    assert KIND in rows_by_id(panel)["permits"].changed
    assert editors(panel) == []
    assert session.document.undo_text == "Permits, kind, permit to utility"
    session.actions["undo"].trigger()
    settle(qtbot, lambda: cell(panel, "permits", KIND) == "permit")
    assert tasks_of(session) == {}


def test_a_kind_is_typed_and_one_that_is_not_there_is_refused_with_those_that_are(build, qtbot):
    session, panel = build
    panel.table.setFocus()
    panel.table.choose("electrical", KIND)
    qtbot.keyClick(panel.table, Qt.Key.Key_P)
    (editor,) = editors(panel)
    qtbot.keyClicks(editor, "aint")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    said = panel.table.accessibleDescription()
    assert "allowed are work, permit, order, utility" in said
    assert editor.property("refused")
    assert tasks_of(session) == {}
    editor.selectAll()
    qtbot.keyClicks(editor, "Permit")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, lambda: cell(panel, "electrical", KIND) == "permit")
    type_into(panel, qtbot, "electrical", SIZE, "0.25")
    settle(qtbot, lambda: cell(panel, "electrical", SIZE) == "0.25")
    assert tasks_of(session) == {"electrical": TaskEdit(kind="permit", size_exponent=0.25)}


def test_the_down_key_offers_the_words_of_a_cell_that_is_being_edited(build, qtbot):
    session, panel = build
    panel.table.setFocus()
    panel.table.choose("electrical", GOES)
    qtbot.keyClick(panel.table, Qt.Key.Key_H)
    (editor,) = editors(panel)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert not editor.property("refused"), "its menu is open: nothing was given yet"
    pick(popup(), qtbot, "hall by hall" if cell(panel, "electrical", GOES) == "once" else "once")
    assert list(tasks_of(session)) == ["electrical"]


def test_a_size_exponent_changes_the_dates_of_a_smaller_phase_and_has_a_limit(build, qtbot):
    session, panel = build
    session.document.edit("sites.0.phase_mw", 1000.0)
    session.document.end_step()
    finish = bar_end(session, "structure")
    type_into(panel, qtbot, "structure", SIZE, "1.5")
    assert "1.5 is above 1" in panel.table.accessibleDescription()
    qtbot.keyClick(editors(panel)[0], Qt.Key.Key_Escape)
    type_into(panel, qtbot, "structure", SIZE, "0.9")
    settle(qtbot, lambda: cell(panel, "structure", SIZE) == "0.9")
    assert bar_end(session, "structure") < finish - 1
    assert session.document.undo_text == "Clear-out and structure, size exponent, 0.3 to 0.9"
    type_into(panel, qtbot, "structure", SIZE, "")
    settle(qtbot, lambda: cell(panel, "structure", SIZE) == "0.3")
    assert tasks_of(session) == {}


def bar_end(session, id: str) -> float:
    return next(float(t.finish[0, 0]) for t in session.engine.outcome.tasks if t.id == id)


def test_cells_say_what_kind_and_size_exponent_do(build):
    _, panel = build
    row = [each.id for each in panel.table.rows].index("structure")

    def tip(column: int) -> str:
        return panel.table.lines.index(row, column).data(Qt.ItemDataRole.ToolTipRole)

    assert "keeps the site's working week" in tip(KIND)
    assert "0.3 takes 81 %" in tip(SIZE)


def test_every_field_is_reached_in_a_small_window(open_build, qtbot):
    session, panel = open_build(size=(1280, 720))
    dropped = [column for column in FIELDS if panel.table.isColumnHidden(column)]
    assert {KIND, SIZE} <= set(dropped)
    panel.table.choose("structure")
    qtbot.mouseClick(panel.head.fields, Qt.MouseButton.LeftButton)
    said = [action.text() for action in popup().actions()]
    assert [text.partition(":")[0] for text in said] == [COLUMNS[c].title for c in FIELDS]
    assert "Size exponent: 0.3…" in said
    pick(popup(), qtbot, "Size exponent")
    (editor,) = editors(panel)
    assert not panel.table.isColumnHidden(SIZE)
    assert editor.geometry().left() == panel.table.columnViewportPosition(SIZE)
    assert editor.geometry().right() < panel.table.viewport().width()
    editor.selectAll()
    qtbot.keyClicks(editor, "0.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, lambda: cell(panel, "structure", SIZE) == "0.5")
    assert panel.table.isColumnHidden(SIZE), "the column goes when it is done"
    assert not panel.table.isColumnHidden(panel.table.currentIndex().column())
    for title, word in (("Kind", "permit"), ("Goes", "hall by hall")):
        qtbot.mouseClick(panel.head.fields, Qt.MouseButton.LeftButton)
        menu = popup()
        entry = next(a for a in menu.actions() if a.text().startswith(title))
        menu.setActiveAction(entry)
        qtbot.keyClick(menu, Qt.Key.Key_Right)
        pick(entry.menu(), qtbot, word)
    assert tasks_of(session) == {
        "structure": TaskEdit(kind="permit", size_exponent=0.5, stage="hall")
    }


def test_a_right_click_offers_the_fields_of_the_task_that_was_clicked(open_build, qtbot):
    session, panel = open_build(size=(1280, 720))
    at = panel.table.visualRect(panel.table.lines.index(1, LABEL)).center()
    port = panel.table.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, port.mapToGlobal(at))
    QApplication.sendEvent(port, event)
    menu = popup()
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "All fields of Clear-out and structure"
    assert "Copy data" in texts
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Right)
    pick(menu.actions()[0].menu(), qtbot, "Not before")
    (editor,) = editors(panel)
    qtbot.keyClicks(editor, "2024-06-01")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert tasks_of(session) == {"structure": TaskEdit(not_before=date(2024, 6, 1))}


def test_kind_and_size_come_back_from_an_exported_network_and_from_the_file(build, qtbot, tmp_path):
    session, panel = build
    type_into(panel, qtbot, "cooling", SIZE, "0.4")
    begin(panel, qtbot, "cooling", KIND)
    pick(popup(), qtbot, "order")
    given = tasks_of(session)
    assert given == {"cooling": TaskEdit(kind="order", size_exponent=0.4)}
    for name in ("build.csv", "build.xml"):
        assert session.networks.write(tmp_path / name)
        session.actions["reset_tasks"].trigger()
        assert tasks_of(session) == {}
        assert session.networks.read(tmp_path / name)
        assert tasks_of(session) == given
    assert loads(dumps(session.document.scenario), "mine.toml") == session.document.scenario


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
def test_names_of_tasks_are_shown_whole(open_build, size):
    _, panel = open_build("greenfield-100k", size)
    font = QFontMetricsF(panel.table.font())
    room = panel.table.columnWidth(LABEL) - PAD - 4
    names = [row.line.cells[LABEL] for row in panel.table.rows]
    assert "Distribution transformers on order" in names
    assert max(font.horizontalAdvance(name) for name in names) <= room
