"""One job over several sites on the link between them, or on the best one alone."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluate import evaluate
from model.files import preset
from model.scenario import Link, Scenario, Shipment


def campuses(link: Link, *, near: int = 12_000, far: int = 8_000, kind: str = "h100_sxm"):
    base = preset("tesla-to-x")
    start = date(2024, 1, 8)
    return msgspec.structs.replace(
        base,
        shipments=(Shipment("h100_sxm", near, start, "x"), Shipment(kind, far, start, "tesla")),
        moves=(),
        link=link,
    )


def usable(scenario: Scenario) -> float:
    return evaluate(scenario).headline("usable_flops")


def alone(scenario: Scenario, site: str) -> float:
    return usable(
        msgspec.structs.replace(
            scenario,
            sites=tuple(each for each in scenario.sites if each.id == site),
            shipments=tuple(each for each in scenario.shipments if each.site == site),
        )
    )


def test_no_bandwidth_is_the_better_site_alone():
    scenario = campuses(Link(0.0))
    outcome = evaluate(scenario)
    assert outcome.headline("usable_flops") == pytest.approx(alone(scenario, "x"), rel=1e-9)
    assert "on x alone" in outcome.training.fleet
    assert "nothing joins the sites" in outcome.training.fleet
    other = campuses(Link(0.0), near=2_000)
    assert usable(other) == pytest.approx(alone(other, "tesla"), rel=1e-9)


def test_a_link_without_limit_is_one_fabric():
    fabric, link = (evaluate(campuses(each)) for each in (Link(), Link(1e8, 0.0)))
    assert link.headline("usable_flops") == pytest.approx(fabric.headline("usable_flops"), rel=1e-3)
    assert any("no link is given" in text for text in fabric.training.extrapolated)
    assert not any("no link is given" in text for text in link.training.extrapolated)
    assert link.training.fleet.startswith("One job over x and tesla")


@settings(deadline=None, max_examples=12)
@given(st.floats(1.0, 1e7), st.floats(0.0, 15_000.0), st.sampled_from(("h100_sxm", "h200_sxm")))
def test_never_worse_than_the_better_site_alone_nor_better_than_one_fabric(gbit_s, km, kind):
    scenario = campuses(Link(gbit_s, km), kind=kind)
    found = usable(scenario)
    best = max(alone(scenario, site) for site in ("x", "tesla"))
    assert found >= best * (1 - 1e-9)
    assert found <= usable(campuses(Link(), kind=kind)) * (1 + 1e-9)


def test_the_run_waits_for_its_own_site_only():
    outcome = evaluate(campuses(Link(0.0)))
    assert outcome.headline("full_load") > 300, "Tesla gets power in October"
    assert float(outcome.run_start[0, 0]) < 150
    assert outcome.online[0, -1] == pytest.approx(20_000)
    assert outcome.usable_total[0, -1] == pytest.approx(outcome.headline("usable_flops"), rel=1e-6)


def test_a_type_that_stands_at_the_other_site_has_no_part():
    outcome = evaluate(campuses(Link(0.0), kind="h200_sxm", far=2_000))
    assert outcome.usable["h200_sxm"].max() == 0.0
    assert outcome.usable["h100_sxm"].max() > 0.0
    assert outcome.headline("peak_flops") == pytest.approx(14_000 * 989.4e12, rel=0.01)


def test_rows_agree_on_where_the_job_runs():
    one, many = (evaluate(campuses(Link(100.0, 1300.0)), rows=rows) for rows in (1, 16))
    assert many.headline("usable_flops") == pytest.approx(one.headline("usable_flops"), rel=1e-9)
    assert many.training.fleet == one.training.fleet


def test_studies_of_the_job_ask_about_the_site_that_it_runs_on():
    both, single = (evaluate(campuses(each)) for each in (Link(1e5, 10.0), Link(0.0)))
    assert both.training.sites == ("x", "tesla")
    assert both.training.asked.job.count == 20_000
    assert both.training.asked.hardware.sites == 2
    assert single.training.sites == ("x",)
    assert single.training.asked.job.count == 12_000
    assert single.training.asked.hardware.sites == 1


def test_the_first_site_trains_alone_until_the_others_are_there():
    scenario = campuses(Link(10_000.0, 1300.0), far=12_000)
    outcome = evaluate(scenario)
    assert outcome.training.sites == ("x", "tesla")
    own = evaluate(
        msgspec.structs.replace(
            scenario, sites=scenario.sites[:1], shipments=scenario.shipments[:1]
        )
    )
    march = 130  # x is up, Tesla has no power before October
    assert outcome.online[0, march] == pytest.approx(own.online[0, march])
    assert outcome.usable_total[0, march] == pytest.approx(own.usable_total[0, march], rel=1e-9)
    assert outcome.headline("training_days") <= own.headline("training_days") * (1 + 1e-9)
    assert "Until 9 Oct 2024 it runs on x alone" in outcome.training.fleet
    settled = outcome.days[0] > outcome.headline("full_load") + 1
    assert outcome.usable_total[0, settled] == pytest.approx(outcome.headline("usable_flops"))
