"""A belief's lever: three values that drag apart or together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from model import paths
from model.scenario import BELIEFS, Belief
from tests.gui.levers.hands import LEFT, scenario, type_into

PATH = "beliefs.install_rate"


def pull(qtbot, rail, value, by):
    start = QPoint(round(rail._x(value)), 7)
    qtbot.mousePress(rail, LEFT, pos=start)
    qtbot.mouseMove(rail, start + QPoint(by // 2, 0))
    qtbot.mouseMove(rail, start + QPoint(by, 0))
    qtbot.mouseRelease(rail, LEFT, pos=start + QPoint(by, 0))


def test_every_declared_belief_has_a_lever_that_says_why(panel):
    for name, spec in BELIEFS.items():
        row = panel.row(f"beliefs.{name}")
        assert row.label == spec.label
        assert row.why == spec.why
        assert spec.why[:20].replace("'", "&#x27;") in row.tooltip()


@pytest.mark.parametrize(("part", "value"), [("low", 300), ("mode", 1100), ("high", 1670)])
def test_each_mark_drags_by_itself(qtbot, panel, heard, part, value):
    pull(qtbot, panel.row(PATH).rail, value, 20)
    assert {path for path, _ in heard.edits} == {f"{PATH}.{part}"}
    assert heard.edits[-1][1] > value
    assert heard.releases == 1


def test_the_band_drags_all_three(qtbot, panel, heard):
    rail = panel.row(PATH).rail
    pull(qtbot, rail, 700, 30)
    path, belief = heard.edits[-1]
    assert path == PATH
    assert isinstance(belief, Belief)
    shift = belief.low - 300
    assert shift > 0
    assert belief == Belief(300 + shift, 1100 + shift, 1670 + shift)


def test_the_band_stops_at_the_end_of_the_rail(qtbot, panel, heard):
    pull(qtbot, panel.row(PATH).rail, 700, -300)
    belief = heard.edits[-1][1]
    assert belief.low == 50
    assert belief.high - belief.low == 1370


def test_a_mode_that_passes_a_bound_takes_it_along(qtbot, panel, heard):
    rail = panel.row(PATH).rail
    pull(qtbot, rail, 1100, 200)
    assert rail.shown_belief.high == rail.shown_belief.mode
    made = paths.replaced(scenario(), *heard.edits[-1])
    assert made.beliefs.install_rate == rail.shown_belief


def test_keys_move_the_mode_and_with_ctrl_the_band(qtbot, panel, heard):
    rail = panel.row(PATH).rail
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_Right)
    assert heard.edits == [(f"{PATH}.mode", 1110)]
    qtbot.keyClick(rail, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert heard.edits[-1] == (PATH, Belief(310, 1120, 1680))
    assert heard.releases == 2


def test_low_and_high_can_be_typed(qtbot, panel, heard):
    row = panel.row(PATH)
    type_into(qtbot, row.fields["low"], "500")
    type_into(qtbot, row.fields["high"], "2k")
    assert heard.edits == [(f"{PATH}.low", 500), (f"{PATH}.high", 2000)]


def test_low_above_high_is_refused(qtbot, panel, heard):
    row = panel.row(PATH)
    type_into(qtbot, row.fields["low"], "1800")
    assert heard.log == []
    assert "Nearest allowed: 1,670" in row.message
    assert row.fields["low"].property("refused")


def test_a_belief_left_out_is_shown_at_its_default(panel):
    row = panel.row("beliefs.failure_rate")
    assert row.rail.shown_belief == BELIEFS["failure_rate"].default
    assert not row.changed


def test_reset_gives_back_what_the_preset_had(panel, heard):
    now = paths.replaced(scenario(), "beliefs.failure_rate.mode", 0.6)
    panel.show_scenario(now, scenario(), {})
    row = panel.row("beliefs.failure_rate")
    assert row.changed
    assert panel.beliefs.changed == 1
    row.reset.click()
    assert heard.edits == [("beliefs.failure_rate", None)]
    assert paths.replaced(now, *heard.edits[0]) == scenario()


def test_pue_follows_the_cooling_until_it_is_set(panel):
    before = panel.row("beliefs.pue").rail.shown_belief
    now = paths.replaced(scenario(), "sites.0.cooling", "air")
    panel.show_scenario(now, scenario(), {})
    row = panel.row("beliefs.pue")
    assert row.rail.shown_belief != before
    assert not row.changed
