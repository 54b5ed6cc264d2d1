"""Fleet and supply: rows that are added, duplicated, moved, removed and unfolded."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from gui.levers.fleet import summary
from gui.levers.matching import matched
from gui.levers.supply import supply_details
from model import paths
from model.catalog import catalog
from model.scenario import Shipment, Supply
from tests.gui.levers.hands import LEFT, START, scenario, type_into

POPUP = pytest.mark.qt_log_ignore("does not support")  # what the off-screen platform says
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def test_buttons_ask_to_add(qtbot, panel, heard):
    qtbot.mouseClick(panel.fleet.add, LEFT)
    qtbot.mouseClick(panel.sites.power[0].add, LEFT)
    assert heard.log == [("add",), ("supply_add", 0)]


def test_rows_follow_the_list_and_keep_their_widgets(panel):
    first = panel.row("shipments.0.count")
    now = paths.inserted(
        scenario(), "shipments", 2, Shipment("b200_hgx", 8, date(2025, 3, 1), "memphis")
    )
    panel.show_scenario(now, scenario(), {})
    assert len(panel.fleet.blocks) == 3
    assert panel.row("shipments.0.count") is first
    assert panel.fleet.blocks[2].row.label == "B200"
    panel.show_scenario(paths.removed(now, "shipments", 0), scenario(), {})
    assert len(panel.fleet.blocks) == 2
    assert panel.fleet.blocks[0].row.label == "H200"
    assert panel.fleet.blocks[0].row.rail.shown_preset == 50_000


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Qt.Key.Key_Up, ALT, ("move", 1, 0)),
        (Qt.Key.Key_D, CONTROL, ("duplicate", 1)),
        (Qt.Key.Key_Delete, CONTROL, ("remove", 1)),
    ],
)
def test_keys_reorder_duplicate_and_remove(qtbot, panel, heard, key, modifier, asked):
    rail = panel.row("shipments.1.count").rail
    rail.setFocus()
    qtbot.keyClick(rail, key, modifier)
    assert heard.log == [asked]


def test_the_first_row_moves_no_further_up(qtbot, panel, heard):
    rail = panel.row("shipments.0.count").rail
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_Up, ALT)
    assert heard.log == []


def test_the_handle_drags_a_row_below_the_next(qtbot, panel, heard):
    row = panel.row("shipments.0.count")
    qtbot.mousePress(row.handle, LEFT)
    qtbot.mouseMove(row.handle, QPoint(5, 90))
    assert panel.fleet._mark.isVisible()
    qtbot.mouseRelease(row.handle, LEFT, pos=QPoint(5, 90))
    assert heard.log == [("move", 0, 1)]
    assert not panel.fleet._mark.isVisible()


@POPUP
def test_the_name_opens_the_types(qtbot, panel, heard):
    block = panel.fleet.blocks[0]
    block.open_types()
    menu = block._menu
    wanted = next(
        action
        for vendor in menu.actions()
        for action in vendor.menu().actions()
        if action.data() == "gb200_nvl72"
    )
    wanted.trigger()
    menu.close()
    assert heard.log == [("edited", "shipments.0.accelerator", "gb200_nvl72"), ("released",)]


@POPUP
def test_the_date_opens_a_calendar_that_also_takes_words(qtbot, panel, heard):
    block = panel.fleet.blocks[0]
    block.open_dates()
    popup = block._popup
    popup.field.setText("soon")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert heard.log == []
    popup.field.setText("1 Aug 2024")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert heard.log == [("edited", "shipments.0.arrives", date(2024, 8, 1)), ("released",)]


def test_unfolded_a_shipment_shows_every_declared_field(qtbot, panel, heard):
    panel.fleet.blocks[0].toggle_details()
    for key in ("accelerator", "arrives", "delivery_days"):
        assert panel.row(f"shipments.0.{key}").path == f"shipments.0.{key}"
    assert not panel.row("shipments.0.site").isVisible()
    type_into(qtbot, panel.row("shipments.0.delivery_days").field, "2 weeks")
    assert heard.edits == [("shipments.0.delivery_days", 14)]
    panel.fleet.blocks[0].toggle_details()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert panel.row("shipments.0.delivery_days").path == "shipments.0.count"


def test_with_two_sites_a_shipment_can_be_redirected(qtbot, panel, heard):
    base = scenario()
    other = msgspec.structs.replace(base.sites[0], id="austin", place="giga_texas", supply=())
    two = msgspec.structs.replace(base, sites=(base.sites[0], other))
    panel.show_scenario(two, two, {})
    assert len(panel.sites.power) == 2
    panel.fleet.blocks[0].toggle_details()
    row = panel.row("shipments.0.site")
    assert row.isVisible()
    index = row.combo.findData("austin")
    row.combo.setCurrentIndex(index)
    row.combo.activated.emit(index)
    assert heard.edits == [("shipments.0.site", "austin")]
    assert "memphis" in panel.fleet.blocks[0].row.details[0]


def test_a_whole_record_is_reset_at_once(panel, heard):
    now = paths.replaced(scenario(), "shipments.0.count", 70_000)
    now = paths.replaced(now, "shipments.0.delivery_days", 10)
    panel.show_scenario(now, scenario(), {})
    panel.row("shipments.0.count").reset.click()
    assert dict(heard.edits) == {
        "shipments.0.count": 100_000,
        "shipments.0.delivery_days": 60.0,
    }
    assert heard.releases == 1


def test_supply_can_be_removed(qtbot, panel, heard):
    rail = panel.row("sites.0.supply.1.mw").rail
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_Delete, CONTROL)
    assert heard.log == [("supply_remove", 0, 1)]


def test_energy_is_asked_of_a_battery_only(panel):
    grid, _, battery = panel.sites.power[0].blocks
    grid.toggle_details()
    battery.toggle_details()
    assert not panel.row("sites.0.supply.0.mwh").isVisible()
    assert panel.row("sites.0.supply.2.mwh").isVisible()


def test_turbines_are_asked_for_units_and_then_for_spares(panel):
    block = panel.sites.power[0].blocks[1]
    block.toggle_details()
    path = "sites.0.supply.1."
    seen = {name: panel.row(path + name).isVisible() for name in ("units", "permit_mw", "spare")}
    assert seen == {"units": True, "permit_mw": True, "spare": False}
    assert not panel.row(path + "efficiency").isVisible()
    many = paths.replaced(panel._scenario, path + "units", 10)
    panel.show_scenario(many, many, {})
    assert panel.row(path + "spare").isVisible()
    assert panel.row(path + "availability").isVisible()
    assert "10 × 25.0 MW" in block.row.detail


def test_empty_fields_of_supply_show_what_then_holds(qtbot, panel, heard):
    many = paths.replaced(panel._scenario, "sites.0.supply.1.units", 10)
    panel.show_scenario(many, many, {})
    panel.sites.power[0].blocks[1].toggle_details()
    usual = catalog().assumptions["turbine_availability"].value
    row = panel.row("sites.0.supply.1.availability")
    assert (row.field.text(), row.detail) == (f"{usual:g}", "usual")
    permit = panel.row("sites.0.supply.1.permit_mw")
    assert (permit.field.text(), permit.field.placeholderText()) == ("", "no limit")
    assert permit.rail.hollow, "250 MW is what stands there, not what may run"
    type_into(qtbot, permit.field, "200")
    assert heard.edits == [("sites.0.supply.1.permit_mw", 200.0)]


def test_steps_say_their_dates_in_the_longest_form_that_fits():
    step = Supply("turbines", 270.0, date(2024, 7, 1), date(2025, 4, 1))
    assert supply_details(step) == (
        "1 Jul 2024 to 1 Apr 2025",
        "Jul 2024 to Apr 2025",
        "by Apr 2025",
    )
    assert supply_details(Supply("grid", 50.0, date(2024, 8, 1)))[0] == "from 1 Aug 2024"
    units = Supply("turbines", 247.5, date(2025, 7, 2), units=15)
    assert supply_details(units)[0] == "15 × 16.5 MW from 2 Jul 2025"
    battery = supply_details(Supply("battery", 150.0, START, mwh=655.0))
    assert battery[0] == "655 MWh from 3 May 2024"
    assert battery[-1] == "655 MWh"


def test_the_fleet_is_summed_in_h100_equivalents():
    assert summary(scenario()) == "150,000 GPUs = 150,000 H100e"


def test_records_pair_with_their_own_preset():
    alike = lambda one, other: one[0] == other[0]  # noqa: E731
    assert matched(["a1", "b1"], ["a1", "b1"], alike) == ("a1", "b1")
    assert matched(["b2", "a1"], ["a1", "b1"], alike) == ("b1", "a1")
    assert matched(["b1"], ["a1", "b1"], alike) == ("b1",)
    assert matched(["c1"], ["a1", "b1"], alike) == (None,)
    assert matched(["a2", "c2"], ["a1", "b1"], alike) == ("a1", "b1")
