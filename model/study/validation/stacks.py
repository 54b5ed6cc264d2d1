"""What the source of a row says about its software: generation, schedule, conventions, year.

The table that a figure was printed in fixes the software, so it is told from the title of the
source. The prefix of an id is ours and says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from model.catalog import catalog
from model.physics.performance import Constants, constants_from


@dataclass(frozen=True, slots=True)
class Stack:
    """Software behind a table of measurements."""

    generation: str = ""
    """of the step-time constants; empty: the general one"""
    interleaves: bool = True
    """its pipeline schedule can interleave"""
    attention: str = ""
    """how its FLOP count attention: ``full``, ``causal``; empty: it does not say"""
    stated: bool = True
    """the source says so; False: our reading, good only where it hardly matters"""


_GENERAL = Stack()
_STACKS: tuple[tuple[str, str, Stack], ...] = (
    # pattern of the source, family of the accelerator (empty: any), what it means
    (r"korthikanti.*(sequence parallel|sec 6\.3)", "", Stack("megatron-2022", attention="full")),
    (r"korthikanti|narayanan|megatron-lm v1", "", Stack("megatron-2021", attention="full")),
    # DeepSpeed's pipeline runs 1F1B without interleaving.
    (r"turing nlg|bigscience|gpt-neox|glm-130b", "", Stack("megatron-2021", False, "full")),
    (r"\bopt\b|patterson|bloomberg", "", Stack("megatron-2021", attention="full")),
    (r"megatron-core", "", Stack(attention="full")),
    (r"llama 3 herd", "", Stack(attention="causal", stated=False)),
    # Release factors of NeMo 25 were fitted on H100 alone.
    (r"dgx cloud benchmarking.*\(25\..*(maxtext|paxml)", "", Stack(attention="full")),
    (r"dgx cloud benchmarking.*\(25\.", "h100", Stack("nemo-2025", attention="full")),
    (r"dgx cloud benchmarking|megatron-bridge", "", Stack(attention="full")),
    (r"llm-foundry", "", Stack(interleaves=False, attention="full")),
)
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


def stack_of(source: str, family: str) -> Stack:
    """The software behind a row of ``source`` on an accelerator of ``family``."""
    text = source.lower()
    for pattern, needs, stack in _STACKS:
        if needs in ("", family) and re.search(pattern, text):
            found = stack
            break
    else:
        found = _GENERAL
    if _PLAIN_SCHEDULE.search(source):
        return replace(found, interleaves=False)
    return found


@lru_cache(maxsize=16)
def constants_of(generation: str) -> Constants:
    """The step-time constants of a generation; the same object each time."""
    return constants_from(catalog().performance_constants, generation)


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
