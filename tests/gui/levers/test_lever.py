"""A number's lever, driven by hand: what is emitted and what is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from model import paths
from tests.gui.levers.hands import LEFT, drag, scenario, type_into, wheel

COUNT = "shipments.0.count"


def test_showing_emits_nothing(panel, heard):
    now = paths.replaced(scenario(), COUNT, 150_000)
    panel.show_scenario(now, scenario(), {})
    row = panel.row(COUNT)
    assert row.field.text() == "150,000"
    assert row.rail.shown_value == 150_000
    assert row.rail.shown_preset == 100_000
    assert row.changed
    assert heard.log == []


def test_a_drag_emits_two_digits_and_one_release(qtbot, panel, heard):
    rail = panel.row(COUNT).rail
    drag(qtbot, rail, 20)
    values = [value for path, value in heard.edits if path == COUNT]
    assert len(values) >= 3
    assert all(isinstance(value, int) for value in values)
    assert all(float(f"{value:.1e}") == value for value in values)
    assert values == sorted(values)
    assert values[-1] > 100_000
    assert heard.releases == 1
    assert heard.log[-1] == ("released",)
    assert panel.row(COUNT).field.text() == f"{values[-1]:,}"


def test_a_drag_beyond_the_left_end_gives_zero(qtbot, panel, heard):
    rail = panel.row(COUNT).rail
    drag(qtbot, rail, -400)
    assert heard.edits[-1] == (COUNT, 0)


def test_a_press_on_the_rail_brings_the_handle(qtbot, panel, heard):
    rail = panel.row(COUNT).rail
    qtbot.mouseClick(rail, LEFT, pos=QPoint(8, 7))
    assert heard.edits == [(COUNT, 1)]


@pytest.mark.parametrize(
    ("key", "modifier", "value"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 200_000),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 50_000),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 110_000),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 10_000),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 1_000_000),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 1_000_000),
    ],
)
def test_keys_step(qtbot, panel, heard, key, modifier, value):
    rail = panel.row(COUNT).rail
    rail.setFocus()
    qtbot.keyClick(rail, key, modifier)
    assert heard.edits == [(COUNT, value)]
    assert heard.releases == 1


def test_the_wheel_turns_only_what_is_focused(qtbot, panel, heard):
    row = panel.row(COUNT)
    panel.row("shipments.1.count").field.setFocus()
    wheel(row.rail)
    wheel(row.field)
    assert heard.edits == []
    row.rail.setFocus()
    with qtbot.waitSignal(panel.released, timeout=2000):
        wheel(row.rail)
        wheel(row.rail)
    assert heard.edits == [(COUNT, 110_000), (COUNT, 120_000)]
    assert heard.releases == 1


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        (COUNT, "150k", 150_000),
        (COUNT, "1.5e5", 150_000),
        ("sites.0.supply.1.mw", "300 MW", 300.0),
        ("sites.0.supply.1.mw", "1.2 GW", 1200.0),
        ("workload.flop", "1 × 10^27", 1e27),
        ("sites.0.pace", "50 %", 0.5),
    ],
)
def test_every_form_can_be_typed(qtbot, panel, heard, path, text, value):
    type_into(qtbot, panel.row(path).field, text)
    assert heard.log == [("edited", path, value), ("released",)]


def test_typing_the_same_value_in_another_form_restores_the_text(qtbot, panel, heard):
    field = panel.row(COUNT).field
    type_into(qtbot, field, "100k")
    assert field.text() == "100,000"


@pytest.mark.parametrize(
    ("text", "said"),
    [("3.5e31", "Nearest allowed: 1e28"), ("lots", "not a number in FLOP")],
)
def test_what_is_refused_says_why_and_changes_nothing(qtbot, panel, heard, text, said):
    row = panel.row("workload.flop")
    type_into(qtbot, row.field, text)
    assert heard.log == []
    assert said in row.message
    assert row.field.property("refused")
    assert row.field.text() == text
    assert row.rail.shown_value == 3.5e26
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.text() == "3.5 × 10²⁶"
    assert not row.field.property("refused")
    assert not row.message


def test_the_document_can_refuse_too(panel):
    panel.refuse(COUNT, "No site takes it.")
    assert panel.row(COUNT).message == "No site takes it."
    now = paths.replaced(scenario(), COUNT, 90_000)
    panel.show_scenario(now, scenario(), {})
    assert panel.row(COUNT).message == ""


def test_a_drag_that_the_document_refuses_goes_back(qtbot, panel, heard):
    rail = panel.row(COUNT).rail
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_Right)
    assert rail.shown_value == 200_000
    panel.refuse(COUNT, "The site has no room.")
    assert rail.shown_value == 100_000
    field = panel.row(COUNT).field
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "100,000"
    assert panel.row(COUNT).message == ""


def test_what_is_being_typed_survives_an_answer(qtbot, panel, heard):
    field = panel.row(COUNT).field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12")
    panel.show_scenario(paths.replaced(scenario(), COUNT, 90_000), scenario(), {})
    assert field.text() == "12"


def test_a_lock_holds_the_lever_and_is_remembered(qtbot, panel, heard):
    row = panel.row("sites.0.supply.2.mw")
    row.lock.click()
    assert panel.locked == {"sites.0.supply.2.mw"}
    drag(qtbot, row.rail, 40)
    row.rail.setFocus()
    qtbot.keyClick(row.rail, Qt.Key.Key_Right)
    assert heard.edits == []
    assert row.field.isReadOnly()
    row.lock.click()
    assert panel.locked == frozenset()
    qtbot.keyClick(row.rail, Qt.Key.Key_Right)
    assert heard.edits == [("sites.0.supply.2.mw", 200.0)]


def test_reset_asks_for_the_value_of_the_preset(panel, heard):
    now = paths.replaced(scenario(), "workload.flop", 1e27)
    panel.show_scenario(now, scenario(), {})
    row = panel.row("workload.flop")
    assert row.reset.isVisible()
    row.reset.click()
    assert heard.log == [("edited", "workload.flop", 3.5e26), ("released",)]


def test_a_lever_without_effect_says_why_and_still_moves(qtbot, panel, heard):
    path = "sites.0.supply.2.mw"
    before = panel.row(path).height()
    panel.show_scenario(scenario(), scenario(), {path: "Grid carries the whole load."})
    row = panel.row(path)
    assert row.no_effect == "No effect now: grid carries the whole load."
    assert row.height() == before + 16
    row.rail.setFocus()
    qtbot.keyClick(row.rail, Qt.Key.Key_Right)
    assert heard.edits == [(path, 200.0)]
    panel.show_scenario(scenario(), scenario(), {})
    assert panel.row(path).height() == before


def test_assistive_technology_moves_the_value(qtbot, panel, heard):
    rail = panel.row("sites.0.halls").rail
    rail.setValue(10_000)
    assert heard.edits == [("sites.0.halls", 16)]
    qtbot.waitUntil(lambda: heard.releases == 1, timeout=2000)


def test_the_tooltip_says_name_range_why_and_source(panel):
    text = panel.row(COUNT).tooltip()
    for part in ("H100", "0 to 1,000,000", "largest single order", "F1 opens the topic"):
        assert part in text


def test_help_asks_for_the_topic_of_the_field(qtbot, panel, heard):
    field = panel.row("sites.0.cooling").combo
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F1)
    assert heard.log == [("help", "sites.0.cooling")]


def test_an_empty_price_stands_for_the_place(qtbot, panel, heard):
    panel.money.fold(False)
    row = panel.row("money.power_price")
    assert float(row.field.text()) > 0
    assert row.detail.startswith("as ")
    type_into(qtbot, row.field, "0.05")
    assert heard.edits == [("money.power_price", 0.05)]
