"""Properties of the whole chain: conservation, order, independence of rows."""

import re
from datetime import date, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from model import paths
from model.catalog import catalog
from model.errors import InputError
from model.evaluate import evaluate
from model.files import preset
from model.outcome import Outcome
from model.paths import inserted, replaced
from model.scenario import Belief, Scenario, Shipment, Supply
from model.study.losses import losses

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PRESETS = tuple(catalog().presets)


@pytest.fixture(scope="module")
def base() -> Scenario:
    return preset("colossus-200k")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_keeps_the_books(name: str) -> None:
    outcome = evaluate(preset(name), rows=5)
    h = {key: headline.value for key, headline in outcome.headlines.items()}
    total_peak = sum(outcome.peak_power.values()) / 1e6
    assert np.allclose(total_peak, h["facility_peak_mw"], rtol=1e-9)
    assert np.allclose(sum(outcome.capex.values()), h["capex_usd"], rtol=1e-9)
    assert np.allclose(sum(outcome.opex.values()), h["opex_usd_per_year"], rtol=1e-9)
    supply = outcome.supply_firm
    assert (outcome.power_total <= np.maximum(supply, 1.0) * (1 + 1e-9)).all(), "no free energy"
    assert (outcome.power_total <= outcome.wanted * (1 + 1e-9) + 1e-6).all()
    assert (outcome.online <= outcome.racked + 1e-6).all()
    assert (outcome.racked <= outcome.delivered + 1e-6).all()
    assert (outcome.delivered <= outcome.scenario.total_count + 1e-6).all()
    assert (outcome.usable_total <= outcome.peak_powered + 1e-3).all()
    taken = losses(outcome)
    if taken is not None:
        after = taken.peak - sum(step.flops for step in taken.steps) - taken.failures.flops
        assert after == pytest.approx(taken.usable, rel=1e-9)


@pytest.mark.parametrize("name", PRESETS)
def test_arrays_keep_the_shape_contract(name: str) -> None:
    outcome = evaluate(preset(name), rows=3)
    wide = (3, outcome.days.shape[1])
    for field in msgspec.structs.fields(Outcome):
        value = getattr(outcome, field.name)
        arrays = value.values() if isinstance(value, dict) else [value]
        for array in arrays:
            if isinstance(array, np.ndarray) and field.name != "days":
                assert array.shape in (wide, (3, 1)), field.name
    for task in outcome.tasks:
        assert task.start.shape == task.finish.shape == task.slack.shape == (3, 1), task.id


def test_rows_are_independent_and_row_0_is_the_median(base: Scenario) -> None:
    one, many = evaluate(base), evaluate(base, rows=9)
    for name, headline in one.headlines.items():
        assert many.headlines[name].value[0, 0] == pytest.approx(headline.value[0, 0], rel=1e-9)
    assert np.allclose(many.usable_total[:1], one.usable_total)


def test_no_accelerators_is_an_answer() -> None:
    outcome = evaluate(preset("blank"))
    assert outcome.headline("gpus") == 0
    assert outcome.usable_total.max() == 0
    assert outcome.binding == ()
    assert outcome.tasks == (), "nothing is built, racked or run"
    assert any("shipment" in warning for warning in outcome.warnings)


def test_one_accelerator_is_an_answer(base: Scenario) -> None:
    one = replaced(base, "shipments", (replace(base.shipments[0], count=1),))
    outcome = evaluate(one)
    assert outcome.headline("gpus") == 1
    assert outcome.headline("peak_flops") == pytest.approx(989.4e12)


def test_losses_by_cause_sum_to_what_goodput_lacks(base: Scenario) -> None:
    outcome = evaluate(base, rows=5)
    lost = outcome.reliability.losses
    total = sum(lost.parts.values(), np.zeros((5, 1)))
    assert 1.0 - total == pytest.approx(outcome.headlines["goodput"].value, abs=1e-12)
    assert (lost.parts["restart"] > 0.0).all()
    assert evaluate(preset("blank")).reliability is None


def test_hardly_any_failures_means_that_hardly_any_time_is_lost(base: Scenario) -> None:
    assert evaluate(base).headline("goodput") < 0.9
    calm = evaluate(replaced(base, "beliefs.failure_rate", Belief(0.01, 0.01, 0.01)))
    slow = float(calm.reliability.losses.parts["stragglers"][0, 0])
    assert calm.headline("goodput") + slow > 0.97


@pytest.mark.parametrize(
    ("path", "value", "cause"),
    [
        ("recovery.spares", 5.0, "spares"),
        ("recovery.without_spare", "wait", "wait"),
        ("recovery.without_spare", "elastic", "elastic"),
        ("recovery.saving", "halt", "checkpoint"),
        ("recovery.interval", "fixed", "rework"),
        ("recovery.storage_gb_s", 20.0, "load"),
        ("beliefs.restart_minutes", Belief(20, 30, 40), "restart"),
    ],
)
def test_each_decision_on_recovery_moves_its_loss(path: str, value: object, cause: str) -> None:
    base = preset("colossus-100k")  # small enough for one job to use it all
    before, after = (
        evaluate(scenario).reliability.losses for scenario in (base, replaced(base, path, value))
    )
    assert after.parts[cause][0, 0] > before.parts[cause][0, 0]


def test_llama_3_keeps_to_its_published_share_of_time() -> None:
    # More than 90 % effective training time in 54 days on 16,384 H100 (arXiv 2407.21783,
    # section 3.3.4). The share is one of time, so that slow nodes do not count in it.
    lost = evaluate(preset("llama3-16k")).reliability.losses
    assert float(lost.goodput[0, 0] + lost.parts["stragglers"][0, 0]) > 0.90


@QUICK
@given(st.integers(1, 120))
def test_earlier_arrival_never_delays_the_finish(base: Scenario, days: int) -> None:
    arrives = base.shipments[1].arrives - timedelta(days=days)
    early, late = evaluate(replaced(base, "shipments.1.arrives", arrives)), evaluate(base)
    assert early.headline("full_load") <= late.headline("full_load") + 1e-6
    assert early.headline("training_finish") <= late.headline("training_finish") + 1e-6


@QUICK
@given(st.floats(0.3, 3), st.floats(0.01, 2))
def test_more_failures_never_raise_goodput(base: Scenario, rate: float, more: float) -> None:
    def at(value: float) -> float:
        belief = Belief(value, value, value)
        return evaluate(replaced(base, "beliefs.failure_rate", belief)).headline("goodput")

    assert at(min(rate + more, 5.0)) <= at(rate) + 1e-12


def test_twice_the_lots_draw_twice_the_it_power(base: Scenario) -> None:
    double = base
    for index, shipment in enumerate(base.shipments):
        double = replaced(double, f"shipments.{index}.count", 2 * shipment.count)
    once, twice = evaluate(base), evaluate(double)
    assert twice.headline("critical_it_mw") == pytest.approx(2 * once.headline("critical_it_mw"))


def test_splitting_a_shipment_changes_nothing(base: Scenario) -> None:
    first = base.shipments[0]
    half = replace(first, count=50_000, delivery_days=0.0)
    whole = replaced(base, "shipments.0.delivery_days", 0.0)
    split = inserted(replaced(whole, "shipments.0.count", 50_000), "shipments", 1, half)
    a, b = evaluate(whole), evaluate(split)
    for name in ("full_load", "usable_flops", "capex_usd", "facility_mean_mw"):
        assert a.headline(name) == pytest.approx(b.headline(name), rel=1e-9)


def test_power_binds_and_the_remedy_is_true(base: Scenario) -> None:
    """What the sentence promises comes out when it is done."""
    short = replaced(base, "sites.0.supply.3.mw", 80.0)
    outcome = evaluate(short)
    power = [binding for binding in outcome.binding if binding.constraint == "power"]
    assert power
    last = power[-1]
    assert last.waiting > 1000
    assert last.remedy.startswith("+")
    extra = float(last.remedy.split()[0][1:])
    step = Supply("grid", extra, outcome.epoch + timedelta(days=int(last.start) - 1))
    helped = evaluate(inserted(short, "sites.0.supply", 0, step))
    gained = outcome.headline("full_load") - helped.headline("full_load")
    days = re.search(r"full load ([\d,]+) days forward", last.remedy)
    promised = float(days[1].replace(",", "")) if days else 1.0
    assert gained == pytest.approx(promised, abs=1.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400_000), st.integers(0, 200_000))
@example(100_000, 50_000)
@example(60_000, 0)
def test_binding_intervals_cover_the_calendar(first: int, second: int) -> None:
    base = replaced(preset("colossus-200k"), "shipments.0.count", first)
    outcome = evaluate(replaced(base, "shipments.1.count", second))
    assert outcome.binding[0].start == outcome.days[0, 0]
    assert outcome.binding[-1].finish == outcome.days[0, -1]
    for before, after in zip(outcome.binding, outcome.binding[1:], strict=False):
        assert before.finish == after.start
        assert before.constraint != after.constraint


def test_full_load_counts_every_site() -> None:
    assert "24,000 at full load" in evaluate(preset("tesla-to-x")).binding[-1].why


def test_unused_levers_say_why(base: Scenario) -> None:
    outcome = evaluate(replaced(base, "shipments.1.count", 0))
    assert "empty" in outcome.no_effect["shipments.1.arrives"]
    for path, why in outcome.no_effect.items():
        assert why.endswith("."), path


@pytest.mark.parametrize("name", PRESETS)
def test_a_lever_that_is_said_to_have_no_effect_has_none(name: str) -> None:
    """Moved far to both sides, each of them leaves every headline but the cost where it was."""
    scenario = preset(name)
    outcome = evaluate(scenario)
    moved = 0
    for path, why in outcome.no_effect.items():
        named = ("usd", "carbon") if "only cost and carbon move" in why else ("usd",)
        kept = [key for key in outcome.headlines if not any(word in key for word in named)]
        for value in elsewhere(paths.get(scenario, path)):
            try:
                other = evaluate(replaced(scenario, path, value))
            except InputError:
                continue
            moved += 1
            for key in kept:
                assert other.headlines[key].value == pytest.approx(
                    outcome.headlines[key].value, nan_ok=True
                ), f"{path} = {value} moves {key}"
    assert moved


def elsewhere(value: Any) -> tuple[Any, ...]:
    if isinstance(value, date):
        return value - timedelta(days=20), value + timedelta(days=20)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return type(value)(value / 3), value * 3, type(value)(0)
    return ()


def test_halls_and_racks_that_are_more_than_enough_say_so() -> None:
    scenario = preset("colossus-100k")
    outcome = evaluate(scenario)
    found = re.fullmatch(
        r"Halls are ready (\d+) days before they are needed\.", outcome.remarks["sites.0.halls"]
    )
    assert found
    works = [task for task in outcome.tasks if task.kind == "work"]
    assert int(found[1]) == round(min(float(task.slack[0, 0]) for task in works))
    assert "More brings nothing" in outcome.remarks["sites.0.racks_a_day"]
    more = evaluate(replaced(scenario, "sites.0.racks_a_day", 200.0))
    assert more.headline("full_load") == outcome.headline("full_load")
    fewer = evaluate(replaced(scenario, "sites.0.racks_a_day", 20.0))
    assert fewer.headline("full_load") > outcome.headline("full_load") + 1
    assert "sites.0.racks_a_day" not in fewer.remarks


def test_mixed_fleet_adds_up(base: Scenario) -> None:
    outcome = evaluate(base)
    assert set(outcome.usable) == {"h100_sxm", "h200_sxm"}
    assert outcome.pools == {"h100_sxm": 150_000, "h200_sxm": 50_000}
    at_end = outcome.usable_total[0, -1]
    assert at_end == pytest.approx(outcome.headline("usable_flops"), rel=1e-6)


def test_a_shipment_of_a_type_without_the_precision_runs_at_bf16(base: Scenario) -> None:
    old = Shipment("a100_sxm_80", 1000, date(2024, 9, 1), "memphis")
    scenario = replaced(inserted(base, "shipments", 0, old), "workload.precision", "fp8")
    outcome = evaluate(scenario)
    assert any("runs at bf16" in warning for warning in outcome.warnings)


def test_a_supply_that_never_suffices_still_shows_the_whole_build() -> None:
    huge = replaced(preset("colossus-100k"), "shipments.0.count", 900_000)
    outcome = evaluate(huge)
    assert np.isinf(outcome.headline("full_load"))
    racked = next(task for task in outcome.tasks if task.kind == "rack")
    assert outcome.days[0, -1] > racked.finish[0, 0]
    assert outcome.binding[-1].constraint == "power"
    assert any("never carries" in warning for warning in outcome.warnings)


def test_a_mixed_fleet_says_how_it_shares_the_job_and_is_faster_than_its_lead_alone() -> None:
    base = preset("colossus-200k")
    both = evaluate(base)
    assert "the batch shared out by speed" in both.training.fleet
    only = replace(base, shipments=base.shipments[:2])
    alone = evaluate(only)
    assert alone.training.fleet == ""
    assert both.headline("usable_flops") > alone.headline("usable_flops")


def test_a_type_too_small_for_every_layout_is_left_to_other_jobs() -> None:
    base = preset("colossus-100k")
    small = Shipment("v100_sxm2_32", 64, base.shipments[0].arrives, base.sites[0].id)
    mixed = evaluate(replace(base, shipments=(*base.shipments, small)))
    alone = evaluate(base)
    assert mixed.headline("usable_flops") >= 0.99 * alone.headline("usable_flops")
    said = mixed.training.fleet
    assert "leaves V100" in said or "shared out by speed" in said


def test_beyond_what_one_job_can_use_more_accelerators_stand_by() -> None:
    base = preset("colossus-100k")
    slow = replaced(base, "beliefs.restart_minutes", Belief(60.0, 60.0, 60.0))
    answer = evaluate(replaced(slow, "shipments.0.count", 300_000))
    large = answer.reliability
    assert large.count < large.fleet == 300_000
    assert any("One job does most on about" in text for text in answer.warnings)
    parts = sum(float(part[0, 0]) for part in large.losses.parts.values())
    assert parts == pytest.approx(1 - answer.headline("goodput"))
    # A little more or less than that does no more.
    near = [answer.headline("usable_flops")]
    for factor in (0.9, 1.1):
        count = int(large.count * factor)
        near.append(evaluate(replaced(slow, "shipments.0.count", count)).headline("usable_flops"))
    assert near[0] > 0.9 * max(near)


def test_a_job_smaller_than_its_fleet_has_a_plan_of_its_own() -> None:
    """What stands by changes neither the plan nor what the job does."""
    alone = preset("colossus-100k")
    outcome = evaluate(replaced(alone, "shipments.0.count", 400_000))
    used = int(outcome.reliability.count)
    assert used < 400_000
    assert outcome.training.asked.job.count == used
    assert used * 0.9 < outcome.training.plan.gpus_used <= used
    same = evaluate(replaced(alone, "shipments.0.count", used))
    assert outcome.training.plan == same.training.plan
    assert outcome.headline("usable_flops") == pytest.approx(
        same.headline("usable_flops"), rel=2e-3
    )
    more = evaluate(replaced(alone, "shipments.0.count", 1_000_000))
    assert more.headline("usable_flops") == pytest.approx(
        outcome.headline("usable_flops"), rel=2e-3
    )
    for each in (outcome, same, more):
        taken = losses(each)
        idle = taken.steps[-1].flops / taken.peak
        assert abs(idle) < 0.02, "those that stand by are no loss of the plan"
