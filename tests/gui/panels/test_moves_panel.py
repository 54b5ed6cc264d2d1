"""The chart of the Moves tab in the real window: what it draws, reads, gives away, and where."""

from __future__ import annotations

import csv
import io
from datetime import date

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.plots.take import csv_text, take_menu
from model import paths
from model.files import preset
from model.study.moves import balance
from model.units import day_number

pytestmark = pytest.mark.qt_log_ignore("does not support")  # popups on the off-screen platform


def opened(open_real, qtbot, size=(1280, 720), name="tesla-to-x"):
    session = open_real(name, size)
    session.window.tabs.choose("moves")
    panel = session.window.tabs.panel("moves")
    settle(qtbot, session, panel)
    return session, panel


def settle(qtbot, session, panel):
    qtbot.waitUntil(
        lambda: panel._asked is session.document.scenario and not panel.newest.busy, timeout=20_000
    )
    QApplication.processEvents()


def point(frame, share):
    """In the middle of a frame's height, ``share`` of the way along its days."""
    return QPoint(
        round(frame.box.left() + share * frame.box.width()), round(frame.box.center().y())
    )


def test_one_frame_a_site_with_the_counts_of_the_model(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    found = balance(session.document.scenario)
    chart = panel.chart
    assert [frame.site.name for frame in chart.frames()] == ["x", "tesla"]
    for frame, site in zip(chart.frames(), found.sites, strict=True):
        np.testing.assert_array_equal(frame.site.having, site.having.online)
        np.testing.assert_array_equal(frame.site.without, site.without.online)
        assert frame.site.end_labels() == ("12,000",)
    x, tesla = (frame.site for frame in chart.frames())
    assert (x.gain[0], tesla.gain) == ("+1,010 k GPU-days", ("no change",))
    assert chart.caption == "dashed: without the moves; filled: gained"
    assert "from 1 Nov 2023 to 9 Oct 2024: X gains 1,010,000" in chart.accessibleDescription()


def test_all_frames_have_the_same_axes(open_real, qtbot):
    _, panel = opened(open_real, qtbot)
    x, tesla = panel.chart.frames()
    assert (x.top, x.scale.first, x.scale.last) == (tesla.top, tesla.scale.first, tesla.scale.last)
    assert x.y(np.array([6000.0])) == tesla.y(np.array([6000.0]))
    assert x.box.width() == tesla.box.width()
    assert tesla.box.right() + tesla.beyond <= panel.chart.width()


def test_the_redirections_are_marked_and_named(open_real, qtbot):
    _, panel = opened(open_real, qtbot)
    x = panel.chart.frames()[0]
    assert [flag.text for flag in x.flags.flags] == ["15 Dec: 12k in, 12k out"]
    assert x.flags.left_out == []
    pole = QPoint(round(x.scale.x(44.0)), round(x.box.center().y()))
    assert panel.chart.tip(pole).split("\n") == [
        "15 Dec 2023: 12,000 redirected from tesla to x",
        "15 Dec 2023: 6,000 redirected from x to tesla",
        "15 Dec 2023: 6,000 redirected from x to tesla",
    ]


def test_the_pointer_reads_every_site_on_its_day_and_leaves(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    chart = panel.chart
    before = chart.grab().toImage()
    x, tesla = chart.frames()
    at = point(x, 0.45)
    qtbot.mouseMove(chart, at)
    day = chart.day
    assert day == round(x.scale.day(at.x()))
    found = balance(session.document.scenario)
    having, without = (
        np.interp(day, found.days, fate.online)
        for fate in (found.sites[0].having, found.sites[0].without)
    )
    assert (round(having), round(without)) == (12_000, 6_000)
    assert x.reading(day)[0] == "12,000, without 6,000: +6,000"
    assert tesla.reading(day)[0] == "0 either way"
    said = chart.read(day).split("\n")
    assert said[1:] == ["x: 12,000, without 6,000: +6,000", "tesla: 0 either way"]
    assert chart.tip(at) == chart.read(x.scale.day(at.x()))
    assert chart.grab().toImage() != before
    qtbot.mouseMove(chart, QPoint(4, 4))
    assert chart.day is None
    assert chart.grab().toImage() == before


def test_the_arrow_keys_read_day_by_day_and_week_by_week(open_real, qtbot):
    _, panel = opened(open_real, qtbot)
    chart = panel.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    start = chart.day
    qtbot.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chart.day == start + 7
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.day == start + 6
    assert "x: 12,000, without 6,000: +6,000" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.day is None
    assert chart.accessibleDescription() == chart.sentence()


def test_its_data_are_copied_and_saved_day_by_day(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    chart = panel.chart
    header, *body = csv.reader(io.StringIO(csv_text(chart.rows())))
    assert header == [
        "Date",
        "x: with the moves", "x: without", "x: difference",
        "tesla: with the moves", "tesla: without", "tesla: difference",
    ]  # fmt: skip
    found = balance(session.document.scenario)
    assert len(body) == found.days.size
    assert (body[0][0], body[-1][0]) == ("2023-11-01", found.until.isoformat())
    gained = sum(float(row[3]) for row in body)
    x = found.sites[0]
    # Midnights see what comes within a day a little late, the GPU-days do not.
    assert gained == pytest.approx(x.gain, rel=1e-3)
    menu = take_menu(chart, chart.rows(), chart.title)
    actions = {action.text(): action for action in menu.actions()}
    assert {"Copy image", "Save image…", "Save CSV…", "View as table…"} <= set(actions)
    actions["Copy data"].trigger()
    assert QGuiApplication.clipboard().text().split("\n")[0] == "\t".join(header)


def test_a_loss_is_hatched_and_a_gain_is_filled(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    site = session.document.scenario.sites[1]
    early = msgspec.structs.replace(site.supply[0], from_=date(2023, 11, 1))
    ready = msgspec.structs.replace(site, supply=(early,), build="ready", halls=1)
    scenario = session.document.scenario
    session.document.open(msgspec.structs.replace(scenario, sites=(scenario.sites[0], ready)))
    settle(qtbot, session, panel)
    x, tesla = panel.chart.frames()
    assert tesla.site.gain[0].startswith("−")
    legend = "dashed: without the moves; filled: gained; hatched: lost"
    assert panel.chart.caption == legend
    session.board.set_cursor(0.0)  # out of the way
    day = float(panel.chart.days[-1]) * 0.7
    assert tesla.reading(day)[0] == "6,000, without 12,000: −6,000"
    image = panel.chart.grab().toImage()

    def colours(frame):
        left, y = round(frame.scale.x(day)), round(float(frame.y(np.array([9000.0]))[0]))
        return {image.pixelColor(left + k, y + n).name() for k in range(7) for n in range(7)}

    assert colours(x) == {theme.current().track.lower()}
    assert len(colours(tesla)) > 2


def test_ends_that_differ_are_told_apart(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    session.document.open(
        msgspec.structs.replace(preset("tesla-to-x"), moves=preset("tesla-to-x").moves[1:2])
    )
    settle(qtbot, session, panel)
    x, tesla = panel.chart.frames()
    assert x.site.end_labels() == ("6,000", "12,000")
    assert tesla.site.end_labels() == ("18,000", "12,000")


def test_a_redirection_before_the_work_is_in_sight(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    session.document.open(paths.replaced(preset("tesla-to-x"), "moves.0.on", date(2023, 10, 1)))
    settle(qtbot, session, panel)
    x = panel.chart.frames()[0]
    assert panel.chart.rows()[1][0][0] == "2023-10-01"
    assert [mark.day for mark in x.site.marks] == [0.0, 75.0]
    assert len(x.flags.flags) == 2


def test_low_it_shows_sites_or_orders_and_high_it_shows_both(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    assert panel.height() < 200
    assert panel.site_side.isVisible()
    assert panel.why.isVisible()
    assert panel.why.shown == panel.why._lines(panel.why.width())  # all of it
    assert not panel.date_side.isVisible()
    qtbot.mouseClick(
        panel.choice, Qt.MouseButton.LeftButton, pos=QPoint(panel.choice.width() - 16, 12)
    )
    assert panel.date_side.isVisible()
    assert panel.job.isVisible()
    assert not panel.site_side.isVisible()
    side_by_side = panel.chart.frames()
    assert side_by_side[0].box.top() == side_by_side[1].box.top()
    session.window.tabs.toggle_maximised()
    QApplication.processEvents()
    assert panel.site_side.isVisible()
    assert panel.date_side.isVisible()
    assert not panel.choice.isVisible()
    one_above_the_other = panel.chart.frames()
    assert one_above_the_other[0].box.left() == one_above_the_other[1].box.left()
    assert one_above_the_other[0].box.bottom() < one_above_the_other[1].box.top()


def test_without_moves_the_chart_says_what_to_do_and_the_orders_stand_beside_it(open_real, qtbot):
    _, panel = opened(open_real, qtbot, name="colossus-100k")
    assert panel.chart.frames() == ()
    assert panel.chart.accessibleDescription().startswith("There is one site. With a second one")
    assert panel.date_side.isVisible()
    assert not panel.choice.isVisible()
    assert not panel.site_side.isVisible()
    qtbot.mouseMove(panel.chart, QPoint(100, 100))
    assert panel.chart.day is None
    assert panel.chart.tip(QPoint(100, 100)) == ""


def test_more_sites_than_fit_are_counted_and_those_with_most_change_stay(open_real, qtbot):
    _, panel = opened(open_real, qtbot)
    chart = panel.chart
    panel.chart.setParent(None)
    qtbot.addWidget(chart)
    chart.resize(180, 150)
    assert [frame.site.name for frame in chart.frames()] == ["x"]
    chart.resize(180, 320)
    assert [frame.site.name for frame in chart.frames()] == ["x", "tesla"]


def test_the_date_of_the_window_stands_in_every_frame(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    chart = panel.chart
    accent = theme.color(theme.current().acc)

    def lines() -> list[int]:
        image = chart.grab().toImage()
        found = []
        for frame in chart.frames():
            y = round(frame.box.bottom() - 3)
            xs = range(round(frame.box.left()), round(frame.box.right()))
            found.append([x for x in xs if image.pixelColor(x, y) == accent])
        return found

    for on in (date(2024, 3, 1), date(2024, 6, 1)):
        session.board.set_cursor(day_number(on, session.engine.outcome.epoch))
        QApplication.processEvents()
        assert chart.date == on
        wanted = [f.scale.x(day_number(on, chart.epoch)) for f in chart.frames()]
        drawn = lines()
        assert [len(each) for each in drawn] == [1, 1]
        assert [each[0] for each in drawn] == pytest.approx(wanted, abs=1.0)


def hidden(table):
    columns = table.lines.columns
    return [column.title for k, column in enumerate(columns) if table.isColumnHidden(k)]


def dated():
    """The swap with every day of its first order known."""
    base = preset("tesla-to-x")
    for field, when in (("ordered", date(2023, 6, 1)), ("allocated", date(2023, 8, 1))):
        base = paths.replaced(base, f"shipments.0.{field}", when)
    return base


def test_on_a_large_screen_both_tables_show_all_they_know(open_real, qtbot):
    session, panel = opened(open_real, qtbot, (2560, 1440))
    session.document.open(dated())
    settle(qtbot, session, panel)
    session.window.tabs.toggle_maximised()
    QApplication.processEvents()
    assert hidden(panel.sites) == hidden(panel.dates) == []
    assert panel.dates.lines.lines[0].cells[2:4] == ("1 Jun 2023", "1 Aug 2023")
    # As much as they need, and the chart has the rest.
    assert panel.site_side.width() == panel.sites.needed() + 2 * panel.site_side.margin
    assert panel.chart.width() > panel.site_side.width()


def test_on_a_small_screen_the_orders_show_every_known_day(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    session.document.open(dated())
    settle(qtbot, session, panel)
    panel.choice.choose(1)
    QApplication.processEvents()
    assert hidden(panel.dates) == ["GPUs"]


def test_columns_in_which_nothing_stands_go_first(open_real, qtbot):
    _, panel = opened(open_real, qtbot)
    panel.choice.choose(1)
    panel.dates.resize(panel.dates.needed() - 60, 100)
    assert hidden(panel.dates) == ["Ordered", "Allocated"]


def test_what_is_compared_where_counts_differ_is_said_and_no_gpu_is_not_never(open_real, qtbot):
    session, panel = opened(open_real, qtbot)
    base = preset("tesla-to-x")
    session.document.open(msgspec.structs.replace(base, moves=base.moves[:1]))
    settle(qtbot, session, panel)
    titles = [column.title for column in panel.sites.lines.columns]
    x, tesla = (
        dict(zip(titles[::-1], line.cells[::-1], strict=True)) for line in panel.sites.lines.lines
    )
    assert (x["All online"], x["Difference"]) == ("never", "first 12k: 144 d sooner")
    assert tesla["All online"] == "none there"
    assert tesla["then k a day"] == "−12.0"
    assert "its first 12,000 online 144 days sooner" in panel.sites.lines.lines[0].tip
    assert panel.chart.frames()[1].site.gain[0] == "−2.16 k GPU-days, then −12.0 k a day"
