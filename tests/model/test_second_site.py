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
    assert bar(outcome, "a.rack.0") == (31, 36)
    assert bar(outcome, "b.rack.1") == (LATER + 10, LATER + 15)
    assert bar(outcome, "b.supply.1") == (LATER, 105), "ordered when works begin there"
    assert outcome.headline("full_load") == LATER + 15
    online = np.interp((36, 109, 115), outcome.days[0], outcome.online[0])
    assert online.tolist() == pytest.approx([5_000, 5_000, 10_000])


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
    said = re.search(r"ready (\d+) days sooner, .*, for (\d+) M\$", fast.remarks["sites.1.pace"])
    assert said
    assert int(said[1]) == 20
    usual = evaluate(two(tasks=tasks))
    more = fast.capex["building"].item() - usual.capex["building"].item()
    assert int(said[2]) == round(more / 1e6) > 0


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


def test_a_ramp_of_a_site_that_is_not_waited_for_is_not_critical() -> None:
    """Site a has enough at once and a ramp; b waits for its grid of day 120."""
    ramp = Supply("grid", 50.0, paper.on(50), by=paper.on(200))
    late = (Supply("grid", 1.0), Supply("grid", 50.0, paper.on(120)))
    scenario = paper.scenario(
        paper.site("a", paper.MUCH, ramp), paper.site("b", *late),
        shipments=(paper.shipment(5_000), paper.shipment(5_000, name="b")),
    )  # fmt: skip
    outcome = evaluate(scenario)
    assert 120 < outcome.headline("full_load") < 121
    steps = {task.id: task for task in outcome.tasks if task.kind == "power"}
    assert {id: task.critical for id, task in steps.items()} == {
        "a.supply.1": False, "b.supply.1": True,
    }  # fmt: skip
    assert steps["a.supply.1"].criticality == 0.0
    sooner = replaced(scenario, "sites.0.supply.1.mw", 0.0)
    assert evaluate(sooner).headline("full_load") == outcome.headline("full_load")


def test_a_step_that_carries_an_earlier_site_has_slack_to_the_later_one() -> None:
    """Site a is carried on day 60, b on day 120."""
    first = (Supply("grid", 1.0), Supply("grid", 50.0, paper.on(60)))
    last = (Supply("grid", 1.0), Supply("grid", 50.0, paper.on(120)))
    outcome = evaluate(paper.scenario(
        paper.site("a", *first), paper.site("b", *last),
        shipments=(paper.shipment(5_000), paper.shipment(5_000, name="b")),
    ))  # fmt: skip
    steps = {task.id: task for task in outcome.tasks if task.kind == "power"}
    assert steps["a.supply.1"].slack.item() == pytest.approx(60, abs=0.1)
    assert not steps["a.supply.1"].critical
    assert steps["b.supply.1"].critical


@pytest.mark.parametrize("turned", [False, True])
def test_a_job_over_two_fabrics_waits_for_the_slower_wherever_it_is_listed(turned: bool) -> None:
    quick, slow = paper.site("a"), paper.site("b", network="efa")
    pair = (slow, quick) if turned else (quick, slow)
    lots = (paper.shipment(5_000), paper.shipment(5_000, name="b"))
    both = evaluate(paper.scenario(*pair, shipments=lots)).headline("mfu")
    all_slow = evaluate(paper.scenario(paper.site(network="efa"))).headline("mfu")
    all_quick = evaluate(paper.scenario(paper.site())).headline("mfu")
    assert all_slow < all_quick
    assert both == pytest.approx(all_slow, rel=1e-9)
    unused = paper.scenario(slow, quick, shipments=(paper.shipment(),))
    assert evaluate(unused).headline("mfu") == pytest.approx(all_quick, rel=1e-9)
