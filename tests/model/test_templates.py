"""The shipped task templates: what each has, and what the fastest and the real builds took."""

from pathlib import Path

import numpy as np
import pytest

from model.catalog import Catalog, catalog
from model.chain.works import floors, network, sized
from model.errors import DataError
from model.inherit import inherited
from model.physics import schedule
from model.records import Template

LONG_LEAD = {
    "retrofit": {"switchgear", "transformers", "chillers", "cdus", "generators"},
    "retrofit-grid": {"switchgear", "transformers", "chillers", "cdus"},
    "retrofit-air": {"switchgear", "transformers", "chillers", "generators"},
    "retrofit-air-grid": {"switchgear", "transformers", "chillers"},
    "greenfield": {"main_transformers", "switchgear", "transformers", "chillers", "cdus"},
    "greenfield-air": {"main_transformers", "switchgear", "transformers", "chillers"},
    "greenfield-gas": {"switchgear", "transformers", "chillers", "cdus", "engines"},
    "greenfield-air-gas": {"switchgear", "transformers", "chillers", "engines"},
}


def ready(template: Template, bound: str, share: float = 1.0) -> float:
    """Days until the first hall of ``share`` is ready with every task at ``bound``."""
    size = np.array([share])
    duration = np.array([[getattr(task, bound) for task in template.tasks]]) * sized(template, size)
    begin = floors(template, np.zeros((1, 1)))
    return float(schedule.forward(begin, duration, *network(template), size).ready[0, 0])


@pytest.mark.parametrize("name", LONG_LEAD)
def test_each_kind_of_build_orders_what_it_needs(name: str) -> None:
    tasks = catalog().template(name).tasks
    assert {task.id for task in tasks if task.kind == "order"} == LONG_LEAD[name]
    has_utility = any(task.id == "substation" for task in tasks)
    assert has_utility == ("generators" not in LONG_LEAD[name] and "engines" not in LONG_LEAD[name])
    ordered = [task for task in tasks if task.kind == "order"]
    assert all(task.ordered_d is not None or task.after for task in ordered)


def test_colossus_is_reproduced_by_the_low_bounds_of_a_retrofit() -> None:
    assert ready(catalog().template("retrofit"), "low") == pytest.approx(122, abs=5)


def test_nothing_that_a_retrofit_ordered_holds_it_up_at_the_longest_lead_time() -> None:
    template = catalog().template("retrofit")
    shell = 107  # permits and clear-out at their usual durations
    for task in template.tasks:
        if task.kind == "order" and task.ordered_d:
            assert task.ordered_d + task.high == pytest.approx(shell, abs=1)


def test_permits_in_hand_orders_count_back_over_the_usual_permits() -> None:
    whole, later = catalog().template("greenfield"), catalog().template("permitted")
    at = {task.id: index for index, task in enumerate(whole.tasks)}
    duration = np.array([[task.mode for task in whole.tasks]])
    dates = schedule.forward(floors(whole, np.zeros((1, 1))), duration, *network(whole), np.ones(1))
    ground = dates.start[at["earthworks"]].item()
    for task in later.tasks:
        if task.ordered_d is not None:
            began = dates.start[at[task.id]].item()
            assert began - ground == pytest.approx(task.ordered_d, abs=1), task.id


def test_a_contractors_range_of_building_holds_the_usual_one() -> None:
    # Cortex Construct: 18 to 24 months to a campus's first building, 18 to 30 and more in all.
    months = ready(catalog().template("permitted"), "mode") / 30.44
    assert 18 <= months <= 24


def test_a_smaller_first_phase_is_ready_sooner_but_not_in_proportion() -> None:
    template = catalog().template("permitted")
    whole, half = ready(template, "mode"), ready(template, "mode", 0.5)
    assert 0.6 * whole < half < whole


def test_air_cooling_waits_for_no_coolant_units() -> None:
    air = catalog().template("retrofit-air")
    cooling = next(task for task in air.tasks if task.id == "cooling")
    assert cooling.after == ("structure", "chillers")


def test_a_template_takes_over_what_it_does_not_change() -> None:
    whole, gas = catalog().template("greenfield"), catalog().template("greenfield-gas")
    same = {task.id: task for task in whole.tasks}
    assert [t for t in gas.tasks if t.id == "earthworks"] == [same["earthworks"]]
    assert not {"study", "substation"} & {task.id for task in gas.tasks}


def test_what_is_left_out_is_waited_for_no_more() -> None:
    tasks = [{"id": "a", "after": []}, {"id": "b", "after": ["SS:a+3d"]}]
    own = {"base": "x", "without": ["a"], "name": "y", "tasks": [{"id": "c", "after": ["b"]}]}
    found = inherited({"tasks": tasks}, own)
    assert found == {
        "name": "y",
        "tasks": [{"id": "b", "after": []}, {"id": "c", "after": ["b"]}],
    }


def test_templates_that_start_from_each_other_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "tasks"
    folder.mkdir()
    for one, other in (("a", "b"), ("b", "a")):
        (folder / f"{one}.toml").write_text(f'base = "{other}"\n', encoding="utf-8")
    with pytest.raises(DataError, match="base"):
        _ = Catalog(tmp_path).templates
