"""Where a job runs: never worse for more of anything, and what is said of it is true."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.scenario import Link, Scenario, Shipment

TRUE = 1 - 1e-9
"""Sums in another order differ by less than that."""
NOT_JOINED = Link(0.0)
counts = st.integers(500, 60_000)
links = st.builds(Link, st.floats(1.0, 5e5), st.floats(0.0, 15_000.0))


def sites(*shipped: int, link: Link = NOT_JOINED, mw: tuple[float, ...] = ()) -> Scenario:
    """Equal sites called a, b, c with so many H100 each; 2,000 MW unless ``mw`` says less."""
    base = preset("tesla-to-x")
    names = "abcdef"[: len(shipped)]
    power = mw or (2000.0,) * len(shipped)
    replace = msgspec.structs.replace
    steps = [(replace(base.sites[0].supply[0], mw=each),) if each else () for each in power]
    return replace(
        base,
        sites=tuple(
            replace(base.sites[0], id=name, supply=step)
            for name, step in zip(names, steps, strict=True)
        ),
        shipments=tuple(
            Shipment("h100_sxm", count, date(2024, 1, 8), name, id=f"to-{name}")
            for name, count in zip(names, shipped, strict=True)
        ),
        moves=(),
        link=link,
    )


def linked(scenario: Scenario, gbit_s: float) -> Scenario:
    return msgspec.structs.replace(scenario, link=Link(gbit_s, scenario.link.km))


def step(*outcomes: Outcome) -> float:
    """The widest step of their calendars [d], by which the end of a run may move between them."""
    return max(float(np.diff(each.days[0]).max()) for each in outcomes)


def on_days(outcome: Outcome, days: np.ndarray) -> np.ndarray:
    return np.interp(days, outcome.days[0], outcome.usable_total[0])


def never_less(more: Outcome, less: Outcome) -> None:
    """Delivered on each day, at full load and by the day the run ends."""
    assert more.headline("usable_flops") >= less.headline("usable_flops") * TRUE
    # A longer calendar has wider steps: ramps are cut, and the run is added up, from other days.
    alike = np.diff(more.days[0])[0] == np.diff(less.days[0])[0]
    late = more.headline("training_finish") - less.headline("training_finish")
    assert late <= (1e-6 if alike else step(more, less))
    if alike:
        days = less.days[0][: more.days.shape[1]]
        assert (on_days(more, days) >= on_days(less, days) * TRUE).all()


@settings(deadline=None, max_examples=15)
@given(counts, counts, links, st.floats(1.001, 30.0))
def test_more_bandwidth_and_less_distance_never_deliver_less(here, there, link, factor):
    less = evaluate(sites(here, there, link=link))
    never_less(evaluate(sites(here, there, link=Link(link.gbit_s * factor, link.km))), less)
    never_less(evaluate(sites(here, there, link=Link(link.gbit_s, link.km / factor))), less)


@settings(deadline=None, max_examples=10)
@given(counts, st.integers(0, 100_000), links)
def test_accelerators_without_power_take_nothing(here, dark, link):
    alone = evaluate(sites(here))
    for found in (
        evaluate(sites(here, dark, link=link, mw=(2000.0, 0.0))),
        evaluate(sites(here, dark + 2_000, link=link, mw=(2000.0, 0.0))),
    ):
        never_less(found, alone)
        end = alone.headline("training_finish")
        assert found.headline("training_finish") == pytest.approx(end, abs=step(found, alone))
        assert found.training.sites == ("a",)


@settings(deadline=None, max_examples=10)
@given(counts, counts, st.integers(1, 60_000), links)
def test_a_third_site_takes_nothing_from_two(here, there, third, link):
    two = evaluate(sites(here, there, link=link))
    never_less(evaluate(sites(here, there, third, link=link)), two)


def test_a_small_third_site_is_left_out_of_the_job_that_it_would_slow_down():
    fleet = evaluate(sites(12_000, 12_000, 8, link=Link(9_000.0)))
    assert fleet.training.sites == ("a", "b")
    assert "It leaves c to other jobs." in fleet.training.fleet


@pytest.mark.parametrize("count", [12_100, 14_000, 20_000, 60_000])
def test_accelerators_that_come_later_do_not_delay_the_run(count):
    base = preset("tesla-to-x")
    more = msgspec.structs.replace(base.shipments[0], count=count)
    scenario = msgspec.structs.replace(base, shipments=(more, *base.shipments[1:]))
    was, found = evaluate(base), evaluate(scenario)
    never_less(found, was)
    end = was.headline("training_finish")
    assert found.headline("training_finish") == pytest.approx(end, abs=step(found, was))
    assert found.usable_total[0, 200] == pytest.approx(was.usable_total[0, 200])
    assert found.headline("run_energy_mwh") == pytest.approx(
        was.headline("run_energy_mwh"), rel=1e-3
    )
    if count > 13_000:
        assert "alone, and this run ends there on 20 Jun 2024." in found.training.fleet
        assert found.usable_total[0, -1] == pytest.approx(found.headline("usable_flops"))


@settings(deadline=None, max_examples=10)
@given(st.integers(500, 40_000))
def test_two_sites_on_a_perfect_link_are_no_faster_than_one(count):
    two = evaluate(sites(count, count, link=Link(1e8, 0.0)))
    one = evaluate(sites(2 * count))
    assert two.headline("usable_flops") <= one.headline("usable_flops") / TRUE
    assert two.headline("usable_flops") == pytest.approx(one.headline("usable_flops"), rel=0.01)


def threshold(text: str) -> float:
    """Gbit/s from which the second campus pays."""
    pays, unit = text.split("it pays from ")[1].split(" on.")[0].split()
    return float(pays.replace(",", "")) * (1000 if unit.startswith("T") else 1)


def told(scenario: Scenario) -> str:
    return evaluate(scenario).training.fleet


@settings(deadline=None, max_examples=15)
@given(counts, counts, st.floats(0.0, 15_000.0), st.sampled_from([(), (2000.0, 5.0)]))
def test_it_pays_from_just_where_it_is_said_to(here, there, km, mw):
    fleet = sites(here, there, link=Link(0.001, km), mw=mw)
    text = told(fleet)
    if "no bandwidth makes it pay" in text:
        assert told(linked(fleet, 1e8)).startswith("The job runs on")
        return
    pays = threshold(text)
    digit = 10.0 ** (np.floor(np.log10(pays)) - 2)
    if pays <= 1e8:  # the most that can be set
        assert told(linked(fleet, pays)).startswith("One job over a and b")
    below = told(linked(fleet, pays - digit))
    assert below.startswith("The job runs on")
    assert threshold(below) == pays, "whatever the present bandwidth"


def test_what_hurts_is_never_all_of_it():
    fleet = sites(8_192, 8_192, link=Link(1.0, 10_000.0))
    pays = threshold(told(fleet))
    text = told(linked(fleet, pays * 0.9999 - 10.0 ** (np.floor(np.log10(pays)) - 2)))
    share = text.split("they would do ")[1].split("%")[0]
    assert 99.0 < float(share) < 100.0
    assert "over 10,000 km" in text


def test_a_campus_without_power_is_named():
    text = told(sites(8_192, 16_384, link=Link(1e6, 0.0), mw=(2000.0, 0.0)))
    assert text == "The job runs on a alone and leaves b to other jobs: b never has power."


def test_too_large_a_fleet_for_one_job_pays_at_no_bandwidth():
    assert "at 0 km no bandwidth makes it pay." in told(sites(90_000, 90_000, link=Link(100.0)))


def test_a_campus_that_is_never_fed_in_full_counts_with_what_is_online():
    part = evaluate(sites(8_192, 8_192, link=Link(1e5, 10.0), mw=(2000.0, 2.0)))
    alone = evaluate(sites(8_192))
    assert part.training.sites == ("a", "b")
    assert part.usable_total[0].max() > alone.usable_total[0].max()
    slow = evaluate(sites(8_192, 8_192, link=Link(8_000.0, 10.0), mw=(2000.0, 2.0)))
    assert slow.training.sites == ("a",)
    never_less(slow, alone)


def test_every_row_runs_where_it_does_most():
    scenario = preset("tesla-to-x")
    more = msgspec.structs.replace(scenario.shipments[0], count=14_000)
    scenario = msgspec.structs.replace(scenario, shipments=(more, *scenario.shipments[1:]))
    both = evaluate(scenario, rows=16)
    x_alone = evaluate(
        msgspec.structs.replace(
            scenario,
            sites=scenario.sites[:1],
            shipments=(msgspec.structs.replace(more, count=12_000, site="x"),),
            moves=(),
        ),
        rows=16,
    )
    finish = both.headlines["training_finish"].value
    assert (finish <= x_alone.headlines["training_finish"].value + step(both, x_alone)).all()
    assert finish[0, 0] == pytest.approx(evaluate(scenario).headline("training_finish"))


def test_distance_says_when_it_does_nothing():
    for link, why in (
        (Link(0.0, 10.0), "No effect now: each site is on its own."),
        (Link(None, 10.0), "No effect now: the sites are one fabric."),
        (Link(1.0, 10.0), None),
    ):
        assert evaluate(sites(1_000, 1_000, link=link)).no_effect.get("link.km") == why
