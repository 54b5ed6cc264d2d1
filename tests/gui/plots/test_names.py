"""Names of bars on the timeline: nothing crosses them where there is room, and all are in sight."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from gui.plots.lettering import letters
from gui.plots.names import CLEAR, EDGE, GAP, left_of_name

PIXEL = st.floats(-500, 2500)


def clear(start: float, end: float, spans) -> bool:
    return all(first >= end or last <= start for first, last in spans)


@given(
    st.floats(10, 300),
    st.lists(PIXEL, min_size=4, max_size=4),
    st.lists(PIXEL, max_size=5),
    st.floats(400, 2000),
)
def test_a_name_stands_clear_where_there_is_room_for_it(size, days, poles, end):
    low, start, finish, high = sorted(days)
    crossing = [(x, x) for x in poles]
    x = left_of_name(size, (start, finish), (low, high), crossing, end)
    assert 0 <= x <= end - size
    if low > end or high + GAP < EDGE:  # its bar is out of sight
        return
    beside = x >= high + GAP or x + size <= low - GAP
    if beside:
        assert clear(x - CLEAR / 2, x + size + CLEAR / 2, [(low, high), *crossing])
    if not poles and size <= max(end - high, low) - GAP:
        assert beside, "it fits on one side"


def test_a_name_goes_past_a_pole_or_to_the_other_side():
    drawn = bar = (300.0, 400.0)
    assert left_of_name(80, bar, drawn, [], 900) == 408
    assert left_of_name(80, bar, drawn, [(450.0, 450.0)], 900) == 212, "that is nearer"
    assert left_of_name(80, (0.0, 400.0), (0.0, 400.0), [(450.0, 450.0)], 900) == 453
    assert left_of_name(80, bar, drawn, [(440.0, 470.0), (500.0, 500.0)], 900) == 212
    assert left_of_name(80, bar, drawn, [(480.0, 480.0), (290.0, 290.0)], 420) == 207
    assert left_of_name(80, bar, drawn, [(450.0, 450.0), (285.0, 285.0)], 900) == 202


def test_without_room_beside_it_a_name_leaves_bar_and_end_of_the_whisker_in_sight():
    assert left_of_name(100, (0.0, 300.0), (0.0, 580.0), [], 600) == 580 - GAP - 100
    assert left_of_name(100, (250.0, 590.0), (10.0, 598.0), [], 600) == 250 - GAP - 100
    assert left_of_name(100, (0.0, 300.0), (0.0, math.inf), [], 600) == 600 - EDGE - 100
    assert left_of_name(100, (-50.0, 900.0), (-50.0, 900.0), [], 600) == 600 - EDGE - 100


@pytest.mark.parametrize("preset", ["colossus-100k", "greenfield-100k", "colossus-2"])
@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000), (2560, 1440)])
def test_no_pole_link_or_whisker_crosses_a_name(open_real, qtbot, preset, size):
    session = open_real(preset, size)
    plot = session.board.timeline
    qtbot.waitUntil(lambda: any(not math.isnan(bar.high) for bar in plot.bars), timeout=20000)
    QApplication.processEvents()
    text, width = letters(), plot.frame.rect.width()
    crowded = []
    for first in range(plot.hidden + 1):
        plot.first_row = first
        names = plot.placed_names(text)
        assert len(names) == min(plot.rows, len(plot.bars))
        for name in names:
            assert 0 <= name.x <= width - name.size
            low, high = plot.gantt.drawn(name.bar)
            fits = name.size + 2 * GAP <= max(low, width - high)
            crossed = not clear(name.x, name.x + name.size, [(low, high)])
            assert not (crossed and fits), name.text
            crowded += [name.text] * crossed
            assert clear(name.x, name.x + name.size, [(x, x) for x in plot.flags.poles]), name.text
    assert len(crowded) <= (plot.hidden + 1) * 2, "few have no room on either side"


def test_full_load_has_its_diamond_where_a_source_of_power_brings_it(open_real):
    session = open_real("greenfield-100k")
    plot = session.board.timeline
    marked = [bar for bar in plot.bars if plot.gantt.diamond(bar) == plot.full_load]
    assert [bar.task.label for bar in marked] == ["Grid +150 MW"]
    assert marked[0].finish == plot.full_load, "on the day on which it is energised"


def test_full_load_has_its_diamond_where_racking_brings_it(open_real):
    plot = open_real("colossus-100k").board.timeline
    marked = [bar for bar in plot.bars if plot.gantt.diamond(bar) is not None]
    assert [bar.task.id for bar in marked] == ["rack.0", "run"]
    assert plot.gantt.diamond(marked[0]) == plot.full_load
