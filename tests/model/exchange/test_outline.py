"""Summaries, fixed starts and what else a scheduler's file says beside its tasks."""

from __future__ import annotations

from datetime import date

from model import paths
from model.evaluate import evaluate
from model.exchange import load_network
from model.exchange.mspdi_read import read
from model.files import preset
from model.records import TaskRecord

DAYS = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking></WeekDay>" for day in range(1, 8)
)
EVERY_DAY = (
    "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID>"
    f"<WeekDays>{DAYS}</WeekDays></Calendar></Calendars>"
)
FF, FS, SF, SS = range(4)


def link(uid: int, kind: int = FS, lag_d: float = 0, form: int = 7) -> str:
    tenths = round(lag_d * 4800) if form == 7 else lag_d
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{tenths}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def task(uid: int, name: str, days: float, level: int = 1, more: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT{round(days * 8)}H0M0S</Duration>{more}</Task>"
    )


def summary(uid: int, name: str, level: int = 1, more: str = "", days: float = 0) -> str:
    return task(uid, name, days, level, f"<Summary>1</Summary>{more}")


def no_earlier(day: str) -> str:
    return f"<ConstraintType>4</ConstraintType><ConstraintDate>{day}T08:00:00</ConstraintDate>"


def document(*tasks: str, head: str = EVERY_DAY) -> bytes:
    return (
        f'<Project xmlns="http://schemas.microsoft.com/project">{head}'
        f"<Tasks>{''.join(tasks)}</Tasks></Project>"
    ).encode()


def taken(*tasks: str, head: str = EVERY_DAY) -> tuple[dict[str, TaskRecord], str]:
    """The tasks of a document by id, and what is said about it beside that it has no ranges."""
    found, notes = read(document(*tasks, head=head), "a.xml", "retrofit")
    said = [note for note in notes if "no ranges" not in note]
    return {each.id: each for each in found}, " ".join(said)


def test_the_start_of_a_summary_is_that_of_the_task_that_waits_for_no_other():
    found, said = taken(
        summary(1, "S"),
        task(3, "Y", 10, 2, link(2)),
        task(2, "X", 10, 2),
        task(4, "Z", 5, 1, link(1, SS, 2)),
    )
    assert found["z"].after == ("SS:x+2d",)
    assert not said


def test_of_tasks_that_may_all_start_a_summary_the_earliest_in_the_file_does():
    found, said = taken(
        summary(1, "S"),
        task(2, "X", 10, 2, "<Start>2025-03-01T08:00:00</Start>"),
        task(3, "Y", 10, 2, "<Start>2025-02-01T08:00:00</Start>"),
        task(4, "Z", 5, 1, link(1, SS)),
    )
    assert found["z"].after == ("SS:y",)
    assert "from the start of a summary follow the task that starts first in the file: 'Y'" in said


def test_the_start_of_a_summary_of_summaries_is_found_through_their_links():
    found, _ = taken(
        summary(1, "All"),
        summary(2, "Second", 2, link(4)),
        task(3, "B", 5, 3),
        summary(4, "First", 2),
        task(5, "A", 5, 3),
        task(6, "Z", 5, 1, link(1, SS)),
    )
    assert found["z"].after == ("SS:a",)
    assert found["b"].after == ("a",)


def test_the_end_of_a_summary_is_the_end_of_all_its_tasks_and_percent_counts_its_own_duration():
    found, _ = taken(
        summary(1, "S", days=20),
        task(2, "X", 10, 2),
        task(3, "Y", 10, 2, link(2)),
        task(4, "Z", 5, 1, link(1, FS, 50, form=19)),
    )
    assert found["z"].after == ("x+10d", "y+10d")


def test_what_holds_the_end_of_a_summary_holds_its_last_task_alone():
    found, said = taken(
        task(9, "Before", 30),
        summary(1, "S", 1, link(9, FF)),
        task(2, "X", 10, 2, "<Finish>2025-03-01T17:00:00</Finish>"),
        task(3, "Y", 10, 2, "<Finish>2025-02-01T17:00:00</Finish>"),
    )
    assert found["x"].after == ("before-10d",)
    assert found["y"].after == ()
    assert "hold the task that ends last in the file: 'X'" in said


def test_a_summary_holds_its_tasks_back_until_its_earliest_start():
    found, said = taken(
        summary(1, "S", 1, no_earlier("2025-06-01")),
        task(2, "X", 10, 2),
        summary(3, "T", 2, no_earlier("2025-09-01")),
        task(4, "Y", 10, 3, no_earlier("2025-07-01")),
        task(5, "Z", 10, 1),
    )
    held = {id: each.not_before for id, each in found.items()}
    assert held == {"x": date(2025, 6, 1), "y": date(2025, 9, 1), "z": None}
    assert not said


def test_a_task_with_tasks_beneath_is_a_summary_where_the_file_does_not_say():
    found, _ = taken(task(1, "S", 10), task(2, "X", 10, 2), task(4, "Z", 5, 1, link(1)))
    assert set(found) == {"x", "z"}
    assert found["z"].after == ("x",)


def test_links_to_a_summary_without_tasks_are_said_to_be_left_out():
    found, said = taken(summary(1, "S"), task(4, "Z", 5, 1, link(1)))
    assert found["z"].after == ()
    assert "Links to summaries without tasks were left out: 'S'." in said


def test_a_task_scheduled_by_hand_keeps_its_day_and_the_links_that_it_waited_for():
    found, said = taken(
        task(1, "Early", 10, 1, "<Finish>2025-08-01T17:00:00</Finish>"),
        task(2, "Late", 10, 1, "<Finish>2025-10-01T17:00:00</Finish>"),
        task(3, "X", 10, 1, "<Manual>1</Manual><Start>2025-09-01T08:00:00</Start>"
             "<ManualStart>2025-09-01T08:00:00</ManualStart>" + link(1) + link(2)),
    )  # fmt: skip
    assert found["x"].not_before == date(2025, 9, 1)
    assert found["x"].after == ("early",)
    assert "scheduled by hand" in said
    assert "Links that a task did not wait for, as its start is fixed, were left out: 'X'" in said


def test_a_task_that_has_begun_keeps_that_day_and_an_order_was_placed_on_it():
    begun = "<ActualStart>2025-09-01T08:00:00</ActualStart><PercentComplete>50</PercentComplete>"
    found, said = taken(task(1, "X", 10, 1, begun), task(2, "Switchgear on order", 200, 1, begun))
    assert found["x"].not_before == date(2025, 9, 1)
    assert found["switchgear"].ordered == date(2025, 9, 1)
    assert found["switchgear"].not_before is None
    assert "have begun keep that day as their earliest: 'X', 'Switchgear on order'" in said


def test_of_two_links_between_the_same_tasks_the_one_that_holds_longer_is_kept():
    found, said = taken(task(1, "A", 10), task(2, "B", 5, 1, link(1, SS, 3) + link(1)))
    assert found["b"].after == ("a",)
    assert "the one that holds longer was kept: 'B'" in said
    found, said = taken(
        task(1, "A", 10),
        summary(2, "S", 1, link(1, FS, 4)),
        task(3, "B", 5, 2, link(1)),
    )
    assert found["b"].after == ("a+4d",)
    assert not said, "both say the same of one link"


def test_a_calendar_of_its_own_days_takes_the_others_from_its_base_and_holidays_are_said():
    head = (
        f"<CalendarUID>2</CalendarUID><Calendars><Calendar><UID>2</UID><BaseCalendarUID>1"
        f"</BaseCalendarUID><WeekDays><WeekDay><DayType>1</DayType><DayWorking>0</DayWorking>"
        f"</WeekDay><WeekDay><DayType>0</DayType></WeekDay></WeekDays></Calendar><Calendar>"
        f"<UID>1</UID><WeekDays>{DAYS}</WeekDays></Calendar></Calendars>"
    )
    found, said = taken(task(1, "A", 6), head=head)
    assert found["a"].mode == 7.0, "six days a week"
    assert "Holidays of its calendars were left out" in said


def test_what_else_moves_dates_in_a_scheduler_is_said():
    _, said = taken(
        task(1, "A", 6, 1, "<LevelingDelay>4800</LevelingDelay><ConstraintType>7</ConstraintType>"),
        *(task(uid, f"T{uid}", 1, 1, "<Active>0</Active>") for uid in range(2, 8)),
        summary(9, "S", 1, "<Manual>1</Manual>"),
        task(10, "B", 1, 2),
        head=EVERY_DAY + "<ScheduleFromStart>0</ScheduleFromStart>",
    )
    parts = (
        "levelling put in were left out: 'A'",
        "earliest start were left out: 'A'",
        "left out: 'T2', 'T3', 'T4' and 3 more.",
        "set by hand on a summary",
        "from its end",
    )
    assert [part for part in parts if part not in said] == []


def test_a_start_before_work_begins_here_is_said(tmp_path):
    base = preset("greenfield-100k")
    path = tmp_path / "a.xml"
    path.write_bytes(document(task(1, "X", 10, 1, no_earlier("2024-06-01"))))
    found = load_network(path, base, 0)
    assert f"Work here begins on {base.sites[0].start}" in found.notes[-1]
    assert "'X'" in found.notes[-1]


def test_dates_come_out_as_in_the_scheduler(tmp_path):
    base = preset("greenfield-100k")
    path = tmp_path / "a.xml"
    path.write_bytes(
        document(
            summary(1, "S", 1, no_earlier("2025-06-01")),
            task(2, "X", 10, 2),
            task(3, "Y", 10, 2, link(2)),
            task(4, "Z", 5, 1, link(1, SS)),
        )
    )
    scenario = paths.replaced(base, "sites.0.tasks", load_network(path, base, 0).tasks)
    start = {each.id: float(each.start[0, 0]) for each in evaluate(scenario).tasks}
    assert start["x"] == (date(2025, 6, 1) - base.epoch).days
    assert start["z"] == start["x"] < start["y"]
