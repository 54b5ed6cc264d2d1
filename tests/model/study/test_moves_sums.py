"""Gains and losses as sums: over sites, over time, and there and back."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model import paths
from model.chain import bends
from model.evaluate import evaluate
from model.files import preset
from model.moves import redirected
from model.scenario import Move, Scenario, Shipment, Supply
from model.study.moves import balance
from model.study.site_alone import evaluated_alone

ARRIVES = date(2024, 3, 4)
BASE = preset("tesla-to-x")
few = settings(deadline=None, max_examples=12)


def twins(*shipments: Shipment, moves: tuple[Move, ...] = (), mw: float = 200.0) -> Scenario:
    """Two sites alike, ready and with ``mw`` from the start."""
    site = msgspec.structs.replace(
        BASE.sites[0], phase_mw=200.0, supply=(Supply("grid", mw, date(2023, 11, 1)),)
    )
    sites = (msgspec.structs.replace(site, id="x"), msgspec.structs.replace(site, id="y"))
    return msgspec.structs.replace(BASE, sites=sites, shipments=shipments, moves=moves)


def order(id: str, count: int, site: str, arrives: date = ARRIVES) -> Shipment:
    return Shipment("h100_sxm", count, arrives, site, id=id)


@few
@given(count=st.integers(1, 30_000), transit=st.integers(0, 200))
def test_all_sites_together_lose_the_days_on_the_way(count, transit):
    move = Move("a", count, "y", ARRIVES, float(transit))
    x, y = balance(twins(order("a", count, "x"), moves=(move,))).sites
    sums = [s.having.gpu_days - s.without.gpu_days for s in (x, y)]
    assert sum(sums) == pytest.approx(-count * transit, rel=1e-6, abs=1e-3)
    assert x.a_day + y.a_day == pytest.approx(0, abs=1e-6)
    assert y.a_day == pytest.approx(count)


@few
@given(mw=st.floats(1.0, 12.0), count=st.integers(5_000, 12_000))
def test_what_one_site_cannot_power_the_other_gains_for_good(mw, count):
    """A short site loses only what it had online; all of what it gives away runs elsewhere."""
    base = twins(order("a", count, "x"), mw=mw)
    far = msgspec.structs.replace(base.sites[1], supply=(Supply("grid", 200.0, date(2023, 11, 1)),))
    moved = msgspec.structs.replace(
        base, sites=(base.sites[0], far), moves=(Move("a", count, "y", ARRIVES, 0.0),)
    )
    found = balance(moved)
    x, y = found.sites
    assert x.a_day == pytest.approx(-x.without.online[-1], abs=0.5)
    assert y.a_day == pytest.approx(count)
    short = count - x.without.online[-1]
    assert x.a_day + y.a_day == pytest.approx(max(short, 0), abs=1.5)


@few
@given(count=st.integers(1, 12_000), on=st.integers(0, 60))
def test_a_move_and_its_reverse_on_the_same_day_cancel_out(count, on):
    when = ARRIVES - timedelta(days=on)
    both = (order("a", count, "x"), order("b", count, "tesla"))
    back = (Move("a", count, "tesla", when, 0.0), Move("b", count, "x", when, 0.0))
    found = balance(msgspec.structs.replace(BASE, shipments=both, moves=back))
    assert found.headline == "The moves change no GPU-day."
    for site in found.sites:
        assert (site.gain, site.a_day, site.flop_gain, site.delay_days) == (0, 0, 0, 0)
        assert "neither gains nor loses" in site.sentence
        assert "on the same day" in site.sentence


@settings(deadline=None, max_examples=8)
@given(
    counts=st.lists(st.integers(1, 9_000), min_size=1, max_size=3),
    since=st.integers(40, 260),
    late=st.floats(0, 10),
    mw=st.floats(1, 30),
)
@example(counts=[6_000, 6_000], since=150, late=0.3, mw=200.0)  # power comes between the two
def test_gpu_days_are_the_area_under_an_endlessly_fine_curve(counts, since, late, mw):
    """Also where the supply begins to carry a part of the load within a day."""
    days = [ARRIVES + timedelta(days=40 * k) for k in range(len(counts))]
    orders = (
        order(f"o{k}", n, "x", when) for k, (n, when) in enumerate(zip(counts, days, strict=True))
    )
    step = Supply("grid", mw, date(2023, 11, 1) + timedelta(days=since))
    base = twins(*orders)
    site = msgspec.structs.replace(base.sites[0], supply=(step,))
    scenario = msgspec.structs.replace(base, sites=(site, base.sites[1]))
    scenario = paths.replaced(scenario, "beliefs.power_slip.mode", late)
    alone = evaluated_alone(scenario, "x")
    until = date(2025, 2, 1)
    end = (until - scenario.epoch).days

    def fine(calendar, builds, at):
        return (np.arange(end * 400) + 0.5)[np.newaxis, :] / 400  # midpoints

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bends, "followed", fine)
        online = evaluated_alone(scenario, "x").outcome.online[0]
    most = max(sum(counts), 1)
    assert alone.summed(until)[0] == pytest.approx(online.sum() / 400, abs=0.02 * most, rel=1e-5)


@pytest.mark.parametrize(("count", "gain"), [(1, 260), (10, 2_600)])
def test_a_small_move_is_said_alike_everywhere(count, gain):
    """On paper: from the end of January, as crews come to it, some 257 days to the end."""
    move = msgspec.structs.replace(BASE.moves[0], count=count)
    found = balance(msgspec.structs.replace(BASE, moves=(move,)))
    x = found.sites[0]
    assert x.gain == pytest.approx(gain, rel=0.05)
    assert found.headline.startswith("X gains ")
    assert found.headline.split(" GPU-days")[0] == x.sentence.split(" GPU-days")[0]


def test_what_goes_on_is_said_with_what_has_come_up_to_then():
    """x gives all away for good to a site that can't use it: counting longer costs more."""
    dark = msgspec.structs.replace(BASE.sites[1], supply=())
    found = balance(
        msgspec.structs.replace(BASE, sites=(BASE.sites[0], dark), moves=BASE.moves[1:])
    )
    x, tesla = found.sites
    assert (x.a_day, tesla.a_day, tesla.gain) == (-12_000, 0, 0)
    assert "12,000 GPU-days a day from then on" in x.sentence
    assert found.headline.endswith(", then 12,000 a day; tesla gains none.")


def test_what_comes_late_and_stays_is_followed_until_it_is_online():
    late = msgspec.structs.replace(BASE.moves[0], transit_days=365.0)
    found = balance(msgspec.structs.replace(BASE, moves=(late,)))
    x = found.sites[0]
    assert found.until > date(2024, 12, 28)  # the last of them comes then
    assert x.having.online[-1] > 12_000
    assert x.a_day == pytest.approx(x.having.online[-1] - 12_000)
    assert f"{found.until.day} December 2024" in x.sentence


def test_the_headline_names_every_site():
    sites = tuple(msgspec.structs.replace(BASE.sites[0], id=id) for id in ("x", "y", "z", "w"))
    orders = (order("a", 6_000, "x"), order("b", 6_000, "y"))
    moves = (Move("a", 2_000, "y", ARRIVES, 0.0), Move("a", 1_000, "z", ARRIVES, 0.0))
    scenario = msgspec.structs.replace(BASE, sites=sites, shipments=orders, moves=moves)
    found = balance(scenario)
    assert [site.site for site in found.sites] == ["x", "y", "z"]
    clauses = found.headline.lower().rstrip(".").split("; ")
    assert [clause.split()[0] for clause in clauses] == sorted(
        "xyz", key=lambda id: -next(s.gain for s in found.sites if s.site == id)
    )
    sums = {s.site: s.gain for s in found.sites}
    for clause in clauses:
        name, verb, amount = clause.split()[:3]
        value = float(amount.replace(",", "").rstrip(","))
        assert value == pytest.approx(abs(sums[name]), rel=5e-3)
        assert verb == ("gains" if sums[name] > 0 else "loses")


def test_all_that_a_site_gave_is_judged():
    """The first order would have run, the second would have found no power."""
    orders = (order("a", 6_000, "x"), order("b", 6_000, "x", date(2024, 6, 3)))
    moves = tuple(Move(id, 6_000, "y", ARRIVES, 0.0) for id in "ab")
    found = balance(twins(*orders, moves=moves, mw=10.0))
    (given_,) = found.given
    first, second = given_.parts
    assert given_.count == 12_000
    assert (first.waits_for, second.waits_for) == ("", "power")
    assert first.short_mw == 0.0
    assert given_.short_mw == second.short_mw > 3
    assert given_.idle_gpu_days == first.idle_gpu_days + second.idle_gpu_days
    used, not_powered = given_.sentence.split(". ")
    assert used.startswith("X could have used the 6,000 H100 that it gave, due by 4 March 2024")
    assert "could not have powered the 6,000 H100 that it gave, due by 3 June" in not_powered
    assert "that the 12,000 there by then draw" in not_powered


def test_both_orders_that_x_gave_are_one_sentence():
    found = balance(BASE)
    x = next(each for each in found.given if each.site == "x")
    assert [part.count for part in x.parts] == [6_000, 6_000]
    assert x.sentence.startswith("X could have used the 12,000 H100 that it gave: ")
    assert x.parts[1].online == found.sites[0].without.full


def test_the_date_of_full_load_is_that_of_the_redirected_fleet():
    found = balance(BASE)
    alone = evaluated_alone(redirected(BASE), "tesla")
    assert found.sites[1].having.full == alone.reaches(12_000)


def test_what_is_given_needs_what_it_draws_itself_not_what_comes_after_it():
    """The first order is of H100; GB200, which draw more, come to the same site later."""
    later = msgspec.structs.replace(
        order("b", 6_000, "x", date(2024, 6, 3)), accelerator="gb200_nvl72"
    )
    orders = (order("a", 6_000, "x"), later)
    found = balance(twins(*orders, moves=(Move("a", 6_000, "y", ARRIVES, 0.0),), mw=100.0))
    alone = evaluate(twins(orders[0], moves=(), mw=100.0)).headline("facility_mean_mw")
    assert found.given[0].parts[0].needs_mw == pytest.approx(alone, rel=1e-6)


def test_what_stands_idle_is_what_is_there_and_not_online():
    """Power for three quarters of the order: what the site does with it is not idle."""
    whole = twins(order("a", 6_000, "x"), mw=100.0)
    mw = evaluate(whole).headline("facility_mean_mw") * 0.75
    moves = (Move("a", 6_000, "y", ARRIVES, 0.0),)
    found = balance(twins(order("a", 6_000, "x"), moves=moves, mw=mw))
    (part,) = found.given[0].parts
    assert part.online is None
    all_of_it = 6_000 * (found.until - part.due).days
    done = next(site.without.gpu_days for site in found.sites if site.site == "x")
    assert 0 < done < all_of_it
    assert part.idle_gpu_days == pytest.approx(all_of_it - done, rel=1e-3)
