"""The panel as a whole: generated, incremental, folding, narrowed, remembered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.levers.declared import fields
from gui.levers.fields import FieldGroup
from gui.levers.lever import Lever
from gui.levers.panel import LeverPanel
from model import paths
from model.catalog import catalog
from model.declare import day, knob
from model.scenario import (
    Link,
    Money,
    Recovery,
    Scenario,
    Shipment,
    Site,
    Supply,
    Workload,
)
from tests.gui.levers.hands import LEFT, scenario, type_into


@pytest.mark.parametrize(
    ("record", "prefix"),
    [(Site, "sites.0"), (Workload, "workload"), (Recovery, "recovery"), (Money, "money")],
)
def test_every_declared_field_has_a_lever(panel, record, prefix):
    for declared in fields(record):
        row = panel.row(f"{prefix}.{declared.key}")
        assert row.path == f"{prefix}.{declared.key}"
        assert row.label == declared.label


def test_every_declared_number_says_why_its_range(panel):
    for record in (Shipment, Supply, Site, Workload, Recovery, Money):
        for declared in fields(record):
            if declared.kind == "number":
                assert declared.why


class Added(msgspec.Struct, frozen=True):
    area: Annotated[
        float, knob("Floor area", "m²", 0, 100, why="One hall.", help="Area of the floor.")
    ] = 10.0
    opened: Annotated[date, day("Opened", help="The day it opens.")] = date(2024, 1, 1)


def test_a_field_added_to_a_declaration_makes_a_lever(qtbot, qapp):
    home = QWidget()
    qtbot.addWidget(home)
    group = FieldGroup("added", Added, only=lambda declared: True, parent=home)
    group.show(Added(), Added(), scenario(), {})
    area, opened = group.rows
    assert isinstance(area, Lever)
    assert (area.label, area.field.text(), area.field.unit) == ("Floor area", "10", "m²")
    assert opened.field.text() == "1 Jan 2024"


def test_a_chosen_record_is_emitted_by_id(qtbot, panel, heard):
    combo = panel.row("sites.0.cooling").combo
    index = combo.findData("air")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    assert heard.log == [("edited", "sites.0.cooling", "air"), ("released",)]


def test_dates_are_typed_and_stepped(qtbot, panel, heard):
    field = panel.row("sites.0.start").field
    type_into(qtbot, field, "2024-09-02")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert heard.edits == [
        ("sites.0.start", date(2024, 9, 2)),
        ("sites.0.start", date(2024, 5, 4)),
    ]
    type_into(qtbot, field, "9/2/2024")
    assert "2 Sep 2024" in panel.row("sites.0.start").message


def test_during_a_drag_nothing_is_rebuilt(panel, heard):
    base = scenario()
    before = panel.findChildren(QWidget)
    now = base
    for step in range(60):
        now = paths.replaced(now, "shipments.0.count", 100_000 + step * 1000)
        panel.show_scenario(now, base, {})
    after = panel.findChildren(QWidget)
    # The changed row gets its reset button, and nothing else comes or goes.
    assert len(after) <= len(before) + 1
    assert heard.log == []


def test_sections_fold_and_say_what_they_hide(qtbot, panel):
    assert panel.money.is_folded
    assert panel.money.header.summary == "2 levers, all at preset"
    panel.workload.header.click()
    assert panel.workload.is_folded
    assert "3.5 × 10²⁶ FLOP" in panel.workload.header.summary
    panel.workload.header.setFocus()
    qtbot.keyClick(panel.workload.header, Qt.Key.Key_Right)
    assert not panel.workload.is_folded


def test_on_a_low_window_the_beliefs_fold_and_say_what_changed(qtbot, qapp):
    theme.apply(qapp)
    low = LeverPanel()
    qtbot.addWidget(low)
    now = paths.replaced(scenario(), "beliefs.failure_rate.mode", 0.6)
    low.show_scenario(now, scenario(), {})
    low.resize(288, 656)
    low.show()
    qtbot.waitExposed(low)
    assert low.beliefs.header.folded
    assert low.beliefs.header.summary == "12, one changed"
    qtbot.mouseClick(low.beliefs.header, LEFT)
    assert not low.beliefs.header.folded
    low.resize(288, 640)
    assert not low.beliefs.header.folded


def test_the_filter_narrows_the_levers(qtbot, panel):
    qtbot.mouseClick(panel.head.button, LEFT)
    qtbot.keyClicks(panel.head.filter, "electr")
    assert panel.row("money.power_price").isVisible()
    assert not panel.row("sites.0.halls").isVisible()
    assert not panel.fleet.isVisible()
    qtbot.keyClick(panel.head.filter, Qt.Key.Key_Escape)
    assert panel.row("sites.0.halls").isVisible()
    assert not panel.row("money.power_price").isVisible()
    assert not panel.head.filter.isVisible()


def test_what_was_folded_is_remembered(qtbot, panel):
    panel.sites.build[0].fold(True)
    state = panel.state()
    panel.sites.build[0].fold(False)
    panel.restore(state)
    assert panel.sites.build[0].is_folded
    assert panel.money.is_folded


def test_what_was_folded_is_remembered_before_there_are_sites(qtbot, panel):
    panel.sites.build[0].fold(True)
    state = panel.state()
    other = LeverPanel()
    qtbot.addWidget(other)
    other.restore(state)
    other.show_scenario(scenario(), scenario(), {})
    assert other.sites.build[0].is_folded
    assert not other.sites.power[0].is_folded


def test_a_lever_can_be_revealed(qtbot, panel):
    assert panel.reveal("money.life_years")
    assert panel.row("money.life_years").field.hasFocus()
    assert not panel.reveal("nothing.at.all")


def test_everything_has_an_accessible_name(panel):
    panel.money.fold(False)
    for row in (panel.row(path) for path in list(panel.rows.live())):
        for child in row.findChildren(QWidget):
            takes_focus = child.focusPolicy() != Qt.FocusPolicy.NoFocus
            if takes_focus and child.isVisibleTo(panel):
                assert child.accessibleName(), f"{type(child).__name__} in {row.path}"


def test_a_scenario_without_shipments_and_sites_is_shown(panel):
    empty = Scenario(1, "Blank", (), (), scenario().workload)
    panel.show_scenario(empty, empty, {})
    assert panel.fleet.blocks == []
    assert panel.sites.power == []
    assert panel.fleet.header.summary == "0 GPUs = 0 H100e"


@pytest.mark.qt_log_ignore("does not support")  # what the off-screen platform says of popups
def test_the_source_of_a_value_opens(qtbot, panel):
    row = panel.row("beliefs.failure_rate")
    row.dot.click()
    card = row._popup
    assert card.isVisible()
    assert "href" in card.text.text()
    assert "Confidence" in card.text.text()
    card.close()


def test_reliability_says_what_is_usual_and_which_lever_rests(panel):
    panel.reliability.fold(False)
    storage, every = panel.row("recovery.storage_gb_s"), panel.row("recovery.interval_minutes")
    usual = catalog().assumption("checkpoint_bytes_per_s").value / 1e9
    assert storage.field.text().replace(",", "") == f"{usual:g}"
    why = {"recovery.interval_minutes": "No effect now: the best interval is taken."}
    panel.show_scenario(scenario(), scenario(), why)
    assert "best interval" in every.no_effect
    now = paths.replaced(scenario(), "recovery.spares", 2.0)
    panel.show_scenario(now, scenario(), {})
    assert panel.row("recovery.spares").changed
    assert not storage.changed
    panel.reliability.fold(True)
    assert panel.reliability.header.summary == "6 levers, one changed"


def test_the_link_is_asked_for_only_where_there_are_several_sites(qtbot, panel, heard):
    assert panel.link.isHidden()
    panel.head.filter.setText("band")
    panel.head.filter.setText("")
    assert panel.link.isHidden()
    base = scenario()
    other = msgspec.structs.replace(base.sites[0], id="austin")
    two = msgspec.structs.replace(base, sites=(base.sites[0], other))
    panel.show_scenario(two, two, {})
    assert panel.link.isVisible()
    assert panel.link.header.summary == "one fabric"
    type_into(qtbot, panel.row("link.gbit_s").field, "1.6 Tbit/s")
    type_into(qtbot, panel.row("link.km").field, "40")
    assert heard.edits == [("link.gbit_s", 1600), ("link.km", 40)]
    joined = msgspec.structs.replace(two, link=Link(1600.0, 40.0))
    panel.show_scenario(joined, two, {})
    assert panel.link.header.summary == "1.60 Tbit/s, 40.0 km"
    assert panel.row("link.gbit_s").changed
