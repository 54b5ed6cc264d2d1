"""Models and machines that several tests use, with their published dimensions."""

from __future__ import annotations

import tomllib
from pathlib import Path

from model.chain.performance_inputs import constants
from model.physics.performance import Architecture, Constants, Hardware, constants_from

ROOT = Path(__file__).parents[4]
DOCUMENT = tomllib.loads((ROOT / "resources/performance/constants.toml").read_text("utf-8"))
CONSTANTS = constants_from(DOCUMENT)

H100 = Hardware("H100", "h100", 989.4e12, 1978.9e12, 0.0, 80e9, 3350e9, 450e9, 8, 50e9)
H800 = Hardware("H800", "h100", 989e12, 1979e12, 0.0, 80e9, 3350e9, 200e9, 8, 50e9)
A100 = Hardware("A100", "a100", 312e12, 0.0, 0.0, 80e9, 2039e9, 300e9, 8, 25e9)
GB200 = Hardware("GB200", "b200", 2500e12, 5e15, 1e16, 186e9, 8000e9, 900e9, 72, 50e9)
MACHINES = {"h100_sxm": H100, "h800_sxm": H800, "a100_sxm_80": A100, "gb200_nvl72": GB200}

GPT3 = Architecture(
    "GPT-3 175B", 96, 12288, 96, 96, 128, 49152, 51200, gated=False, tied=True, dropout=True
)
LLAMA_405B = Architecture("Llama 3.1 405B", 126, 16384, 128, 8, 128, 53248, 128256)
LLAMA_8B = Architecture("Llama 3.1 8B", 32, 4096, 32, 8, 128, 14336, 128256)
DEEPSEEK_V3 = Architecture(
    "DeepSeek-V3", 61, 7168, 128, 128, 128, 18432, 129280, experts=256, active_experts=8,
    shared_experts=1, expert_ffn=2048, dense_layers=3, attention_params=187.1e6,
)  # fmt: skip
MOE_2T = Architecture(
    "2T MoE", 96, 12288, 96, 8, 128, 32768, 131072, experts=64, active_experts=4,
    shared_experts=1, expert_ffn=8192,
)  # fmt: skip


def stack_constants(stack: str) -> Constants:
    return constants(stack)
