"""Orders and sites: mistakes are named at what was edited, names change, drags have ends."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import msgspec
import pytest

from model import paths
from model.errors import InputError
from model.evaluate import evaluate
from model.files import dumps, loads, preset
from model.moves import date_paths, drag_limits, redirected

SWAP = preset("tesla-to-x")


def stopped(act, key: str) -> int | None:
    """What ``act`` gives; None if it is refused at ``key``."""
    try:
        return act()
    except InputError as error:
        return None if error.key == key else -9999


def refused(path: str, value: object, scenario=SWAP) -> InputError:
    with pytest.raises(InputError) as caught:
        paths.replaced(scenario, path, value)
    return caught.value


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("shipments.0.count", 5_000, "12,000 of order tesla-december are redirected"),
        ("shipments.0.count", 0, "Keep at least 12,000, or take a move back"),
        ("shipments.0.site", "x", "12,000 of order tesla-december are redirected to x"),
        ("shipments.1.arrives", date(2023, 12, 1), "Earliest allowed: 2023-12-15"),
        ("shipments.1.ordered", date(2023, 12, 20), "Latest allowed: 2023-12-15"),
        ("shipments.0.shipped", date(2024, 2, 1), "not after the day it arrives (2024-01-08)"),
        ("shipments.0.arrives", date(2023, 12, 14), "not before the day it is shipped"),
        ("moves.0.count", 13_000, "Redirect at most 12,000"),
        ("moves.0.site", "tesla", "goes to tesla already"),
        ("moves.0.on", date(2024, 1, 9), "Latest allowed: 2024-01-08"),
        ("shipments.1.id", "x-june", "each order id once"),
        ("shipments.0.id", "", "refers to its name"),
        ("sites.0.id", "tesla", "another site is called that"),
        ("sites.0.id", "  ", "a site needs a name"),
        ("sites.0.id", "a\tb", "one line of letters"),
        ("sites.0.id", "a" * 41, "up to 40 characters"),
    ],
)
def test_a_contradiction_is_named_at_the_field_that_was_edited(path, value, says):
    error = refused(path, value)
    assert error.key == path
    assert says in f"{error.limit}. {error.hint}"
    if value and not isinstance(value, str):
        assert str(error.value) == str(value)


def test_the_first_of_two_moves_may_take_what_the_second_leaves():
    half = msgspec.structs.replace(SWAP.moves[0], count=6_000)
    two = msgspec.structs.replace(SWAP, moves=(half, half))
    error = refused("moves.0.count", 7_000, two)
    assert (error.key, error.value) == ("moves.0.count", 7_000)
    assert "6,000 of its 12,000 left" in error.limit


def test_who_refers_to_a_site_follows_its_new_name():
    after = paths.replaced(SWAP, "sites.1.id", " Giga Texas ")
    assert [site.id for site in after.sites] == ["x", "Giga Texas"]
    assert [each.site for each in after.shipments] == ["Giga Texas", "x", "x"]
    assert [each.site for each in after.moves] == ["x", "Giga Texas", "Giga Texas"]
    assert loads(dumps(after), "renamed.toml") == after
    headlines = evaluate(after).headlines
    for name, was in evaluate(SWAP).headlines.items():
        assert headlines[name].value == pytest.approx(was.value, nan_ok=True), name
    assert paths.replaced(after, "sites.1.id", "tesla") == SWAP


def test_moves_follow_the_new_name_of_their_order():
    after = paths.replaced(SWAP, "shipments.2.id", "june")
    assert [each.order for each in after.moves] == ["tesla-december", "x-january", "june"]
    free = paths.removed(after, "moves", 2)
    assert paths.replaced(free, "shipments.2.id", "").shipments[2].id == ""


@pytest.mark.parametrize("key", ["sites.0.id", "shipments.0.id"])
def test_a_file_with_a_name_that_cannot_be_shown_is_refused(key):
    items = key.split(".")[0]
    record = msgspec.structs.replace(getattr(SWAP, items)[0], id="a\nb")
    bad = msgspec.structs.replace(SWAP, **{items: (record, *getattr(SWAP, items)[1:])})
    with pytest.raises(InputError) as caught:
        loads(dumps(bad), "bad.toml")
    assert caught.value.key == key


@pytest.mark.parametrize("transit", [0.0, 14.0, 60.0])
def test_within_its_limits_a_bar_follows_its_date_and_just_outside_it_does_not(transit):
    """Half of one order is redirected, so that there are bars of both halves."""
    half = msgspec.structs.replace(SWAP.moves[0], count=6_000, transit_days=transit)
    scenario = msgspec.structs.replace(SWAP, moves=(half, *SWAP.moves[1:]))
    real, day = redirected(scenario).shipments, timedelta(days=1)

    def moves_by(path: str, place: int, when: date) -> int:
        after = redirected(paths.replaced(scenario, path, when)).shipments[place]
        return (after.arrives - real[place].arrives).days

    for place, path in enumerate(date_paths(scenario)):
        first, last = drag_limits(scenario, path, real[place].site)
        now = paths.get(scenario, path)
        for limit, beyond in ((first, -day), (last, day)):
            if limit is None:
                continue
            assert moves_by(path, place, limit) == (limit - now).days
            stays = (limit - now).days
            assert stopped(partial(moves_by, path, place, limit + beyond), path) in (None, stays)
