"""Demand in the answer: what is itemised sums at every row and instant, and what caps do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.chain import activity
from model.chain.fleet_in_use import caps_of
from model.chain.performance_inputs import architecture, constants, hardware
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


@pytest.mark.parametrize("name", ["colossus-100k", "greenfield-100k", "abilene", "colossus-2"])
@pytest.mark.parametrize("cap", [1000 / 1200, 0.7])
def test_what_a_cap_trades_is_what_taking_it_away_brings(name: str, cap: float) -> None:
    free = preset(name)
    limited = free
    for index in range(len(free.sites)):
        limited = replaced(limited, f"sites.{index}.power_cap", cap)
    before, after = evaluate(free), evaluate(limited)
    assert before.demand.trade is None
    trade = after.demand.trade

    def ratio(headline: str) -> float:
        return after.headline(headline) / before.headline(headline)

    assert trade.speed == pytest.approx(ratio("usable_flops"), rel=1e-9)
    assert trade.power == pytest.approx(ratio("facility_mean_mw"), rel=1e-9)
    assert trade.energy == pytest.approx(ratio("facility_run_mw") / ratio("usable_flops"), rel=1e-9)
    saved = before.headline("facility_mean_mw") - after.headline("facility_mean_mw")
    assert trade.saved_w == pytest.approx(saved * 1e6, rel=1e-9)
    assert trade.power < trade.speed < 1
    assert trade.energy < 1


def test_a_cap_is_told_in_watts() -> None:
    """0.8 of the 700 W of an H100."""
    trade = evaluate(paper.scenario(paper.site("a", power_cap=0.8))).demand.trade
    assert trade.limits_w == {"H100": pytest.approx(560)}


def test_a_run_draws_its_idle_power_in_halts() -> None:
    """The mean over a run lies between what idles and what steps, by the shares of time."""
    for name in ("colossus-200k", "llama3-16k", "greenfield-100k"):
        outcome = evaluate(preset(name))
        demand = outcome.demand
        run, step = (sum(each.values())[0, 0] for each in (demand.run, demand.mean))
        assert run / 1e6 == pytest.approx(outcome.headline("facility_run_mw"), rel=1e-9)
        halted = demand.shares[ACTIVITIES.index("idle")]
        assert step * (1 - halted) < run < step, "not nothing while it halts"
        assert demand.run["network"] == pytest.approx(demand.mean["network"])
        by_activity = sum(demand.activity.values())
        assert by_activity == pytest.approx(demand.run["accelerators"], rel=1e-9)


def test_longer_restarts_cost_energy_though_they_draw_less() -> None:
    quick, slow = (
        evaluate(replaced(preset("llama3-16k"), "beliefs.restart_minutes.mode", minutes))
        for minutes in (20.0, 60.0)
    )
    assert slow.headline("facility_run_mw") < quick.headline("facility_run_mw")
    assert slow.headline("run_energy_mwh") > quick.headline("run_energy_mwh")
    assert slow.headline("facility_mean_mw") == pytest.approx(
        quick.headline("facility_mean_mw"), rel=1e-6
    )


@pytest.mark.parametrize("name", ["colossus-100k", "colossus-200k", "llama3-16k", "abilene"])
def test_energy_of_a_run_is_the_area_under_its_power_with_the_halts_of_each_day(name: str) -> None:
    """A fleet that is still growing fails less often, so that its run draws more of its steps."""
    outcome = evaluate(preset(name))
    begin, end = float(outcome.run_start[0, 0]), float(outcome.run_finish[0, 0])
    on = np.linspace(begin, end, 20_001)
    drawn = sum(site.grid + site.turbines for site in outcome.sites)[0]
    area = np.trapezoid(np.interp(on, outcome.days[0], drawn), on) * 24 / 1e6
    share = outcome.headline("run_energy_mwh") / area
    least = outcome.headline("facility_run_mw") / outcome.headline("facility_mean_mw")
    online = np.interp(begin, outcome.days[0], outcome.online[0])
    grows = online < outcome.headline("gpus") * 0.99
    assert least - 1e-3 <= share < 1
    assert (share > least + 0.01) == grows


@pytest.mark.parametrize(("accelerators", "precision"), [(8_192, "bf16"), (82_944, "fp8")])
def test_meta_found_that_1000_of_1200_w_cost_five_percent(
    accelerators: int, precision: str
) -> None:
    """Ardestani et al. 2026 (arXiv 2605.24461): GB200 at 1,000 W for 1,200 W."""
    arch, values = architecture("llama-3.1-405b"), constants()
    job = Job(accelerators, 96e6, 8192, precision)
    free, capped = (
        cost(
            arch, hardware("gb200_nvl72", "nvl72_xdr", cap), job, values,
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
    arch, values = architecture("llama-3.1-70b"), constants()
    job = Job(512, 4e6, 4096, "bf16")
    rate = [
        cost(arch, hardware("tpu_v5p", "tpu_ici", cap), job, values,
             tp=8, pp=1, dp=64).step_s
        for cap in (1.0, 0.7)
    ]  # fmt: skip
    assert rate[1] > rate[0]


def test_the_slowest_site_sets_the_limit_of_a_type() -> None:
    scenario = preset("tesla-to-x")
    scenario = replaced(scenario, "sites.1.power_cap", 0.7)
    caps = caps_of(scenario)
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
