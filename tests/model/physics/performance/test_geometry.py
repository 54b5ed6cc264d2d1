from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.physics.performance import Architecture, folded

from .cases import DEEPSEEK_V3, GPT3, LLAMA_8B, LLAMA_405B


@pytest.mark.parametrize(
    ("arch", "params"),
    [(GPT3, 174.6e9), (LLAMA_405B, 405.85e9), (LLAMA_8B, 8.03e9), (DEEPSEEK_V3, 671e9)],
)
def test_parameters_are_the_published_ones(arch, params):
    assert arch.params == pytest.approx(params, rel=0.002)


def test_deepseek_activates_37_billion():
    assert DEEPSEEK_V3.multiplied_params == pytest.approx(37e9, rel=0.02)


def test_flop_per_token_of_llama_405b():
    # NVIDIA's benchmark counts 2.524e12 with the causal half of the scores.
    assert LLAMA_405B.flop_per_token(8192) == pytest.approx(2.524e12, rel=0.001)


def test_attention_is_folded_only_where_heads_overstate_it():
    plain = Architecture(
        "plain heads", 61, 7168, 128, 128, 128, 18432, 129280, experts=256, active_experts=8,
        shared_experts=1, expert_ffn=2048, dense_layers=3,
    )  # fmt: skip
    assert folded(plain, 37e9).multiplied_params == pytest.approx(37e9, rel=1e-9)
    assert folded(LLAMA_405B, 405.9e9) is LLAMA_405B


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_longer_sequences_never_take_less_work(first, second):
    low, high = sorted((first, second))
    assert LLAMA_8B.flop_per_token(low) <= LLAMA_8B.flop_per_token(high)


def test_a_window_that_holds_the_sequence_changes_nothing_and_a_short_one_leaves_its_share():
    windowed = replace(LLAMA_8B, window=4096, window_share=0.5)
    assert windowed.seen(4096.0) == 1.0
    assert windowed.flop_per_token(4096) == LLAMA_8B.flop_per_token(4096)
    # w s - w^2 / 2 of s^2 / 2 scores on half of the layers: for w = s / 4 that is 7 / 16.
    assert windowed.seen(16384.0) == pytest.approx(0.5 + 0.5 * 7 / 16)
    everywhere = replace(windowed, window_share=1.0)
    assert everywhere.seen(1e9) == pytest.approx(2 * 4096 / 1e9, rel=1e-5)


def test_latent_attention_compares_wider_than_its_head_dimension():
    wider = replace(DEEPSEEK_V3, core_dim=160)
    more = wider.flop_per_token(4096) - DEEPSEEK_V3.flop_per_token(4096)
    assert more == pytest.approx(6 * 61 * 4096 * 128 * 32)
