"""The build network of a site: its template and what the site changes."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from model import links, paths
from model.arguments import applied
from model.catalog import catalog
from model.columns import TASK_KINDS
from model.errors import InputError
from model.evaluate import evaluate
from model.files import dumps, loads, preset
from model.network import effective, network_of
from model.outcome import Task
from model.scenario import Scenario, TaskEdit
from model.task_edits import as_edits, without

TASKS = "sites.0.tasks"
YARD = TaskEdit(label="Crane yard", low=5, mode=10, high=20, after=("permits",))


@pytest.fixture(scope="module")
def base() -> Scenario:
    return preset("colossus-100k")


def with_tasks(scenario: Scenario, **tasks: TaskEdit) -> Scenario:
    return paths.replaced(scenario, TASKS, tasks)


def bar(scenario: Scenario, id: str, rows: int = 1) -> Task:
    return next(task for task in evaluate(scenario, rows).tasks if task.id == id)


def test_without_edits_the_network_is_the_template_itself(base: Scenario) -> None:
    assert network_of(base.sites[0]) is catalog().templates["retrofit"]


def test_an_edit_changes_what_it_names_and_nothing_else(base: Scenario) -> None:
    new = paths.replaced(base, f"{TASKS}.electrical.mode", 90)
    tasks = {task.id: task for task in network_of(new.sites[0]).tasks}
    was = {task.id: task for task in catalog().templates["retrofit"].tasks}
    assert (tasks["electrical"].low, tasks["electrical"].mode) == (61, 90)
    assert tasks["cooling"] == was["cooling"]
    assert new.sites[0].tasks == {"electrical": TaskEdit(mode=90)}
    back = paths.replaced(new, f"{TASKS}.electrical.mode", 152)
    assert back.sites[0].tasks == {}, "what equals the template is left out again"
    assert back == base


def test_a_field_that_was_left_out_reads_as_the_template_has_it(base: Scenario) -> None:
    assert paths.get(base, f"{TASKS}.electrical.mode") == 152
    assert paths.get(base, f"{TASKS}.commissioning.after")[:1] == ("electrical",)
    assert paths.get(base, f"{TASKS}.electrical.ordered") is None
    assert paths.get(base, f"{TASKS}.switchgear.ordered") == date(2024, 5, 3) - timedelta(days=523)
    assert paths.get(base, f"{TASKS}.electrical.drop") is False


def test_a_duration_takes_along_what_stands_in_its_way(base: Scenario) -> None:
    new = paths.replaced(base, f"{TASKS}.electrical.mode", 300)
    assert new.sites[0].tasks["electrical"] == TaskEdit(mode=300, high=300)
    new = paths.replaced(base, f"{TASKS}.electrical.high", 30)
    assert new.sites[0].tasks["electrical"] == TaskEdit(low=30, mode=30, high=30)


def test_set_edits_tasks_as_any_other_field(base: Scenario) -> None:
    new = applied(
        base,
        [
            f"{TASKS}.electrical.mode=90",
            f"{TASKS}.cooling.after=structure, electrical",
            f"{TASKS}.permits.drop=true",
            f"{TASKS}.structure.not_before=2024-06-01",
            f"{TASKS}.commissioning.kind=permit",
            f"{TASKS}.commissioning.size_exponent=0.25",
        ],
    )
    assert new.sites[0].tasks == {
        "electrical": TaskEdit(mode=90),
        "cooling": TaskEdit(after=("structure", "electrical")),
        "permits": TaskEdit(drop=True),
        "structure": TaskEdit(not_before=date(2024, 6, 1)),
        "commissioning": TaskEdit(kind="permit", size_exponent=0.25),
    }


def test_edits_go_through_toml_unchanged(base: Scenario) -> None:
    new = with_tasks(
        base,
        yard=YARD,
        electrical=TaskEdit(low=1.5, after=("structure", "yard"), ordered=date(2024, 3, 1)),
        permits=TaskEdit(drop=True, note="in hand"),
        structure=TaskEdit(after=(), kind="utility", size_exponent=0.0),
    )
    text = dumps(new)
    assert "[sites.tasks.yard]" in text
    assert loads(text, "mine.toml") == new


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (f"{TASKS}.electrcal.mode", 5, "Did you mean electrical?"),
        (f"{TASKS}.electrical.mod", 5, "Did you mean mode?"),
        (f"{TASKS}.electrical.mode", -5, "0 to 3,650 d"),
        (f"{TASKS}.electrical.mode", "long", "Write 14 or 2 weeks"),
        (f"{TASKS}.electrical.stage", "halls", "Did you mean hall?"),
        (f"{TASKS}.electrical.kind", "orders", "allowed are work, permit, order, utility. Did you"),
        (f"{TASKS}.electrical.size_exponent", 1.5, "allowed is 0 to 1. Nearest allowed: 1."),
        (f"{TASKS}.electrical.ordered", "soon", "YYYY-MM-DD"),
        (f"{TASKS}.electrical.after", "structur", "Did you mean structure?"),
        (f"{TASKS}.electrical.after", "structure, structure", "each task once"),
        (
            f"{TASKS}.electrical.after",
            "electrical",
            "in a circle: Electrical fit-out -> Electrical fit-out.",
        ),
        (f"{TASKS}.structure.after", "commissioning", "in a circle"),
    ],
)
def test_refusals_name_key_value_limit_and_remedy(
    base: Scenario, path: str, value: object, told: str
) -> None:
    with pytest.raises(InputError) as caught:
        paths.replaced(base, path, value)
    assert caught.value.key.startswith(TASKS)
    assert told in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_circle_is_refused_with_its_loop_named(base: Scenario) -> None:
    one_way = paths.replaced(base, f"{TASKS}.cooling.after", ("electrical",))
    with pytest.raises(InputError) as caught:
        paths.replaced(one_way, f"{TASKS}.electrical.after", ("cooling",))
    power, water = "Electrical fit-out", "Cooling plant and water loop"
    assert f"circle: {power} -> {water} -> {power}" in caught.value.limit or (
        f"circle: {water} -> {power} -> {water}" in caught.value.limit
    )
    assert caught.value.key.endswith(".after")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sites.tasks.yard]\nlow = 5", "needs mode, high"),
        ("[sites.tasks.yard]\ndrop = true", "needs low, mode, high"),
        ('[sites.tasks."a.b"]\nlow = 1\nmode = 1\nhigh = 1', "an id has up to 40"),
        ("[sites.tasks.wall-2d]\nlow = 1\nmode = 1\nhigh = 1", "doesn't end like a lag"),
        ("[sites.tasks.electrical]\nmode = 999", "low <= mode <= high"),
        ("[sites.tasks.electrical]\nmodes = 9", "unknown field"),
    ],
)
def test_a_file_with_a_broken_network_is_refused(base: Scenario, text: str, told: str) -> None:
    whole = dumps(base).replace("\n[workload]", f"\n{text}\n\n[workload]")
    with pytest.raises(InputError, match=told):
        loads(whole, "mine.toml")


def test_another_template_is_refused_while_the_changes_do_not_fit_it(base: Scenario) -> None:
    new = paths.replaced(base, f"{TASKS}.structure.label", "Shell")
    assert paths.replaced(new, "sites.0.build", "greenfield").sites[0].build == "greenfield"
    with pytest.raises(InputError, match="it lacks tasks that this site changes: Shell") as caught:
        paths.replaced(new, "sites.0.build", "ready")
    assert caught.value.key == "sites.0.build"
    assert "Put them back first: Reset task, or Reset all, in the Build tab." in str(caught.value)
    shorter = paths.replaced(base, f"{TASKS}.structure.mode", 40)
    with pytest.raises(InputError, match=r"structure\.mode: low <= mode <= high"):
        paths.replaced(shorter, "sites.0.build", "greenfield")


def test_a_network_beyond_the_limit_is_refused(base: Scenario) -> None:
    many = {f"task-x{n}": TaskEdit(low=1, mode=1, high=1) for n in range(200)}
    with pytest.raises(InputError, match="at most 200 tasks"):
        paths.replaced(base, TASKS, many)


def test_what_waited_for_a_task_left_out_waits_for_what_it_waited_for(base: Scenario) -> None:
    tasks = without(base.sites[0], "structure")
    network = {task.id: task for task in effective("retrofit", tasks).tasks}
    assert "structure" not in network
    assert network["electrical"].after == ("permits", "switchgear", "transformers")
    added = with_tasks(base, yard=YARD, cooling=TaskEdit(after=("yard",)))
    assert without(added.sites[0], "yard") == {"cooling": TaskEdit(after=("permits",))}


def test_tasks_left_out_that_wait_for_each_other_pass_on_nothing() -> None:
    """A circle of two is no circle once neither is there."""
    edits = {
        "switchgear": TaskEdit(drop=True, after=("transformers",)),
        "transformers": TaskEdit(drop=True, after=("permits", "switchgear")),
    }
    network = {task.id: task for task in effective("retrofit", edits).tasks}
    assert network["electrical"].after == ("structure", "permits")


def test_a_lag_behind_a_task_left_out_is_kept(base: Scenario) -> None:
    def after(id: str, **tasks: TaskEdit) -> tuple[str, ...]:
        network = effective("retrofit", tasks)
        return next(task.after for task in network.tasks if task.id == id)

    gone = TaskEdit(drop=True)
    lagged = TaskEdit(after=("electrical+60d", "cooling"))
    found = after("commissioning", commissioning=lagged, electrical=gone)
    assert found == ("structure+60d", "switchgear+60d", "transformers+60d", "cooling")
    both = TaskEdit(after=("structure+5d", "chillers"))
    found = after("commissioning", commissioning=lagged, electrical=gone, cooling=both)
    assert "structure+60d" in found
    assert after("electrical", structure=TaskEdit(drop=True, after=("SS:permits+3d",)),
                 electrical=TaskEdit(after=("structure+4d",))) == ("SS:permits+7d",)  # fmt: skip
    longer = TaskEdit(after=("cooling", "electrical+60d", "structure+90d"))
    found = after("commissioning", commissioning=longer, electrical=gone)
    assert "structure+90d" in found, "of two links to one task the one that waits longer"
    circle = {"structure": TaskEdit(drop=True, after=("cooling",)), "cooling": gone}
    assert "cooling" not in after("commissioning", **circle)


def test_edits_and_network_are_each_others_inverse(base: Scenario) -> None:
    edits = {
        "electrical": TaskEdit(mode=90.0, after=("permits",)),
        "yard": replace(YARD, stage="site"),
        "cooling": TaskEdit(drop=True),
    }
    network = effective("retrofit", edits)
    again = effective("retrofit", as_edits(base.sites[0], network.tasks))
    assert {t.id: t for t in again.tasks} == {t.id: t for t in network.tasks}


def test_kind_and_size_exponent_go_back_to_what_the_template_has(base: Scenario) -> None:
    new = applied(base, [f"{TASKS}.permits.kind=work", f"{TASKS}.structure.size_exponent=0.5"])
    tasks = {task.id: task for task in network_of(new.sites[0]).tasks}
    assert (tasks["permits"].kind, tasks["structure"].size_exponent) == ("work", 0.5)
    back = applied(new, [f"{TASKS}.permits.kind=permit", f"{TASKS}.structure.size_exponent=0.3"])
    assert back == base
    emptied = applied(new, [f"{TASKS}.permits.kind=", f"{TASKS}.structure.size_exponent="])
    assert emptied == base


def test_a_task_of_its_own_is_an_order_while_it_has_an_order_date(base: Scenario) -> None:
    own = with_tasks(base, yard=YARD)
    assert paths.get(own, f"{TASKS}.yard.kind") == "work"
    assert paths.get(own, f"{TASKS}.yard.size_exponent") == 0
    ordered = paths.replaced(own, f"{TASKS}.yard.ordered", date(2024, 3, 1))
    assert paths.get(ordered, f"{TASKS}.yard.kind") == "order"
    told = paths.replaced(ordered, f"{TASKS}.yard.kind", "work")
    assert paths.get(told, f"{TASKS}.yard.kind") == "work", "unless it is said to be something else"
    assert paths.replaced(told, f"{TASKS}.yard.kind", "order") == ordered


def test_the_kinds_of_an_edit_are_those_of_a_template(base: Scenario) -> None:
    for kind in TASK_KINDS:
        new = paths.replaced(base, f"{TASKS}.permits.kind", kind)
        assert network_of(new.sites[0]).tasks[0].kind == kind


def test_a_smaller_phase_takes_less_time_by_the_size_exponent(base: Scenario) -> None:
    def days(exponent: float, phase_mw: float) -> float:
        new = applied(
            base,
            [f"{TASKS}.structure.size_exponent={exponent}", f"sites.0.phase_mw={phase_mw}"],
        )
        found = bar(new, "structure")
        return float(found.finish[0, 0] - found.start[0, 0])

    whole = days(0, 150)
    assert days(0, 600) == whole, "as long at any size"
    assert days(1, 600) / days(1, 300) == pytest.approx(1 / 2)
    assert days(0.5, 600) / days(0.5, 300) == pytest.approx(2**-0.5)


def test_only_work_keeps_the_working_week_and_counts_in_what_a_faster_pace_costs(
    base: Scenario,
) -> None:
    weekly = paths.replaced(base, "sites.0.calendar", "six_day")
    permitted = paths.replaced(weekly, f"{TASKS}.electrical.kind", "permit")
    was, now = (bar(each, "electrical") for each in (weekly, permitted))
    assert float(now.finish[0, 0] - now.start[0, 0]) != float(was.finish[0, 0] - was.start[0, 0])
    at_pace = paths.replaced(base, "sites.0.pace", 0.5)
    work = [task.id for task in network_of(base.sites[0]).tasks if task.kind == "work"]
    waits = applied(at_pace, [f"{TASKS}.{id}.kind=utility" for id in work])
    usual = paths.replaced(waits, "sites.0.pace", 0.0)
    costs = [evaluate(each).headline("capex_usd") for each in (at_pace, waits, usual)]
    assert costs[0] > costs[1] == costs[2]


def test_dragging_an_order_moves_the_day_it_is_ordered(base: Scenario) -> None:
    new = paths.replaced(base, f"{TASKS}.structure.kind", "order")
    assert bar(new, "structure").moves == f"{TASKS}.structure.ordered"


def test_dates_follow_the_edited_network(base: Scenario) -> None:
    before = bar(base, "structure")
    later = paths.replaced(base, f"{TASKS}.structure.not_before", date(2024, 6, 12))
    assert bar(later, "structure").start[0, 0] == 40.0
    assert bar(later, "electrical").start[0, 0] == pytest.approx(
        40.0 + float(before.finish[0, 0] - before.start[0, 0])
    )
    early = paths.replaced(base, f"{TASKS}.structure.not_before", date(2024, 5, 4))
    assert bar(early, "structure").start[0, 0] == before.start[0, 0], "it doesn't bind"


def test_a_long_lead_item_counts_from_its_order_date(base: Scenario) -> None:
    new = with_tasks(
        base,
        switchgear=TaskEdit(low=100, mode=100, high=100, ordered=date(2024, 3, 24)),
        electrical=TaskEdit(after=("structure", "switchgear")),
    )
    item = bar(new, "switchgear")
    assert item.start[0, 0] == -40.0
    assert item.moves == f"{TASKS}.switchgear.ordered"
    slip = item.finish[0, 0] + 40.0
    assert bar(new, "electrical").start[0, 0] == pytest.approx(slip - 40.0)


def test_links_with_kinds_and_lags_date_the_bars(base: Scenario) -> None:
    plain = bar(base, "structure")
    later = paths.replaced(base, f"{TASKS}.structure.after", "permits+14d")
    assert bar(later, "structure").start[0, 0] == pytest.approx(plain.start[0, 0] + 14)
    beside = paths.replaced(base, f"{TASKS}.structure.after", ("SS:permits+3d",))
    assert bar(beside, "structure").start[0, 0] == pytest.approx(3.0)


def test_an_order_date_of_the_template_can_be_moved_and_brought_back(base: Scenario) -> None:
    path = f"{TASKS}.switchgear.ordered"
    item = bar(base, "switchgear")
    assert item.moves == path
    was = paths.get(base, path)
    moved = paths.replaced(base, path, was + timedelta(days=40))
    assert bar(moved, "switchgear").finish[0, 0] == pytest.approx(item.finish[0, 0] + 40)
    assert paths.replaced(moved, path, was) == base


def test_a_milestone_takes_no_time_and_keeps_the_answer_finite(base: Scenario) -> None:
    new = with_tasks(
        base,
        gate=TaskEdit(low=0, mode=0, high=0, after=("permits",)),
        structure=TaskEdit(after=("gate",)),
    )
    gate = bar(new, "gate", 64)
    assert np.all(gate.finish - gate.start < 0.01)
    assert bar(new, "structure").start[0, 0] == pytest.approx(
        bar(base, "structure").start[0, 0], abs=0.01
    )


def test_a_task_keeps_its_luck_when_another_is_added_or_left_out(base: Scenario) -> None:
    def lengths(scenario: Scenario) -> np.ndarray:
        task = bar(scenario, "structure", 32)
        return task.finish - task.start

    assert np.allclose(lengths(base), lengths(with_tasks(base, yard=YARD)))
    assert np.allclose(lengths(base), lengths(with_tasks(base, permits=TaskEdit(drop=True))))


def test_more_tasks_than_scores_are_kept_still_vary_on_their_own(base: Scenario) -> None:
    many = {f"t{n}x": TaskEdit(low=5, mode=10, high=30) for n in range(40)}
    new = with_tasks(paths.replaced(base, "sites.0.pace", 0), **many)
    tasks = {task.id: task for task in evaluate(new, 64).tasks}
    finishes = np.concatenate([tasks[id].finish for id in many], axis=1)
    assert len(np.unique(np.round(finishes[1], 6))) == 40
    assert len(np.unique(np.round(finishes[0], 6))) == 1, "all at their median in row 0"


def test_everything_left_out_is_a_site_that_is_ready_at_once(base: Scenario) -> None:
    ids = [task.id for task in catalog().templates["retrofit"].tasks]
    new = with_tasks(base, **{id: TaskEdit(drop=True) for id in ids})
    assert evaluate(new).headline("full_load") <= evaluate(base).headline("full_load")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["permits", "structure", "electrical", "cooling", "commissioning"]),
    st.floats(0.1, 300),
    st.floats(0.1, 300),
)
def test_a_longer_task_never_shortens_the_build(id: str, one: float, other: float) -> None:
    def ready(days: float) -> float:
        edit = TaskEdit(low=days, mode=days, high=days)
        return float(
            evaluate(with_tasks(preset("colossus-100k"), **{id: edit})).headline("full_load")
        )

    assert ready(min(one, other)) <= ready(max(one, other)) + 1e-9


ORDERS = ("main_transformers", "switchgear", "transformers", "chillers", "cdus")


@pytest.fixture(scope="module")
def field() -> Scenario:
    """A new building: its orders wait for the design."""
    return preset("greenfield-100k")


@pytest.mark.parametrize("id", ORDERS)
@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 3, 1), date(2027, 1, 1)])
def test_an_order_counts_from_its_date_whatever_it_would_wait_for(
    field: Scenario, id: str, day: date
) -> None:
    was, new = bar(field, id), applied(field, [f"{TASKS}.{id}.ordered={day}"])
    item = bar(new, id)
    assert item.start.item() == (day - field.epoch).days
    assert item.finish - item.start == pytest.approx(was.finish - was.start)
    assert paths.get(new, f"{TASKS}.{id}.after") == ()
    assert item.after == ()


def test_an_order_date_and_links_take_each_others_place(field: Scenario) -> None:
    dated = applied(field, [f"{TASKS}.chillers.ordered=2025-01-01"])
    again = applied(dated, [f"{TASKS}.chillers.ordered="])
    assert again == field, "it waits for the design again"
    assert applied(dated, [f"{TASKS}.chillers.after="]) == dated, "it waits for none already"
    linked = applied(dated, [f"{TASKS}.chillers.after=permits"])
    assert linked.sites[0].tasks == {"chillers": TaskEdit(after=("permits",))}
    later = applied(linked, [f"{TASKS}.chillers.ordered=2025-02-01"])
    assert bar(later, "chillers").start.item() == (date(2025, 2, 1) - field.epoch).days


def test_links_that_an_order_date_sets_aside_close_no_circle(field: Scenario) -> None:
    dated = applied(field, [f"{TASKS}.switchgear.ordered=2025-01-01"])
    late = applied(dated, [f"{TASKS}.design.after=switchgear"])
    with pytest.raises(InputError, match="in a circle") as caught:
        applied(late, [f"{TASKS}.switchgear.ordered=none"])
    assert "Design -> Switchgear on order -> Design" in caught.value.limit


@pytest.mark.parametrize("word", ["", "none", "None"])
def test_none_is_not_as_the_template_has_it(base: Scenario, word: str) -> None:
    path = f"{TASKS}.switchgear.ordered"
    new = applied(base, [f"{path}={word}"])
    assert new.sites[0].tasks == {"switchgear": TaskEdit(ordered=False)}
    assert paths.get(new, path) is None
    assert bar(new, "switchgear").start.item() == 0.0, "it is ordered when work begins"
    assert "ordered = false" in dumps(new)
    assert loads(dumps(new), "mine.toml") == new
    assert paths.replaced(new, path, None) == base
    freed = applied(base, [f"{TASKS}.structure.after={word}"])
    assert freed.sites[0].tasks == {"structure": TaskEdit(after=())}
    assert bar(freed, "structure").start.item() == 0.0
    assert loads(dumps(freed), "mine.toml") == freed
    assert paths.replaced(freed, f"{TASKS}.structure.after", None) == base


def test_an_order_date_in_a_file_is_a_day_or_false(base: Scenario) -> None:
    whole = dumps(base).replace(
        "\n[workload]", "\n[sites.tasks.switchgear]\nordered = true\n\n[workload]"
    )
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        loads(whole, "mine.toml")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Electrical fit-out", ("electrical",)),
        ("STEEL, ROOF AND WALLS +14d, ss: permits", ("structure+14d", "SS:permits")),
        ("Structure; Electrical Fit-Out-3.5d", ("structure", "electrical-3.5d")),
        ("chillers on order,cdus", ("chillers", "cdus")),
    ],
)
def test_what_a_task_waits_for_is_written_by_id_or_by_name(
    field: Scenario, text: str, after: tuple[str, ...]
) -> None:
    new = paths.replaced(field, f"{TASKS}.commissioning.after", text)
    assert paths.get(new, f"{TASKS}.commissioning.after") == after


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("yard cran", "no task here is called that. Did you mean Yard crane?"),
        ("desing", "Did you mean design?"),
        ("Tower", "the tasks here are permits"),
        ("Twin", "2 tasks are called that: one, two. Write the id"),
        ("structure+14", 'Write "structure"'),
        ("FF: structure", 'Write "structure"'),
        ("permits+99999999d", "'permits+99999999d' is not allowed; a lag is up to 3,650 days"),
    ],
)
def test_a_name_that_is_none_is_refused_in_plain_words(
    field: Scenario, text: str, told: str
) -> None:
    called = {"yard": "Yard crane", "one": "Twin", "two": "Twin"}
    own = with_tasks(
        field, **{id: TaskEdit(label=name, low=1, mode=2, high=3) for id, name in called.items()}
    )
    with pytest.raises(InputError) as caught:
        paths.replaced(own, f"{TASKS}.structure.after", text)
    assert told in str(caught.value)
    assert caught.value.key == f"{TASKS}.structure.after"


@given(st.lists(st.sampled_from(["permits", "design", "structure", "a", "b", "c"]), unique=True),
       st.integers(-40, 40), st.booleans())  # fmt: skip
def test_names_that_are_shown_are_read_back(ids: list[str], lag: int, starts: bool) -> None:
    called = {
        "permits": "Permits", "design": "Design", "structure": "Steel, roof and walls",
        "a": "Design, early", "b": "design", "c": "Hall; north",
    }  # fmt: skip
    after = tuple(f"{'SS:' if starts else ''}{id}{f'{lag:+}d' if lag else ''}" for id in ids)
    assert links.read(links.said(after, called), called, "after") == after
