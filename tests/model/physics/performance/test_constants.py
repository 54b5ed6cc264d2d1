import copy
import tomllib

import pytest

from model.errors import DataError
from model.physics.performance import constant_records, constants_from

from .cases import DOCUMENT, ROOT


def test_each_constant_lies_in_its_range_and_says_what_it_is():
    for record in constant_records(DOCUMENT).values():
        assert record.low <= record.value <= record.high
        assert record.meaning
        assert record.unit
        assert record.confidence in "ABCD"


def test_sources_are_all_there_and_all_used():
    text = (ROOT / "resources/performance/sources.toml").read_text("utf-8")
    used = {record.source for record in constant_records(DOCUMENT).values()}
    assert used == set(tomllib.loads(text))


def test_a_generation_replaces_only_its_own_values():
    general, old = constants_from(DOCUMENT), constants_from(DOCUMENT, "megatron-2022")
    assert (general.fused_attention, old.fused_attention) == (1.0, 0.0)
    assert old.jitter == general.jitter
    newer = constants_from(DOCUMENT, "nemo-2025")
    assert newer.attention_efficiency("", "h100") > general.attention_efficiency("", "h100")


def test_an_unknown_family_takes_the_default():
    general = constants_from(DOCUMENT)
    assert general.gemm_efficiency("X", "unheard-of", "bf16") == dict(general.gemm)["default.bf16"]


def test_a_missing_constant_is_named():
    broken = copy.deepcopy(DOCUMENT)
    del broken["common"]["jitter"]
    with pytest.raises(DataError, match="jitter"):
        constants_from(broken)


def test_a_value_outside_its_range_is_named():
    broken = copy.deepcopy(DOCUMENT)
    broken["common"]["jitter"]["value"] = 1.0
    with pytest.raises(DataError, match="jitter"):
        constants_from(broken)


def test_an_unknown_generation_is_named():
    with pytest.raises(DataError, match="abacus"):
        constants_from(DOCUMENT, "abacus")
