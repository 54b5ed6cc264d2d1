"""Where the cluster stands."""

from __future__ import annotations

from datetime import date

import pytest

from model.study.rank import drawn, installed, ranking
from model.study.systems import latest, twins
from model.units import day_number
from tests.answers import PEAK, START, answer, scenario, system

EARLY, LATE = date(2023, 6, 1), date(2025, 6, 1)
SYSTEMS = (
    system("big", 60_000, EARLY),
    system("small", 10_000, EARLY),
    system("later", 300_000, LATE),
)


def day(when: date) -> float:
    return day_number(when, START)


def test_ours_is_first_until_a_larger_one_comes():
    before = ranking(answer(), 200.0, clusters=SYSTEMS)
    assert (before.place, before.known) == (1, 3)
    assert before.rival is not None
    assert before.rival.name == "big"
    after = ranking(answer(), day(LATE), clusters=SYSTEMS)
    assert (after.place, after.known) == (2, 4)


def test_nothing_installed_has_no_place():
    for outcome, at in ((answer(0), 300.0), (answer(), 0.0)):
        found = ranking(outcome, at, clusters=SYSTEMS)
        assert found.place is None
        assert found.ours == 0
        assert found.known == 2


def test_before_every_date_ours_is_alone_or_nobody_is():
    found = ranking(answer(), day(date(1900, 1, 1)), clusters=SYSTEMS)
    assert found.standings == ()
    assert (found.known, found.place, found.rival) == (0, None, None)
    assert ranking(answer(), 300.0, clusters=()).place == 1


def test_half_way_half_is_installed():
    assert installed(answer(), 110.0) == pytest.approx(50_000 * PEAK)
    assert drawn(answer(), 110.0) == pytest.approx(50_000 * 5 * 400.0)


def test_peak_is_ranked_in_bf16_whatever_the_run_computes_in():
    fp8, bf16 = installed(answer(precision="fp8"), 300.0), installed(answer(), 300.0)
    assert fp8 == pytest.approx(bf16, rel=1e-3)


def test_phases_of_one_campus_count_once():
    phases = (
        system("p1", 100_000, EARLY, campus="c"),
        system("p2", 200_000, date(2024, 1, 1), campus="c"),
        system("p2 as seen from outside", 250_000, date(2024, 2, 1), campus="c", types=False),
        system("plan", 900_000, date(2024, 3, 1), campus="c", status="planned"),
    )
    assert [c.name for c in latest(phases, EARLY)] == ["p1"]
    assert [c.name for c in latest(phases, LATE)] == ["p2"]


def test_campuses_and_plans_are_listed_but_not_ranked():
    records = (
        *SYSTEMS,
        system("campus", 500_000, EARLY, types=False),
        system("plan", 400_000, EARLY, status="projected"),
        system("gone", 400_000, EARLY, status="decommissioned"),
        system("a run (subset of big)", 400_000, EARLY),
    )
    found = ranking(answer(), 300.0, clusters=records)
    assert (found.place, found.known) == (1, 3)
    assert [s.name for s in found.standings] == ["campus", "plan", "Ours", "big", "small"]
    assert found.larger_campuses == 2


def test_the_real_system_of_the_scenario_does_not_compete_with_it():
    records = (
        system("real", 150_000, date(2024, 9, 2), campus="m1", location="1 Road, Memphis, TN"),
        system("neighbour", 90_000, date(2025, 10, 1), campus="m2", location="2 Road, Memphis TN"),
        *SYSTEMS,
    )
    assert twins(scenario(), records) == {"m1"}
    found = ranking(answer(), 200.0, clusters=records)
    assert [(s.kind, s.place) for s in found.standings][:2] == [("real", None), ("ours", 1)]
    assert found.known == 3


def test_power_ranks_only_systems_of_known_power():
    records = (system("a", 10, EARLY, mw=500.0), system("b", 10, EARLY))
    found = ranking(answer(), 300.0, "power", clusters=records)
    assert (found.place, found.known) == (2, 2)
    assert found.ours == pytest.approx(200e6)


def test_a_run_on_a_listed_system_of_its_owner_is_no_system_of_its_own():
    run = system("Big run (5k)", 5_000, EARLY)
    alone = system("Other run (5k)", 5_000, EARLY, owner="Someone else")
    assert [c.name for c in latest((*SYSTEMS, run, alone), LATE)] == [
        "big", "small", "later", "Other run (5k)",
    ]  # fmt: skip
