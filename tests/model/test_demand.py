"""Demand in the answer: what is itemised sums at every row and instant, and what caps do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.chain import activity, compute
from model.evaluate import evaluate
from model.files import preset
from model.paths import replaced
from model.physics.performance import Job, cost
from model.physics.power import ACTIVITIES
from model.scenario import Scenario
from tests import paper


@pytest.fixture(scope="module")
def colossus() -> Scenario:
    return preset("colossus-100k")


@pytest.mark.parametrize("name", ["colossus-200k", "tesla-to-x", "abilene", "blank"])
def test_energy_is_conserved_at_every_row_and_instant(name: str) -> None:
    outcome = evaluate(preset(name), rows=8)
    demand = outcome.demand
    assert (outcome.power_total <= outcome.wanted * (1 + 1e-9)).all()
    for parts, headline in (
        (demand.mean, "facility_mean_mw"),
        (outcome.peak_power, "facility_peak_mw"),
        (demand.nameplate, "facility_nameplate_mw"),
    ):
        assert np.allclose(sum(parts.values()) / 1e6, outcome.headlines[headline].value, rtol=1e-12)
    assert sum(demand.shares) == pytest.approx(1.0, abs=1e-12)
    run = sum(demand.activity.values())
    assert (run <= demand.mean["accelerators"] * (1 + 1e-12)).all()


def test_what_is_online_draws_its_mean_on_every_day(colossus: Scenario) -> None:
    outcome = evaluate(colossus, rows=4)
    mean = outcome.demand.mean
    for part in ("accelerators", "servers", "network"):
        per_gpu = mean[part] / 100_000
        assert np.allclose(outcome.power[part], outcome.online * per_gpu, rtol=1e-9, atol=1e-3)
    # Cooling follows the season about its mean of the year.
    settled = outcome.online[0] > 99_999
    over = outcome.power["cooling"][0, settled] / float(mean["cooling"][0, 0])
    assert 0.5 < over.min() < over.max() < 2.0


def test_nameplate_and_peak_of_10_000_h100_on_the_design_day() -> None:
    """1,275 W of server each, or 1,000 in full swing behind liquid; PUE 1.2, 0.035 of it losses.

    Cooling, 0.165 of IT, takes 1.6 times as much on that day.
    """
    outcome = evaluate(paper.scenario())
    network = outcome.demand.mean["network"].item() / 10_000
    swing = (700 + 575 * 0.43) * 0.95 / 0.9
    for name, server in (("nameplate", 1275.0), ("peak", swing)):
        megawatts = 10_000 * (server + network) * (1 + 0.035 + 0.165 * 1.6) / 1e6
        assert outcome.headline(f"facility_{name}_mw") == pytest.approx(megawatts), name
    assert outcome.headline("critical_it_mw") == pytest.approx(10_000 * (1275 + network) / 1e6)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.5, 1.0), st.floats(0.5, 1.0))
def test_a_lower_cap_never_raises_power_or_speed(one: float, other: float) -> None:
    """Steps of 5 % or more: between them another layout may be best, which computes more."""
    assume(abs(one - other) >= 0.05)
    low, high = (
        evaluate(replaced(preset("llama3-16k"), "sites.0.power_cap", cap))
        for cap in sorted((one, other))
    )
    for name in ("facility_mean_mw", "facility_peak_mw", "facility_nameplate_mw", "usable_flops"):
        assert low.headline(name) <= high.headline(name) * (1 + 1e-9), name


def test_a_cap_saves_more_than_it_costs_and_the_answer_says_both(colossus: Scenario) -> None:
    free = evaluate(colossus)
    capped = evaluate(replaced(colossus, "sites.0.power_cap", 0.8))
    assert free.demand.trade is None
    trade = capped.demand.trade
    assert trade.speed == pytest.approx(capped.headline("mfu") / free.headline("mfu"), abs=0.01)
    saved = free.headline("facility_mean_mw") - capped.headline("facility_mean_mw")
    assert saved == pytest.approx(trade.saved_w / 1e6, abs=1.0)
    assert trade.power < trade.speed < 1
    assert trade.energy < 1


def test_a_cap_is_told_in_watts() -> None:
    """0.8 of the 700 W of an H100."""
    trade = evaluate(paper.scenario(paper.site("a", power_cap=0.8))).demand.trade
    assert trade.limits_w == {"H100": pytest.approx(560)}
    assert trade.energy == pytest.approx(trade.power / trade.speed)


@pytest.mark.parametrize(("accelerators", "precision"), [(8_192, "bf16"), (82_944, "fp8")])
def test_meta_found_that_1000_of_1200_w_cost_five_percent(
    accelerators: int, precision: str
) -> None:
    """Ardestani et al. 2026 (arXiv 2605.24461): GB200 at 1,000 W for 1,200 W."""
    arch, values = compute.architecture("llama-3.1-405b"), compute.constants()
    job = Job(accelerators, 96e6, 8192, precision)
    free, capped = (
        cost(
            arch, compute.hardware("gb200_nvl72", "nvl72_xdr", cap), job, values,
            tp=8, pp=8, dp=accelerators // 64,
        ).step_s
        for cap in (1.0, 1000 / 1200)
    )  # fmt: skip
    assert 1 - free / capped == pytest.approx(0.05, abs=0.015)
    site = replaced(preset("abilene"), "sites.0.power_cap", 1000 / 1200)
    ratio = (
        evaluate(site).demand.nameplate["accelerators"]
        / evaluate(preset("abilene")).demand.nameplate["accelerators"]
    )
    assert 1 - ratio.item() == pytest.approx(0.167, abs=0.001)


def test_a_cap_slows_parts_whose_watts_were_never_measured() -> None:
    arch, values = compute.architecture("llama-3.1-70b"), compute.constants()
    job = Job(512, 4e6, 4096, "bf16")
    rate = [
        cost(arch, compute.hardware("tpu_v5p", "tpu_ici", cap), job, values,
             tp=8, pp=1, dp=64).step_s
        for cap in (1.0, 0.7)
    ]  # fmt: skip
    assert rate[1] > rate[0]


def test_the_slowest_site_sets_the_limit_of_a_type() -> None:
    scenario = preset("tesla-to-x")
    scenario = replaced(scenario, "sites.1.power_cap", 0.7)
    caps = compute.caps_of(scenario)
    assert set(caps.values()) <= {0.7, 1.0}
    assert 0.7 in caps.values()


def test_shares_of_a_step_and_its_gap_add_up() -> None:
    plan = evaluate(preset("llama3-16k")).training.plan
    step, gap = activity.shares_of_step(plan), activity.gap_of(plan, activity.shares_of_step(plan))
    assert sum(step) == pytest.approx(1.0, abs=1e-12)
    assert sum(gap.inside) == pytest.approx(1.0, abs=1e-12)
    assert sum(gap.outside) == pytest.approx(1.0, abs=1e-12)
    again = [
        gap.share * a + (1 - gap.share) * b for a, b in zip(gap.inside, gap.outside, strict=True)
    ]
    assert again == pytest.approx(list(step), abs=1e-9)
    assert step[ACTIVITIES.index("compute")] > 0.6
    run = activity.shares_of_run(step, 0.02, 0.1)
    assert sum(run) == pytest.approx(1.0, abs=1e-12)
    assert run[ACTIVITIES.index("idle")] > 0.1


def test_swings_of_metas_24k_are_of_the_size_that_was_reported() -> None:
    """Tens of MW at 24,000 H100 (Llama 3), 0.1 to 3 Hz in traces (Choukse et al.)."""
    swing = evaluate(preset("meta-24k")).demand.swing
    assert 5e6 < swing.amplitude_w < 50e6
    assert 0.02 < swing.frequency_hz < 3
    assert swing.amplitude_w <= swing.stop_w
    assert swing.ramp_w_per_s > swing.limit_w_per_s
