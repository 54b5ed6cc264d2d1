"""From the name of an accelerator in a published table to a part of the catalogue.

The variants that a name tells apart (memory, form factor, power limit) matter more than the
spelling, so the rules go from the particular to the general, and a name that none of them
knows is refused: a near miss is another part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from model.catalog import catalog
from model.chain.performance_inputs import hardware
from model.physics.performance import Hardware
from model.records import Accelerator
from model.study.plans import nearest_network
from model.study.validation.table import Unscorable

_RULES = (
    (r"gb300", "gb300_nvl72"),
    (r"gb200", "gb200_nvl72"),
    (r"b300", "b300_hgx"),
    (r"b200", "b200_hgx"),
    (r"gh200", "gh200"),
    (r"h200", "h200_sxm"),
    (r"h800", "h800_sxm"),
    (r"\bh20\b", "h20"),
    (r"h100.*(pcie|nvl)", "h100_pcie"),
    (r"h100", "h100_sxm"),
    (r"a100.*40 ?gb", "a100_sxm_40"),
    (r"a100", "a100_sxm_80"),
    (r"v100", "v100_sxm2_32"),
    (r"mi355x", "mi355x"),
    (r"mi325x", "mi325x"),
    (r"mi300x", "mi300x"),
    (r"mi250x", "mi250x"),
    (r"tpu.*(v7|ironwood)", "tpu_v7"),
    (r"tpu.*(v6e|trillium)", "tpu_v6e"),
    (r"tpu.*v5p", "tpu_v5p"),
    (r"tpu.*v5e", "tpu_v5e"),
    (r"tpu.*v4(?!i)", "tpu_v4"),
    (r"tpu.*v3", "tpu_v3"),
    (r"trainium ?3|trn3", "trn3"),
    (r"trainium ?2|trn2", "trn2"),
    (r"trainium ?1|trn1", "trn1"),
    (r"gaudi.*3", "gaudi3"),
    (r"gaudi.*2", "gaudi2"),
)
_CAPPED_H100 = re.compile(r"h100.*hbm2e", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the catalogue as a published run had it."""

    record: Accelerator
    hardware: Hardware
    name: str
    """of its group"""
    note: str = ""


@lru_cache(maxsize=256)
def part_of(name: str) -> Part:
    """The part that ``name`` means, on the fabric that suits it.

    The H100 of Meta's Grand Teton servers (torchtitan's tables) have 96 GB of HBM2e at
    2.4 TB/s and a limit of 500 W; memory, bandwidth and limit are taken from there.

    Raises
    ------
    Unscorable : the catalogue has no such part
    """
    text = name.lower()
    id = name if name in catalog().accelerators else ""
    id = id or next((id for pattern, id in _RULES if re.search(pattern, text)), "")
    if not id:
        raise Unscorable(f"the catalogue has no {name}" if name else "the accelerator is not known")
    record = catalog().accelerators[id]
    machine = hardware(id, nearest_network(record).id)
    if _CAPPED_H100.search(name):
        machine = replace(machine, memory_bytes=96e9, memory_bw=2.4e12, power_w=500.0)
        note = "H100 with 96 GB of HBM2e at 500 W"
        return Part(record, machine, "H100 96 GB 500 W", note)
    return Part(record, machine, record.short)
