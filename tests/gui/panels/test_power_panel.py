"""The Power tab: parts, levels, swings, and what a cap trades."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gui.panels.power import PowerPanel
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import replaced
from tests.gui.levers.hands import type_into


@pytest.fixture(scope="module")
def abilene() -> Outcome:
    return evaluate(preset("abilene"))


@pytest.fixture
def panel(qtbot) -> PowerPanel:
    made = PowerPanel()
    qtbot.addWidget(made)
    made.resize(1264, 176)
    return made


def cells(table) -> dict[str, tuple[str, ...]]:
    return {line.cells[0]: line.cells[1:] for line in table.lines.lines if line.cells[0]}


def test_parts_and_levels_add_up_to_what_is_shown(panel, abilene):
    panel.show(abilene, None, None)
    mean = abilene.headline("facility_mean_mw")
    assert panel.parts.total == pytest.approx(mean * 1e6, rel=1e-12)
    drawn = float(abilene.demand.mean["accelerators"][0, 0])
    assert 0 < panel.activity.total <= drawn, "a run with halts draws less"
    shown = cells(panel.levels)
    total = [float(text.replace(",", "")) for text in shown.pop("Total")]
    supply = {name: shown.pop(name)[2] for name in list(shown) if name.startswith("Supply")}
    whole = float(supply.pop("Supply").replace(",", ""))
    assert sum(float(text.replace(",", "")) for text in supply.values()) == pytest.approx(whole)
    over_a_run = float(shown["Accelerators"][0].replace(",", ""))
    assert over_a_run == pytest.approx(panel.activity.total / 1e6, abs=0.06), "one name, one number"
    stepping = float(shown["Accelerators"][1].replace(",", ""))
    assert stepping == pytest.approx(drawn / 1e6, abs=0.06)
    for place, name in enumerate(("run", "mean", "peak", "nameplate")):
        column = sum(float(row[place].replace(",", "")) for row in shown.values())
        assert column == pytest.approx(total[place], abs=0.3)
        assert total[place] == pytest.approx(abilene.headline(f"facility_{name}_mw"), abs=0.06)
    assert total == sorted(total)


def test_a_swing_above_the_limit_is_marked_and_a_battery_takes_the_mark_away(panel, abilene):
    panel.show(abilene, None, None)
    assert panel.swing_side.warning == "above the ramp limit"
    assert any("MW/s where plants follow" in text for text in abilene.warnings)
    assert cells(panel.swings)["Ramp"][1] == "MW/s"
    late = preset("colossus-100k")  # 150 MW and 655 MWh of batteries by May 2025
    panel.show(evaluate(late), None, abilene)
    assert panel.swing_side.warning == "above the ramp limit", "not there at full load"
    in_time = replaced(late, "sites.0.supply.5.from", date(2024, 5, 3))
    held = evaluate(replaced(in_time, "sites.0.supply.5.by", date(2024, 6, 1)))
    panel.show(held, None, abilene)
    assert panel.swing_side.warning == ""
    assert not any("MW/s" in text for text in held.warnings)
    assert cells(panel.swings)["Swing within a step"][2] != ""


def test_a_supply_below_the_peak_is_alarming_and_one_above_it_is_not(panel):
    low = evaluate(preset("colossus-100k"))
    panel.show(low, None, None)
    line = next(each for each in panel.levels.lines.lines if each.cells[0] == "Supply")
    given = sum(low.demand.supply.values()) / 1e6
    assert line.alarming
    assert float(line.cells[3]) == pytest.approx(given, abs=0.06)
    assert low.headline("facility_mean_mw") < given < low.headline("facility_peak_mw")
    assert panel.level_side.warning == "supply below the peak"
    enough = evaluate(replaced(preset("colossus-100k"), "sites.0.supply.0.mw", 100.0))
    panel.show(enough, None, None)
    assert not any(each.alarming for each in panel.levels.lines.lines)
    assert panel.level_side.warning == ""


def test_without_a_fleet_the_tab_says_so(panel, caplog):
    panel.show(evaluate(preset("blank")), None, None)
    assert panel.parts.empty is not None
    assert not panel.levels.lines.lines
    assert not panel.swings.lines.lines
    panel.setVisible(True)
    assert not panel.grab().isNull()
    assert not caplog.records


def test_a_cap_says_what_it_costs_and_saves_beside_the_baseline(panel, abilene):
    panel.show(abilene, None, None)
    assert "Cap: speed" not in cells(panel.swings)
    capped = evaluate(replaced(preset("abilene"), "sites.0.power_cap", 0.8))
    tighter = evaluate(replaced(preset("abilene"), "sites.0.power_cap", 0.6))
    panel.show(tighter, None, capped)
    assert cells(panel.swings)["Cap of GB200"] == ("720", "W", "960")
    speed, unit, before = cells(panel.swings)["Cap: speed"]
    assert unit == "%"
    as_number = [float(text.replace("−", "-")) for text in (speed, before)]
    assert as_number[0] < as_number[1] < 0


def test_the_lever_of_the_cap_moves_power_and_speed_in_the_window(open_real, qtbot):
    session = open_real("abilene")
    session.actions["tab_power"].trigger()
    QApplication.processEvents()
    panel = session.window.tabs.panel("power")
    before = session.engine.outcome
    row = session.levers.row("sites.0.power_cap")
    assert (row.label, row.field.text()) == ("Power cap", "1")
    type_into(qtbot, row.field, "0.75")
    QApplication.processEvents()
    after = session.engine.outcome
    assert after.scenario.sites[0].power_cap == 0.75
    assert after.headline("facility_mean_mw") < before.headline("facility_mean_mw")
    assert after.headline("training_days") > before.headline("training_days")
    qtbot.waitUntil(lambda: "Cap: speed" in cells(panel.swings), timeout=5000)
    type_into(qtbot, row.field, "0.2")
    assert "0.5" in row.message, "what is refused says the limit"
    assert session.engine.outcome.scenario.sites[0].power_cap == 0.75
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
