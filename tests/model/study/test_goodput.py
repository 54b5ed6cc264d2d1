"""The account of goodput: components, phases, curves and changes agree with the answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.catalog import catalog
from model.chain.recovery import COMPONENTS, shares
from model.evaluate import evaluate
from model.files import preset
from model.paths import replaced
from model.scenario import Belief
from model.study.goodput import LABELS, account, helps


@pytest.fixture(scope="module")
def base():
    return preset("colossus-100k")


def test_components_are_the_counts_of_one_published_table():
    # Llama 3, table 5: 419 unplanned interruptions in 54 days on 16,384 H100.
    per_day = {key: catalog().assumption(key) for key in COMPONENTS}
    total = math.fsum(each.range.mode for each in per_day.values())
    assert total * 16_384 * 54 == pytest.approx(419, abs=0.5)
    assert math.fsum(shares(catalog()).values()) == pytest.approx(1.0, abs=1e-12)
    for each in per_day.values():
        assert each.range.low < each.range.mode < each.range.high, each.id


def test_the_account_is_that_of_the_median_row(base):
    for rows in (1, 7):
        outcome = evaluate(base, rows=rows)
        found = account(outcome)
        assert found.goodput == pytest.approx(outcome.headline("goodput"), rel=1e-12)
        assert math.fsum(found.lost.values()) == pytest.approx(1 - found.goodput, abs=1e-12)
        assert found.restarts.point[1] == found.counts.point[1] == found.goodput
    assert set(found.lost) == set(LABELS.values())


def test_a_restart_grows_with_the_fleet_and_the_model(base):
    small = account(evaluate(replaced(base, "shipments.0.count", 1000))).phases
    large = account(evaluate(base)).phases
    assert large["Joining groups"] == pytest.approx(100 * small["Joining groups"])
    assert large["Loading"] == small["Loading"]
    other = account(evaluate(replaced(base, "workload.model", "llama-3.1-405b"))).phases
    assert other["Loading"] < large["Loading"]


def test_restart_time_is_the_lever_at_scale(base):
    def loss(count: int, minutes: float) -> float:
        scenario = replaced(base, "shipments.0.count", count)
        belief = Belief(minutes, minutes, minutes)
        return 1 - evaluate(replaced(scenario, "beliefs.restart_minutes", belief)).headline(
            "goodput"
        )

    assert loss(1000, 15) - loss(1000, 5) < 0.005
    assert loss(100_000, 15) - loss(100_000, 5) > 0.15


@pytest.mark.parametrize(
    ("label", "path", "value"),
    [
        ("Twice the storage", "recovery.storage_gb_s", 600.0),
        ("1 % hot spares", "recovery.spares", 1.0),
    ],
)
def test_a_change_brings_what_it_says(base, label, path, value):
    before = evaluate(base)
    gain = {each.label: each.gain for each in helps(before)}[label]
    after = evaluate(replaced(base, path, value)).headline("goodput")
    assert after - before.headline("goodput") == pytest.approx(gain, rel=1e-9)


def test_poor_choices_are_named_first_among_the_changes(base):
    poor = replaced(base, "recovery.interval", "fixed")
    poor = replaced(poor, "recovery.interval_minutes", 600.0)
    assert helps(evaluate(poor))[0].label == "The best interval"
    waits = replaced(base, "recovery.without_spare", "wait")
    assert "Going on with fewer" in [each.label for each in helps(evaluate(waits))]
    held = replaced(base, "recovery.spares", 20.0)
    assert "No hot spares" in [each.label for each in helps(evaluate(held))]


def test_curves_are_smooth_and_fall(base):
    found = account(evaluate(base))
    for curve in (found.restarts, found.counts):
        steps = np.diff(curve.goodput)
        assert (steps < 0).all()
        assert np.abs(np.diff(steps)).max() < 0.02


def test_without_a_fleet_there_is_no_account():
    outcome = evaluate(preset("blank"))
    assert account(outcome) is None
    assert helps(outcome) == ()
