"""What a redirection brings to each site."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest

from model import paths
from model.evaluate import evaluate
from model.files import preset
from model.moves import redirected
from model.study.moves import balance


@pytest.fixture(scope="module")
def swap():
    return balance(preset("tesla-to-x"))


def test_x_gains_months_and_tesla_loses_nothing(swap):
    x, tesla = swap.sites
    assert (x.site, tesla.site) == ("x", "tesla")
    # On paper: 6,000 that came in mid June come in mid January instead, about 150 days sooner.
    gain = x.having.gpu_days - x.without.gpu_days
    assert gain == pytest.approx(6000 * 150, rel=0.2)
    assert x.having.flop > x.without.flop
    assert -170 < x.delay_days < -120
    assert tesla.having.gpu_days == pytest.approx(tesla.without.gpu_days, rel=1e-9)
    assert tesla.delay_days == 0
    assert tesla.having.full == tesla.without.full


def test_tesla_could_not_have_powered_them(swap):
    given = next(each for each in swap.given if each.site == "tesla")
    (part,) = given.parts
    site = preset("tesla-to-x").sites[1]
    assert all(step.from_ > part.due for step in site.supply)
    assert part.had_mw == 0.0
    assert given.short_mw == part.short_mw == pytest.approx(part.needs_mw)
    assert 12_000 * 0.7e-3 < part.needs_mw < 12_000 * 2e-3
    assert "could not have powered the 12,000 H100" in given.sentence
    assert f"{(part.online - part.due).days} days later" in given.sentence


def test_a_site_with_power_and_halls_could_have_used_them():
    base = preset("tesla-to-x")
    early = msgspec.structs.replace(base.sites[1].supply[0], from_=date(2023, 11, 1))
    ready = msgspec.structs.replace(base.sites[1], supply=(early,), build="ready", halls=1)
    found = balance(msgspec.structs.replace(base, sites=(base.sites[0], ready)))
    given = next(each for each in found.given if each.site == "tesla")
    assert given.short_mw == 0.0
    assert "could have used" in given.sentence
    tesla = next(each for each in found.sites if each.site == "tesla")
    assert tesla.having.gpu_days < tesla.without.gpu_days
    assert tesla.delay_days > 0


def test_power_without_a_hall_is_said_to_wait_for_the_hall():
    base = paths.replaced(preset("tesla-to-x"), "sites.1.supply.0.from", date(2023, 11, 1))
    given = next(each for each in balance(base).given if each.site == "tesla")
    assert given.short_mw == 0.0
    assert "waited for its halls" in given.sentence


def test_gpu_days_are_the_area_under_what_is_online(swap):
    base = preset("tesla-to-x")
    x = msgspec.structs.replace(base, moves=(), sites=base.sites[:1], shipments=base.shipments[1:])
    outcome = evaluate(x)
    end = (swap.until - outcome.epoch).days
    daily = np.interp(np.arange(end + 1.0), outcome.days[0], outcome.online[0])
    area = (daily[1:] + daily[:-1]).sum() / 2
    assert swap.sites[0].without.gpu_days == pytest.approx(area, rel=1e-3)


def test_gpu_days_of_a_site_that_is_switched_on_within_a_day_are_exact(swap):
    """On paper: nothing before the supply, a straight rise to all, all for the rest of the day."""
    base = preset("tesla-to-x")
    own = tuple(s for s in redirected(base).shipments if s.site == "tesla")
    outcome = evaluate(
        msgspec.structs.replace(base, moves=(), sites=base.sites[1:], shipments=own), closely=True
    )
    full = outcome.headline("full_load")
    begins = float(outcome.bends[0, outcome.bends[0] < full - 1e-6][-1])  # the supply's first day
    assert full - begins < 1
    end = (swap.until - outcome.epoch).days
    area = 12_000 * ((end - full) + (full - begins) / 2)
    assert area < 3_000  # a trapezoid over that day would give 6,000
    tesla = swap.sites[1]
    assert tesla.having.gpu_days == tesla.without.gpu_days == pytest.approx(area, rel=2e-3)


def test_the_curves_are_what_the_gpu_days_are_summed_from(swap):
    assert swap.first == date(2023, 11, 1)
    assert swap.days[0] == 0
    assert np.all(np.diff(swap.days) == 1)
    assert swap.days[-1] == (swap.until - swap.first).days
    for site in swap.sites:
        for fate in (site.without, site.having):
            assert fate.online.shape == swap.days.shape
            # Midnights see a bend up to a day late, the sum does not.
            most = 1.01 * fate.online.max()
            assert abs(np.trapezoid(fate.online, swap.days) - fate.gpu_days) < most


def test_the_curves_end_at_what_each_site_was_shipped(swap):
    for site in swap.sites:
        for fate in (site.without, site.having):
            assert fate.online[0] == 0
            assert fate.online[-1] == pytest.approx(fate.count)
            day = (fate.full - swap.first).days
            # All are online within that day: at the midnight after it, not at the one before.
            assert fate.online[day + 1] == pytest.approx(fate.count)
            assert fate.online[day] < fate.count


def test_tesla_has_the_same_curve_with_the_moves_and_x_never_fewer_online(swap):
    x, tesla = swap.sites
    np.testing.assert_array_equal(tesla.having.online, tesla.without.online)
    assert np.all(x.having.online >= x.without.online)


def test_a_move_of_what_stands_idle_leaves_the_giver_as_it_is_until_power_comes():
    base = preset("tesla-to-x")
    found = balance(msgspec.structs.replace(base, moves=base.moves[:1]))
    tesla = next(each for each in found.sites if each.site == "tesla")
    powered = (base.sites[1].supply[0].from_ - found.first).days
    assert not tesla.without.online[:powered].any()
    assert tesla.without.online[-1] == pytest.approx(12_000)
    assert not tesla.having.online.any()


def test_the_calendar_starts_with_a_redirection_that_comes_before_the_work():
    base = preset("tesla-to-x")
    early = paths.replaced(base, "moves.0.on", date(2023, 10, 1))
    found = balance(early)
    assert found.first == date(2023, 10, 1)
    assert [(r.on, r.giver, r.taker, r.count) for r in found.redirections] == [
        (date(2023, 10, 1), "tesla", "x", 12_000),
        (date(2023, 12, 15), "x", "tesla", 6_000),
        (date(2023, 12, 15), "x", "tesla", 6_000),
    ]
    for site in found.sites:
        area = np.trapezoid(site.having.online, found.days)
        assert abs(area - site.having.gpu_days) < 1.01 * site.having.count


def test_without_moves_there_is_nothing_to_compare():
    assert balance(preset("colossus-100k")) is None


def test_a_move_there_alone_is_a_gain_for_one_and_a_loss_for_the_other():
    base = preset("tesla-to-x")
    found = balance(msgspec.structs.replace(base, moves=base.moves[1:2]))
    x, tesla = found.sites
    assert (x.without.count, x.having.count) == (12_000, 6_000)
    assert (tesla.without.count, tesla.having.count) == (12_000, 18_000)
    assert x.having.gpu_days < x.without.gpu_days
    assert found.headline.startswith(("Tesla gains", "X loses"))
    assert x.a_day == -6_000
    assert tesla.a_day == 6_000


def test_words_say_what_the_numbers_are_of():
    base = paths.replaced(preset("tesla-to-x"), "moves.0.count", 5_000)
    found = balance(base)
    given = next(each for each in found.given if each.site == "tesla")
    assert f"{given.parts[0].needs_mw:,.3g} MW that the 12,000 there by then" in given.sentence
    x = next(each for each in found.sites if each.site == "x")
    assert f"its first 5,000 {-x.delay_days:.0f} days sooner" in x.sentence
