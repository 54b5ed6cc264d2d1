"""Bars dragged with the mouse on the real plot: the bar, the document, undo and Esc."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.plots.menu import board_menu
from model import paths
from model.evaluate import evaluate
from model.files import preset
from model.scenario import TaskEdit
from model.study.grip import Grip

TASKS = "sites.0.tasks"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def real(open_real):
    session = open_real(size=(1600, 1400))  # every row is in sight
    session.window.tabs.set_state("closed")
    QApplication.processEvents()
    return session


class Hand:
    """A pointer over the bars of a session."""

    def __init__(self, session) -> None:
        self.board = session.board
        self.port = session.board.canvas.viewport()

    def bar(self, id: str):
        return self.board.timeline.bar_of(id)

    def spot(self, id: str, *, end: bool = False) -> QPoint:
        plot = self.board.timeline
        while True:
            shown = {bar.task.id: y for y, bar in plot._in_sight()}
            if id in shown:
                break
            assert plot.scroll(1), f"{id} is not among {list(shown)}"
        bar = self.bar(id)
        day = bar.finish if end else max((bar.start + bar.finish) / 2, 3.0)
        y = plot.frame.rect.top() + shown[id]
        return QPoint(round(self.board.scale.x(day)), round(y))

    def press(self, at: QPoint) -> None:
        QTest.mousePress(self.port, LEFT, pos=at)

    def move(self, at: QPoint, days: float, steps: int = 6) -> QPoint:
        pixels = days * self.board.scale.per_day
        for k in range(1, steps + 1):
            to = at + QPoint(round(pixels * k / steps), 0)
            QTest.mouseMove(self.port, to)
            QApplication.processEvents()
        return to

    def drag(self, id: str, days: float, *, end: bool = False) -> None:
        at = self.spot(id, end=end)
        self.press(at)
        QTest.mouseRelease(self.port, LEFT, pos=self.move(at, days))
        QApplication.processEvents()


@pytest.fixture
def hand(real) -> Hand:
    return Hand(real)


def test_the_end_of_a_bar_changes_its_duration(real, hand):
    before = hand.bar("structure")
    was = {n: paths.get(real.document.scenario, f"{TASKS}.structure.{n}") for n in ("low", "mode")}
    hand.drag("structure", 30, end=True)
    after = hand.bar("structure")
    assert after.finish - before.finish == pytest.approx(30, abs=1.5)
    assert after.start == before.start
    edit = real.document.scenario.sites[0].tasks["structure"]
    assert edit.mode > was["mode"]
    assert edit.low / edit.mode == pytest.approx(was["low"] / was["mode"], rel=1e-2)
    assert edit.high is not None
    assert real.document.stack.count() == 1
    assert "structure, usual duration" in real.document.undo_text


def test_a_drag_is_one_undo_step_and_comes_back(real, hand):
    opened = real.document.scenario
    hand.drag("structure", 25, end=True)
    dragged = real.document.scenario
    real.actions["undo"].trigger()
    QApplication.processEvents()
    assert real.document.scenario == opened
    real.actions["redo"].trigger()
    QApplication.processEvents()
    assert real.document.scenario == dragged


def test_esc_takes_a_drag_back(real, hand):
    opened, before = real.document.scenario, hand.bar("structure").finish
    at = hand.spot("structure", end=True)
    hand.press(at)
    hand.move(at, 40)
    assert hand.bar("structure").finish > before + 20, "the bar follows while it is dragged"
    QTest.keyClick(real.board.canvas, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert real.document.scenario == opened
    assert hand.bar("structure").finish == before
    assert not real.document.stack.canUndo()
    QTest.mouseRelease(hand.port, LEFT, pos=at)
    assert real.document.scenario == opened


def test_a_body_dragged_later_starts_no_earlier_and_dragged_back_is_free_again(real, hand):
    before = hand.bar("structure")
    hand.drag("structure", 20)
    after = hand.bar("structure")
    assert after.start - before.start == pytest.approx(20, abs=1.5)
    edit = real.document.scenario.sites[0].tasks["structure"]
    assert edit.not_before is not None
    assert edit.mode is None
    hand.drag("structure", -60)
    assert real.document.scenario.sites[0].tasks == {}, "a day that binds nothing is no date"
    assert hand.bar("structure").start == before.start


def test_an_order_is_moved_by_its_bar(real, hand):
    path = f"{TASKS}.generators.ordered"
    was, before = paths.get(real.document.scenario, path), hand.bar("generators")
    hand.drag("generators", 15)
    moved = paths.get(real.document.scenario, path) - was
    assert abs(moved.days - 15) <= 1
    assert hand.bar("generators").start - before.start == pytest.approx(moved.days)


def test_an_order_that_waits_for_the_design_is_moved_by_its_bar_and_counts_from_there(open_real):
    session = open_real("greenfield-100k", (1600, 1400))
    session.window.tabs.set_state("closed")
    QApplication.processEvents()
    hand = Hand(session)
    before, opened = hand.bar("switchgear"), session.document.scenario
    hand.drag("switchgear", -60)
    ordered = session.document.scenario.sites[0].tasks["switchgear"].ordered
    after = hand.bar("switchgear")
    assert after.start == (ordered - opened.epoch).days
    assert before.start - after.start == pytest.approx(60, abs=3)
    assert after.finish - after.start == pytest.approx(before.finish - before.start)
    assert session.document.stack.count() == 1
    session.document.stack.undo()
    assert session.document.scenario == opened


@pytest.mark.parametrize("given", [(0.0, 10.0, 30.0), (0.0, 0.0, 0.0)])
def test_a_task_of_no_shortest_duration_is_stretched_by_as_many_days(given):
    own = TaskEdit(low=given[0], mode=given[1], high=given[2])
    scenario = paths.replaced(preset("colossus-100k"), TASKS, {"yard": own})
    assert scenario.sites[0].pace == 1.0, "at which it takes its shortest duration"
    found = Grip(scenario, 0, "yard").durations(20.0)
    assert [found[name] - was for name, was in zip(found, given, strict=True)] == [found["low"]] * 3
    stretched = {"yard": TaskEdit(**found)}
    ends = next(t for t in evaluate(paths.replaced(scenario, TASKS, stretched)).tasks
                if t.id == "yard")  # fmt: skip
    assert float(ends.finish[0, 0]) == pytest.approx(20.0, abs=0.1)


def test_a_drag_leaves_whole_days_or_tenths_of_a_few(real, hand):
    hand.drag("electrical", 37, end=True)
    edit = real.document.scenario.sites[0].tasks["electrical"]
    for days in (edit.low, edit.mode, edit.high):
        assert days == round(days, 0 if days >= 100 else 1)


@pytest.mark.parametrize("id", ["main_transformers", "switchgear", "chillers"])
def test_an_order_without_a_date_gets_one_where_its_bar_is_taken_to(open_real, id):
    session = open_real("greenfield-100k", size=(1600, 1400))
    session.window.tabs.set_state("closed")
    QApplication.processEvents()
    hand, opened = Hand(session), session.document.scenario
    path = f"{TASKS}.{id}.ordered"
    assert paths.get(opened, path) is None
    before = hand.bar(id)
    began = opened.epoch + timedelta(days=int(before.start))
    told: list[str] = []
    session.document.refused.connect(lambda _, text: told.append(text))

    at = hand.spot(id)
    hand.press(at)
    for days in (40, 80):
        to = hand.move(at, days)
        placed = paths.get(session.document.scenario, path)
        assert abs((placed - began).days - days) <= 1
        assert hand.bar(id).start == (placed - opened.epoch).days, "the bar follows the hand"
    assert "ordered +" in session.board.timeline.header.fields[0].text
    QTest.mouseMove(hand.port, at)
    QApplication.processEvents()
    assert session.document.scenario == opened, "back where it was, the date is gone"
    to = hand.move(at, 60)
    QTest.mouseRelease(hand.port, LEFT, pos=to)
    QApplication.processEvents()

    dragged = session.document.scenario
    assert paths.get(dragged, path) is not None
    assert session.document.stack.count() == 1
    session.actions["undo"].trigger()
    QApplication.processEvents()
    assert session.document.scenario == opened
    assert hand.bar(id).start == before.start
    session.actions["redo"].trigger()
    QApplication.processEvents()
    assert session.document.scenario == dragged
    assert not told


def test_a_shipment_is_moved_by_its_bar(real, hand):
    was = real.document.scenario.shipments[0].arrives
    hand.drag("rack.0", 30)
    moved = (real.document.scenario.shipments[0].arrives - was).days
    assert abs(moved - 30) <= 1
    assert "arrives" in real.document.undo_text


def test_a_shipment_dragged_past_another_stays_the_same_bar(open_real):
    session = open_real("greenfield-100k", size=(1600, 1400))
    session.window.tabs.set_state("closed")
    QApplication.processEvents()
    hand = Hand(session)
    row = hand.spot("rack.1").y()
    was = session.document.scenario.shipments
    highest = max(session.engine.outcome.usable_total[0])
    at = hand.spot("rack.1")
    hand.press(at)
    taken: list[float] = []
    for days in range(-25, -176, -25):
        to = hand.move(at, days, steps=1)
        shipments = session.document.scenario.shipments
        assert shipments[0] == was[0]
        taken.append((shipments[1].arrives - was[1].arrives).days)
        held = session.board.timeline.hold
        assert held is not None
        assert held.bar.task.id == "rack.1"
        assert hand.spot("rack.1").y() == row, "it stays in its row"
        assert hand.bar("rack.1").task.label == "Rack 50k GB200 (2 of 2)"
        bands = session.engine.bands
        if bands is not None:
            assert bands.usable[1].max() < 1.5 * highest
    assert taken == pytest.approx(list(range(-25, -176, -25)), abs=2)
    assert hand.bar("rack.1").start < hand.bar("rack.0").start
    QTest.mouseRelease(hand.port, LEFT, pos=to)


def test_a_step_of_supply_is_moved_by_its_bar_and_a_ramp_keeps_its_length(real, hand):
    ramp = next(
        bar for bar in real.board.timeline.bars if bar.task.kind == "power" and bar.task.stretches
    )
    head = ramp.task.moves.rsplit(".", 1)[0]
    was = paths.get(real.document.scenario, head)
    hand.drag(ramp.task.id, 40)
    now = paths.get(real.document.scenario, head)
    assert now.from_ - was.from_ == now.by - was.by
    assert abs((now.from_ - was.from_).days - 40) <= 1
    hand.drag(ramp.task.id, -30, end=True)
    last = paths.get(real.document.scenario, head)
    assert last.from_ == now.from_
    assert last.by < now.by - timedelta(days=20)


def test_a_click_on_a_bar_moves_the_cursor_and_edits_nothing(real, hand):
    at = hand.spot("structure")
    real.go_to(0.0)
    QTest.mouseClick(hand.port, LEFT, pos=at)
    assert real.board.cursor == pytest.approx(real.board.scale.day(at.x()), abs=1)
    assert real.document.stack.count() == 0


def test_the_pointer_says_what_can_be_moved(real, hand):
    QTest.mouseMove(hand.port, hand.spot("structure", end=True))
    assert hand.port.cursor().shape() == Qt.CursorShape.SizeHorCursor
    QTest.mouseMove(hand.port, hand.spot("structure"))
    assert hand.port.cursor().shape() == Qt.CursorShape.OpenHandCursor
    run = hand.spot("run")
    real.go_to(real.board.scale.day(run.x()) - 60)
    QTest.mouseMove(hand.port, run)
    assert hand.port.cursor().shape() == Qt.CursorShape.ArrowCursor
    tip = real.board.timeline.tip(hand.spot("structure").y())
    assert "not start" in tip
    assert "how long it takes" in tip


def test_the_title_row_says_how_far_a_bar_was_taken(real, hand):
    at = hand.spot("structure", end=True)
    hand.press(at)
    to = hand.move(at, 12)
    text = real.board.timeline.header.fields[0].text
    assert "finish +1" in text
    assert "now" in text
    QTest.mouseRelease(hand.port, LEFT, pos=to)


def test_the_menu_of_a_bar_leads_to_where_it_is_typed(real, hand):
    def chosen(id: str) -> None:
        menu = board_menu(real.board, real.board.timeline, hand.spot(id).toPointF())
        menu.actions()[0].trigger()
        QApplication.processEvents()

    chosen("electrical")
    assert real.window.tabs.current == "build"
    assert real.window.tabs.state == "open"
    assert real.window.tabs.panel("build").table.chosen.id == "electrical"
    revealed: list[str] = []
    real.levers.reveal = revealed.append
    chosen("rack.0")
    assert revealed == ["shipments.0.arrives"]


@pytest.mark.parametrize("key", ["colossus-100k", "greenfield-100k"])
@pytest.mark.parametrize("more", [-20.0, 5.0, 60.0])
def test_durations_that_end_a_task_on_a_day_do_so(key, more):
    scenario = preset(key)
    works = [t for t in evaluate(scenario).tasks if t.kind == "work"]
    for task in works:
        id = task.id.rsplit(".", 1)[-1]
        wanted = float(task.finish[0, 0]) + more
        if wanted - float(task.start[0, 0]) < 10:
            continue
        found = Grip(scenario, 0, id).durations(wanted)
        new = paths.replaced(scenario, f"{TASKS}.{id}.mode", found["mode"])
        for name in ("low", "high"):
            new = paths.replaced(new, f"{TASKS}.{id}.{name}", found[name])
        ends = next(t for t in evaluate(new).tasks if t.id == task.id)
        if float(ends.finish[0, 0]) > wanted + 1:  # another task holds it: shorter helps no more
            shortest = paths.replaced(scenario, f"{TASKS}.{id}.low", 0.5)
            for name in ("mode", "high"):
                shortest = paths.replaced(shortest, f"{TASKS}.{id}.{name}", 0.5)
            best = next(t for t in evaluate(shortest).tasks if t.id == task.id)
            wanted = float(best.finish[0, 0])
        assert float(ends.finish[0, 0]) == pytest.approx(wanted, abs=1.0), id


def test_the_wait_for_a_set_day_is_a_bar_and_its_end_moves_the_day(real, hand):
    block = real.levers.fleet.blocks[0]
    block.toggle_details()
    field = next(row for row in block.rows if row.path == "shipments.0.power_from").field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2024-12-01")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    scenario = real.document.scenario
    assert scenario.shipments[0].power_from == date(2024, 12, 1)
    bar = hand.bar("on.0")
    assert bar.task.label == "Switch on 100k H100"
    assert bar.finish == (date(2024, 12, 1) - scenario.epoch).days
    assert bar.task.critical
    assert real.engine.outcome.headline("full_load") == bar.finish
    hand.drag("on.0", 20, end=True)
    moved = real.document.scenario.shipments[0].power_from - date(2024, 12, 1)
    assert abs(moved.days - 20) <= 1
    assert hand.bar("on.0").finish == bar.finish + moved.days
    assert "powered from" in real.document.undo_text
    real.document.stack.undo()
    assert real.document.scenario == scenario


def test_the_bar_of_a_redirected_order_goes_as_far_as_it_can_and_comes_back(open_real):
    session = open_real("tesla-to-x", size=(1600, 1400))
    session.window.tabs.set_state("closed")
    QApplication.processEvents()
    hand = Hand(session)
    opened = session.document.scenario
    begin = hand.bar("x.rack.0").start
    hand.drag("x.rack.0", -40)
    order, move = session.document.scenario.shipments[0], session.document.scenario.moves[0]
    assert order.arrives == move.on + timedelta(days=14), "the end stop: the move and its way"
    assert begin - hand.bar("x.rack.0").start == pytest.approx(10, abs=1)
    hand.drag("x.rack.0", 10)
    assert hand.bar("x.rack.0").start == pytest.approx(begin, abs=1)
    assert all(not row.message for row in session.levers.rows.live().values())
    session.actions["undo"].trigger()
    session.actions["undo"].trigger()
    assert session.document.scenario == opened


def test_a_late_move_ends_its_drag_at_the_days_of_its_order(open_real):
    session = open_real("tesla-to-x", size=(1600, 1400))
    session.window.tabs.set_state("closed")
    session.document.edit("moves.0.transit_days", 60.0)
    session.document.end_step()
    QApplication.processEvents()
    hand = Hand(session)
    hand.drag("x.rack.0", 90)
    order, move = session.document.scenario.shipments[0], session.document.scenario.moves[0]
    assert move.on == order.arrives
    late = hand.bar("x.rack.0").start
    hand.drag("x.rack.0", -20)
    assert late - hand.bar("x.rack.0").start == pytest.approx(20, abs=1)
    hand.drag("x.rack.0", -200)
    move = session.document.scenario.moves[0]
    assert move.on == order.arrives - timedelta(days=60)
    hand.drag("x.rack.0", 20)
    assert all(not row.message for row in session.levers.rows.live().values())
