"""The one-line diagram: what arrives at a node leaves it, on any day of any preset."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from model.catalog import catalog
from model.evaluate import evaluate
from model.files import preset
from model.outcome import IT_PARTS, Outcome
from model.paths import replaced
from model.scenario import Supply
from model.study.oneline import SOURCES, OneLine, one_line
from tests import paper

PRESETS = tuple(catalog().presets)
OUTCOMES = {name: evaluate(preset(name)) for name in PRESETS}


def balances(found: OneLine) -> None:
    scale = max(found.wanted, 1e3)
    for node in found.nodes:
        into = sum(arrow.arrives for arrow in found.into(node.id))
        out = sum(arrow.watts for arrow in found.out_of(node.id))
        if node.id in ("grid", "turbines"):
            assert not found.into(node.id)
            assert out == pytest.approx(node.watts, abs=1e-9 * scale)
        elif node.id in (*IT_PARTS, "cooling"):
            assert not found.out_of(node.id)
            assert into == pytest.approx(node.watts, abs=1e-9 * scale)
        else:
            assert into == pytest.approx(out, abs=1e-9 * scale), node.id
            assert into == pytest.approx(node.watts, abs=1e-9 * scale), node.id
    fed = sum(found.node(name).watts for name in ("grid", "turbines"))
    used = sum(found.node(name).watts for name in (*IT_PARTS, "cooling"))
    lost = sum(arrow.lost for arrow in found.arrows)
    assert fed == pytest.approx(used + lost, abs=1e-9 * scale), "in = used + lost"
    for arrow in found.arrows:
        assert -1e-6 * scale <= arrow.lost <= arrow.watts + 1e-6 * scale
    for name in SOURCES:
        node = found.node(name)
        assert node.limit is not None
        assert node.watts <= node.limit + 1e-6 * scale


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.sampled_from(PRESETS), st.floats(-10, 2500))
def test_every_node_balances(name: str, day: float) -> None:
    outcome = OUTCOMES[name]
    for index in range(len(outcome.scenario.sites)):
        balances(one_line(outcome, index, day))


@pytest.fixture(scope="module")
def summer() -> Outcome:
    """A grid that is too small on summer afternoons, a battery behind it."""
    scenario = replaced(preset("meta-24k"), "workload.flop", 1e27)
    load = evaluate(scenario).headline("facility_mean_mw")
    steps = (Supply("grid", load * 1.03), Supply("battery", 20.0, mwh=80.0))
    return evaluate(replaced(scenario, "sites.0.supply", steps))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.floats(0, 700))
def test_it_balances_with_a_battery_at_work(summer: Outcome, day: float) -> None:
    balances(one_line(summer, 0, day))


def test_the_battery_is_seen_at_work(summer: Outcome) -> None:
    best = float(summer.days[0, summer.sites[0].battery[0].argmax()])
    found = one_line(summer, 0, best)
    (charge,) = found.into("battery")
    assert charge.watts > found.node("battery").watts > 0
    efficiency = catalog().assumptions["battery_efficiency"].value
    assert charge.arrives / charge.watts == pytest.approx(efficiency)


def test_it_is_the_power_plot_taken_apart() -> None:
    outcome = OUTCOMES["colossus-200k"]
    day = float(outcome.days[0, -1])
    found = one_line(outcome, 0, day)
    for name in (*IT_PARTS, "cooling"):
        assert found.node(name).watts == pytest.approx(outcome.power[name][0, -1])
    lost = found.into("low_voltage")[0].lost + found.into("racks")[0].lost
    assert lost == pytest.approx(outcome.power["losses"][0, -1])
    assert found.wanted == pytest.approx(outcome.wanted[0, -1])
    assert 1.1 < found.pue < 1.3


def test_seasons_are_felt() -> None:
    outcome = evaluate(replaced(preset("meta-24k"), "workload.flop", 1e27))
    late = outcome.days[0] > 300
    found = [one_line(outcome, 0, float(day)) for day in outcome.days[0][late]]
    hottest, coldest = max(found, key=lambda f: f.dry_c[1]), min(found, key=lambda f: f.dry_c[1])
    assert hottest.pue > coldest.pue
    assert hottest.water > coldest.water
    assert hottest.turbine_share < 1 < coldest.turbine_share
    assert hottest.dry_c[0] < hottest.dry_c[1]


def test_nothing_runs_before_anything_is_racked() -> None:
    found = one_line(OUTCOMES["colossus-100k"], 0, 0.0)
    assert found.node("racks").watts == 0
    assert np.isnan(found.pue)
    assert found.water == 0


def test_a_shortage_is_told() -> None:
    outcome = OUTCOMES["tesla-to-x"]
    for index, site in enumerate(outcome.sites):
        worst = int(site.short[0].argmax())
        found = one_line(outcome, index, float(outcome.days[0, worst]))
        assert found.short == pytest.approx(site.short[0, worst])
    assert max(float(site.short.max()) for site in outcome.sites) > 1e6


def test_the_transformer_loses_a_hundredth_of_all_and_the_rest_is_lost_behind_it() -> None:
    """3.5 % of IT are lost in all behind liquid, 1 % of the draw of them in the transformer."""
    found = one_line(evaluate(paper.scenario()), 0, 100.0)
    (high,), (low,) = found.into("low_voltage"), found.into("racks")
    it = found.node("racks").watts
    assert high.watts == pytest.approx(found.node("switchyard").watts)
    assert high.lost == pytest.approx(0.01 * high.watts)
    assert high.lost + low.lost == pytest.approx(0.035 * it)
    total = it + found.node("cooling").watts + high.lost + low.lost
    assert high.watts == pytest.approx(total)
    assert found.pue == pytest.approx(total / it)
    assert 1.1 < found.pue < 1.2, "in April, of 1.2 over the year"


def test_the_diagram_of_a_second_site_is_of_its_own_place() -> None:
    """The same 5,000 in Memphis and at Abilene, behind towers and without any water."""
    outcome = evaluate(
        paper.scenario(
            paper.site("a"), paper.site("b", place="abilene", cooling="liquid_closed"),
            shipments=(paper.shipment(5_000), paper.shipment(5_000, name="b")),
        )
    )  # fmt: skip
    first, second = (one_line(outcome, place, 100.0) for place in (0, 1))
    assert (first.site, second.site) == ("a", "b")
    assert second.place == catalog().sites["abilene"].name != first.place
    # 0.8 and 0.01 L/kWh, the towers a little under their mean of the year in April.
    assert first.water == pytest.approx(first.node("racks").watts / 3.6e6 * 0.8, rel=0.1)
    assert second.water == pytest.approx(second.node("racks").watts / 3.6e6 * 0.01)


def test_what_waits_what_is_given_up_and_what_is_short_are_told_apart() -> None:
    """8 MW for 11.8: a third of 10,000 wait. On a July day 5 MW are given up in calls."""
    site = paper.site("a", Supply("grid", 8.0), response_mw=5.0, response_hours=100.0)
    outcome = evaluate(paper.scenario(site, flop=2e26))
    april, july = (one_line(outcome, 0, day) for day in (100.0, 197.0))
    assert april.idle == pytest.approx(10_000 * april.short / april.wanted, rel=0.01)
    assert april.idle == pytest.approx(3_200, rel=0.05)
    assert april.idled == 0
    # 100 hours over 91.3 days, of a mean day.
    assert july.idled == pytest.approx(5e6 * 100 / 91.3 / 24, rel=0.01)
    assert july.short > april.short > 3e6
    assert july.node("grid").limit == pytest.approx(8e6)


def test_the_weather_of_the_diagram_is_that_of_the_date() -> None:
    """Works begin on 1 July: the middle of that month, with its high of 33.5 C, is day 14."""
    outcome = evaluate(paper.scenario(paper.site("a", start=paper.on(182))))
    found = one_line(outcome, 0, 14.2)
    cool, warm = found.dry_c
    # A cosine over half a day has the mean 2/pi of its crest.
    middle, swing = (33.5 + 23.2) / 2, (33.5 - 23.2) / np.pi
    assert (cool, warm) == pytest.approx((middle - swing, middle + swing), abs=0.5)
    rating = 0.99 * (1 - 0.0065 * (middle - 15))
    # Over the year turbines give 0.975 of their rating there.
    assert found.turbine_share == pytest.approx(rating / 0.975, rel=0.01)
