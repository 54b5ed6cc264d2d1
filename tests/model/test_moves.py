"""Orders that are redirected: units are conserved, and what cannot be is named."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import paths
from model.errors import InputError
from model.evaluate import evaluate
from model.files import dumps, loads, preset
from model.moves import arrival, date_paths, last_day_in_time, left_of, redirected
from model.scenario import Move, Scenario, Shipment

DAY = date(2024, 1, 8)


def with_moves(*moves: Move, **shipment: object) -> Scenario:
    base = preset("tesla-to-x")
    first = msgspec.structs.replace(base.shipments[0], **shipment)
    return msgspec.structs.replace(base, shipments=(first, *base.shipments[1:]), moves=tuple(moves))


@st.composite
def redirections(draw: st.DrawFn) -> Scenario:
    """Orders of a few sizes and types at two sites, with moves that they can bear."""
    base = preset("tesla-to-x")
    shipments, moves = [], []
    for index in range(draw(st.integers(1, 4))):
        site, other = draw(st.sampled_from((("x", "tesla"), ("tesla", "x"))))
        arrives = DAY + timedelta(days=draw(st.integers(0, 300)))
        kind = draw(st.sampled_from(("h100_sxm", "h200_sxm")))
        count = draw(st.integers(1, 20_000))
        shipments.append(Shipment(kind, count, arrives, site, id=f"order-{index}"))
        left = count
        for _ in range(draw(st.integers(0, 2))):
            if left > 0:
                taken = draw(st.integers(1, left))
                on = arrives - timedelta(days=draw(st.integers(0, 60)))
                moves.append(Move(f"order-{index}", taken, other, on, draw(st.floats(0, 90))))
                left -= taken
    return msgspec.structs.replace(base, shipments=tuple(shipments), moves=tuple(moves))


@pytest.mark.parametrize("days", [0.0, 3.5, 14.0])
def test_from_the_last_day_in_time_none_is_late_and_from_the_next_one_all_are(days):
    order = Shipment("h100_sxm", 100, DAY, "tesla", id="late")
    last = last_day_in_time(order, days)
    assert arrival(order, Move("late", 100, "x", last, days)) == DAY
    assert arrival(order, Move("late", 100, "x", last + timedelta(days=1), days)) > DAY


def test_no_unit_is_redirected_before_it_is_ordered():
    order = Shipment("h100_sxm", 100, DAY, "tesla", ordered=DAY - timedelta(days=5))
    assert last_day_in_time(order, 14.0) == DAY - timedelta(days=5)


@settings(deadline=None, max_examples=60)
@given(redirections())
def test_no_unit_is_made_or_lost(scenario):
    after = redirected(paths.replaced(scenario, "title", "checked"))
    for kind in ("h100_sxm", "h200_sxm"):
        before = sum(s.count for s in scenario.shipments if s.accelerator == kind)
        assert sum(s.count for s in after.shipments if s.accelerator == kind) == before
    sites = {s.id: s.site for s in scenario.shipments}
    for site in ("x", "tesla"):
        meant = sum(s.count for s in scenario.shipments if s.site == site)
        got = sum(m.count for m in scenario.moves if m.site == site)
        given_away = sum(m.count for m in scenario.moves if sites[m.order] == site)
        assert sum(s.count for s in after.shipments if s.site == site) == meant + got - given_away
    for index, shipment in enumerate(scenario.shipments):
        taken = sum(m.count for m in scenario.moves if m.order == shipment.id)
        assert left_of(scenario, index) + taken == shipment.count
    assert not after.moves
    assert min(s.arrives for s in after.shipments) >= min(s.arrives for s in scenario.shipments)


@settings(deadline=None, max_examples=8)
@given(redirections())
def test_the_answer_counts_every_unit_once(scenario):
    outcome = evaluate(scenario)
    assert outcome.scenario is scenario
    assert outcome.headline("gpus") == scenario.total_count
    assert outcome.delivered[0, -1] == pytest.approx(scenario.total_count, rel=1e-12)
    assert sum(outcome.pools.values()) == scenario.total_count


def test_they_arrive_when_they_were_due_or_after_their_way():
    early = redirected(with_moves(Move("tesla-december", 5000, "x", date(2023, 12, 15), 14.0)))
    late = redirected(with_moves(Move("tesla-december", 5000, "x", date(2024, 1, 1), 30.0)))
    assert [(s.count, s.site, s.arrives) for s in early.shipments[:2]] == [
        (7000, "tesla", DAY),
        (5000, "x", DAY),
    ]
    assert late.shipments[1].arrives == date(2024, 1, 31)


def test_moving_all_is_ordering_for_the_other_site():
    base = preset("tesla-to-x")
    ordered = msgspec.structs.replace(
        base,
        moves=(),
        shipments=tuple(
            msgspec.structs.replace(s, site={"x": "tesla", "tesla": "x"}[s.site])
            for s in base.shipments
        ),
    )
    moved, direct = evaluate(base), evaluate(ordered)
    for name, headline in direct.headlines.items():
        assert moved.headlines[name].value == pytest.approx(headline.value, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("move", "key", "says"),
    [
        ({"order": "tesla-decembre"}, "moves.0.order", "tesla-december"),
        ({"site": "memphis"}, "moves.0.site", "allowed are x, tesla"),
        ({"site": "tesla"}, "moves.0.site", "goes to tesla already"),
        ({"count": 12_001}, "moves.0.count", "12,000 of its 12,000 left"),
        ({"count": 0}, "moves.0.count", "1 to 1,000,000"),
        ({"on": date(2024, 1, 9)}, "moves.0.on", "until then"),
        ({"on": date(2023, 10, 1)}, "moves.0.on", "placed on 2023-11-01"),
        ({"transit_days": -1.0}, "moves.0.transit_days", "0 to 365 d"),
    ],
)
def test_a_move_that_cannot_be_is_refused_by_key_value_and_limit(move, key, says):
    good = Move("tesla-december", 100, "x", date(2023, 12, 15))
    bad = msgspec.structs.replace(good, **move)
    text = dumps(with_moves(bad, ordered=date(2023, 11, 1)))
    with pytest.raises(InputError) as caught:
        loads(text, "bad.toml")
    assert caught.value.key == key
    assert str(caught.value.value) == str(next(iter(move.values())))
    assert says in caught.value.limit + caught.value.hint


def test_two_moves_together_take_no_more_than_the_order_holds():
    half = Move("tesla-december", 7000, "x", date(2023, 12, 15))
    with pytest.raises(InputError, match=r"5,000 of its 12,000 left") as caught:
        loads(dumps(with_moves(half, half)), "bad.toml")
    assert caught.value.key == "moves.1.count"


def test_an_order_that_shrinks_below_its_moves_is_refused():
    scenario = preset("tesla-to-x")
    with pytest.raises(InputError) as caught:
        paths.replaced(scenario, "shipments.0.count", 11_999)
    assert caught.value.key == "shipments.0.count", "what was edited, not what it contradicts"
    assert paths.replaced(scenario, "shipments.0.count", 12_001).shipments[0].count == 12_001


def test_dates_of_an_order_follow_one_another():
    with pytest.raises(InputError) as caught:
        loads(dumps(with_moves(ordered=date(2023, 11, 1), allocated=date(2023, 10, 1))), "bad")
    assert caught.value.key == "shipments.0.allocated"
    assert "2023-11-01" in caught.value.limit


def test_days_that_the_first_site_would_have_waited_for_are_left_behind():
    held = with_moves(rack_from=date(2024, 8, 1), power_from=date(2024, 9, 1))
    part = msgspec.structs.replace(preset("tesla-to-x").moves[0], count=5_000)
    left, moved = redirected(msgspec.structs.replace(held, moves=(part,))).shipments[:2]
    assert (left.rack_from, left.power_from) == (date(2024, 8, 1), date(2024, 9, 1))
    assert (moved.rack_from, moved.power_from) == (None, None)


def test_a_bar_of_racking_moves_the_day_of_its_own_shipment():
    base = preset("tesla-to-x")
    part = msgspec.structs.replace(base.moves[0], count=5_000)
    late = msgspec.structs.replace(base.moves[1], transit_days=90.0)
    scenario = msgspec.structs.replace(base, moves=(part, late))
    real, paths_of = redirected(scenario), date_paths(scenario)
    assert len(paths_of) == len(real.shipments) == 4
    for shipment, path in zip(real.shipments, paths_of, strict=True):
        before = paths.get(scenario, path)
        again = redirected(paths.replaced(scenario, path, before + timedelta(days=1)))
        changed = [
            new.arrives - old.arrives
            for new, old in zip(again.shipments, real.shipments, strict=True)
            if (old.count, old.site) == (shipment.count, shipment.site)
        ]
        assert timedelta(days=1) in changed, path
    bars = {task.moves for task in evaluate(scenario).tasks if task.kind == "rack"}
    assert bars == set(paths_of)


def test_two_orders_of_one_name_are_refused():
    base = preset("tesla-to-x")
    twice = msgspec.structs.replace(base, shipments=(*base.shipments, base.shipments[0]))
    with pytest.raises(InputError, match="each order id once"):
        loads(dumps(twice), "bad")


def test_a_site_that_gives_all_away_still_has_an_answer():
    base = preset("tesla-to-x")
    outcome = evaluate(msgspec.structs.replace(base, moves=base.moves[1:]))
    assert outcome.headline("gpus") == 24_000
    assert all("x" not in each.why.split() for each in outcome.binding)
