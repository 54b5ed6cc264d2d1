"""The answer: named arrays with two axes, rows N first and time T second.

Row 0 is the median scenario, every belief at its median; further rows, where there are any,
are draws. Constants are (1, 1), one value a row is (N, 1), the calendar is (1, T) and a
result over time is (N, T). Everything is SI: W, FLOP/s, USD, kg, days since the epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
import numpy as np
import numpy.typing as npt

from model.physics.performance import Architecture, Constants, Hardware, Job
from model.physics.performance.job import Plan as Plan  # a plan is part of the answer
from model.physics.power import IT_PARTS as IT_PARTS  # so are the parts of its power
from model.physics.reliability import Losses, Recovery
from model.scenario import Scenario

Array = npt.NDArray[np.float64]

POWER_PARTS = (*IT_PARTS, "cooling", "losses")
PART_LABELS = {
    "accelerators": "Accelerators",
    "servers": "Servers",
    "network": "Network, storage",
    "cooling": "Cooling",
    "losses": "Losses",
}
"""What each part of the power is called, wherever it is shown."""


class Headline(msgspec.Struct, frozen=True):
    """One number that answers the question."""

    name: str
    label: str
    unit: str
    value: Array
    """(N, 1) in ``unit``; a date is in days since the epoch and has the unit ``date``."""


class Task(msgspec.Struct, frozen=True):
    """One bar of the timeline."""

    id: str
    label: str
    kind: str
    """``work``, ``power``, ``rack``, ``accept`` or ``run``."""
    site: str
    start: Array
    """(N, 1) [d since epoch]"""
    finish: Array
    """(N, 1) [d since epoch]; inf where it never finishes"""
    slack: Array
    """(N, 1) [d] by which it may finish later without delaying full load"""
    critical: bool
    """On the critical path to full load in row 0."""
    after: tuple[str, ...] = ()
    """Ids of the tasks that it waits for."""
    src: str = ""
    criticality: float = 0.0
    """Share of the rows in which it is on the critical path to full load: its criticality index
    (Martin, Operations Research 13, 1965). With one row it says no more than ``critical``."""
    moves: str = ""
    """Path of the date that moves the bar; empty if nothing does."""
    stretches: str = ""
    """Path of the field that moves its finish alone; empty if nothing does."""


class Binding(msgspec.Struct, frozen=True):
    """An interval of row 0 in which one constraint holds accelerators back."""

    start: float
    """[d since epoch]"""
    finish: float
    """[d since epoch]"""
    constraint: str
    """``delivery``, ``racking``, ``power``, ``cooling``, ``schedule`` or ``none``."""
    waiting: float
    """Accelerators that wait, at worst."""
    short_w: float
    """Power that is missing, at worst [W]; 0 unless power binds."""
    why: str
    """One sentence."""
    remedy: str = ""
    """What would help and by how much, computed; empty where nothing does."""
    site: str = ""
    """Name of the site."""


class Asked(msgspec.Struct, frozen=True):
    """What a plan was searched for."""

    arch: Architecture
    hardware: Hardware
    """of the type that leads; with the least memory of all types that take part"""
    job: Job
    constants: Constants
    """of the step time, with the software of the scenario"""
    lead: str
    """id of the type with the largest peak in all"""
    network: str


class Training(msgspec.Struct, frozen=True):
    """How the run goes on the full cluster, row 0."""

    plan: Plan | None
    """The fastest; None if none fits."""
    asked: Asked | None
    """What it was searched for; None without accelerators."""
    why_not: str
    """One sentence if no plan fits, else empty."""
    extrapolated: tuple[str, ...] = ()
    """Sentences: in what way the job lies outside the measured range."""
    fleet: str = ""
    """How several types or sites share the job, in words; empty: there is one of each."""
    sites: tuple[str, ...] = ()
    """Sites that take part in the job."""


class Swing(msgspec.Struct, frozen=True):
    """How the load of the site with the largest swing moves in row 0, and what would hold it."""

    site: str
    amplitude_w: float
    """from one level to the other within a step [W]"""
    frequency_hz: float
    """of steps"""
    ramp_w_per_s: float
    limit_w_per_s: float
    """what the plants of a utility follow"""
    checkpoint_w: float
    """fall while a checkpoint is taken [W]"""
    checkpoint_hz: float
    stop_w: float
    """fall when the job stops [W]"""
    battery_w: float
    """power of a battery that holds all of these to the limit [W]"""
    battery_j: float
    battery_usd: float
    covered: bool
    """the batteries of the site are as large"""
    rack_store_j: float
    """what power supplies with capacitors would store in all racks [J]"""
    step_store_j: float
    """what holds the swing of the step alone to the limit [J]"""
    floor_waste_w: float
    """mean power that a floor under the draw of the accelerators wastes instead [W]"""
    floor_usd_per_year: float
    large: bool
    """a load large enough for a utility to set limits"""


class Trade(msgspec.Struct, frozen=True):
    """What power limits cost and save against none, row 0, with everything online."""

    speed: float
    """usable rate with them over that without"""
    power: float
    """draw at the meter while the job steps, with them over that without"""
    energy: float
    """energy over a run for the same work, with them over without"""
    saved_w: float
    """[W]"""
    limits_w: Mapping[str, float]
    """short name of a type -> its lowest limit [W]"""


class Demand(msgspec.Struct, frozen=True):
    """Demand with everything online, taken apart."""

    mean: Mapping[str, Array]
    """per part of POWER_PARTS (N, 1): mean while the job steps [W]"""
    run: Mapping[str, Array]
    """per part of POWER_PARTS (N, 1): mean over a run, with its halts and restarts [W]"""
    nameplate: Mapping[str, Array]
    """per part of POWER_PARTS (N, 1): what the site is built for, on the design day [W]"""
    activity: Mapping[str, Array]
    """what each activity adds to the accelerators' mean draw over a run (N, 1) [W]"""
    shares: tuple[float, ...]
    """time of a run in each of these activities, row 0"""
    trade: Trade | None
    """None: no power limit is set"""
    swing: Swing | None
    """None: nothing swings, for there is no job"""
    supply: Mapping[str, float]
    """``grid``, ``turbines``, ``battery``: what stands behind the sites in use on the day that
    each is at full load, row 0 [W]"""


class SitePower(msgspec.Struct, frozen=True):
    """The power of one site on the calendar, means over the day (N, T) [W].

    ``grid + turbines + battery = sum of parts + charged`` and ``sum of parts + short + idled =
    wanted``, at every instant.
    """

    site: str
    """its name in the scenario"""
    installed: Array
    """accelerators racked"""
    online: Array
    """accelerators racked and powered"""
    wanted: Array
    """what all accelerators that are switched on would draw"""
    parts: Mapping[str, Array]
    """per part of POWER_PARTS, what they do draw"""
    supply: Mapping[str, Array]
    """``grid``, ``turbines``, ``battery``: what each could give"""
    grid: Array
    turbines: Array
    battery: Array
    """what each gives"""
    charged: Array
    """what charges the battery"""
    short: Array
    """wanted beyond the supply"""
    idled: Array
    """given up when the utility calls"""
    full_load: Array
    """(N, 1) day from which all that is shipped here is online; inf if never [d since epoch]"""


class Reliability(msgspec.Struct, frozen=True):
    """How the job on the whole fleet fails, saves and comes back."""

    job: Recovery
    """values per row are (N, 1)"""
    count: float
    """accelerators that the job uses, hot spares included"""
    fleet: float
    """accelerators that it could use"""
    losses: Losses
    """(N, 1) each; the parts are shares of all accelerator-time"""


class Outcome(msgspec.Struct, frozen=True):
    """Everything `evaluate` found out about one scenario."""

    scenario: Scenario
    epoch: date
    days: Array
    """(1, T) the calendar [d since epoch]"""

    types: tuple[str, ...]
    """Accelerator ids in stack order."""
    peak_installed: Array
    """(N, T) dense peak of what is racked, at the workload's precision [FLOP/s]"""
    peak_powered: Array
    """(N, T) the part of it that has power [FLOP/s]"""
    usable: Mapping[str, Array]
    """per type (N, T): peak x MFU x goodput [FLOP/s]"""
    delivered: Array
    """(N, T) accelerators on site"""
    racked: Array
    """(N, T) accelerators racked and accepted"""
    online: Array
    """(N, T) accelerators racked, powered and cooled"""

    power: Mapping[str, Array]
    """per part of POWER_PARTS (N, T): mean while the job steps, at the meter [W]"""
    wanted: Array
    """(N, T) what all accelerators that are switched on would draw [W]"""
    supply: Mapping[str, Array]
    """``grid``, ``turbines`` (firm), ``battery`` (N, T) [W]"""

    tasks: tuple[Task, ...]
    binding: tuple[Binding, ...]
    headlines: Mapping[str, Headline]
    peak_power: Mapping[str, Array]
    """per part (N, 1): all in full swing on the design day [W]"""
    capex: Mapping[str, Array]
    """per part (N, 1) [USD]"""
    opex: Mapping[str, Array]
    """per part (N, 1) [USD/year]"""
    run_cost: Mapping[str, Array]
    """per part (N, 1) [USD]"""
    run_start: Array
    """(N, 1) [d since epoch]; inf if it never starts"""
    run_finish: Array
    """(N, 1) [d since epoch]; inf if it never finishes"""
    progress: Array
    """(N, T) share of the run that is done"""
    training: Training
    pools: Mapping[str, int]
    """accelerators per type when all is delivered"""
    sites: tuple[SitePower, ...] = ()
    """who feeds whom, site by site"""
    reliability: Reliability | None = None
    """what fails and what it costs at full load; None where no job runs"""
    demand: Demand | None = None
    """what makes up the demand at full load"""
    warnings: tuple[str, ...] = ()
    no_effect: Mapping[str, str] = msgspec.field(default_factory=dict)
    """paths of fields that change nothing now, and why"""
    remarks: Mapping[str, str] = msgspec.field(default_factory=dict)
    """paths of fields whose value means something that it doesn't show, in one sentence"""
    bends: Array | None = None
    """(1, K) moments, row 0, between which what is online runs straight [d since epoch]; they are
    on the calendar. None: nobody asked for them"""

    @property
    def usable_total(self) -> Array:
        """(N, T) usable FLOP/s of all types."""
        return _sum(self.usable, self.delivered)

    @property
    def power_total(self) -> Array:
        """(N, T) mean facility power [W]."""
        return _sum(self.power, self.delivered)

    @property
    def idled(self) -> Array:
        """(N, T) power given up when utilities call [W]."""
        return sum((site.idled for site in self.sites), np.zeros_like(self.delivered))

    @property
    def supply_firm(self) -> Array:
        """(N, T) grid and firm turbine power, without the battery [W]."""
        return self.supply["grid"] + self.supply["turbines"]

    def headline(self, name: str) -> float:
        """The median value of one headline."""
        return float(self.headlines[name].value[0, 0])


def _sum(parts: Mapping[str, Array], like: Array) -> Array:
    total = np.zeros_like(like)
    for part in parts.values():
        total = total + part
    return total
