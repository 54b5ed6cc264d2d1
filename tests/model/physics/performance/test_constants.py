import copy
import csv
import tomllib

import numpy as np
import pytest

from model.errors import DataError
from model.physics.performance import Software, constant_records, constants_from, resolve

from .cases import DOCUMENT, ROOT

FOLDER = ROOT / "resources/performance"


def test_each_constant_has_a_prior_range_and_says_what_it_is():
    for record in constant_records(DOCUMENT).values():
        assert record.low <= record.high
        if not record.fitted:
            assert record.low <= record.value <= record.high
        assert record.meaning
        assert record.why
        assert record.unit
        assert record.confidence in "ABCD"


def test_no_fitted_constant_is_far_outside_what_was_known_before():
    # The prior's P5 and P95, and as much again on either side.
    for record in constant_records(DOCUMENT).values():
        if record.fitted:
            width = record.high - record.low
            assert record.low - width <= record.value <= record.high + width, record.name


def test_the_covariance_belongs_to_the_fitted_constants_and_is_positive():
    with (FOLDER / "covariance.csv").open(encoding="utf-8", newline="") as stream:
        names, *lines = list(csv.reader(stream))
    assert names == [n for n, r in constant_records(DOCUMENT).items() if r.fitted]
    lower = np.zeros((len(names), len(names)))
    for row, cells in enumerate(lines):
        assert len(cells) == row + 1
        lower[row, : row + 1] = [float(cell) for cell in cells]
    assert np.linalg.eigvalsh(lower + np.tril(lower, -1).T).min() > 0.0


def test_sources_are_all_there_and_all_used():
    known = set(tomllib.loads((FOLDER / "sources.toml").read_text("utf-8")))
    stacks = tomllib.loads((FOLDER / "stacks.toml").read_text("utf-8")).values()
    used = {record.source for record in constant_records(DOCUMENT).values()}
    used |= {source for stack in stacks for source in stack["src"].split()}
    assert used == known


def test_software_chooses_kernels_overlap_and_line():
    general = constants_from(DOCUMENT)
    old = constants_from(DOCUMENT, Software("megatron", 2021.0, "unfused", "unfused", "none"))
    assert (general.fused_attention, old.fused_attention) == (1.0, 0.0)
    assert old.tp_overlap < general.tp_overlap
    assert old.jitter == general.jitter
    slow = constants_from(DOCUMENT, Software(attention_kernel="triton"))
    assert slow.attention_efficiency("h100") < general.attention_efficiency("h100")


def test_newer_software_is_faster_and_graphed_experts_too():
    this, next_year = (constants_from(DOCUMENT, Software(date=date)) for date in (2025.0, 2026.0))
    assert next_year.stack < this.stack
    assert next_year.moe < this.moe
    graphed = constants_from(DOCUMENT, Software(date=2026.0, expert_kernels="graphed"))
    assert graphed.moe < next_year.moe
    assert graphed.host == 0.0 < next_year.host
    assert (graphed.moe_plain, graphed.host_plain) == (next_year.moe, next_year.host)


def test_fewer_watts_for_each_flop_slow_the_matrix_units():
    general = constants_from(DOCUMENT)
    assert general.clock("h100", 700.0, 989.4e12) == pytest.approx(1.0)
    assert general.clock("h100", 500.0, 989.4e12) < 1.0
    assert general.clock("h100", 0.0, 989.4e12) == 1.0
    assert general.clock("unheard-of", 500.0, 989.4e12) == 1.0


def test_constants_may_be_rows_of_values():
    values = {name: record.value for name, record in constant_records(DOCUMENT).items()}
    rows = values | {"common.jitter": np.array([[0.002], [0.004]])}
    assert resolve(rows, Software()).jitter.shape == (2, 1)


def test_an_unknown_family_takes_the_default():
    general = constants_from(DOCUMENT)
    assert general.gemm_efficiency("unheard-of", "bf16") == dict(general.gemm)["default.bf16"]


def test_a_missing_constant_is_named():
    broken = copy.deepcopy(DOCUMENT)
    del broken["common"]["jitter"]
    with pytest.raises(DataError, match="jitter"):
        constants_from(broken)


def test_a_value_outside_its_range_is_named():
    broken = copy.deepcopy(DOCUMENT)
    broken["common"]["memory_share"]["value"] = 2.0
    with pytest.raises(DataError, match="memory_share"):
        constants_from(broken)
