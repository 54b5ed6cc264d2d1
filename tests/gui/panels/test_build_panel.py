"""The Build tab in the real window: cells, refusals, tasks of a site's own, undo."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from gui.panels.build_table import CellEditor
from model.catalog import catalog
from model.scenario import TaskEdit

LABEL, LOW, USUAL, HIGH, ORDERED, NOT_BEFORE, GOES, AFTER, START = 0, 1, 2, 3, 5, 6, 7, 8, 9


@pytest.fixture
def open_build(open_real):
    def opened(key: str = "colossus-100k"):
        session = open_real(key)
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
    assert cell(panel, "electrical", AFTER) == "structure, switchgear, transformers"
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
    assert "number in d" in panel.table.accessibleDescription()
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
    settle(qtbot, lambda: cell(panel, "cooling", AFTER) == "structure, permits")
    assert editors(panel) == []


def test_a_circle_is_refused_with_its_loop(build, qtbot):
    session, panel = build
    type_into(panel, qtbot, "electrical", AFTER, "commissioning")
    said = panel.table.accessibleDescription()
    assert "in a circle: " in said
    assert "electrical -> commissioning" in said
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
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: "task1" in rows_by_id(panel))
    assert panel.table.chosen.id == "task1"
    assert not panel.reset.isEnabled(), "there is no template to go back to"
    type_into(panel, qtbot, "task1", LABEL, "Crane yard")
    type_into(panel, qtbot, "electrical", AFTER, "structure, task1")
    settle(qtbot, lambda: cell(panel, "electrical", AFTER) == "structure, task1")
    panel.table.choose("task1")
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    settle(qtbot, lambda: "task1" not in rows_by_id(panel))
    assert session.document.undo_text == "Take out Crane yard"
    assert cell(panel, "electrical", AFTER) == "structure"
    panel.table.choose("structure")
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: "structure" not in rows_by_id(panel))
    assert cell(panel, "electrical", AFTER) == "permits", "it waits for what structure waited for"
    qtbot.mouseClick(panel.reset_all, Qt.MouseButton.LeftButton)
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
    qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    settle(qtbot, lambda: cell(panel, "cooling", USUAL) == "122")
    assert list(session.document.scenario.sites[0].tasks) == ["permits"]


def test_a_site_is_chosen_where_there_are_several(open_build, qtbot):
    session, panel = open_build("tesla-to-x")
    names = [site.id for site in session.document.scenario.sites]
    assert panel.sites.isVisible()
    assert panel.sites.options == tuple(names)
    panel.sites.choose(names[1])
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
    _, panel = build
    panel.table.setFocus()
    panel.table.choose("permits", LOW)
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    assert len(editors(panel)) == 1
    qtbot.keyClick(editors(panel)[0], Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert panel.table.currentIndex().column() == USUAL
