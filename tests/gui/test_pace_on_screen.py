"""The pace of a build says at its lever and above the timeline what it takes."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from model.catalog import catalog
from tests.gui.test_real_window import real as real

PACE = "sites.0.pace"


def set_to(session, path: str, value: object) -> None:
    assert session.document.edit(path, value)
    session.document.end_step()
    session.engine.settle()
    QApplication.processEvents()


def test_colossus_says_that_all_its_tasks_are_at_their_shortest(real):
    tasks = len(catalog().template("retrofit").tasks)
    said = f"{tasks} of {tasks} tasks at their shortest on record"
    row = real.levers.row(PACE)
    assert row.remark.startswith(said)
    assert "M$ a day" in row.remark
    assert not row.no_effect, "which would stand in its place"
    plot = real.board.timeline
    assert any(note.startswith(said) for note in plot.header.notes)
    assert said in plot.summary()


def test_at_the_usual_pace_both_are_silent(real):
    row = real.levers.row(PACE)
    tall = row.height()
    set_to(real, PACE, 0.0)
    assert row.remark == ""
    assert row.height() < tall
    assert "shortest" not in " ".join(real.board.timeline.header.notes)


def test_of_several_sites_the_timeline_names_those_that_are_built_fast(open_real):
    session = open_real("tesla-to-x")
    fast = [site.id for site in session.document.scenario.sites if site.pace > 0]
    assert fast
    for id in fast:
        assert f"{id}: " in session.board.timeline.pace
    set_to(session, f"sites.{[s.id for s in session.document.scenario.sites].index(fast[0])}.pace",
           0.0)  # fmt: skip
    assert f"{fast[0]}: " not in session.board.timeline.pace


def test_the_working_week_is_a_lever_of_the_build(real):
    set_to(real, PACE, 0.0)
    usual = finish(real)
    set_to(real, "sites.0.calendar", "seven_day")
    assert finish(real) < usual - 20
    assert real.levers.row("sites.0.calendar").shown_key == "seven_day"


def finish(session) -> float:
    return next(
        float(t.finish[0, 0]) for t in session.engine.outcome.tasks if t.id == "commissioning"
    )


def test_the_timeline_says_in_how_many_samples_a_task_is_critical(real, qtbot):
    real.engine.settle()
    plot = real.board.timeline
    qtbot.waitUntil(lambda: bool(plot.bars) and plot.bars[0].criticality >= 0, timeout=20_000)
    table = plot.table(0.0, 1e9)
    at = table.header.index("Critical in")
    shown = {row[0]: row[at] for row in table.rows}
    assert shown["Commissioning"].endswith("%")
    bar = next(bar for bar in plot.bars if bar.task.id == "commissioning")
    assert 0.0 < bar.criticality <= 1.0
