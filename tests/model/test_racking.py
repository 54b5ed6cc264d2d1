"""Crews take what is there: no shipment waits for another that is parked or comes slowly."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome, Task
from model.scenario import Scenario, Shipment
from model.study.milestones import milestones

COLOSSUS = preset("colossus-100k")
SITE = COLOSSUS.sites[0]
AMPLE = replace(
    COLOSSUS, sites=(replace(SITE, supply=(replace(SITE.supply[0], mw=900.0),)),), events=()
)


def shipped(*shipments: Shipment, base: Scenario = AMPLE) -> Scenario:
    return replace(base, shipments=shipments)


def lot(count: int, arrives: date, over: float = 0.0, kind: str = "h100_sxm", **more) -> Shipment:
    return Shipment(
        accelerator=kind, count=count, arrives=arrives, delivery_days=over, site=SITE.id, **more
    )


def bar(outcome: Outcome, id: str) -> Task:
    return next(task for task in outcome.tasks if task.id == id)


def on(outcome: Outcome, series: np.ndarray, day: date) -> float:
    return float(np.interp((day - outcome.epoch).days, outcome.days[0], series[0]))


@pytest.mark.parametrize("arrives", [date(2024, 7, 10), date(2024, 7, 1)])
def test_a_parked_shipment_blocks_nobody(arrives: date) -> None:
    parked = lot(20_000, arrives, rack_from=date(2024, 12, 1))
    found = evaluate(shipped(parked, lot(80_000, date(2024, 7, 5))))
    assert on(found, found.online, date(2024, 10, 1)) == pytest.approx(80_000)
    assert found.headline("full_load") == pytest.approx(224, abs=0.5)  # 12.2 days after 1 Dec


def test_a_slow_delivery_blocks_nobody() -> None:
    late, early = (
        evaluate(
            shipped(lot(5_000, date(2024, 9, day), 365.0), lot(95_000, date(2024, 9, 9)))
        ).headline("full_load")
        for day in (10, 8)
    )
    assert late - early == pytest.approx(2.0, abs=0.01)


def test_a_slow_delivery_is_racked_as_it_comes_and_delivery_is_what_binds() -> None:
    found = evaluate(shipped(lot(5_000, date(2024, 9, 8), 365.0)))
    assert found.racked == pytest.approx(found.delivered, abs=1e-6)
    assert [each.constraint for each in found.binding] == ["schedule", "delivery", "none"]
    assert found.binding[1].why.endswith("everything on site is racked.")


def test_one_accelerator_is_not_called_many() -> None:
    one = replace(COLOSSUS, shipments=(replace(COLOSSUS.shipments[0], count=1),))
    found = evaluate(one)
    assert not [each for each in found.binding if each.constraint == "racking"]
    held = evaluate(shipped(lot(1, date(2024, 9, 1), power_from=date(2024, 12, 1))))
    assert any("at worst 1 GPU waits for it" in each.why for each in held.binding)


@pytest.mark.parametrize("days", [0, -125, -60])
def test_a_bar_stays_the_one_of_its_shipment_past_another(days: int) -> None:
    base = preset("greenfield-100k")
    first, second = base.shipments
    second = replace(second, arrives=second.arrives + timedelta(days=days))
    found = evaluate(replace(base, shipments=(first, second)))
    racks = [task for task in found.tasks if task.kind == "rack"]
    assert [task.id for task in racks] == ["rack.0", "rack.1"]
    assert [task.moves for task in racks] == ["shipments.0.arrives", "shipments.1.arrives"]
    came = [(each.arrives - found.epoch).days for each in (first, second)]
    for task, day in zip(racks, came, strict=True):
        assert float(task.start[0, 0]) >= day - 1e-6
    sooner = int(came[1] < came[0])
    assert racks[sooner].start[0, 0] <= racks[1 - sooner].start[0, 0]


def test_an_empty_shipment_does_not_rename_the_others() -> None:
    base = preset("greenfield-100k")
    shipments = (replace(base.shipments[0], count=0), base.shipments[1])
    found = evaluate(replace(base, shipments=shipments))
    assert [task.id for task in found.tasks if task.kind == "rack"] == ["rack.1"]


def test_each_order_has_the_day_on_which_its_own_last_one_stands() -> None:
    slow, quick = lot(5_000, date(2024, 9, 8), 365.0), lot(20_000, date(2024, 9, 9))
    scenario = shipped(slow, quick)
    rows = milestones(scenario)
    assert rows[0].racked == rows[0].powered == date(2025, 9, 8)
    assert rows[1].racked is not None
    assert rows[1].racked < date(2024, 10, 1), "it does not wait for the slow one"
    assert rows[1].powered == rows[1].racked, "there is power for all"


def test_a_day_that_only_changes_the_turn_of_a_shipment_is_not_said_to_do_nothing() -> None:
    before, after = lot(80_000, date(2024, 7, 1)), lot(20_000, date(2024, 7, 7), kind="h200_sxm")
    for day, said in ((date(2024, 7, 10), False), (date(2024, 7, 5), True)):
        held = lot(20_000, date(2024, 7, 5), rack_from=day)
        found = evaluate(shipped(before, held, after))
        assert ("shipments.1.rack_from" in found.no_effect) is said
        turn = ("rack.1", "rack.2") if said else ("rack.2", "rack.1")
        assert bar(found, turn[0]).finish <= bar(found, turn[1]).start + 1e-6
    alone = evaluate(shipped(lot(20_000, date(2024, 5, 5), rack_from=date(2024, 5, 9))))
    assert "shipments.0.rack_from" in alone.no_effect, "no hall is ready by then"


def constraints(scenario: Scenario) -> list[str]:
    return [each.constraint for each in evaluate(scenario).binding]


def test_what_waits_is_put_down_to_what_it_waits_for() -> None:
    """Halls, crews, a set day and delivery in turn; ``ready`` is about 25 June 2024."""
    at_once = lot(20_000, date(2024, 5, 10))
    assert constraints(shipped(at_once)) == ["schedule", "racking", "none"]
    hall = evaluate(shipped(at_once)).binding[0]
    assert hall.waiting == pytest.approx(20_000)
    parked = replace(at_once, rack_from=date(2024, 12, 1))
    assert constraints(shipped(parked)) == ["schedule", "hold", "racking", "none"]
    assert evaluate(shipped(parked)).binding[0].waiting == 0, "their day is not there either"
    late = lot(20_000, date(2024, 9, 1), 60.0)
    assert constraints(shipped(late)) == ["schedule", "delivery", "none"]


def test_crews_that_cannot_keep_up_are_what_binds() -> None:
    found = evaluate(shipped(lot(50_000, date(2024, 9, 1), 20.0)))  # 2,500 a day come
    racking = next(each for each in found.binding if each.constraint == "racking")
    queue = 50_000 - 20 * 1640
    assert racking.waiting == pytest.approx(queue, rel=0.05)
    assert "crews rack 1,640 GPUs a day" in racking.why


def test_heavy_ones_that_come_first_take_no_room_that_makes_the_last_one_late() -> None:
    """Two halls, the second one late: laid out by date, two days sooner would cost eight."""
    slow = replace(AMPLE, sites=(replace(AMPLE.sites[0], pace=0.0, halls=2),))
    late, early = (
        evaluate(
            shipped(lot(40_000, day, kind="gb200_nvl72"), lot(50_000, date(2024, 9, 1)), base=slow)
        ).headline("full_load")
        for day in (date(2024, 9, 2), date(2024, 8, 31))
    )
    assert early <= late + 1e-6


kinds = st.sampled_from(["h100_sxm", "h200_sxm", "gb200_nvl72"])
lots = st.builds(
    lot,
    st.integers(1, 60_000),
    st.dates(date(2024, 5, 1), date(2025, 3, 1)),
    st.sampled_from([0.0, 10.0, 60.0, 365.0]),
    kinds,
    rack_from=st.one_of(st.none(), st.dates(date(2024, 5, 1), date(2025, 6, 1))),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(lots, min_size=1, max_size=3), st.integers(0, 2), st.integers(1, 90), st.data())
def test_an_earlier_delivery_never_delays_full_load(fleet, which, sooner, data) -> None:
    site = replace(AMPLE.sites[0], pace=data.draw(st.sampled_from([0.0, 1.0])))
    base = replace(AMPLE, sites=(site,))
    place = which % len(fleet)
    early = list(fleet)
    early[place] = replace(early[place], arrives=early[place].arrives - timedelta(days=sooner))
    before, after = (evaluate(shipped(*each, base=base), rows=4) for each in (fleet, early))
    moved = after.headlines["full_load"].value - before.headlines["full_load"].value
    assert (moved <= 1e-6).all()
    order = data.draw(st.permutations(range(len(fleet))))
    other = evaluate(shipped(*(fleet[index] for index in order), base=base), rows=4)
    assert other.headlines["full_load"].value == pytest.approx(before.headlines["full_load"].value)
    assert other.racked == pytest.approx(before.racked, abs=1e-3)
    assert (before.racked <= before.delivered + 1e-6).all()
