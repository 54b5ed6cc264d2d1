"""What binds, on paper: halls, then deliveries, then crews, then power."""

import pytest

from model.evaluate import evaluate
from model.outcome import Binding
from model.scenario import Supply, TaskEdit
from tests import paper

SMALL = Supply("grid", 4.0)
"""Of the 1.18 kW that each draws, enough for 3,400"""


def spans(day: int, *supply: Supply) -> list[Binding]:
    """10,000 of ``day`` for a hall that is ready on day 60."""
    works = TaskEdit(low=60.0, mode=60.0, high=60.0, size_exponent=0.0, stage="site")
    site = paper.site("a", *supply, tasks={"commissioning": works})
    return list(evaluate(paper.scenario(site, shipments=(paper.shipment(day=day),))).binding)


def told(found: list[Binding]) -> list[tuple[str, float]]:
    """What binds, and the day up to which it does."""
    return [(each.constraint, each.finish) for each in found[:-1]]


def about(day: float) -> object:
    return pytest.approx(day, abs=1.1)


def test_halls_bind_until_they_are_ready_though_all_is_there() -> None:
    """10,000 wait from day 31 to 60; crews rack them until day 70."""
    found = spans(31)
    assert told(found) == [("schedule", about(60)), ("racking", about(70))]
    assert found[0].waiting == pytest.approx(10_000)
    assert found[-1].constraint == "none"


def test_deliveries_bind_once_halls_are_ready() -> None:
    found = spans(80)
    assert told(found) == [
        ("schedule", about(60)), ("delivery", about(80)), ("racking", about(90)),
    ]  # fmt: skip
    assert found[1].waiting == 0


def test_power_binds_once_more_are_racked_than_it_carries() -> None:
    """The first 3,400 of 1,000 a day are powered; 40 MW come on day 100."""
    found = spans(31, SMALL, Supply("grid", 40.0, paper.on(100)))
    assert told(found) == [
        ("schedule", about(60)), ("racking", about(63.4)), ("power", about(100.5)),
    ]  # fmt: skip
    assert found[2].waiting == pytest.approx(6_600, rel=0.02)
    assert found[2].short_w == pytest.approx(6_600 * 1185, rel=0.02)


@pytest.mark.parametrize(("longest", "name"), [("cooling", "cooling"), ("electrical", "schedule")])
def test_the_cooling_plant_is_named_where_commissioning_waits_for_it(
    longest: str, name: str
) -> None:
    """Both take 60 days, one of them 100: on day 80 that one is waited for."""
    tasks = {
        id: TaskEdit(low=1.0, mode=1.0, high=1.0, size_exponent=0.0, stage="site")
        for id in ("permits", "structure", "switchgear", "transformers", "chillers", "cdus",
                   "generators", "commissioning")
    }  # fmt: skip
    for id in ("electrical", "cooling"):
        days = 100.0 if id == longest else 60.0
        tasks[id] = TaskEdit(low=days, mode=days, high=days, size_exponent=0.0, stage="site")
    site = paper.site("a", build="retrofit", tasks=tasks)
    found = evaluate(paper.scenario(site)).binding
    there = next(each for each in found if each.start <= 80 < each.finish)
    assert there.constraint == name
    assert there.finish == about(103)
