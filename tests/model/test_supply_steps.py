"""Steps of supply on paper: when they come, slip and leave, and their bars on the timeline."""

from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace

from model import paths
from model.chain.supply_steps import supplies
from model.chain.weather import season
from model.evaluate import evaluate
from model.outcome import Outcome, Task
from model.samples import SEED, draw
from model.scenario import Scenario, Supply
from tests import paper

SMALL = Supply("grid", 4.0)
"""A third of what 10,000 draw"""


def with_steps(*steps: Supply, slip: float = 0.0) -> Scenario:
    return paper.scenario(
        paper.site("a", *steps), beliefs={"power_slip": paper.sure(slip)}, flop=1e26
    )


def grid_mw(outcome: Outcome, *days: float) -> list[float]:
    return (np.interp(days, outcome.days[0], outcome.supply["grid"][0]) / 1e6).tolist()


def bar(outcome: Outcome, place: int) -> Task:
    return next(task for task in outcome.tasks if task.id == f"supply.{place}")


def test_a_step_rises_evenly_from_its_first_day_to_its_last() -> None:
    outcome = evaluate(with_steps(SMALL, Supply("grid", 40.0, paper.on(100), by=paper.on(140))))
    assert grid_mw(outcome, 99, 110, 120, 141) == pytest.approx([4, 14, 24, 44])


def test_what_is_to_come_slips_and_what_is_there_or_ends_does_not() -> None:
    """30 days late: what was due on day 100 comes on day 130, a ramp as a whole."""
    steps = (
        replace(SMALL, until=paper.on(200)),
        Supply("grid", 20.0, paper.on(100), until=paper.on(180)),
        Supply("grid", 40.0, paper.on(100), by=paper.on(140)),
    )
    outcome = evaluate(with_steps(*steps, slip=30.0))
    found = grid_mw(outcome, 0, 129, 150, 171, 179, 181, 199, 201)
    assert found == pytest.approx([4, 4, 4 + 20 + 20, 64, 64, 44, 44, 40])


def test_units_run_as_often_as_their_own_availability_says() -> None:
    """Of 10 MW in one unit 0.6 of what the usual 0.95 gives."""
    own, usual = (
        evaluate(with_steps(SMALL, Supply("turbines", 10.0, units=1, availability=up)))
        for up in (0.57, None)
    )
    ratio = own.supply["turbines"] / usual.supply["turbines"]
    assert ratio == pytest.approx(np.full_like(ratio, 0.6))


def test_no_luck_makes_turbines_give_more_than_their_nameplate() -> None:
    """A firm share of 1.0 for the usual 0.8 would make 12 MW of 10: over a year they give 10."""
    one = Supply("turbines", 10.0, units=1, availability=1.0)
    scenario = paths.replaced(with_steps(SMALL, one), "workload.flop", 4e26)
    lucky = evaluate(paths.replaced(scenario, "beliefs.turbine_firm", paper.sure(1.0)))
    days = np.linspace(1, 366.25, 500)
    gives = np.interp(days, lucky.days[0], lucky.supply["turbines"][0])
    assert gives.mean() == pytest.approx(10e6, rel=2e-3)


def test_the_bar_of_a_step_starts_with_its_order() -> None:
    """Ordered on day 20 or, where nobody says, at the start of work; it takes a day to energise."""
    said = Supply("grid", 40.0, paper.on(100), ordered=paper.on(20))
    outcome = evaluate(with_steps(SMALL, said, replace(said, ordered=None)))
    for place, ordered in ((1, 20), (2, 0)):
        task = bar(outcome, place)
        assert task.start.item() == ordered
        assert task.finish.item() == outcome.headline("full_load"), "while it is energised"
    assert 100 < outcome.headline("full_load") < 101
    assert not [task for task in outcome.tasks if task.id == "supply.0"], "it is there from day 0"


def test_the_bar_of_a_ramp_starts_with_its_first_day() -> None:
    ramp = Supply("grid", 40.0, paper.on(100), by=paper.on(140), ordered=paper.on(20))
    task = bar(evaluate(with_steps(SMALL, ramp)), 1)
    assert (task.start.item(), task.finish.item()) == (100, 140)


def test_a_step_is_critical_where_it_carries_what_is_missing() -> None:
    """4 MW come on day 60, 40 on day 100 and 40 on day 120: only the second brings full load."""
    steps = (
        SMALL, Supply("grid", 4.0, paper.on(60)), Supply("grid", 40.0, paper.on(100)),
        Supply("grid", 40.0, paper.on(120)),
    )  # fmt: skip
    outcome = evaluate(with_steps(*steps))
    full = outcome.headline("full_load")
    assert 100 < full < 101
    assert [bar(outcome, place).critical for place in (1, 2, 3)] == [False, True, False]
    assert [bar(outcome, place).criticality for place in (1, 2, 3)] == [0, 1, 0]
    slack = [bar(outcome, place).slack.item() for place in (1, 2, 3)]
    assert slack == [pytest.approx(full - 61), 0, 0]


def test_no_step_is_critical_where_crews_end_last() -> None:
    """All are racked on day 41, the power is there on day 31."""
    outcome = evaluate(with_steps(SMALL, Supply("grid", 40.0, paper.on(30))))
    task = bar(outcome, 1)
    assert not task.critical
    assert task.slack.item() == pytest.approx(10)
    just = bar(evaluate(with_steps(SMALL, Supply("grid", 40.0, paper.on(40)))), 1)
    assert just.finish.item() == 40
    assert not just.critical, "a quarter of it is enough, and that is there before day 41"


def test_a_call_is_met_by_what_a_battery_can_give_for_four_hours() -> None:
    """10 MW promised; 20 MWh give 5 MW, the rest idles. The grid gives back 1/0.91 of it."""
    battery = Supply("battery", 10.0, mwh=20.0)
    site = paper.site("a", paper.MUCH, battery, response_mw=10.0, response_hours=10.0)
    there = evaluate(paper.scenario(site, flop=1e26)).sites[0]
    called = there.idled[0] > 0
    assert called.any()
    assert there.battery[0, called] == pytest.approx(there.idled[0, called])
    assert there.charged == pytest.approx(there.battery / 0.91)
    own = replace(site, supply=(paper.MUCH, replace(battery, efficiency=0.5)))
    there = evaluate(paper.scenario(own, flop=1e26)).sites[0]
    assert there.charged.max() > 0
    assert there.charged == pytest.approx(there.battery / 0.5)


def test_what_a_call_takes_is_wanted_and_does_not_compute() -> None:
    """5 MW of 11.8 are given up, so as much less of the peak has power; nothing is short."""
    site = paper.site("a", response_mw=5.0, response_hours=100.0)
    outcome = evaluate(paper.scenario(site, flop=1e26))
    there = outcome.sites[0]
    assert there.idled.max() > 0
    assert there.short.max() == 0
    assert outcome.wanted == pytest.approx(there.wanted)
    assert outcome.power_total == pytest.approx(there.wanted - there.idled)
    kept = 1 - there.idled / np.maximum(there.wanted, 1.0)
    assert outcome.peak_powered == pytest.approx(outcome.peak_installed * kept)
    assert outcome.online[0, -1] == pytest.approx(10_000), "a call is no shortage"


def test_turbines_step_in_for_a_call_with_what_the_hot_half_of_the_day_leaves_them() -> None:
    """8 firm MW of 10, less in a July afternoon, for 100 hours in 91.3 days."""
    site = paper.site(
        "a", paper.MUCH, Supply("turbines", 10.0), response_mw=50.0, response_hours=100.0
    )
    outcome = evaluate(paper.scenario(site, flop=1e26))
    july = 6.5 * 365.25 / 12
    hot = season("memphis", "liquid_chillers_towers").turbines[6, 0]
    assert hot < 0.93
    gives = np.interp(july, outcome.days[0], outcome.sites[0].turbines[0])
    assert gives == pytest.approx(8e6 * hot * 100 / 91.3125 / 24, rel=2e-3)


@pytest.mark.parametrize("order", [(0.95, 0.6), (0.6, 0.95)])
def test_of_two_batteries_the_one_that_loses_less_carries_the_afternoons(
    order: tuple[float, float],
) -> None:
    """Each alone is large enough: 1/0.95 is charged for what is given."""
    batteries = [Supply("battery", 20.0, mwh=200.0, efficiency=share) for share in order]
    load = evaluate(paper.scenario()).headline("facility_mean_mw")
    steps = (Supply("grid", 1.02 * load), *batteries)
    there = evaluate(paper.scenario(paper.site("a", *steps), flop=1e26)).sites[0]
    assert there.battery.max() > 5e4
    assert there.charged == pytest.approx(there.battery / 0.95)


def test_a_grid_too_small_for_the_summer_carries_all_from_autumn_on() -> None:
    """As much as the mean of the year, for what is racked at the end of June."""
    load = evaluate(paper.scenario()).headline("facility_mean_mw")
    site = paper.site("a", Supply("grid", load))
    outcome = evaluate(paper.scenario(site, shipments=(paper.shipment(day=170),), flop=1e26))
    full = outcome.headline("full_load")
    assert paper.on(int(full)).month in (9, 10)
    short = np.interp((full - 3, full + 3, full + 60), outcome.days[0], outcome.sites[0].short[0])
    assert short[0] > 0 == short[1] == short[2]


def test_a_grid_for_a_few_days_of_january_carries_all_on_these() -> None:
    """Three tenths of the way from the need of mid January to that of mid December.

    Cooling runs straight between the middles of the months, so they meet three tenths of a month
    before the middle of January, which is day 15.2 of the second year.
    """
    demand = evaluate(paper.scenario()).demand
    assert demand
    cooling = demand.mean["cooling"].item()
    year = season("memphis", "liquid_chillers_towers").overhead.max(axis=1)
    assert year[0] < year[11] < year[1]
    need = sum(part.item() for part in demand.mean.values()) + cooling * (year - 1)
    grid = (need[0] + 0.3 * (need[11] - need[0])) / 1e6
    outcome = evaluate(paper.scenario(paper.site("a", Supply("grid", grid)), flop=1e26))
    month = 365.25 / 12
    assert outcome.headline("full_load") == pytest.approx(365.25 + (0.5 - 0.3) * month, abs=0.01)


def test_turbines_give_what_the_grid_lacks_in_the_hot_half_of_the_day() -> None:
    """A grid for the mean of a July day lacks half of what the halves differ by, for half a day."""
    demand = evaluate(paper.scenario()).demand
    assert demand
    cooling = demand.mean["cooling"].item()
    warm, cool = season("memphis", "liquid_chillers_towers").overhead[6]
    mean = sum(part.item() for part in demand.mean.values()) + cooling * ((warm + cool) / 2 - 1)
    steps = (Supply("grid", mean / 1e6), Supply("turbines", 30.0))
    outcome = evaluate(paper.scenario(paper.site("a", *steps), flop=1e26))
    gives = np.interp(6.5 * 365.25 / 12, outcome.days[0], outcome.sites[0].turbines[0])
    assert gives == pytest.approx(cooling * (warm - cool) / 4, rel=0.02)
    assert gives > 2e4


@pytest.mark.parametrize("leaves", [None, paper.on(300)])
def test_turbines_that_come_late_change_nothing_unless_the_grid_leaves(leaves: date | None) -> None:
    """All is online from day 41; turbines come on day 250, and the grid may leave on day 300."""
    steps = (Supply("grid", 40.0, until=leaves), Supply("turbines", 30.0, paper.on(250)))
    said = evaluate(with_steps(*steps)).no_effect
    assert ("sites.0.supply.1.mw" in said) is (leaves is None)


def test_a_grid_without_anything_to_spare_charges_no_battery_for_a_call() -> None:
    steps = (Supply("grid", 8.0), Supply("battery", 10.0, mwh=40.0))
    site = paper.site("a", *steps, response_mw=5.0, response_hours=10.0)
    there = evaluate(paper.scenario(site, flop=1e26)).sites[0]
    late = slice(60, None)
    assert there.short[0, late].min() > 0
    assert there.idled[0, late].max() > 0
    assert there.battery[0, late].max() == pytest.approx(0, abs=1e-3)


def test_the_season_is_that_of_the_date_wherever_the_calendar_begins() -> None:
    """Cooling on 15 July 2024 with works that began in January and in the October before."""
    found = []
    for start in (paper.START, date(2023, 10, 1)):
        outcome = evaluate(paper.scenario(paper.site("a", start=start), flop=1e26))
        day = (date(2024, 7, 15) - outcome.epoch).days
        found.append(np.interp(day, outcome.days[0], outcome.power["cooling"][0]))
    assert found[0] == pytest.approx(found[1], rel=5e-3)
    yearly = outcome.demand.mean["cooling"].item() if outcome.demand else 0.0
    assert found[0] / yearly > 1.05, "a warm month"


@pytest.mark.parametrize(("more", "day"), [(1e-13, 5.0), (1e-9, np.inf)])
def test_an_error_of_rounding_is_no_shortage(more: float, day: float) -> None:
    """4 MW for a load of 4 MW without cooling: ten digits of it count, thirteen do not."""
    scenario = with_steps(SMALL)
    load, none = np.array([[4e6 * (1 + more)]]), np.array([[0.0]])
    feed = supplies(scenario.sites[0], paper.START, draw(scenario, 1, SEED))
    assert feed.carries_from(load, none, np.array([[5.0]])).item() == day


def test_a_step_that_never_comes_has_no_bar() -> None:
    gone = Supply("grid", 40.0, paper.on(100), until=paper.on(90))
    outcome = evaluate(with_steps(SMALL, gone))
    assert [task.id for task in outcome.tasks if task.kind == "power"] == []


def test_turbines_that_run_in_the_hot_half_answer_calls_with_what_it_leaves_them() -> None:
    """6 MW of grid for about 12: turbines run harder when it is warm than on the mean."""
    site = paper.site("a", Supply("grid", 6.0), Supply("turbines", 10.0), response_hours=100.0)
    july = np.array([[6.5 * 365.25 / 12]])
    it, cooling = np.array([[10e6]]), np.array([[2e6]])
    samples = draw(paper.scenario(site), 1, SEED)
    called = supplies(replace(site, response_mw=6.0), paper.START, samples)
    bare, found = (
        feeds.feed(july, it, cooling)[0] for feeds in (supplies(site, paper.START, samples), called)
    )
    felt = called.season.on(july, called.first_day)
    could, wanted = 8e6 * felt.turbines[0, 0, 0], 10e6 + 2e6 * felt.overhead[0, 0, 0]
    left = could - (wanted - 6e6)
    assert 0 < left < 6e6 - 1e5, "the load goes without the rest"
    share = felt.calls[0, 0] * 100 / 24
    assert (found.turbines - bare.turbines)[0, 0] / share == pytest.approx(left)
    assert found.idled[0, 0] / share == pytest.approx(6e6 - left)
