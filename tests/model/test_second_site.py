"""A second site: its own cooling, and a start of work that is not the first day of the calendar."""

import re

import numpy as np
import pytest

from model.evaluate import evaluate
from model.outcome import Outcome
from model.paths import replaced
from model.scenario import Scenario, Supply, TaskEdit
from tests import paper

LATER = 100
"""Day on which works begin at the second site"""


def two(**second: object) -> Scenario:
    """5,000 at a site that begins on day 0, 5,000 at one that begins on day 100."""
    return paper.scenario(
        paper.site("a"), paper.site("b", start=paper.on(LATER), **second),
        shipments=(paper.shipment(5_000), paper.shipment(5_000, name="b")),
    )  # fmt: skip


def bar(outcome: Outcome, name: str) -> tuple[float, float]:
    task = next(task for task in outcome.tasks if task.id == name)
    return task.start.item(), task.finish.item()


def test_a_second_site_shares_the_luck_of_the_first_on_its_own_overhead() -> None:
    """1.15 is usual behind liquid, 1.25 behind air: an overhead five thirds of the first one's."""
    scenario = paper.scenario(
        paper.site("a"), paper.site("b", cooling="air"),
        shipments=(paper.shipment(8), paper.shipment(20_000, name="b")),
        beliefs={"pue": None},
    )  # fmt: skip
    alone = paper.scenario(paper.site("a"), shipments=(paper.shipment(8),), beliefs={"pue": None})
    first, both = evaluate(alone, rows=5), evaluate(scenario, rows=5)
    overhead = first.headlines["pue"].value - 1
    assert 0.1 < overhead.min() < overhead.max() < 0.25
    assert both.headlines["pue"].value - 1 == pytest.approx(overhead * 0.25 / 0.15, rel=1e-3)


def test_its_works_begin_on_its_own_day() -> None:
    """Ready 10 days after day 100; what has lain there since day 31 is racked in five more."""
    supply = (Supply("grid", 1.0), Supply("grid", 50.0, paper.on(105)))
    outcome = evaluate(two(supply=supply))
    assert bar(outcome, "a.commissioning") == (0, 10)
    assert bar(outcome, "b.commissioning") == (LATER, LATER + 10)
    racked = [
        (task.site, task.start.item(), task.finish.item())
        for task in outcome.tasks
        if task.kind == "rack"
    ]
    assert racked == [("a", 31, 36), ("b", LATER + 10, LATER + 15)]
    ordered, energised = bar(outcome, "b.supply.1")
    assert ordered == LATER, "when works begin there"
    assert 105 <= energised <= 106
    assert outcome.headline("full_load") == LATER + 15
    online = np.interp((36, 109, 115), outcome.days[0], outcome.online[0])
    assert online.tolist() == pytest.approx([5_000, 5_000, 10_000])
    assert outcome.demand
    chips = outcome.demand.mean["accelerators"].item()
    drawn = np.interp((36, 115), outcome.days[0], outcome.power["accelerators"][0])
    assert drawn.tolist() == pytest.approx([chips / 2, chips]), "of both sites"


def test_what_is_there_when_its_works_begin_does_not_slip() -> None:
    """Grid of day 50 is there on day 100; that of day 120 comes 30 days late."""
    supply = (Supply("grid", 10.0, paper.on(50)), Supply("grid", 20.0, paper.on(120)))
    scenario = replaced(two(supply=supply), "beliefs.power_slip", paper.sure(30.0))
    outcome = evaluate(scenario)
    bars = [task.id for task in outcome.tasks if task.kind == "power"]
    assert bars == ["b.supply.1"], "what is there takes no time"
    found = np.interp((52, 149, 152), outcome.days[0], outcome.sites[1].supply["grid"][0]) / 1e6
    assert found.tolist() == pytest.approx([10, 10, 30])


def test_hurry_there_saves_days_from_its_own_start() -> None:
    """Works of 60 days, 40 at the shortest."""
    tasks = {"commissioning": TaskEdit(low=40.0, mode=60.0, high=80.0, stage="site")}
    fast = evaluate(two(tasks=tasks, pace=1.0))
    assert bar(fast, "b.commissioning") == pytest.approx((LATER, LATER + 40))
    said = fast.remarks["sites.1.pace"]
    sooner, cost = re.search(r"(\d+) days sooner", said), re.search(r"for (\d+) M\$", said)
    assert sooner
    assert cost
    assert int(sooner[1]) == 20
    usual = evaluate(two(tasks=tasks))
    more = fast.capex["building"].item() - usual.capex["building"].item()
    assert int(cost[1]) == round(more / 1e6) > 0


def test_the_calendar_goes_on_until_the_last_site_stands_though_no_power_carries_it() -> None:
    """The second begins on day 300; neither has power for half of what it racks."""
    little = Supply("grid", 2.0)
    outcome = evaluate(
        paper.scenario(
            paper.site("a", little), paper.site("b", little, start=paper.on(300)),
            shipments=(paper.shipment(5_000), paper.shipment(5_000, name="b")),
        )
    )  # fmt: skip
    assert np.isinf(outcome.headline("full_load"))
    assert outcome.racked[0, -1] == pytest.approx(10_000)
    assert outcome.days[0, -1] > 315
