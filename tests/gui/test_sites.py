"""Sites in the window: added, named, copied and removed, each as one step."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from gui.document import Document
from gui.levers.site_menu import ONLY_SITE
from model.evaluate import evaluate
from model.files import dumps, loads, preset
from model.scenario import TaskEdit
from tests.gui.levers.hands import LEFT, type_into

pytestmark = pytest.mark.qt_log_ignore("does not support")  # popups on the off-screen platform
CONTROL = Qt.KeyboardModifier.ControlModifier


def names(document) -> list[str]:
    return [site.id for site in document.scenario.sites]


def choose(session, site: int, text: str) -> None:
    """Open the menu of a site at its header and take one of its entries."""
    section = session.levers.sites.power[site]
    press(section.header.more)
    menu = section._menu
    action = next(each for each in menu.actions() if each.text() == text)
    assert action.isEnabled()
    menu.close()
    action.trigger()
    QApplication.processEvents()


def press(button) -> None:
    button.click()
    QApplication.processEvents()


def test_a_new_site_has_power_and_changes_no_answer_until_something_goes_there(qtbot):
    document = Document(preset("colossus-100k"))
    before = evaluate(document.scenario)
    assert document.add_site()
    assert names(document) == ["memphis", "site-2"]
    site = document.scenario.sites[1]
    assert site.start == document.scenario.epoch
    assert [(step.source, step.from_) for step in site.supply] == [("grid", site.start)]
    after = evaluate(document.scenario)
    for name in ("usable_flops", "gpus", "full_load", "training_finish", "facility_mean_mw"):
        assert after.headline(name) == pytest.approx(before.headline(name)), name
    assert loads(dumps(document.scenario), "two.toml") == document.scenario
    assert document.undo_text == "Add site-2"
    document.stack.undo()
    assert names(document) == ["memphis"]


def test_a_copy_has_the_power_and_the_tasks_of_a_site_but_not_its_shipments():
    document = Document(preset("tesla-to-x"))
    document.edit("sites.1.tasks.electrical.mode", 90.0)
    document.add_task(1)
    assert document.duplicate_site(1)
    assert names(document) == ["x", "tesla", "tesla-2"]
    _, site, copy = document.scenario.sites
    assert copy == msgspec.structs.replace(site, id="tesla-2")
    assert all(each.site != "tesla-2" for each in document.scenario.shipments)
    document.edit("sites.2.tasks.electrical.mode", 50.0)
    assert document.scenario.sites[1].tasks["electrical"].mode == 90.0
    assert isinstance(copy.tasks["task1"], TaskEdit)
    assert document.duplicate_site(2)
    assert names(document)[3] == "tesla-3"


def test_a_site_goes_with_what_is_for_it_and_one_undo_brings_all_back():
    document = Document(preset("tesla-to-x"))
    was = document.scenario
    assert document.remove_site(1)
    assert document.undo_text == "Remove tesla with 1 shipment and 3 moves"
    assert names(document) == ["x"]
    assert [each.id for each in document.scenario.shipments] == ["x-january", "x-june"]
    assert document.scenario.moves == ()
    document.stack.undo()
    assert document.scenario == was


def test_another_site_can_take_the_shipments_of_one_that_goes():
    document = Document(preset("tesla-to-x"))
    assert document.remove_site(1, "x")
    assert document.undo_text == "Remove tesla, 1 shipment to x, without 3 moves"
    assert [each.site for each in document.scenario.shipments] == ["x", "x", "x"]
    assert document.scenario.moves == ()
    assert document.scenario.total_count == 24_000


def test_a_move_to_a_third_site_outlives_the_one_that_it_left():
    document = Document(preset("tesla-to-x"))
    document.add_site()
    document.edit("moves.0.site", "site-3")
    document.remove_site(1, "x")
    assert [(move.order, move.site) for move in document.scenario.moves] == [
        ("tesla-december", "site-3")
    ]


def test_the_last_site_stays_and_the_refusal_says_what_to_do(qtbot):
    document = Document(preset("blank"))
    with qtbot.waitSignal(document.refused) as said:
        assert not document.remove_site(0)
    assert said.args[1].startswith("A scenario needs a site, and site is its only one.")
    assert "Add another site first" in said.args[1]
    assert names(document) == ["site"]


def test_a_new_name_is_one_step_that_says_both_names(qtbot):
    document = Document(preset("tesla-to-x"))
    assert document.edit("sites.0.id", "X.com")
    assert document.undo_text == "Rename x to X.com"
    with qtbot.waitSignal(document.refused) as said:
        assert not document.edit("sites.0.id", "tesla")
    assert said.args == ["sites.0.id", "tesla is not allowed: another site is called that. "
                         "Choose another name."]  # fmt: skip
    document.stack.undo()
    assert document.scenario == preset("tesla-to-x")


def test_the_button_adds_a_site_and_its_name_can_be_typed_at_once(open_real, qtbot):
    real = open_real("blank", size=(1280, 720))
    levers = real.levers
    assert not levers.link.isVisibleTo(levers)
    qtbot.mouseClick(levers.add_site, LEFT)
    QApplication.processEvents()
    field = levers.row("sites.1.id").field
    assert field.hasFocus()
    assert field.visibleRegion().contains(field.rect().center()), "it is scrolled to"
    QApplication.processEvents()
    qtbot.keyClicks(field, "tesla")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert names(real.document) == ["site", "tesla"]
    assert levers.sites.power[1].header.text() == "tesla: power"
    assert levers.sites.build[1].header.text() == "tesla: build"
    assert levers.link.isVisibleTo(levers)
    assert levers.row("link.gbit_s").field.placeholderText() == "one fabric"
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    QApplication.processEvents()
    assert names(real.document) == ["site"]
    assert levers.sites.power[0].header.text() == "Site and power"
    assert len(levers.sites.build) == 1


def test_a_refused_name_says_why_at_its_field(open_real, qtbot):
    real = open_real("tesla-to-x")
    row = real.levers.row("sites.0.id")
    type_into(qtbot, row.field, "tesla")
    assert "another site is called that" in row.message
    assert row.field.property("refused")
    type_into(qtbot, row.field, "X.com")
    assert row.message == ""
    assert names(real.document) == ["X.com", "tesla"]
    assert real.levers.fleet.moves.blocks[0].row.label == "H100 to X.com"


def test_the_menu_at_the_header_copies_and_removes_and_the_window_says_what_went(open_real):
    real = open_real("tesla-to-x")
    choose(real, 1, "Duplicate without its shipments")
    assert names(real.document) == ["x", "tesla", "tesla-2"]
    assert real.levers.row("sites.2.id").field.hasFocus()
    assert real.window.messages.isHidden()
    choose(real, 1, "Remove with 1 shipment and 3 moves")
    assert names(real.document) == ["x", "tesla-2"]
    text = real.window.messages.text
    assert text.startswith("Removed tesla with 1 shipment and 3 moves.")
    assert "Ctrl+Z" in text
    real.actions["undo"].trigger()
    QApplication.processEvents()
    assert real.window.messages.isHidden(), "what it told of is back"
    assert names(real.document) == ["x", "tesla", "tesla-2"]


def test_a_section_stays_folded_with_its_site(open_real):
    real = open_real("tesla-to-x")
    real.levers.sites.build[1].fold(True)
    choose(real, 0, "Remove with 2 shipments and 3 moves")
    assert real.levers.sites.power[0].header.text() == "Site and power"
    assert real.levers.sites.build[0].is_folded
    assert not real.levers.sites.power[0].is_folded


def test_the_only_site_offers_no_removal_and_says_why(open_real):
    real = open_real("blank")
    real.levers.sites.power[0].open_menu(QPoint())
    entry = real.levers.sites.power[0]._menu.actions()[-1]
    assert (entry.text(), entry.isEnabled()) == (ONLY_SITE, False)
    real.levers.sites.power[0]._menu.close()
    real.actions["remove_site"].trigger()
    assert "Add another site first" in real.window.messages.text
    real.actions["add_site"].trigger()
    assert real.window.messages.isHidden()


def test_commands_act_on_the_site_of_the_lever_in_focus(open_real):
    real = open_real("tesla-to-x")
    real.levers.reveal("sites.1.phase_mw")
    real.actions["rename_site"].trigger()
    assert real.levers.row("sites.1.id").field.hasFocus()
    real.actions["add_supply"].trigger()
    assert len(real.document.scenario.sites[1].supply) == 2
    real.actions["duplicate_site"].trigger()
    assert names(real.document) == ["x", "tesla", "tesla-2"]
    real.actions["remove_site"].trigger()
    assert names(real.document) == ["x", "tesla"]


def test_power_is_added_where_it_runs_short_and_shown(open_real):
    real = open_real("tesla-to-x", size=(1280, 720))
    outcome = real.engine.outcome
    first = next(each for each in outcome.binding if each.constraint == "power")
    real.levers.reveal("sites.1.id")
    press(real.levers.sites.power[1].add)
    new = real.document.scenario.sites[1].supply[-1]
    day = (new.from_ - outcome.epoch).days
    assert first.start - 5 <= day <= first.finish
    row = real.levers.row("sites.1.supply.1.mw")
    assert row.field.hasFocus()
    assert row.visibleRegion().contains(row.rect().center())


def test_without_a_shortage_power_comes_on_the_day_under_the_cursor(open_real):
    real = open_real("blank")
    real.go_to(300.0)
    real.places.add_power(0)
    added = real.document.scenario.sites[0].supply[-1]
    assert (added.from_ - real.document.scenario.epoch).days == 300
    real.document.remove_supply(0, 1)
    real.document.remove_supply(0, 0)
    real.places.add_power(0)
    assert real.document.scenario.sites[0].supply[0].from_ == date(2027, 1, 4), "its start"
