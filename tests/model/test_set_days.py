"""Days that somebody sets: until then crews leave a shipment packed, or the site leaves it off."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluate import evaluate
from model.files import dumps, loads, preset
from model.outcome import Outcome
from model.paths import inserted, replaced
from model.scenario import Scenario, Supply
from tests import paper

BASE = preset("colossus-200k")
"""Shipment 1, 50,000 H100, is racked on 1 Nov 2024; full load follows on 4 Dec"""
AFTER = date(2025, 1, 15)


def held(field: str, day: date | None, shipment: int = 1, base: Scenario = BASE) -> Scenario:
    return replaced(base, f"shipments.{shipment}.{field}", day)


def at(outcome: Outcome, series: np.ndarray, day: date) -> float:
    return float(np.interp((day - outcome.epoch).days, outcome.days[0], series[0]))


@pytest.fixture(scope="module")
def free() -> Outcome:
    return evaluate(BASE)


def test_what_is_racked_stays_off_until_its_day(free):
    late = evaluate(held("power_from", AFTER))
    eve = AFTER - timedelta(days=2)
    for day in (date(2024, 9, 1), date(2024, 11, 1), eve):
        assert at(late, late.racked, day) == pytest.approx(at(free, free.racked, day), rel=0.01)
    assert at(late, late.racked, eve) == pytest.approx(200_000, rel=1e-6)
    assert at(late, late.online, eve) == pytest.approx(150_000, rel=1e-6)
    assert at(late, late.online, AFTER + timedelta(days=2)) == pytest.approx(200_000, rel=1e-6)
    assert late.headline("full_load") == (AFTER - BASE.epoch).days
    wanted = at(late, late.wanted, eve) / at(late, late.wanted, AFTER + timedelta(days=2))
    assert wanted == pytest.approx(0.75, abs=0.02), "what is off draws nothing"
    usable = [at(late, late.usable["h100_sxm"], day) for day in (eve, AFTER + timedelta(days=3))]
    assert usable[0] < usable[1]


def test_crews_leave_a_shipment_packed_until_its_day(free):
    late = evaluate(held("rack_from", AFTER, shipment=2))
    eve = AFTER - timedelta(days=2)
    assert at(late, late.delivered, eve) == pytest.approx(200_000)
    assert at(late, late.racked, eve) == pytest.approx(150_000)
    assert at(free, free.racked, eve) == pytest.approx(200_000)


@pytest.mark.parametrize("field", ["rack_from", "power_from"])
def test_a_day_before_it_could_be_changes_nothing_and_says_so(free, field):
    early = evaluate(held(field, date(2024, 9, 1)))
    assert early.headline("full_load") == free.headline("full_load")
    assert early.online == pytest.approx(free.online, rel=1e-9)
    assert "No effect now" in early.no_effect[f"shipments.1.{field}"]
    assert f"shipments.1.{field}" not in evaluate(held(field, AFTER)).no_effect


@pytest.mark.parametrize("field", ["rack_from", "power_from"])
def test_the_day_is_named_as_what_binds_and_the_remedy_is_true(field):
    late = evaluate(held(field, AFTER))
    binding = next(each for each in late.binding if each.constraint == "hold")
    assert binding.finish == pytest.approx((AFTER - BASE.epoch).days, abs=2)
    assert binding.waiting >= 50_000 - 1
    assert binding.why.startswith("A set day binds from ")
    sooner = evaluate(held(field, AFTER - timedelta(days=7)))
    gained = late.headline("full_load") - sooner.headline("full_load")
    assert gained == pytest.approx(7, abs=1)
    verb, sooner_on = {"rack_from": "Racking", "power_from": "Powering"}[field], "8 Jan 2025"
    assert binding.remedy.startswith(
        f"{verb} 50k H100 from {sooner_on} on, 7 days earlier, brings full load 7 days forward"
    )


def test_power_that_is_short_after_the_day_is_still_called_power():
    grid = Supply("grid", 40.0, date(2024, 1, 1))
    small = replaced(preset("colossus-100k"), "sites.0.supply", ())
    small = inserted(small, "sites.0.supply", 0, grid)
    late = evaluate(held("power_from", date(2024, 11, 1), 0, small))
    assert [each.constraint for each in late.binding][-2:] == ["hold", "power"]


def test_a_bar_shows_the_wait_and_its_end_moves_the_day():
    late = evaluate(held("power_from", AFTER))
    bar = next(task for task in late.tasks if task.label == "Switch on 50k H100")
    assert bar.stretches == "shipments.1.power_from"
    assert float(bar.finish[0, 0]) == (AFTER - BASE.epoch).days
    assert bar.critical
    assert bar.start == pytest.approx(
        next(task.finish for task in late.tasks if task.label == "Rack 50k H100")
    )


def test_power_is_not_what_binds_while_nobody_asks_for_it():
    late = evaluate(held("power_from", AFTER))
    assert not any(task.critical for task in late.tasks if task.id.startswith("supply."))


def test_the_day_is_kept_in_the_file():
    scenario = held("power_from", AFTER)
    assert loads(dumps(scenario), "x") == scenario


@settings(max_examples=25, deadline=None)
@given(
    st.dates(date(2024, 6, 1), date(2025, 6, 1)),
    st.integers(0, 200),
    st.integers(0, 2),
    st.sampled_from(["rack_from", "power_from"]),
)
def test_a_later_day_never_brings_anything_forward(day, more, shipment, field):
    sooner = evaluate(held(field, day, shipment), rows=4)
    later = evaluate(held(field, day + timedelta(days=more), shipment), rows=4)
    assert (later.headlines["full_load"].value >= sooner.headlines["full_load"].value - 1e-9).all()
    days = sooner.days[0][(sooner.days[0] >= later.days[0, 0])]
    for row in range(4):
        first, last = (np.interp(days, each.days[0], each.online[row]) for each in (sooner, later))
        assert (last <= first + 0.02 * 200_000).all()
    for outcome in (sooner, later):
        assert (outcome.delivered >= outcome.racked - 1e-6).all()
        assert (outcome.racked >= outcome.online - 1e-6).all()
        drawn = sum(outcome.power.values())
        given_ = sum(s.grid + s.turbines + s.battery - s.charged for s in outcome.sites)
        assert drawn == pytest.approx(given_, rel=1e-9, abs=1.0)


def test_a_set_day_binds_once_more_wait_for_it_than_for_crews():
    """2,000 are off from day 33 to 90; of 10,000 more, crews have 2,000 left on day 41."""
    lots = (
        paper.shipment(2_000, 31, power_from=paper.on(90)),
        paper.shipment(10_000, 32),
    )
    outcome = evaluate(paper.scenario(shipments=lots, flop=3.5e25))
    racking, held = (
        next(each for each in outcome.binding if each.constraint == name)
        for name in ("racking", "hold")
    )
    assert racking.finish == held.start == pytest.approx(41, abs=1)
    assert held.finish == pytest.approx(90, abs=1)
    assert held.waiting == pytest.approx(2_000)
