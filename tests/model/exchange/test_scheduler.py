"""MS-Project XML in a scheduler: it comes to our dates, and what it changes comes back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest

from model import paths
from model.errors import InputError
from model.exchange import network_bytes
from model.exchange.mspdi_read import read
from model.files import preset
from model.network import MOST_TASKS, network_of
from model.records import TaskRecord
from model.scenario import Scenario, TaskEdit
from model.task_edits import task_value
from model.units import LAST_DATE, day_number

NS = "{http://schemas.microsoft.com/project}"
PRESETS = ("colossus-100k", "colossus-2", "greenfield-100k", "abilene")
HOURS = ((8.0, 12.0), (13.0, 17.0))
CLOSE_D = 1e-3


def number(moment: str) -> float:
    """A moment as working days since 2000: eight to five with an hour off is one day."""
    when = datetime.fromisoformat(moment)
    clock = when.hour + when.minute / 60 + when.second / 3600
    worked = sum(min(max(clock - start, 0.0), end - start) for start, end in HOURS)
    return (when - datetime(2000, 1, 1)).days + worked / 8


def days(duration: str) -> float:
    hours, minutes, seconds = map(int, re.fullmatch(r"PT(\d+)H(\d+)M(\d+)S", duration).groups())
    return (hours + minutes / 60 + seconds / 3600) / 8


def scheduled(data: bytes) -> dict[str, tuple[float, float, float, float]]:
    """The critical path method's forward pass as a scheduler works it out from the file alone.

    Name -> start and finish that come out, start and finish that the file gives.
    """
    root = ET.fromstring(data)
    begin = number(root.findtext(f"{NS}StartDate"))
    found: dict[str, tuple[float, float]] = {}
    named = {}
    for node in root.iter(f"{NS}Task"):
        if node.findtext(f"{NS}Summary") == "1":
            continue
        start = begin
        if node.findtext(f"{NS}ConstraintType") == "4":
            start = number(node.findtext(f"{NS}ConstraintDate"))
        for link in node.iter(f"{NS}PredecessorLink"):
            first, last = found[link.findtext(f"{NS}PredecessorUID")]
            there = first if link.findtext(f"{NS}Type") == "3" else last
            start = max(start, there + int(link.findtext(f"{NS}LinkLag")) / 4800)
        finish = start + days(node.findtext(f"{NS}Duration"))
        found[node.findtext(f"{NS}UID")] = start, finish
        given = (number(node.findtext(f"{NS}{tag}")) for tag in ("Start", "Finish"))
        named[node.findtext(f"{NS}Name")] = (start, finish, *given)
    return named


def changed(scenario: Scenario, name: str, **values: str) -> dict[str, TaskRecord]:
    """The tasks after a scheduler has put other texts into elements of the task called so."""
    root = ET.fromstring(network_bytes(".xml", scenario, 0))
    node = next(n for n in root.iter(f"{NS}Task") if n.findtext(f"{NS}Name") == name)
    for tag, value in values.items():
        child = node.find(f"{NS}{tag}")
        if child is None:
            child = ET.SubElement(node, f"{NS}{tag}")
        child.text = value
    tasks, _ = read(ET.tostring(root), "x.xml", scenario.sites[0].build)
    return {task.id: task for task in tasks}


def known(scenario: Scenario) -> dict[str, TaskRecord]:
    return {task.id: task for task in network_of(scenario.sites[0]).tasks}


HANDED_OVER = TaskEdit(label="Handed over", low=0, mode=0, high=0, after=("commissioning-3d",),
                       stage="hall")  # fmt: skip
AFTER_IT = TaskEdit(label="Keys", low=5, mode=9.5, high=20, after=("SS:electrical+2.5d", "over"))


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("week", ["published", "five_day_winter"])
@pytest.mark.parametrize("more", [{}, {"over": HANDED_OVER, "keys": AFTER_IT}])
def test_a_scheduler_comes_to_the_same_dates(name, week, more):
    scenario = paths.replaced(preset(name), "sites.0.calendar", week)
    edits = {**scenario.sites[0].tasks, **more}
    scenario = paths.replaced(scenario, "sites.0.tasks", edits)
    scenario = paths.replaced(scenario, "sites.0.halls", 4 if more else scenario.sites[0].halls)
    for task, (start, finish, *given) in scheduled(network_bytes(".xml", scenario, 0)).items():
        assert (start, finish) == pytest.approx(given, abs=CLOSE_D), task


def test_the_first_colossus_is_ready_in_a_scheduler_when_it_is_in_the_window():
    scenario = preset("colossus-100k")
    ends = [finish for _, finish, *_ in scheduled(network_bytes(".xml", scenario, 0)).values()]
    work = max(ends) - (day_number(scenario.sites[0].start, datetime(2000, 1, 1).date()))
    assert 85 < work < 122, "halls are ready within the 122 days, not in a usual year"


def test_halls_that_follow_one_another_overlap_and_the_lag_says_so():
    scenario = preset("colossus-100k")
    found = scheduled(network_bytes(".xml", scenario, 0))
    assert found["Commissioning"][0] < found["Electrical fit-out"][1] - 20
    tasks = changed(scenario, "Commissioning")
    assert tasks["commissioning"].after == known(scenario)["commissioning"].after


def test_a_lag_added_in_the_scheduler_is_added_to_ours():
    scenario = preset("colossus-100k")
    data = network_bytes(".xml", scenario, 0)
    root = ET.fromstring(data)
    node = next(n for n in root.iter(f"{NS}Task") if n.findtext(f"{NS}Name") == "Commissioning")
    for lag in node.iter(f"{NS}LinkLag"):
        lag.text = str(int(lag.text) + 7 * 4800)
    tasks, _ = read(ET.tostring(root), "x.xml", "retrofit")
    after = next(task.after for task in tasks if task.id == "commissioning")
    assert after == tuple(f"{each}+7d" for each in known(scenario)["commissioning"].after)


def test_a_duration_changed_in_the_scheduler_takes_its_range_along():
    scenario = preset("colossus-100k")
    was = known(scenario)["electrical"]
    planned = scheduled(network_bytes(".xml", scenario, 0))["Electrical fit-out"]
    twice = timedelta(hours=2 * 8 * (planned[1] - planned[0])).total_seconds()
    hours, rest = divmod(round(twice), 3600)
    now = changed(scenario, "Electrical fit-out", Duration=f"PT{hours}H{rest // 60}M{rest % 60}S")[
        "electrical"
    ]
    assert (now.low, now.mode, now.high) == pytest.approx(
        (2 * was.low, 2 * was.mode, 2 * was.high), rel=1e-5
    )


def test_a_task_made_a_milestone_in_the_scheduler_has_no_range():
    now = changed(preset("colossus-100k"), "Electrical fit-out", Duration="PT0H0M0S")["electrical"]
    assert (now.low, now.mode, now.high) == (0.0, 0.0, 0.0)


def test_a_start_moved_in_the_scheduler_moves_the_order_or_holds_the_task():
    scenario = preset("colossus-100k")
    moved = changed(scenario, "Permits", ConstraintType="4", ConstraintDate="2024-06-01T08:00:00")
    assert str(moved["permits"].not_before) == "2024-06-01"
    placed = paths.replaced(scenario, "sites.0.tasks.switchgear.ordered", "2023-02-03")
    later = changed(placed, "Switchgear on order", ConstraintDate="2023-05-01T08:00:00")
    assert str(later["switchgear"].ordered) == "2023-05-01"
    assert later["switchgear"].not_before is None


def test_what_a_scheduler_leaves_as_it_was_comes_back_as_it_was():
    scenario = preset("colossus-100k")
    site = scenario.sites[0]
    for id, task in changed(scenario, "Permits").items():
        assert task.not_before is None
        assert task.ordered == task_value(site, id, "ordered")
        assert task.after == known(scenario)[id].after


def test_a_chain_that_ends_after_all_calendars_is_refused():
    long = {f"t{n}": TaskEdit(low=3650, mode=3650, high=3650, after=(f"t{n - 1}+3650d",) * (n > 0))
            for n in range(MOST_TASKS)}  # fmt: skip
    scenario = preset("colossus-100k")
    left_out = {task.id: TaskEdit(drop=True) for task in network_of(scenario.sites[0]).tasks}
    scenario = paths.replaced(scenario, "sites.0.tasks", {**left_out, **long})
    scenario = paths.replaced(scenario, "beliefs.build_slip.low", 3.0)
    scenario = paths.replaced(scenario, "sites.0.start", LAST_DATE)
    with pytest.raises(InputError, match="the years 1 to 9999"):
        network_bytes(".xml", scenario, 0)
