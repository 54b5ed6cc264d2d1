"""The supply of a site through the whole chain: books that balance, weather, units, response."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from model import paths
from model.catalog import catalog
from model.chain.supply_steps import firm_power
from model.chain.weather import season
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import inserted, replaced
from model.samples import SEED, draw
from model.scenario import Belief, Scenario, Supply
from model.study.series import columns
from model.units import day_number

QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink one takes minutes
)
PRESETS = tuple(catalog().presets)


@pytest.fixture(scope="module")
def base() -> Scenario:
    """Colossus with far more accelerators than its supply carries."""
    return replaced(preset("colossus-200k"), "shipments.2.count", 200_000)


def through_a_summer() -> Scenario:
    """Meta's 24k for longer than a year."""
    scenario = replaced(preset("meta-24k"), "shipments.0.arrives", date(2023, 9, 1))
    return replaced(scenario, "workload.flop", 1e27)


def balances(outcome: Outcome) -> None:
    for site in outcome.sites:
        drawn = sum(site.parts.values())
        sources = site.grid + site.turbines + site.battery
        scale = np.maximum(site.wanted, 1e3)
        assert (np.abs(sources - drawn - site.charged) <= 1e-9 * scale).all(), "sources = load"
        left = site.wanted - drawn - site.short - site.idled
        assert (np.abs(left) <= 1e-9 * scale).all(), "wanted = drawn + short + idled"
        for name, used in (("grid", site.grid), ("turbines", site.turbines)):
            assert (used >= -1e-6 * scale).all()
            assert (used <= site.supply[name] + 1e-6 * scale).all(), name
        for part in (site.battery, site.charged, site.short, site.idled):
            assert (part >= -1e-6 * scale).all()
    total = sum(sum(site.parts.values()) for site in outcome.sites)
    assert np.allclose(outcome.power_total, total, rtol=1e-12)
    missing = outcome.wanted - outcome.power_total
    gone = sum(site.short + site.idled for site in outcome.sites)
    assert np.allclose(missing, gone, atol=1e-3), "one meaning of wanted: calls are a part of it"


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_conserves_energy(name: str) -> None:
    balances(evaluate(preset(name), rows=5))


STEP = st.builds(
    lambda source, mw, day, over, stay, hours, units, spare: Supply(
        source,
        mw,
        date(2024, 5, 3) + timedelta(days=day),
        by=date(2024, 5, 3) + timedelta(days=day + over),
        until=date(2024, 5, 3) + timedelta(days=day + over + stay) if stay else None,
        mwh=mw * hours if source == "battery" else 0.0,
        units=units if source == "turbines" else 0,
        spare=min(spare, units) if source == "turbines" else 0,
    ),
    st.sampled_from(("grid", "turbines", "battery")),
    st.floats(1, 300), st.integers(0, 300), st.integers(0, 90),
    st.sampled_from((0, 40, 200)), st.floats(0, 8), st.sampled_from((0, 1, 7)), st.integers(0, 2),
)  # fmt: skip


@QUICK
@given(st.lists(STEP, max_size=5), st.floats(0, 200), st.floats(0, 500))
def test_any_supply_conserves_energy(
    base: Scenario, steps: list[Supply], response: float, hours: float
) -> None:
    scenario = replaced(base, "sites.0.supply", tuple(steps))
    scenario = replaced(scenario, "sites.0.response_mw", response)
    balances(evaluate(replaced(scenario, "sites.0.response_hours", hours), rows=3))


@QUICK
@given(STEP)
def test_more_supply_of_any_kind_never_lowers_delivered_flop(base: Scenario, step: Supply) -> None:
    more, less = evaluate(inserted(base, "sites.0.supply", 0, step)), evaluate(base)
    width = min(more.days.shape[1], less.days.shape[1])
    days = less.days[:, :width]
    assert np.array_equal(more.days[:, :width], days)
    assert (more.online[:, :width] >= less.online[:, :width] - 1e-6).all()
    assert (more.usable_total[:, :width] >= less.usable_total[:, :width] * (1 - 1e-9)).all()
    assert more.headline("full_load") <= less.headline("full_load") + 1e-3


def test_the_mean_of_a_year_is_the_belief() -> None:
    """Overhead moves with the weather; over a year with everything online it is the PUE."""
    outcome = evaluate(through_a_summer())
    site, days = outcome.sites[0], outcome.days[0]
    first = np.flatnonzero(site.online[0] >= outcome.scenario.total_count - 0.5)[0]
    year = slice(first, first + 1 + int(np.searchsorted(days[first:], days[first] + 365.25)))
    total = sum(site.parts.values())[0, year]
    it = sum(site.parts[name] for name in ("accelerators", "servers", "network"))[0, year]
    pue = total / it
    assert len(pue) * (days[1] - days[0]) > 360
    assert np.isclose(pue.mean(), outcome.headline("pue"), rtol=2e-3)
    assert pue.max() - pue.min() > 0.02, "summer is seen"
    months = np.array([(outcome.epoch + timedelta(days=float(d))).month for d in days[year]])
    assert months[pue.argmax()] in (7, 8)
    assert months[pue.argmin()] in (12, 1, 2)


@pytest.mark.parametrize("place", tuple(catalog().sites))
@pytest.mark.parametrize("cooling", tuple(catalog().cooling))
def test_every_place_and_cooling_has_a_year(place: str, cooling: str) -> None:
    year = season(place, cooling)
    for table in (year.overhead, year.water, year.turbines):
        assert np.isclose(table.mean(), 1)
        assert (table >= 0).all()
    assert year.overhead.min() > 0
    assert year.overhead.max() <= catalog().cooling[cooling].peak_overhead + 1e-9, "design day"
    assert year.overhead[6, 0] > year.overhead[0, 0], "July over January"
    assert year.turbines[6, 0] < year.turbines[0, 0]
    assert 0.8 < year.rating < 1.05
    assert np.isclose(year.calls.sum() * 365.25 / 12, 1)
    assert (year.wet <= year.dry + 1e-9).all()


def turbines(**more: Any) -> float:
    step = Supply("turbines", 160.0, **more)
    samples = draw(preset("colossus-200k"), 1, SEED)
    year = season("memphis", "liquid_chillers_towers")
    return float(firm_power(step, year, samples, catalog())[0, 0]) / 1e6


def test_units_and_spares() -> None:
    rating = season("memphis", "liquid_chillers_towers").rating
    assert turbines() == pytest.approx(160 * 0.8, rel=0.01), "the belief, without units"
    assert turbines(units=10, availability=0.9) == pytest.approx(160 * 0.9 * rating, rel=0.01)
    assert turbines(units=10, spare=2, availability=1.0) == turbines(units=10, availability=1.0)
    assert turbines(units=10) < turbines(units=10, spare=1) < turbines(units=10, spare=2)


@pytest.mark.parametrize(("mw", "units"), [(160.0, {}), (138.0, {"units": 26, "spare": 2})])
def test_a_permit_holds_in_winter_and_is_used_up_in_summer(
    base: Scenario, mw: float, units: Any
) -> None:
    step = Supply("turbines", 421.0, permit_mw=150.0, **units)
    site = evaluate(replaced(base, "sites.0.supply", (step,))).sites[0]
    assert site.supply["turbines"][0, 1:] == pytest.approx(150e6), "421 MW stand behind it"
    assert site.turbines.max() <= 150e6 + 1e-3
    tight = Supply("turbines", mw, permit_mw=130.0, **units)
    outcome = evaluate(replaced(through_a_summer(), "sites.0.supply", (tight,)))
    could = outcome.sites[0].supply["turbines"][0, 1:]
    assert could.max() <= 130e6 + 1e-3
    assert could.min() < 125e6, "less in hot air"


def test_a_rental_ends_on_its_day_however_late_it_began() -> None:
    scenario = replaced(preset("colossus-200k"), "beliefs.power_slip", Belief(60.0, 60.0, 60.0))
    step = Supply("turbines", 90.0, date(2024, 9, 1), until=date(2025, 1, 1))
    outcome = evaluate(replaced(scenario, "sites.0.supply", (step,)))
    could, days = outcome.supply["turbines"][0], outcome.days[0]
    begins, ends = (day_number(on, outcome.epoch) for on in (date(2024, 10, 31), date(2025, 1, 1)))
    there = (days >= begins + 1) & (days < ends)
    assert there.any()
    assert (could[there] > 0).all()
    assert could[(days < begins) | (days >= ends)].max() == 0


def test_what_leaves_before_it_comes_is_no_supply_costs_nothing_and_says_so(
    base: Scenario,
) -> None:
    gone = Supply("turbines", 100.0, date(2024, 9, 1), until=date(2024, 8, 1), units=5, spare=1)
    place = len(base.sites[0].supply)
    outcome, before = evaluate(inserted(base, "sites.0.supply", place, gone)), evaluate(base)
    assert "before it comes" in outcome.no_effect[f"sites.0.supply.{place}.mw"]
    assert outcome.opex["turbine rent"] == before.opex["turbine rent"]
    assert np.array_equal(outcome.supply["turbines"], before.supply["turbines"])
    there = evaluate(
        inserted(base, "sites.0.supply", place, msgspec.structs.replace(gone, until=None))
    )
    rent = catalog().assumptions["turbine_rent_usd_per_w_year"].value
    more = there.opex["turbine rent"] - before.opex["turbine rent"]
    assert more[0, 0] == pytest.approx(120e6 * rent), "five and the one that stands by"


def test_a_battery_that_is_not_there_changes_nothing(base: Scenario) -> None:
    """Neither the losses of others nor what holds the swings."""
    scenario = replaced(base, "shipments", base.shipments[:1])
    scenario = replaced(scenario, "workload.flop", 1e27)
    load = evaluate(scenario).headline("facility_mean_mw")
    mine = Supply("battery", 20.0, mwh=200.0, efficiency=0.95)
    scenario = replaced(scenario, "sites.0.supply", (Supply("grid", load * 1.03), mine))
    later = Supply("battery", 300.0, date(2045, 1, 1), mwh=2000.0, efficiency=0.5)
    less, more = evaluate(scenario), evaluate(inserted(scenario, "sites.0.supply", 2, later))
    assert less.sites[0].short.max() > 0
    width = less.days.shape[1]
    assert np.array_equal(more.sites[0].short[:, :width], less.sites[0].short)
    assert less.demand
    assert more.demand
    assert less.demand.swing
    assert more.demand.swing
    assert more.demand.swing.covered is less.demand.swing.covered is False
    now = msgspec.structs.replace(later, from_=date(2024, 5, 3))
    there = evaluate(inserted(scenario, "sites.0.supply", 2, now)).demand
    assert there
    assert there.swing
    assert there.swing.covered


def test_a_battery_at_work_does_not_answer_calls_with_the_same_energy(base: Scenario) -> None:
    scenario = replaced(base, "shipments", base.shipments[:1])
    scenario = replaced(scenario, "workload.flop", 5e27)
    load = evaluate(scenario).headline("facility_mean_mw")
    steps = (Supply("grid", load * 1.03), Supply("battery", 3.0, mwh=24.0, efficiency=1.0))
    scenario = replaced(scenario, "sites.0.supply", steps)
    called = replaced(scenario, "sites.0.response_mw", 100.0)
    outcome = evaluate(replaced(called, "sites.0.response_hours", 500.0))
    balances(outcome)
    assert outcome.sites[0].battery.max() * 24 <= 24e6 * (1 + 1e-9), "one cycle a day [Wh]"
    assert outcome.sites[0].idled.max() > 0


def test_a_late_step_has_no_effect_only_where_all_has_power_without_it() -> None:
    path = "sites.0.supply.6.mw"
    assert "all has power without it" in evaluate(preset("colossus-100k")).no_effect[path]
    scenario = preset("colossus-200k")
    needed = replaced(replaced(scenario, "workload.flop", 3.5e27), "sites.0.supply.3.mw", 150.0)
    outcome = evaluate(needed)
    assert path not in outcome.no_effect, "turbines leave in July 2025"
    without = evaluate(replaced(needed, path, 0.0))
    assert without.headline("training_finish") > outcome.headline("training_finish") + 1


def test_a_battery_carries_summer_afternoons(base: Scenario) -> None:
    """A grid that carries the cool half and not the warm one; without energy it is no help."""
    scenario = replaced(base, "shipments", base.shipments[:1])
    scenario = replaced(scenario, "workload.flop", 1e27)
    load = evaluate(scenario).headline("facility_mean_mw")
    grid = Supply("grid", load * 1.03)
    steps = {"none": (grid,), "empty": (grid, Supply("battery", 50.0))}
    steps["full"] = (grid, Supply("battery", 50.0, mwh=400.0))
    found = {}
    for name, given_steps in steps.items():
        outcome = evaluate(replaced(scenario, "sites.0.supply", given_steps))
        balances(outcome)
        found[name] = outcome.sites[0].short.sum()
    assert found["none"] > 0
    assert found["empty"] == pytest.approx(found["none"])
    assert found["full"] < 0.8 * found["none"]


def test_response_is_paid_for_and_idles_what_nothing_else_covers(base: Scenario) -> None:
    bare = replaced(through_a_summer(), "sites.0.response_hours", 100.0)
    called = replaced(bare, "sites.0.response_mw", 10.0)
    backed = inserted(called, "sites.0.supply", 1, Supply("battery", 20.0, mwh=80.0))
    before, after, spared = evaluate(bare), evaluate(called), evaluate(backed)
    balances(after)
    balances(spared)
    assert before.sites[0].idled.max() == 0
    assert after.sites[0].idled.max() > 0
    assert spared.sites[0].idled.max() == pytest.approx(0, abs=1)
    assert spared.sites[0].battery.max() > 0
    assert after.headline("full_load") == before.headline("full_load"), "a call is no shortage"
    saved = before.opex["energy"][0, 0] - after.opex["energy"][0, 0]
    pay = catalog().assumptions["response_usd_per_w_year"].value
    assert saved == pytest.approx(10e6 * pay)
    assert after.headline("training_finish") >= before.headline("training_finish")


def test_a_response_of_a_year_takes_its_hours(base: Scenario) -> None:
    scenario = replaced(through_a_summer(), "sites.0.response_mw", 5.0)
    outcome = evaluate(replaced(scenario, "sites.0.response_hours", 80.0))
    days = outcome.days[0]
    last = slice(-1 - int(365.25 / (days[1] - days[0])), None)
    idled_mwh = np.trapezoid(outcome.sites[0].idled[0, last], days[last]) * 24 / 1e6
    assert idled_mwh == pytest.approx(5 * 80, rel=0.03)


def test_old_files_keep_their_meaning() -> None:
    step = preset("colossus-200k").sites[0].supply[0]
    assert (step.units, step.spare, step.availability, step.permit_mw, step.efficiency) == (
        0, 0, None, None, None,
    )  # fmt: skip
    assert preset("colossus-200k").sites[0].response_mw == 0


def test_luck_moves_turbines_with_units_too() -> None:
    scenario = replaced(preset("colossus-200k"), "sites.0.supply", (
        Supply("turbines", 400.0, units=20, spare=2),
    ))  # fmt: skip
    poor = replaced(scenario, "beliefs.turbine_firm", Belief(0.5, 0.5, 0.5))
    assert evaluate(poor).supply["turbines"].max() < evaluate(scenario).supply["turbines"].max()
    assert paths.get(poor, "sites.0.supply.0.units") == 20


def power_binds(scenario: Scenario) -> list[Any]:
    return [b for b in evaluate(scenario).binding if b.constraint == "power"]


def test_a_shortage_after_full_load_is_worth_gpu_days() -> None:
    """A grid that carries all but the summer: what more of it gives back comes true as well."""
    scenario = through_a_summer()
    load = evaluate(scenario).headline("facility_mean_mw")
    scenario = replaced(scenario, "sites.0.supply", (Supply("grid", load * 1.02),))
    before = evaluate(scenario)
    summer = [b for b in power_binds(scenario) if "give back" in b.remedy]
    assert summer
    words = r"\+([\d.]+) MW from (\d+ \w+ \d+) would give back ([\d,]+) GPU-days by .+\."
    found = re.fullmatch(words, summer[0].remedy)
    assert found
    since, promised = datetime.strptime(found[2], "%d %b %Y").date(), found[3].replace(",", "")
    step = Supply("grid", float(found[1]), since)
    after = evaluate(inserted(scenario, "sites.0.supply", 0, step))
    gained = (after.online - before.online)[0].sum() * (before.days[0, 1] - before.days[0, 0])
    assert gained == pytest.approx(float(promised), rel=0.1)


def test_the_series_tell_who_feeds(base: Scenario) -> None:
    outcome = evaluate(base)
    found = columns(outcome)
    fed = found["fed_grid_w"] + found["fed_turbines_w"] + found["fed_battery_w"]
    assert np.allclose(fed - found["fed_charged_w"], found["power_w"], atol=1e-3)
    assert found["fed_short_w"].max() > 1e6


def test_calls_without_a_grid_or_a_promise_say_that_they_change_nothing() -> None:
    on_grid = evaluate(preset("colossus-200k")).no_effect
    assert "sites.0.response_hours" in on_grid
    assert "sites.0.response_mw" not in on_grid
    behind = replaced(preset("colossus-2"), "sites.0.response_mw", 50.0)
    assert "sites.0.response_mw" in evaluate(behind).no_effect, "turbines only"
    assert evaluate(behind).sites[0].idled.max() == 0
