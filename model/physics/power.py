"""From what accelerators do to the power at the meter, per accelerator of one type.

    accelerator = idle + (TDP - idle) x weight of the activity, no more than its power limit
    server      = accelerator + host, over (1 - fans), less the fans that liquid cooling spares
    critical IT = server nameplate per accelerator, lowered by a power limit, + fabric + storage
    facility    = IT x PUE,  PUE = 1 + cooling + electrical losses   (ISO/IEC 30134-2)

Three levels, each itemised: ``nameplate`` is what the site is built for, ``peak`` what all of it
draws at once in full swing on the design day, ``mean`` what it draws while a job steps through
its work; a run that halts for checkpoints and restarts draws less on average (``duty``). Parts are
disjoint and sum to the total exactly. All powers in W per accelerator.

Draw that is linear in activity between an idle floor and a ceiling is the usual model of a node
(Fan, Weber and Barroso, ISCA 2007).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Value = Array | float

ACTIVITIES = ("compute", "memory", "communication", "idle", "checkpoint")
"""What an accelerator does in the course of a run; shares of time over these sum to one."""

Shares = tuple[float, ...]
"""Share of time in each of `ACTIVITIES`"""

IT_PARTS = ("accelerators", "servers", "network")
"""Parts of the draw that are IT; the others are cooling and losses."""

FULL_SWING: Shares = (1.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Node:
    """How a server draws power; all values are shares."""

    weight: Shares
    """accelerator draw above idle over TDP less idle, for each of `ACTIVITIES`"""
    chip_idle: float
    """accelerator that does nothing, over its TDP"""
    host: float
    """what the rest of a busy server draws without its fans, over what the nameplate leaves it"""
    host_idle: float
    """of that, what it draws beside idle accelerators"""
    fans: float
    """fans over the draw of an air-cooled server"""


@dataclass(frozen=True, slots=True)
class UnitPower:
    """What one accelerator of a type draws with its share of everything; parts (N, 1) [W]."""

    mean: Mapping[str, Array]
    """mean while a job steps, at the meter"""
    peak: Mapping[str, Array]
    """all in full swing at once on the design day, at the meter"""
    nameplate: Mapping[str, Array]
    """at nameplate on the design day, at the meter"""
    critical_it: float
    """nameplate IT, what the hall is built for"""
    mean_total: Array
    """(N, 1) mean at the meter [W]"""
    peak_total: Array
    """(N, 1) peak at the meter [W]"""
    chip: Array
    """(N, A) draw of the accelerator in each of `ACTIVITIES` [W]"""
    server: Array
    """(N, A) draw of its share of the rest of the server in each of them [W]"""

    def by_activity(self, shares: Shares) -> dict[str, Array]:
        """What each activity adds to the mean draw of an accelerator (N, 1) [W]."""
        return {
            name: self.chip[:, place : place + 1] * shares[place]
            for place, name in enumerate(ACTIVITIES)
        }

    def over(self, shares: Shares) -> dict[str, Array]:
        """The mean by part with other ``shares`` of time (N, 1) [W]; cooling follows the IT."""
        time = np.array(shares).reshape(-1, 1)
        found = dict(self.mean)
        found["accelerators"], found["servers"] = self.chip @ time, self.server @ time
        duty = self.duty(shares)
        for part in ("cooling", "losses"):
            found[part] = found[part] * duty
        return found

    def duty(self, shares: Shares) -> Array:
        """Mean at the meter with other ``shares`` of time, over the mean (N, 1).

        Whoever halts idles, and idling draws: hosts, fans, fabric and cooling go on.
        """
        server = (self.chip + self.server) @ np.array(shares).reshape(-1, 1)
        here = self.mean["accelerators"] + self.mean["servers"]
        return np.asarray((server + self.mean["network"]) / (here + self.mean["network"]))

    @property
    def it_peak(self) -> Array:
        """IT in full swing (N, 1) [W], without cooling and losses."""
        return sum((self.peak[part] for part in IT_PARTS), np.zeros_like(self.peak_total))

    @property
    def overhead(self) -> Array:
        """Mean at the meter over mean IT (N, 1): the PUE of the year."""
        it = sum((self.mean[part] for part in IT_PARTS), np.zeros_like(self.mean_total))
        return self.mean_total / it


def unit_power(
    *,
    tdp_w: float,
    server_w: float,
    per_server: int,
    network_w: float,
    node: Node,
    shares: Shares,
    draw_factor: Array,
    fan_saving: float,
    pue: Array,
    losses: float,
    peak_overhead: float,
    cap: float = 1.0,
) -> UnitPower:
    """Power of one accelerator with its share of server, network, cooling and losses.

    Parameters
    ----------
    tdp_w : accelerator's thermal design power [W]
    server_w : nameplate of the server or rack that holds it [W]
    per_server : accelerators in it
    network_w : fabric and storage per accelerator [W]
    node : how the server draws power
    shares : time of a step in each of `ACTIVITIES`
    draw_factor : (N, 1) what a server really draws over what this works out
    fan_saving : share of server draw that liquid cooling saves by removing fans
    pue : (N, 1) yearly mean
    losses : transformers, switchgear and UPS, as a share of IT
    peak_overhead : cooling on the design day over its mean
    cap : power limit of the accelerator over its TDP, up to 1
    """
    whole = server_w / per_server
    tdp = min(tdp_w, whole)
    rest, limit = whole - tdp, tdp * min(cap, 1.0)
    floor = tdp * node.chip_idle
    busy = np.minimum(floor + (tdp - floor) * np.array([node.weight]), limit)
    fans = (1.0 - fan_saving) / (1.0 - node.fans)

    # (N, A). No accelerator draws more than its limit, no server more than its nameplate.
    chip = np.minimum(busy * draw_factor, limit)
    active = (busy - floor) / max(tdp - floor, 1e-9)
    host = rest * node.host * (node.host_idle + (1.0 - node.host_idle) * active)
    server = np.minimum((chip + host * draw_factor) * fans - chip, rest)
    server = np.maximum(server, 0.0)

    # Losses can't exceed the whole overhead: an optimistic PUE squeezes them first.
    lost = np.minimum(losses, pue - 1)
    cooling = pue - 1 - lost
    network = np.full_like(pue, network_w)

    def at_meter(chip_w: Array, server_w: Array, cooling_share: Array) -> dict[str, Array]:
        it = chip_w + server_w + network_w
        return {
            "accelerators": chip_w,
            "servers": server_w,
            "network": network,
            "cooling": cooling_share * it,
            "losses": lost * it,
        }

    time = np.array(shares).reshape(-1, 1)
    mean = at_meter(chip @ time, server @ time, cooling)
    design_day = cooling * peak_overhead
    peak = at_meter(chip[:, :1], server[:, :1], design_day)
    return UnitPower(
        mean=mean,
        peak=peak,
        nameplate=at_meter(np.full_like(pue, limit), np.full_like(pue, rest), design_day),
        critical_it=limit + rest + network_w,
        mean_total=_total(mean),
        peak_total=_total(peak),
        chip=chip,
        server=server,
    )


def _total(parts: Mapping[str, Array]) -> Array:
    first, *others = parts.values()
    for part in others:
        first = first + part
    return first
