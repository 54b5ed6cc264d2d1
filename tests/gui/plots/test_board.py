"""The board as a whole: cursor, zoom, states, themes, what can be taken out."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication

from gui import theme
from gui.plots import export
from gui.plots.layout import heights
from gui.plots.menu import board_menu
from gui.plots.tabledialog import TableDialog
from model.units import date_of
from tests.gui import synthetic
from tests.gui.plots.conftest import drawn


def texts(plot) -> str:
    return " | ".join(field.text for field in plot.header.fields)


def test_cursor_signals_once_for_each_move(board, qtbot):
    moves: list[float] = []
    board.cursor_moved.connect(moves.append)
    board.set_cursor(150.0)
    board.set_cursor(150.0)
    board.set_cursor(150.3)  # the same day
    assert moves == [150.0]


def test_cursor_stays_within_the_calendar(board):
    board.set_cursor(1e9)
    assert board.cursor == 424.0
    board.set_cursor(-1e9)
    assert board.cursor == -2.0
    board.set_cursor(math.nan)
    assert board.cursor == -2.0


def test_title_rows_say_what_holds_at_the_cursor(board):
    assert "20 Nov 2024" in texts(board.compute)
    assert "short" in texts(board.power)
    assert "day 201" in texts(board.timeline)
    board.set_cursor(400)
    assert "short" not in texts(board.power)


def test_sentence_follows_the_cursor(board):
    assert board.binding.sentence()[0] == "Power binds"
    board.set_cursor(400)
    assert board.binding.sentence()[0] == "Nothing binds"


def test_keys_move_the_cursor(board, qtbot):
    qtbot.keyClick(board.canvas, Qt.Key.Key_Right)
    assert board.cursor == 202
    qtbot.keyClick(board.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert board.cursor == 195
    qtbot.keyClick(board.canvas, Qt.Key.Key_Home)
    assert board.cursor == -2
    qtbot.keyClick(board.canvas, Qt.Key.Key_End)
    assert board.cursor == 424


def test_a_drag_pulls_the_cursor(board, qtbot):
    port = board.canvas.viewport()
    x = round(board.scale.x(100))
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(x, 120))
    assert board.cursor == 100
    qtbot.mouseMove(port, QPoint(round(board.scale.x(130)), 400))
    assert board.cursor == 130
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(x, 400))


def test_pointer_reads_values_without_moving_the_cursor(board, qtbot):
    board.gestures.point(QPointF(board.scale.x(300), 120))
    assert board.cursor == 201
    assert "27 Feb 2025" in texts(board.compute)
    board.gestures.point(None)
    assert "20 Nov 2024" in texts(board.compute)


def test_strip_plots_and_axis_share_one_mapping(board):
    for _ in range(3):
        board.gestures.zoom(0.7, 500.0)
        left = board.compute.frame.rect.left()
        for day in (150.0, 201.0, 250.0):
            x = board.scale.x(day)
            assert board.binding.scale.x(day) == x
            assert board.dates.scale.x(day) == x
            assert board.line.scale.x(day) == x
            for plot in board.plots:
                assert plot.scale.x(day) + left == pytest.approx(x)
                (low, high), _ = plot.frame.box.viewRange()
                assert (day - low) / (high - low) * plot.scale.width + left == pytest.approx(x)


def test_zoom_keeps_the_pointer_and_double_click_resets(board, qtbot):
    x = 600.0
    day = board.scale.day(x)
    board.gestures.zoom(0.5, x)
    assert board.scale.day(x) == pytest.approx(day)
    qtbot.mouseClick(board.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 120))
    assert board.cursor != 201
    qtbot.mouseDClick(board.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 120))
    assert (board.scale.first, board.scale.last) == (-2.0, 424.0)
    assert board.cursor == 201


def test_zoom_survives_the_next_answer(board):
    board.gestures.zoom(0.5, 600.0)
    before = (board.scale.first, board.scale.last)
    board.show(synthetic.outcome(0.7), None, None)
    assert (board.scale.first, board.scale.last) == before


def test_calendar_grows_at_once_and_shrinks_when_settled(board):
    board.show(synthetic.outcome(days=700), None, None)
    grown = board.scale.last
    assert grown > 690
    board.show(synthetic.outcome(), None, None)
    assert board.scale.last == grown
    board.settle()
    assert board.scale.last == 424.0


def test_value_axes_grow_at_once_and_shrink_when_settled(board):
    board.show(synthetic.outcome(3.0), None, None)
    assert board.compute.range.top >= 594e18
    board.show(synthetic.outcome(), None, None)
    assert board.compute.range.top >= 594e18
    board.settle()
    assert board.compute.range.top == 200e18


def test_cursor_keeps_its_date_when_the_start_of_work_moves(board):
    answer = synthetic.outcome()
    board.show(replace(answer, epoch=answer.epoch - timedelta(days=10)), None, None)
    assert date_of(board.cursor, board.epoch) == date(2024, 11, 20)


def test_baseline_of_another_epoch_is_shifted(board):
    answer, before = synthetic.outcome(), synthetic.outcome(0.5)
    later = replace(before, epoch=before.epoch + timedelta(days=30))
    board.show(answer, None, later)
    days, _ = board.compute.ghost
    assert days[0] == 30.0


def test_without_accelerators_the_axes_stay_and_the_next_act_is_named(board):
    board.show(synthetic.nothing(), None, None)
    board.settle()
    board.paint_now()
    assert board.compute.notice.title == "No accelerators yet"
    assert board.compute.ticks.labels
    assert "no accelerators" in board.summary().lower()


def test_a_task_that_never_finishes_is_an_error_only_of_the_timeline(board):
    answer = synthetic.outcome()
    never = np.array([[np.inf]])
    tasks = tuple(replace(task, finish=never, start=never) for task in answer.tasks)
    board.show(
        replace(answer, tasks=tasks, warnings=("The install rate is 0.",)),
        None,
        None,
    )
    board.paint_now()
    assert board.timeline.notice.bad
    assert board.timeline.notice.hint == "The install rate is 0."
    assert board.compute.notice is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_survived(board, bad):
    answer = synthetic.outcome()
    spoilt = {name: np.full((1, 424), bad) for name in answer.usable}
    power = {name: np.full((1, 424), bad) for name in answer.power}
    tasks = tuple(replace(t, finish=np.array([[bad]])) for t in answer.tasks)
    answer = replace(answer, usable=spoilt, power=power, wanted=np.full((1, 424), bad), tasks=tasks)
    board.show(answer, None, None)
    board.settle()
    board.paint_now()
    for layer in board.compute.layers + board.power.layers:
        assert np.isfinite(layer.points).all()
    assert board.summary()


def test_failure_to_paint_is_caught_and_the_others_go_on(board, caplog):
    def fail(*_: object) -> None:
        raise ValueError("no ink")

    item = board.power.frame.picture
    kept, item._draw = item._draw, fail
    board.paint_now()
    assert isinstance(item.error, ValueError)
    assert "could not be painted" in caplog.text
    item._draw = kept
    board.paint_now()
    assert item.error is None


def test_theme_switches_live(board):
    light = board.grab().toImage().pixelColor(2, 2).name()
    theme.set_theme("dark")
    dark = board.grab().toImage().pixelColor(2, 2).name()
    assert (light.upper(), dark.upper()) == (theme.LIGHT.s1, theme.DARK.s1)


@pytest.mark.parametrize("size", [(480, 320), (992, 560), (1264, 650), (2200, 1300)])
def test_every_size_is_painted_without_failure(board, size):
    board.resize(*size)
    board.grab()
    assert all(item.error is None for item in drawn(board))
    assert board.compute.narrow == (size[0] < 1064)
    assert board.compute.frame.rect.left() == (48 if size[0] < 1064 else 56)


@pytest.mark.parametrize("rows", [0, 1, 12, 40])
@pytest.mark.parametrize("height", [320, 560, 650, 1300])
def test_heights_fill_the_board(height, rows):
    parts = heights(height, narrow=False, rows=rows)
    total = parts.binding + parts.compute + parts.power + parts.timeline + parts.dates
    assert total == pytest.approx(height, abs=1)
    assert min(parts.compute, parts.power) > 0


def test_many_tasks_scroll(board, qtbot):
    answer = synthetic.outcome()
    tasks = tuple(replace(task, id=f"{task.id}{k}") for k in range(4) for task in answer.tasks)
    board.show(replace(answer, tasks=tasks), None, None)
    board.paint_now()
    plot = board.timeline
    assert plot.hidden > 0
    assert plot.pitch == 13.0
    qtbot.keyClick(board.canvas, Qt.Key.Key_PageDown)
    assert plot.first_row == 5
    board.gestures.scroll_rows(1000, None)
    shown = [bar.task.id for _, bar in plot._in_sight()]
    assert shown[-2:] == [task.id for task in tasks[-2:]]
    board.gestures.scroll_rows(-1000, None)
    shown = [bar.task.id for _, bar in plot._in_sight()]
    assert shown[0] == tasks[0].id
    assert shown[-1] == tasks[-1].id  # the run stays in sight


def test_tooltips_of_strip_and_bars(board):
    strip = QPointF(board.scale.x(130), 40)
    assert board.gestures.tip(strip).startswith("Power, 21 Aug 2024")
    first = QPointF(300, board.timeline.frame.rect.top() + 10)
    assert board.gestures.tip(first).startswith("Clear-out and permits: 3 May 2024 to 10 Jun 2024")


def test_events_are_flags_and_claims_say_so(board):
    assert [flag.text for flag in board.compute.flags.flags] == [
        "2 Sep: 100k H100 online, day 122 (claim)"
    ]
    assert len(board.power.flags.flags) == 2


def test_summary_is_the_accessible_description(board):
    board.settle()
    said = board.canvas.accessibleDescription()
    assert "usable compute reaches 71.7 EFLOP/s" in said
    assert "full load on 5 Feb 2025" in said


def test_right_click_menu_offers_picture_data_and_table(board):
    menu = board_menu(board, board.compute)
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == [
        "Copy image",
        "Copy data",
        "Save PNG…",
        "Save SVG…",
        "Save PDF…",
        "Save CSV, dates in sight…",
        "Save CSV, all dates…",
        "View as table",
        "Show the whole calendar",
    ]
    menu.deleteLater()


def test_copied_data_holds_the_dates_in_sight(board):
    board.gestures.zoom(0.1, 600.0)
    table = board.compute.table(board.scale.first, board.scale.last)
    export.copy_table(table)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Date\tPeak installed [FLOP/s]")
    assert 40 <= len(lines) <= 46


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "csv"])
def test_files_are_written(board, tmp_path, monkeypatch, kind):
    path = tmp_path / f"plot.{kind}"
    monkeypatch.setattr(export, "ask", lambda *_: str(path))
    if kind == "csv":
        export.save_table(board, board.power.table(-math.inf, math.inf))
    else:
        rects = board.parts_of(board.compute)
        scene = board.canvas.scene()
        export.save_picture(board, scene, rects, "#FFFFFF", "Compute", kind)
    assert path.stat().st_size > 1000


def test_table_dialog_shows_every_row(board, qtbot):
    dialog = TableDialog(board.timeline.table(0, 0))
    qtbot.addWidget(dialog)
    model = dialog.view.model()
    assert model.rowCount() == 12
    assert model.data(model.index(4, 0)) == "Turbines to 222 MW firm"
    dialog.close()


def test_what_was_done_before_works_began_is_in_the_table_only(board):
    outcome = synthetic.outcome()
    first = outcome.tasks[0]
    past = replace(first, id="past", label="Transformers", start=first.start - 400,
                   finish=first.finish * 0 - 30.0)  # fmt: skip
    board.show(replace(outcome, tasks=(past, *outcome.tasks)), None, None)
    assert "past" not in [bar.task.id for bar in board.timeline.bars]
    assert board.timeline.table(0, 0).rows[0][0] == "Transformers"
    assert any("1 done before the start" in note for note in board.timeline.header.notes)
