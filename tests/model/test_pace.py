"""The pace of a build: what it saves, what it costs, and how often each task is critical."""

import numpy as np
import pytest

from model.arguments import applied
from model.catalog import catalog
from model.chain import pace
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import replaced
from model.scenario import TaskEdit
from model.study.ensemble import ensemble


def at(value: float) -> Outcome:
    return evaluate(replaced(preset("colossus-100k"), "sites.0.pace", value))


@pytest.fixture(scope="module")
def drawn() -> Outcome:
    return evaluate(preset("greenfield-100k"), rows=400)


def test_colossus_says_that_every_task_is_at_its_shortest() -> None:
    text = evaluate(preset("colossus-100k")).remarks["sites.0.pace"]
    count = len(catalog().template("retrofit").tasks)
    assert text.startswith(f"{count} of {count} tasks at their shortest on record")


def test_between_the_ends_none_is_at_its_shortest_and_the_usual_pace_says_nothing() -> None:
    assert at(0.5).remarks["sites.0.pace"].startswith("none of 10 tasks")
    assert "sites.0.pace" not in at(0.0).remarks


@pytest.mark.parametrize("key", ["colossus-100k", "greenfield-100k", "abilene"])
@pytest.mark.parametrize("pushed", [0.3, 0.9, 1.0])
def test_the_remark_counts_the_days_and_the_money_that_the_outcomes_differ_by(
    key: str, pushed: float
) -> None:
    scenario = preset(key)
    fast, usual = (evaluate(replaced(scenario, "sites.0.pace", value)) for value in (pushed, 0.0))
    ready = [
        next(float(task.finish[0, -1]) for task in outcome.tasks if task.id == "commissioning")
        for outcome in (fast, usual)
    ]
    full = usual.headline("full_load") - fast.headline("full_load")
    cost = (fast.capex["building"] - usual.capex["building"]).item()
    text = fast.remarks["sites.0.pace"]
    assert f"the last hall is ready {ready[1] - ready[0]:,.0f} days sooner" in text
    assert f"full load {full:,.0f} days sooner, for {cost / 1e6:,.0f} M$" in text
    assert ("M$ a day" in text) is (full >= 1), "days that don't reach full load have no price"


def test_what_a_site_makes_shorter_than_on_record_is_not_on_record() -> None:
    tasks = "sites.0.tasks"
    count = len(catalog().template("retrofit").tasks)

    def said(*settings: str) -> str:
        return evaluate(applied(preset("colossus-100k"), settings)).remarks["sites.0.pace"]

    shorter = said(f"{tasks}.commissioning.low=20")
    assert shorter.startswith(f"{count - 1} of {count} tasks at their shortest on record, 1 below")
    longer = said(f"{tasks}.commissioning.low=40")
    assert longer.startswith(f"{count - 1} of {count} tasks at their shortest on record; ")
    own = preset("colossus-100k")
    own = replaced(own, tasks, {"yard": TaskEdit(low=9, mode=9, high=9)})
    text = evaluate(own).remarks["sites.0.pace"]
    assert text.startswith(f"{count} of {count + 1} tasks"), "nothing is on record of its own task"


def test_without_power_the_remark_says_that_full_load_never_comes() -> None:
    scenario = replaced(preset("colossus-100k"), "sites.0.supply", ())
    assert "full load never comes" in evaluate(scenario).remarks["sites.0.pace"]


def test_a_faster_pace_never_costs_less_and_never_takes_longer() -> None:
    outcomes = [at(value) for value in np.linspace(0, 1, 6)]
    building = [outcome.capex["building"].item() for outcome in outcomes]
    done = [outcome.headline("full_load") for outcome in outcomes]
    assert building == sorted(building)
    assert done == sorted(done, reverse=True)
    share = catalog().assumption("crash_share").value
    assert building[-1] / building[0] == pytest.approx(1 + share)


def test_memphis_at_its_pace_costs_what_epoch_puts_on_it() -> None:
    # Epoch AI: 1.5 G$ of building for the first 100,000.
    assert evaluate(preset("colossus-100k")).capex["building"].item() == pytest.approx(
        1.5e9, rel=0.1
    )


def test_a_working_week_costs_its_share() -> None:
    site = preset("colossus-100k").sites[0]
    week = replaced(preset("colossus-100k"), "sites.0.calendar", "six_day").sites[0]
    cat = catalog()
    more = pace.surcharge(week, cat) - pace.surcharge(site, cat)
    assert more == pytest.approx(cat.calendars["six_day"].cost_share)


def test_a_criticality_index_is_a_share_of_rows(drawn: Outcome) -> None:
    for task in drawn.tasks:
        assert 0.0 <= task.criticality <= 1.0
        if task.kind == "work":
            assert task.criticality == pytest.approx(float((task.slack < 0.5).mean()))


def test_in_every_row_either_crews_or_a_step_of_power_end_last(drawn: Outcome) -> None:
    full = drawn.headlines["full_load"].value[:, 0]
    racked = np.any([task.slack[:, 0] < 0.5 for task in drawn.tasks if task.kind == "rack"], axis=0)
    # A step takes a day to energise, and full load falls on that day if it is what carries it.
    power = [task for task in drawn.tasks if task.kind == "power"]
    last = [task.finish[:, 0] for task in power]
    carried = np.any([(day - 1 <= full) & (full <= day + 1e-6) for day in last], axis=0)
    assert (racked | carried).all()
    assert 0.1 < racked.mean() < 0.9, "some rows of each"
    assert sum(task.criticality for task in power) == pytest.approx((~racked).mean())


def test_tasks_in_a_chain_are_critical_together(drawn: Outcome) -> None:
    found = {task.id: task.criticality for task in drawn.tasks}
    assert found["earthworks"] == found["foundations"] == found["structure"] > 0.0
    assert found["commissioning"] >= max(found["electrical"], found["cooling"])


def test_with_one_row_the_index_says_what_is_critical() -> None:
    for task in evaluate(preset("greenfield-100k")).tasks:
        assert task.criticality == float(task.critical)


def test_slices_of_an_ensemble_pool_their_rows_without_the_median_world_twice() -> None:
    scenario = preset("greenfield-100k")
    *_, (_, pooled) = ensemble(scenario, 512)
    first, second = evaluate(scenario, 256, 7), evaluate(scenario, 257, 8)
    for one, other in zip(first.tasks, second.tasks, strict=True):
        if one.kind != "work":
            continue
        rows = np.concatenate((one.slack, other.slack[1:])) < 0.5
        assert pooled.criticality[one.id] == pytest.approx(float(rows.mean()))
