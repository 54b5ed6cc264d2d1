"""What the source of a row says about its software: whose, of when, with which kernels.

The table that a figure was printed in fixes the software, so it is told from the title of the
source. The prefix of an id is ours and says nothing. A source that no pattern knows is taken
for a well-tuned stack of its year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from model.catalog import catalog
from model.physics.performance import Constants, Software, constants_from


@dataclass(frozen=True, slots=True)
class Stack:
    """Software behind a table of measurements, and how its figures count."""

    software: Software = field(default_factory=Software)
    attention: str = ""
    """how its FLOP count attention: ``full``, ``causal``; empty: it does not say"""
    stated: bool = True
    """the source says so; False: our reading, good only where it hardly matters"""


_MEGATRON_2021 = Software(
    "megatron", 2021.3, "unfused", "unfused", "none", "none", sequence_parallel=False
)
_MEGATRON_2022 = replace(_MEGATRON_2021, date=2022.4, sequence_parallel=True)
_DEEPSPEED = replace(_MEGATRON_2021, line="deepspeed", date=2022.0, interleaves=False)
_FOUNDRY = Software("foundry", 2023.5, "triton", "eager", "none", "none", interleaves=False)
_TITAN = Software("titan", 2024.9, "flash2", "compiled", "none", "none", interleaves=True)
_NEMO = Software("nemo", 2025.3, expert_overlap="none")
_BRIDGE = Software("bridge", 2026.1)

_STACKS: tuple[tuple[str, Stack], ...] = (
    (r"korthikanti.*(sequence parallel|sec 6\.3)", Stack(_MEGATRON_2022, "full")),
    (r"megatron-lm v1/v2", Stack(replace(_MEGATRON_2021, date=2020.5, interleaves=False), "full")),
    (r"korthikanti|narayanan", Stack(_MEGATRON_2021, "full")),
    # DeepSpeed's pipeline runs 1F1B without interleaving.
    (r"turing nlg|bigscience|gpt-neox|glm-130b", Stack(_DEEPSPEED, "full")),
    (r"\bopt\b|patterson|bloomberg", Stack(replace(_MEGATRON_2021, line=""), "full")),
    (r"llama paper", Stack(Software(date=2023.0, attention_kernel="flash2", tensor_overlap="none"))),
    (r"megascale", Stack(Software("megascale", 2024.1, "flash2"))),
    (r"nemotron-4 340b", Stack(Software("mcore", 2024.4), "full")),
    (r"megatron-core", Stack(Software("mcore", 2024.5), "full")),
    (r"llama 3 herd|llama 3\.1 model card",
     Stack(Software("meta", 2024.3, "flash2", tensor_overlap="none"), "causal", False)),
    (r"maxtext", Stack(Software("maxtext", 2025.3, pointwise="compiled"), "full")),
    (r"paxml", Stack(Software("paxml", 2025.1, pointwise="compiled"), "full")),
    (r"dgx cloud benchmarking|nemo long-sequence", Stack(_NEMO, "full")),
    (r"megatron-bridge", Stack(_BRIDGE, "full")),
    (r"llm-foundry.*large scale", Stack(replace(_FOUNDRY, attention_kernel="triton"), "full")),
    (r"llm-foundry", Stack(_FOUNDRY, "full")),
    (r"torchtitan.*(performance\.md)", Stack(replace(_TITAN, pointwise="eager", date=2024.5))),
    (r"torchtitan.*async tp: async", Stack(replace(_TITAN, tensor_overlap="some", date=2025.4))),
    (r"torchtitan", Stack(_TITAN)),
    (r"mlperf training v3\.0", Stack(Software("mlperf", 2023.4))),
    (r"mlperf training v4\.0", Stack(Software("mlperf", 2024.4))),
    (r"mlperf training v4\.1", Stack(Software("mlperf", 2024.8))),
    (r"mlperf training v5", Stack(Software("mlperf", 2025.6))),
    (r"deepseek-v3 technical", Stack(Software("deepseek", 2024.9, expert_overlap="dual"))),
)  # fmt: skip
_RELEASE = re.compile(r"\(?(2\d)\.(\d\d)(?:\.\d\d)?\)? ?(?:nemo|\)|:)")
_EXPERT_OVERLAP_SINCE = 2026.2
"""Megatron-Bridge overlaps the exchange between experts from its release 26.04 on."""
_GRAPHED_SINCE = 2026.4
"""It runs layers of experts as whole graphs with fused kernels from 26.06 on."""
_PLAIN_SCHEDULE = re.compile(r"(?<!interleaved )\b1f1b\b|\b4d cp", re.IGNORECASE)
_YEARS = (
    (r"\((20)?(2\d)\.\d\d|,? (20)?(2\d)\.\d\d(\.\d\d)? NeMo", ""),
    (r"_20(2\d)\d\d_", ""),
    (r"MLPerf Training v3", "2023"),
    (r"MLPerf Training v4", "2024"),
    (r"MLPerf Training v5", "2025"),
    (r"NSDI 24", "2024"),
    (r"llm-foundry", "2023"),
)


def stack_of(source: str, url: str = "") -> Stack:
    """The software behind a row of ``source``; ``url`` dates it where the title does not."""
    text = source.lower()
    found = next((stack for pattern, stack in _STACKS if re.search(pattern, text)), None)
    if found is None:
        year = year_of(source, url)
        date = float(year) + 0.5 if year.isdigit() else Software().date
        found = Stack(_of_its_time(date))
    software = found.software
    if software.line in ("nemo", "bridge", "maxtext", "paxml") and (
        release := _RELEASE.search(text)
    ):
        software = replace(software, date=2000.0 + int(release[1]) + int(release[2]) / 12.0)
    if software.line == "bridge" and software.date < _EXPERT_OVERLAP_SINCE:
        software = replace(software, expert_overlap="none")
    if software.line == "bridge" and software.date >= _GRAPHED_SINCE:
        software = replace(software, expert_kernels="graphed")
    if _PLAIN_SCHEDULE.search(source):
        software = replace(software, interleaves=False)
    return replace(found, software=software)


def _of_its_time(date: float) -> Software:
    """What a good stack of ``date`` had, for a source that is not known."""
    if date < 2022.0:
        return replace(_MEGATRON_2021, line="", date=date)
    if date < 2024.0:
        return Software(
            date=date, attention_kernel="flash2", tensor_overlap="none", expert_overlap="none"
        )
    return Software(date=date)


@lru_cache(maxsize=64)
def constants_of(software: Software) -> Constants:
    """The step-time constants with a stack; the same object each time."""
    return constants_from(catalog().performance_constants, software)


def year_of(source: str, url: str) -> str:
    """The year of a table: its release, the year in its title, or that of its arXiv number."""
    for pattern, year in _YEARS:
        if match := re.search(pattern, source):
            return year or next(f"20{part}" for part in match.groups() if part and part != "20")
    if match := re.search(r"\b(20[12]\d)\b", source):
        return match[1]
    if match := re.search(r"arxiv\.org/(?:abs|pdf)/(\d\d)\d\d\.", url):
        return f"20{match[1]}"
    return "unknown"
