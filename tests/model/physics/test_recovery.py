"""Spares, ways back and slow nodes: limits on paper, properties, and two simulations."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.physics.reliability import (
    Recovery,
    goodput,
    losses,
    mtbf_s,
    optimal_interval_s,
    spare_at_hand,
    straggling,
)

TB = 1e12
USUAL = Recovery(
    failures_per_gpu_day=0.5e-3, restart_s=240.0, checkpoint_bytes=14 * TB,
    storage_bytes_per_s=0.3 * TB, background=True, copy_bytes_per_s=25e9, stall_s=5.0,
    exchange_share=0.4, repair_s=1200.0, connect_s_per_gpu=8e-4, replica=1024.0,
)  # fmt: skip
"""About a trillion parameters on a busy cluster; no spares, no slow nodes."""


def one(value: object) -> float:
    return np.asarray(value).item()


def at(count: float, job: Recovery = USUAL, **changes: object) -> float:
    return one(losses(count, job._replace(**changes)).goodput)


@st.composite
def jobs(draw: st.DrawFn) -> Recovery:
    return Recovery(
        failures_per_gpu_day=draw(st.just(0.0) | st.floats(1e-9, 5e-3)),
        restart_s=draw(st.floats(0, 7200)),
        checkpoint_bytes=draw(st.just(0.0) | st.floats(1e6, 1e14)),
        storage_bytes_per_s=draw(st.floats(1e9, 2e13)),
        background=draw(st.booleans()),
        copy_bytes_per_s=25e9,
        stall_s=draw(st.just(0.0) | st.floats(1e-3, 60)),
        interval_s=draw(st.none() | st.floats(6, 86_400)),
        spare_share=draw(st.just(0.0) | st.floats(1e-4, 0.2)),
        without_spare=draw(st.sampled_from(("borrow", "elastic", "wait"))),
        exchange_share=draw(st.floats(0, 1)),
        repair_s=draw(st.floats(0, 86_400)),
        replica=draw(st.floats(8, 8192)),
        connect_s_per_gpu=draw(st.floats(0, 3e-3)),
        slow_share=draw(st.floats(0, 0.1)),
        slowdown=draw(st.floats(0, 0.3)),
    )


COUNTS = st.floats(1, 300_000)


@given(jobs(), COUNTS)
def test_losses_by_cause_sum_to_what_is_lost(job: Recovery, count: float) -> None:
    found = losses(count, job)
    assert all(part.min() >= -1e-12 for part in map(np.asarray, found.parts.values()))
    assert math.fsum(one(part) for part in found.parts.values()) == pytest.approx(
        1.0 - one(found.goodput), abs=1e-12
    )
    assert 0.0 <= found.goodput <= 1.0
    bare = losses(count, job, detail=False)
    assert bare.goodput == found.goodput
    assert not bare.parts


@given(jobs(), COUNTS, st.floats(1.0, 10.0))
def test_a_longer_restart_never_raises_goodput(job: Recovery, count: float, more: float) -> None:
    slower = job._replace(restart_s=job.restart_s * more + 1.0)
    assert at(count, slower) <= at(count, job) + 1e-12


@given(jobs(), COUNTS, st.floats(0, 0.19), st.floats(0, 0.19))
def test_more_spares_never_lower_goodput_before_their_cost(
    job: Recovery, working: float, one: float, other: float
) -> None:
    # The same accelerators at work, with fewer and with more held back beside them.
    fewer, more = (
        at(working / (1 - share), job, spare_share=share) / (1 - share)
        for share in sorted((one, other))
    )
    assert more >= fewer * (1 - 1e-9)


@given(jobs(), st.floats(100, 200_000), st.floats(0, 0.01))
def test_goodput_does_not_jump_in_the_count(job: Recovery, count: float, step: float) -> None:
    # Twice the step makes about twice the change: no jump hides in it.
    change = abs(at(count * (1 + step), job) - at(count, job))
    assert change <= 0.05 * max(1.0, step / 0.01)


def test_without_failures_only_the_saves_cost_time() -> None:
    calm = USUAL._replace(failures_per_gpu_day=0.0, interval_s=600.0)
    found = losses(10_000, calm)
    halt = 5.0 + 14 * TB / 10_000 / 25e9
    assert found.goodput == pytest.approx(1 - halt / (600 + halt), rel=1e-9)
    assert found.parts["checkpoint"] == pytest.approx(halt / (600 + halt), rel=1e-9)
    assert at(10_000, calm, interval_s=None) == 1.0


def test_a_plain_job_is_the_exact_form_of_one_restart() -> None:
    plain = USUAL._replace(checkpoint_bytes=0.0, connect_s_per_gpu=0.0)
    mtbf = mtbf_s(0.5e-3, 100_000.0)
    usual = goodput(mtbf, optimal_interval_s(mtbf, 5.0), 5.0, 240.0)
    assert at(100_000, plain) == pytest.approx(float(usual), rel=1e-12)


def test_rare_failures_cost_in_proportion() -> None:
    # One failure in M costs detection and restart, the load, the write that was under way,
    # and half an interval: the linear form of Kokolis et al. 2024 (arXiv 2410.21680).
    job = USUAL._replace(failures_per_gpu_day=1e-6, interval_s=1800.0)
    found = losses(10_000, job)
    per_failure = 240.0 + 8.0 + 14 / 0.3 * 2 + (1800.0 + 5.06) / 2
    linear = (1 - per_failure / one(found.mtbf_s)) / (1 + 5.056 / 1800)
    assert found.goodput == pytest.approx(linear, abs=2e-6)


def test_the_linear_form_fails_at_100_000() -> None:
    job = USUAL._replace(restart_s=600.0)
    found = losses(100_000, job)
    lost = 600.0 + 80.0 + 14 / 0.3 * 2 + one(found.interval_s + found.stall_s) / 2
    linear = (1 - lost / found.mtbf_s) / (1 + found.stall_s / found.interval_s)
    assert found.goodput - linear > 0.05


def test_checkpoints_follow_model_size_and_storage() -> None:
    small, large = losses(10_000, USUAL), losses(10_000, USUAL._replace(checkpoint_bytes=140 * TB))
    assert large.write_s == pytest.approx(10 * small.write_s)
    assert large.goodput < small.goodput
    assert at(10_000, checkpoint_bytes=140 * TB, storage_bytes_per_s=3 * TB) > large.goodput
    held = losses(10_000, USUAL._replace(background=False))
    assert held.stall_s == pytest.approx(held.write_s)
    assert held.goodput < small.goodput


def test_a_checkpoint_in_the_background_is_not_begun_before_the_last_is_written() -> None:
    slow = USUAL._replace(storage_bytes_per_s=2e9)
    found = losses(100_000, slow)
    assert found.write_s == pytest.approx(7000.0)
    assert 7000.0 <= found.interval_s <= 1.0906 * 7000.0


def test_elastic_beats_waiting_where_repair_is_slow_and_replicas_are_many() -> None:
    wait = at(16_384, without_spare="wait", repair_s=7200.0)
    elastic = at(16_384, without_spare="elastic", repair_s=7200.0)
    borrow = at(16_384, repair_s=7200.0)
    assert wait < elastic < borrow


def test_elastic_runs_on_without_one_replica_at_the_rate_of_failures() -> None:
    job = USUAL._replace(without_spare="elastic", repair_s=1000.0, failures_per_gpu_day=1e-5)
    found = losses(10_240, job)
    # A tenth of the job is out for 1000 s after four failures in ten.
    expected = 0.1 * 0.4 * 1000.0 / one(found.mtbf_s)
    assert found.parts["elastic"] == pytest.approx(expected, rel=1e-2)


def test_enough_spares_save_the_search_for_a_node_and_nothing_else() -> None:
    job = USUAL._replace(without_spare="wait", repair_s=7200.0)
    held = at(100_000 / 0.95, job, spare_share=0.05) / 0.95
    quick = USUAL._replace(restart_s=240.0 * 0.8, detect_share=0.25, reschedule_share=0.0)
    assert held == pytest.approx(at(100_000, quick), rel=1e-6)


@pytest.mark.parametrize("spares", [1, 2, 5, 20, 200])
@pytest.mark.parametrize("load", [0.05, 0.5, 1.0, 1.5])
def test_a_spare_is_free_as_often_as_fewer_are_in_repair(spares: int, load: float) -> None:
    mean = load * spares
    terms = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(spares)]
    assert spare_at_hand(spares, mean) == pytest.approx(math.fsum(terms), abs=0.012)


def test_no_spare_is_at_hand_where_there_is_none() -> None:
    assert spare_at_hand(0.0, 1.0) < 1e-9
    assert spare_at_hand(5.0, 0.0) > 1 - 1e-9


def test_one_slow_node_slows_the_job_and_a_second_does_not_matter() -> None:
    assert straggling(0.0, 0.005, 8, 0.03) == 0.0
    assert straggling(8, 1e-4, 8, 0.03) == pytest.approx(0.03e-4, rel=1e-3)
    assert straggling(1e6, 0.005, 8, 0.03) == pytest.approx(0.03, rel=1e-12)
    assert (np.diff(straggling(np.geomspace(8, 1e5, 50), 0.005, 8, 0.03)) >= 0).all()


def _background(m: float, d: float, w: float, write: float, back: float, events: int) -> float:
    """Simulate the job itself: snapshots, writes under way, the last one that is safe."""
    rng = np.random.default_rng(11)
    clock = kept = 0.0
    for _ in range(events):
        # From a restart: how many whole segments, and which of their snapshots is on storage.
        life = rng.exponential(m)
        clock += life
        whole = int(life // (d + w))
        since = life - whole * (d + w)
        kept += d * (whole if since >= write or whole == 0 else whole - 1)
        while (again := rng.exponential(m)) < back:
            clock += again
        clock += back
    return kept / clock


@pytest.mark.parametrize(
    ("count", "restart", "write"),
    [(16_384, 240.0, 20.0), (100_000, 240.0, 60.0), (100_000, 600.0, 30.0), (300_000, 120.0, 20.0)],
)
def test_a_simulated_job_with_checkpoints_in_the_background_agrees(count, restart, write) -> None:
    job = USUAL._replace(
        restart_s=restart, storage_bytes_per_s=14 * TB / write, connect_s_per_gpu=0.0
    )
    found = losses(count, job)
    simulated = _background(
        one(found.mtbf_s), one(found.interval_s), one(found.stall_s), write,
        restart + write, 60_000,
    )  # fmt: skip
    assert found.goodput == pytest.approx(simulated, abs=0.01)


def test_a_simulation_of_spares_and_repair_agrees_cause_by_cause() -> None:
    """Spares come and go by name: each repair ends at its own time."""
    job = USUAL._replace(
        checkpoint_bytes=0.0, connect_s_per_gpu=0.0, interval_s=120.0, spare_share=0.01,
        exchange_share=0.5, repair_s=3600.0, without_spare="wait", per_node=250.0,
    )  # fmt: skip
    found = losses(100_000, job)
    m, spares = one(found.mtbf_s), 4  # 0.01 x 100,000 / 250
    rng = np.random.default_rng(3)
    clock = progress = detect = restart = wait = 0.0
    repairs: list[float] = []
    for _ in range(60_000):
        life = rng.exponential(m)
        clock += life
        progress += 120.0 * (life // 125.0)
        while True:
            repairs = [end for end in repairs if end > clock]
            broken = rng.random() < job.exchange_share
            free = len(repairs) < spares
            if broken:
                repairs.append(clock + job.repair_s)
            phases = [("detect", 48.0), ("wait", 0.0 if free or not broken else job.repair_s)]
            phases.append(("restart", 144.0 if free else 192.0))
            left = rng.exponential(m)
            for name, length in phases:
                passed = min(left, length)
                left -= passed
                clock += passed
                detect += passed if name == "detect" else 0.0
                restart += passed if name == "restart" else 0.0
                wait += passed if name == "wait" else 0.0
            if left > 0:
                break
    assert found.goodput / 0.99 == pytest.approx(progress / clock, abs=0.015)
    for name, spent in (("detection", detect), ("restart", restart), ("wait", wait)):
        assert found.parts[name] / 0.99 == pytest.approx(spent / clock, abs=0.012), name


@settings(max_examples=20)
@given(jobs())
def test_rows_and_calendar_broadcast(job: Recovery) -> None:
    rates, restarts = np.array([[0.2e-3], [2e-3]]), np.array([[100.0], [900.0]])
    count = np.array([[0.0, 50.0, 20_000.0, 150_000.0]])
    both = losses(count, job._replace(failures_per_gpu_day=rates, restart_s=restarts))
    assert both.goodput.shape == (2, 4)
    one = job._replace(failures_per_gpu_day=2e-3, restart_s=900.0)
    assert both.goodput[1, 2] == pytest.approx(at(20_000.0, one), rel=1e-12)
