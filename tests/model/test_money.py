"""Money on paper: what is built, what a year costs, what a run takes of it."""

import pytest
from msgspec.structs import replace

from model.evaluate import evaluate
from model.outcome import Outcome
from model.scenario import Money, Supply
from tests import paper

TARIFF, FUEL = 0.0623, 0.04
"""Electricity at Memphis and gas for turbines [USD/kWh]"""
HOURS = 8766


def yearly(*supply: Supply) -> float:
    return evaluate(paper.scenario(paper.site("a", *supply))).opex["energy"].item()


def drawn_kw(outcome: Outcome) -> float:
    """Mean draw over a run, from its energy: the cooling of these hundred days is near its mean."""
    return outcome.headline("run_energy_mwh") * 1e3 / 24 / outcome.headline("training_days")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return evaluate(paper.scenario(beliefs={"accelerator_price": paper.sure(1.1)}))


def test_what_10_000_h100_cost(outcome: Outcome) -> None:
    """35,000 USD each at 1.1 times the price, 3 % of it for storage; 9 USD a watt of IT in hall.

    Three tiers of 128 ports: 5/128 of a switch at 45,000 USD, and six ends of links at 640.
    """
    assert outcome.capex["accelerators"].item() == pytest.approx(385e6)
    assert outcome.capex["storage"].item() == pytest.approx(11.55e6)
    each = 5 / 128 * 45_000 + 6 * 640
    assert outcome.capex["network"].item() == pytest.approx(10_000 * each)
    critical = outcome.headline("critical_it_mw") * 1e6
    assert outcome.capex["building"].item() == pytest.approx(9 * critical)


def test_what_a_year_of_upkeep_costs(outcome: Outcome) -> None:
    """0.6 % of what computes, 1.35 % of what stands around it."""
    known = {name: value.item() for name, value in outcome.capex.items()}
    hardware = known["accelerators"] + known["network"] + known["storage"]
    assert outcome.opex["maintenance"].item() == pytest.approx(0.006 * hardware)
    around = known["building"] + known["power"]
    assert outcome.opex["facility"].item() == pytest.approx(0.0135 * around)


def test_a_run_writes_off_its_days(outcome: Outcome) -> None:
    """Hardware over 5 years, what stands around it over 14."""
    years = outcome.headline("training_days") / 365.25
    assert years == pytest.approx(0.3, abs=0.01)
    for part, life in (
        ("accelerators", 5), ("network", 5), ("storage", 5), ("building", 14), ("power", 14),
    ):  # fmt: skip
        share = outcome.run_cost[part].item() / outcome.capex[part].item()
        assert share == pytest.approx(years / life), part
    for part in ("energy", "maintenance", "facility"):
        share = outcome.run_cost[part].item() / outcome.opex[part].item()
        assert share == pytest.approx(years), part


def test_a_substation_costs_by_its_power_and_a_battery_by_its_energy() -> None:
    """50 MW x 0.18 M USD/MW, 40 MWh x 0.27 M USD/MWh; turbines are rented."""
    supply = (
        Supply("grid", 50.0), Supply("battery", 10.0, mwh=40.0), Supply("turbines", 30.0),
        Supply("battery", 10.0, paper.on(20), until=paper.on(10), mwh=40.0),
    )  # fmt: skip
    outcome = evaluate(paper.scenario(paper.site("a", *supply)))
    assert outcome.capex["power"].item() == pytest.approx(9e6 + 10.8e6)


def test_turbines_and_those_that_stand_by_are_rented_where_something_runs() -> None:
    """30 MW, and 30 MW in ten with two more: 66 MW x 0.42 M USD/MW."""
    supply = (Supply("turbines", 30.0), Supply("turbines", 30.0, units=10, spare=2))
    outcome = evaluate(paper.scenario(paper.site("a", *supply), paper.site("b", *supply)))
    assert outcome.opex["turbine rent"].item() == pytest.approx(66e6 * 0.42)


def test_a_year_on_the_grid_is_its_draw_at_the_tariff() -> None:
    outcome = evaluate(paper.scenario())
    expected = drawn_kw(outcome) * HOURS * TARIFF
    assert outcome.opex["energy"].item() == pytest.approx(expected, rel=0.03)


def test_a_price_that_is_negotiated_stands_for_that_of_the_place() -> None:
    scenario = replace(paper.scenario(), money=Money(power_price=2 * TARIFF, life_years=4.0))
    outcome = evaluate(scenario)
    assert outcome.opex["energy"].item() == pytest.approx(2 * yearly(paper.MUCH))
    years = outcome.headline("training_days") / 365.25
    share = outcome.run_cost["accelerators"].item() / outcome.capex["accelerators"].item()
    assert share == pytest.approx(years / 4)


def test_the_grid_is_drawn_on_first_and_turbines_give_the_rest() -> None:
    """11.8 MW wanted, 4 of them from the grid: 4 at its tariff, 7.8 at the price of gas."""
    on_grid, on_gas = yearly(paper.MUCH), yearly(Supply("turbines", 30.0))
    assert on_gas / on_grid == pytest.approx(FUEL / TARIFF)
    outcome = evaluate(paper.scenario())
    share = 4 / outcome.headline("facility_mean_mw")
    assert share == pytest.approx(0.34, abs=0.01)
    both = yearly(Supply("grid", 4.0), Supply("turbines", 30.0))
    assert both == pytest.approx(share * on_grid + (1 - share) * on_gas)


def test_what_the_grid_gives_is_that_of_the_day_of_full_load() -> None:
    """4 MW until day 100, when 46 more come and all is online."""
    late = (Supply("grid", 4.0), Supply("grid", 46.0, paper.on(100)))
    # Spring takes less than the mean of the year, and so much is there on that day.
    assert yearly(*late) == pytest.approx(yearly(paper.MUCH), rel=0.01)


def test_a_utility_pays_for_no_more_than_is_drawn() -> None:
    """0.0985 USD/W: for 5 MW promised; of 500 MW promised, for the draw alone."""
    paid = []
    for promised in (5.0, 500.0):
        site = paper.site("a", response_mw=promised, response_hours=50.0)
        outcome = evaluate(paper.scenario(site))
        paid.append(yearly(paper.MUCH) - outcome.opex["energy"].item())
    assert paid[0] == pytest.approx(5e6 * 0.0985)
    drawn_w = yearly(paper.MUCH) / HOURS / TARIFF * 1e3
    assert paid[1] == pytest.approx(drawn_w * 0.0985)
