"""Swings of the load on paper: what falls, what it takes to hold it, and what is there."""

import re

import msgspec
import pytest

from model.chain import activity
from model.evaluate import evaluate
from model.outcome import Swing
from model.scenario import Money, Scenario, Supply
from tests import paper

COUNT = 10_000
METER = 1.035
"""A liquid-cooled hall loses 3.5 % before the racks"""
LIMIT_W_S = 20e6 / 60
"""20 MW a minute"""


def swing_of(scenario: Scenario) -> Swing:
    demand = evaluate(scenario).demand
    assert demand
    assert demand.swing
    return demand.swing


@pytest.fixture(scope="module")
def swing() -> Swing:
    return swing_of(paper.scenario())


def watts(weight: float) -> float:
    """An H100 and its share of the server at a ``weight`` of its activity, liquid-cooled [W]."""
    return (70 + 630 * weight + 575 * 0.43 * (0.65 + 0.35 * weight)) * 0.95 / 0.9


def test_a_stop_falls_to_idle_and_a_checkpoint_to_a_tenth_of_the_work(swing: Swing) -> None:
    """From the mean of a step to 244 W and 319 W an accelerator, as the meter sees them."""
    demand = evaluate(paper.scenario()).demand
    assert demand
    running = demand.mean["accelerators"].item() + demand.mean["servers"].item()
    assert watts(0.0) == pytest.approx(243.5, abs=0.1)
    assert swing.stop_w == pytest.approx(METER * (running - COUNT * watts(0.0)))
    assert watts(0.1) == pytest.approx(319.2, abs=0.1)
    assert swing.checkpoint_w == pytest.approx(METER * (running - COUNT * watts(0.1)))


def test_within_a_step_it_falls_from_what_is_outside_the_gap_to_what_is_in_it(
    swing: Swing,
) -> None:
    plan = evaluate(paper.scenario()).training.plan
    assert plan
    gap = activity.gap_of(plan, activity.shares_of_step(plan))
    weights = (1.0, 0.6, 0.25, 0.0, 0.1)
    outside, inside = (
        sum(share * watts(weight) for share, weight in zip(shares, weights, strict=True))
        for shares in (gap.outside, gap.inside)
    )
    assert swing.amplitude_w == pytest.approx(METER * COUNT * (outside - inside))
    assert swing.frequency_hz == pytest.approx(1 / plan.step_s)
    assert swing.ramp_w_per_s == pytest.approx(swing.amplitude_w / 0.1), "in a tenth of a second"
    low = gap.share * plan.step_s
    flat = swing.amplitude_w * low * (1 - gap.share)
    assert swing.step_store_j == pytest.approx(flat), "the grid sees 0.94 Hz flat"


def test_a_floor_fills_the_gap_but_for_what_the_ramp_allows(swing: Swing) -> None:
    """(A - R x time below) x share of the time below, cooled; 8,766 hours of it at the tariff."""
    plan = evaluate(paper.scenario()).training.plan
    assert plan
    share = activity.gap_of(plan, activity.shares_of_step(plan)).share
    assert 0 < share < 0.5
    left = LIMIT_W_S * share * plan.step_s
    assert swing.floor_waste_w == pytest.approx((swing.amplitude_w - left) * share * 1.2)
    assert swing.floor_usd_per_year == pytest.approx(swing.floor_waste_w / 1e3 * 8766 * 0.0623)
    dear = msgspec.structs.replace(paper.scenario(), money=Money(power_price=0.1))
    assert swing_of(dear).floor_usd_per_year == pytest.approx(
        swing.floor_waste_w / 1e3 * 8766 * 0.1
    )


def test_a_battery_of_two_hours_and_capacitors_in_the_racks(swing: Swing) -> None:
    """It gives the largest fall, a stop, for two hours; 65 J stand in the racks for each of them.

    270,000 USD for each MWh.
    """
    assert swing.battery_w == swing.stop_w
    assert swing.battery_j == pytest.approx(swing.stop_w * 7200)
    assert swing.battery_usd == pytest.approx(swing.stop_w / 1e6 * 2 * 270_000)
    assert swing.rack_store_j == pytest.approx(650_000)


def test_what_covers_it_has_both_the_power_and_the_energy(swing: Swing) -> None:
    """A stop of 5.85 MW at 20 MW a minute is a triangle of 51 MJ: 14 kWh."""
    mw = swing.stop_w / 1e6
    kwh = swing.stop_w**2 / (2 * LIMIT_W_S) / 3.6e6
    assert (mw, kwh) == (pytest.approx(5.85, abs=0.01), pytest.approx(14.3, abs=0.1))
    covered = [
        swing_of(
            paper.scenario(
                paper.site("a", paper.MUCH, Supply("battery", mw * power, mwh=kwh / 1e3 * energy))
            )
        ).covered
        for power, energy in ((1.01, 1.01), (1.01, 0.99), (0.99, 1000.0))
    ]
    assert covered == [True, False, False]


def test_what_counts_is_there_on_the_day_of_full_load() -> None:
    """All is online on day 41; where it never is, on the day on which it could be."""
    for grid in (500.0, 8.0):
        found = [
            swing_of(
                paper.scenario(
                    paper.site(
                        "a", Supply("grid", grid), Supply("battery", 20.0, paper.on(day), mwh=40.0)
                    )
                )
            ).covered
            for day in (39, 60)
        ]
        assert found == [True, False], grid


def test_75_mw_are_a_large_load() -> None:
    """1.1 kW each: 60,000 draw 66 MW, 75,000 draw 83."""
    for count, megawatts, large in ((60_000, 66, False), (75_000, 83, True)):
        scenario = paper.scenario(shipments=(paper.shipment(count),))
        assert evaluate(scenario).headline("facility_mean_mw") == pytest.approx(megawatts, abs=3)
        assert swing_of(scenario).large is large


def test_checkpoints_come_once_in_their_interval_and_halt(swing: Swing) -> None:
    lost = evaluate(paper.scenario()).reliability
    assert lost
    period = lost.losses.interval_s.item() + float(lost.losses.stall_s.flat[0])
    assert period > 600
    assert swing.checkpoint_hz == pytest.approx(1 / period)


def test_a_utility_is_told_of_a_large_load_that_nothing_covers() -> None:
    """75,000 as in 83 MW; a battery as large as the fall, or a floor."""
    large = paper.scenario(shipments=(paper.shipment(75_000),))
    told = swing_of(large)
    said = [text for text in evaluate(large).warnings if "would hold it" in text]
    assert len(said) == 1
    megawatts = [
        float(number.replace(",", ""))
        for number in re.findall(r"([\d.,]+) (?:MWh|MW/s|MW)", said[0])
    ]
    assert megawatts == pytest.approx(
        [told.amplitude_w / 1e6, told.ramp_w_per_s / 1e6, told.battery_w / 1e6,
         told.battery_j / 3.6e9, told.floor_waste_w / 1e6], rel=0.01,
    )  # fmt: skip
    assert "plants follow 0.333." in said[0]
    held = paper.site("a", paper.MUCH, Supply("battery", 100.0, mwh=200.0))
    covered = evaluate(paper.scenario(held, shipments=(paper.shipment(75_000),)))
    small = evaluate(paper.scenario())
    assert not [text for text in (*covered.warnings, *small.warnings) if "would hold it" in text]


def test_of_two_sites_the_one_that_swings_more_is_told() -> None:
    scenario = paper.scenario(
        paper.site("a"), paper.site("b"),
        shipments=(paper.shipment(4_000), paper.shipment(6_000, name="b")),
    )  # fmt: skip
    assert swing_of(scenario).site == "b"


def test_what_smoothing_wastes_is_cooled_by_the_plant_of_its_own_site() -> None:
    """1.15 is usual behind liquid, 1.25 behind air: a tenth more over the same swing."""
    wide, dry = paper.site("a"), paper.site("b", cooling="air")
    lots = (paper.shipment(8), paper.shipment(20_000, name="b"))
    beliefs = {"pue": None}
    both = swing_of(paper.scenario(wide, dry, shipments=lots, beliefs=beliefs))
    alone = swing_of(paper.scenario(dry, shipments=lots[1:], beliefs=beliefs))
    assert both.site == alone.site == "b"
    assert both.floor_waste_w / both.amplitude_w == pytest.approx(
        alone.floor_waste_w / alone.amplitude_w, rel=0.02
    )
