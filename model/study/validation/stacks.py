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
from model.chain.performance_inputs import USUAL_SOFTWARE, software
from model.physics.performance import Constants, Software, constants_from


@dataclass(frozen=True, slots=True)
class Stack:
    """Software behind a table of measurements, and how its figures count."""

    software: Software = field(default_factory=Software)
    attention: str = ""
    """how its FLOP count attention: ``full``, ``causal``; empty: it does not say"""
    stated: bool = True
    """the source says so; False: our reading, good only where it hardly matters"""


_RELEASE = re.compile(r"\(?(2\d)\.(\d\d)(?:\.\d\d)?\)? ?(?:nemo|\)|:)")
_EXPERT_OVERLAP_SINCE = 2026.2
"""Megatron-Bridge overlaps the exchange between experts from its release 26.04 on."""
_RELEASED = ("nemo", "bridge", "maxtext", "paxml")
"""Lines whose tables print the release in their title"""
_GRAPHED_SINCE = 2026.4
"""It runs layers of experts as whole graphs with fused kernels from 26.06 on, in rack domains."""
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
    stack = next((each for pattern, each in _listed() if pattern.search(text)), None)
    if stack is None:
        stack = Stack(_of_its_time(year_of(source, url)))
    known = stack.software
    if known.line in _RELEASED and (release := _RELEASE.search(text)):
        known = replace(known, date=2000.0 + int(release[1]) + int(release[2]) / 12.0)
    if known.line == "bridge" and known.date < _EXPERT_OVERLAP_SINCE:
        known = replace(known, expert_overlap="none")
    if known.line == "bridge" and known.date >= _GRAPHED_SINCE:
        known = replace(known, expert_kernels="graphed")
    if _PLAIN_SCHEDULE.search(source):
        known = replace(known, interleaves=False)
    return replace(stack, software=known)


@lru_cache(maxsize=1)
def _listed() -> tuple[tuple[re.Pattern[str], Stack], ...]:
    return tuple(
        (re.compile(each.matches), Stack(software(each), each.counts_attention, each.counts_stated))
        for each in catalog().stacks.values()
        if each.matches
    )


def _of_its_time(year: str) -> Software:
    """What a good stack of a year had, for a source that is not known."""
    stacks = catalog().stacks
    if not year.isdigit():
        return software(stacks[USUAL_SOFTWARE])
    date = float(year) + 0.5
    id = "other-2021" if date < 2022.0 else "llama-2023" if date < 2024.0 else USUAL_SOFTWARE
    return replace(software(stacks[id]), date=date)


@lru_cache(maxsize=64)
def constants_of(of: Software) -> Constants:
    """The step-time constants with a stack; the same object each time."""
    return constants_from(catalog().performance_constants, of)


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
