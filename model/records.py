"""What the catalogue holds: one frozen record a thing, in SI units.

Every record says where it comes from (``src``, ids of `Catalog.sources`), as of when
(``asof``) and how sure it is (``confidence``: A primary or measured, B several reports,
C an estimate, D a judgement). Money is USD; a price of energy stays in USD/kWh.

There is one object a record, so records compare and hash by identity and can key a cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt


class Range(msgspec.Struct, frozen=True):
    """An uncertain number: the least, the most likely and the greatest value."""

    low: float
    mode: float
    high: float


class Record(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What every record carries."""

    id: str
    name: str
    src: tuple[str, ...]
    asof: date
    confidence: str
    note: str


class Accelerator(Record, frozen=True, kw_only=True, eq=False):
    """A type of accelerator and its share of the server around it."""

    short: str
    """Name on the screen, e.g. ``H100``."""
    vendor: str
    family: str
    """Key of the theme's colours."""
    kernels: str
    """Whose kernel efficiencies apply: a family of the step-time constants."""
    available: date
    """First deliveries in volume."""
    peak: Mapping[str, float]
    """Dense peak by number format, ``bf16`` ``fp8`` ``fp4`` [FLOP/s]; a missing key: cannot."""
    memory_bytes: float
    memory_bw: float
    """[B/s]"""
    tdp_w: float
    scaleup_bw: float
    """Bandwidth inside the scale-up domain, per direction [B/s]."""
    scaleup_domain: int
    """Accelerators in one scale-up domain."""
    scaleout_bw: float
    """Bandwidth to the scale-out fabric, per direction [B/s]."""
    per_server: int
    server_w: float
    """Greatest draw of the server as shipped, fans included [W]."""
    price: Range
    """Per accelerator with its share of the server [USD]."""
    embodied_kg: float
    """Per accelerator with its share of the server [kg CO2e]."""


class Network(Record, frozen=True, kw_only=True, eq=False):
    """A scale-out fabric, built as a folded Clos of one type of switch."""

    port_bps: float
    """[bit/s] per direction"""
    radix: int
    """Ports per switch at ``port_bps``."""
    switch_w: float
    """Switch without its optics [W]."""
    switch_usd: float
    optic_w: float
    """A module with two ports, at the switch [W]."""
    nic_optic_w: float
    """The module at the network adapter [W]."""
    nic_extra_w: float
    """What the adapter draws above the one in the server's nameplate, per accelerator [W]."""
    link_usd_per_port: Range
    """Module and half the cable, per end of a link [USD]."""
    efficiency: Range
    """Share of line rate that collectives reach."""
    latency_s: float
    """Of one collective between servers [s]."""
    oversubscription: float
    """Ports down over ports up at the leaf; 1 does not block."""


class Cooling(Record, frozen=True, kw_only=True, eq=False):
    """A way to take the heat away."""

    liquid: bool
    pue: Range
    """Mean of the year."""
    losses: float
    """Electrical losses of the building as a share of IT power; inside ``pue``."""
    peak_overhead: float
    """Cooling power on the design day over its mean."""
    water_l_per_kwh: Range
    """Evaporated per kWh of IT [L/kWh]."""
    fan_saving: float
    """Share of server nameplate saved because fans are gone or idle."""


class Place(Record, frozen=True, kw_only=True, eq=False):
    """Where a site stands."""

    region: str
    latitude: float
    """[degrees north]"""
    power_price: Range
    """[USD/kWh]"""
    grid_kg_per_kwh: float
    gas_kg_per_kwh: float
    """On-site gas generation, stack only [kg CO2/kWh]."""
    build_usd_per_w: Range
    """Shell and mechanical, electrical, plumbing per W of critical IT [USD/W]."""
    template: str
    """Usual task template."""


class Climate(Record, frozen=True, kw_only=True, eq=False):
    """Monthly normals of a station, for the places that it stands for."""

    places: tuple[str, ...]
    high_c: npt.NDArray[np.float64]
    """(1, 12) mean daily high of each month [C]"""
    low_c: npt.NDArray[np.float64]
    """(1, 12) mean daily low of each month [C]"""
    dew_depression_k: float
    """How far the dew point lies below the daily low [K]."""
    design_dry_c: float
    """Dry bulb exceeded in 1 % of the hours of the year [C]."""
    design_wet_c: float
    """Wet bulb that goes with it [C]."""
    pressure_atm: float


class Plant(Record, frozen=True, kw_only=True, eq=False):
    """How a way of cooling answers the weather; its id is that of the cooling."""

    sink: str
    """``wet``: towers, ``dry``: air"""
    supply_c: float
    """Loop to the racks [C]."""
    return_c: float
    """Loop back from them [C]."""
    approach_k: float
    """How far the loop stays above the sink [K]."""
    carnot: float
    """Chiller efficiency over the ideal; 0: no chillers."""
    pumps: float
    """Pumps and air handlers over the heat."""
    fans: float
    """Fans of towers or coolers over the heat, on the design day."""


class TaskRecord(msgspec.Struct, frozen=True):
    """One construction task."""

    id: str
    label: str
    low: float
    """[d]"""
    mode: float
    """[d]"""
    high: float
    """[d]"""
    after: tuple[str, ...]
    """The tasks that it waits for, as `model.precedence` reads them."""
    stage: str
    """``site``: once. ``hall``: the duration of a building phase, handed over hall by hall."""
    src: tuple[str, ...]
    confidence: str
    note: str
    kind: str = "work"
    """``work`` keeps the site's working week; ``permit``, ``order`` and ``utility`` wait for
    others and go on every day."""
    ordered_d: float | None = None
    """A long-lead item: the day on which it is ordered, after the start of work; negative:
    before it. None: when what it waits for allows it, not before work starts."""
    size_exponent: float = 0.0
    """How the duration grows with the size of the first phase: (size / whole phase) to this."""
    ordered: date | None = None
    """A long-lead item: its duration counts from this day."""
    not_before: date | None = None
    """It starts on this day at the earliest."""


class Template(Record, frozen=True, kw_only=True, eq=False):
    """A network of construction tasks, predecessors first."""

    tasks: tuple[TaskRecord, ...]


class WorkingWeek(Record, frozen=True, kw_only=True, eq=False):
    """When a site is worked."""

    days_a_week: int
    closed: tuple[str, ...]
    """Days and periods of every year on which it is closed, as `model.chain.week` reads them."""
    output: float
    """Work done in a working day over that of the ordinary week; 0: durations as published,
    in calendar days."""
    cost_share: float
    """What it adds to the cost of the building, as a share."""


class Stack(Record, frozen=True, kw_only=True, eq=False):
    """A stack of training software, and how figures printed with it count."""

    line: str
    """whose constants of the step-time model apply; empty: those of no stack in particular"""
    date: float
    """release, in years"""
    attention_kernel: str
    pointwise: str
    tensor_overlap: str
    expert_overlap: str
    expert_kernels: str
    loss: str
    selective_kept: float
    sequence_parallel: bool
    interleaves: bool
    matches: str
    """pattern of the titles of sources that ran on it, in lower case; empty: none"""
    counts_attention: str
    """how its FLOP count attention: ``full``, ``causal``; empty: it does not say"""
    counts_stated: bool
    """the source says so; False: our reading, good only where it hardly matters"""


class Workload(Record, frozen=True, kw_only=True, eq=False):
    """A model and its training run."""

    kind: str
    """``dense`` or ``moe``"""
    params: float
    active_params: float
    """Parameters that one token passes through."""
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    core_dim: int
    """Mean width that a head of latent attention compares and sums; 0: the head dimension."""
    window: int
    """Tokens that a layer with a sliding window looks back; 0: none has one."""
    window_share: float
    """Share of the layers with the window."""
    ffn: int
    """Width of a dense feed-forward layer."""
    gated: bool
    vocab: int
    experts: int
    """0 for a dense model."""
    active_experts: int
    shared_experts: int
    expert_ffn: int
    dense_layers: int
    """Layers of a mixture of experts that have no experts."""
    tied: bool
    """Input and output embeddings share their weights."""
    tokens: float
    flop: float
    batch_tokens: float
    sequence: int
    precision: str
    estimated_by: str
    """Who estimated what; empty where all is published."""
    date: date
    """Release or announcement."""


class Cluster(Record, frozen=True, kw_only=True, eq=False):
    """A real system or one phase of a real campus."""

    campus: str
    """Phases of one campus share it; a later phase replaces an earlier one."""
    owner: str
    location: str
    status: str
    """``existing``, ``planned``, ``projected`` or ``decommissioned``"""
    online: date
    types: tuple[tuple[str, int], ...]
    """Accelerators by name; empty where only the total compute is known."""
    count: int | None
    bf16_flops: float
    """Dense peak [FLOP/s]."""
    power_w: float | None
    power_basis: str
    """``reported``, ``tdp_rule``, ``model_draw`` or ``facility_peak``; empty without power."""
    url: str


class Assumption(Record, frozen=True, kw_only=True, eq=False):
    """A named value that the physics uses; ``note`` says why it is what it is."""

    range: Range
    unit: str
    """Unit of ``range``, after conversion."""

    @property
    def value(self) -> float:
        """The most likely value, in ``unit``."""
        return self.range.mode


class Source(msgspec.Struct, frozen=True):
    """Where a value comes from."""

    id: str
    title: str
    url: str
    date: date
    """Published, or read if there is no such date."""
    publisher: str
    licence: str
    note: str


class Preset(msgspec.Struct, frozen=True):
    """A scenario that is shipped."""

    id: str
    title: str
    path: Path
