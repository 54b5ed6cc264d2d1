"""The fit: it finds what made the data, repeats what is shipped, and is honest about the unseen."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.catalog import catalog
from model.physics.performance import resolve
from model.study.calibration.band import band, relative_spread
from model.study.calibration.cases import log_errors
from model.study.calibration.command import shipped_examples
from model.study.calibration.cross import scatter
from model.study.calibration.fit import NOISE, Fit, coordinates, fit, linearised
from model.study.calibration.scales import backward, forward, prior_of, scale_of
from model.study.calibration.store import covariance, records, save


@pytest.fixture(scope="module")
def runs():
    return shipped_examples()


@pytest.fixture(scope="module")
def shipped_fit():
    names, spread = covariance()
    place = coordinates(names, {name: records()[name].value for name in names})
    return Fit(names, place, spread, np.zeros(0), np.zeros(0), 0)


@given(st.sampled_from(("log", "odds", "plain")), st.floats(0.01, 0.99))
def test_a_coordinate_goes_there_and_back(scale, value):
    assert backward(scale, forward(scale, value)) == pytest.approx(value, rel=1e-12)


def test_low_and_high_are_p5_and_p95_of_the_prior():
    record = records()["common.jitter"]
    mean, spread = prior_of(record)
    assert np.exp(mean - 1.6448536 * spread) == pytest.approx(record.low, rel=1e-6)
    assert np.exp(mean + 1.6448536 * spread) == pytest.approx(record.high, rel=1e-6)


def test_it_finds_the_constants_that_made_the_runs(runs, shipped_fit):
    """Runs that the model itself made, with three constants moved: the fit moves them back."""
    known = records()
    moved = {"gemm.h100.bf16": 0.6, "attention.triton.h100": 0.3, "line.foundry": 1.08}
    values = {name: record.value for name, record in known.items()} | moved
    some = [run for run in runs if run.case.software.line == "foundry" and not run.case.arch.is_moe]
    made = [
        replace(
            run,
            case=replace(
                run.case,
                measured=run.case.measured * float(np.exp(log_errors(run, values)[0])),
            ),
        )
        for run in some
    ]
    found = fit(made, known, start=shipped_fit)
    assert np.abs(found.errors).max() < 0.02
    assert found.values["gemm.h100.bf16"] < known["gemm.h100.bf16"].value
    assert found.values["line.foundry"] > known["line.foundry"].value


def test_a_pass_over_rows_of_values_equals_single_passes(runs):
    known = records()
    fixed = {name: record.value for name, record in known.items()}
    for run in runs[:: len(runs) // 12]:
        rows = fixed | {"common.gemm_traffic": np.array([[0.8], [1.0], [1.4]])}
        together = log_errors(run, rows)
        apart = [log_errors(run, fixed | {"common.gemm_traffic": v})[0] for v in (0.8, 1.0, 1.4)]
        assert together == pytest.approx(apart, rel=1e-12)
        assert resolve(fixed, run.case.software).gemm_traffic == fixed["common.gemm_traffic"]


def test_without_runs_the_prior_stays(runs):
    known = records()
    found = fit(runs[:1], known, rounds=5)
    unseen = "attention.flash3.b300"
    mean, spread = prior_of(known[unseen])
    k = found.names.index(unseen)
    assert found.place[k] == pytest.approx(mean, abs=1e-6 * spread)
    assert np.sqrt(found.covariance[k, k]) == pytest.approx(spread, rel=1e-6)


def test_what_is_shipped_is_where_the_fit_rests(runs, shipped_fit):
    """One step from the shipped constants moves none of them by more than its own rounding."""
    again = fit(runs, records(), start=shipped_fit, rounds=1)
    spread = np.array([prior_of(records()[name])[1] for name in again.names])
    assert np.abs((again.place - shipped_fit.place) / spread).max() < 0.02
    ratio = np.diag(again.covariance) / np.diag(shipped_fit.covariance)
    assert np.abs(ratio - 1.0).max() < 0.05


def test_the_rows_it_was_made_on_are_listed(runs):
    path = catalog().root / "performance" / "fit_rows.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == [run.row.id for run in runs]
    assert all(0.0 < float(row["weight"]) <= 1.0 for row in rows)


def test_a_run_with_a_twist_weighs_less_than_one_without(runs, shipped_fit):
    again = fit(runs, records(), start=shipped_fit, rounds=1)
    kin = np.array([run.weight for run in runs])
    noise = np.array([NOISE[run.case.arch.is_moe] for run in runs])
    own = again.weights / kin
    far = np.abs(again.errors) > 5.0 * noise
    assert far.any()
    assert own[far].max() < own[~far].min()


def test_no_constant_is_for_one_run_only(runs, shipped_fit):
    known = records()
    fixed = {name: record.value for name, record in known.items() if not record.fitted}
    spread = np.array([prior_of(known[name])[1] for name in shipped_fit.names])
    _, slopes = linearised(runs, shipped_fit.names, fixed, shipped_fit.place, spread)
    touched = (np.abs(slopes) > 1e-6).sum(0)
    lonely = [name for name, n in zip(shipped_fit.names, touched, strict=True) if n == 1]
    # A line of software that published one layout; its prior holds it within 15 % of the others.
    assert set(lonely) <= {"line.megascale", "line.deepseek"}


def test_a_band_holds_its_rate_and_widens_where_less_is_known(runs):
    dense = next(run for run in runs if not run.case.arch.is_moe)
    mixture = next(run for run in runs if run.case.arch.is_moe)
    low, high = band(dense.case, 100.0)
    assert low < 100.0 < high
    assert low * high == pytest.approx(1e4)
    assert relative_spread(mixture.case) > relative_spread(dense.case)
    searched = replace(dense.case, layout_known=False)
    assert relative_spread(searched) > relative_spread(dense.case)


def test_scatter_covers_four_in_five():
    errors = np.random.default_rng(1).normal(0.0, 0.1, 5000)
    assert scatter(errors, np.zeros(5000)) == pytest.approx(0.1, rel=0.05)
    assert scatter(errors, np.full(5000, 0.2)) < 1e-6


def test_saving_writes_all_three_files_and_nothing_else_changes(
    tmp_path, monkeypatch, runs, shipped_fit
):
    import shutil

    shutil.copytree(catalog().root / "performance", tmp_path / "performance")
    before = (tmp_path / "performance/constants.toml").read_text("utf-8")

    beyond = {"scatter.dense": records()["scatter.dense"].value}

    class Elsewhere:
        root = tmp_path

    monkeypatch.setattr("model.study.calibration.store.catalog", Elsewhere)
    same = replace(shipped_fit, weights=np.ones(len(runs)), errors=np.zeros(len(runs)))
    written = save(same, runs, beyond)
    assert {path.name for path in written} == {"constants.toml", "covariance.csv", "fit_rows.csv"}
    assert (tmp_path / "performance/constants.toml").read_text("utf-8") == before


def test_scales_by_name():
    assert scale_of("trend.moe") == "plain"
    assert scale_of("tp_overlap.some") == "odds"
    assert scale_of("gemm.h100.bf16") == "log"
