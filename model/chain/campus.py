"""All sites together: sums of what `model.chain.site` and `model.chain.flow` found for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import msgspec
import numpy as np

from model.catalog import Catalog
from model.chain.flow import Flow, flow
from model.chain.site import Build
from model.outcome import IT_PARTS, POWER_PARTS, Array, SitePower

SOURCES = ("grid", "turbines", "battery")


class Campus(msgspec.Struct, frozen=True, dict=True):
    """The sites of a scenario on one calendar."""

    builds: list[Build]
    flows: list[Flow]
    days: Array
    rows: int

    @classmethod
    def on(cls, days: Array, builds: list[Build], rows: int) -> Campus:
        """Put ``builds`` on the calendar ``days`` (1, T)."""
        return cls(builds, [flow(built, days) for built in builds], days, rows)

    def only(self, names: Collection[str]) -> Campus:
        """The part of it that consists of the sites called ``names``."""
        if all(built.site.id in names or not built.shipments for built in self.builds):
            return self
        kept = [place for place, built in enumerate(self.builds) if built.site.id in names]
        return Campus(
            [self.builds[place] for place in kept],
            [self.flows[place] for place in kept],
            self.days,
            self.rows,
        )

    def total(self, parts: Iterable[Array]) -> Array:
        """Sum (N, T)."""
        return sum(parts, np.zeros((self.rows, self.days.shape[1])))

    def delivered(self) -> Array:
        """Accelerators on site (N, T)."""
        return self.total(there.delivered for there in self.flows)

    def installed(self) -> Array:
        """Accelerators racked (N, T)."""
        return self.total(there.installed for there in self.flows)

    def online(self) -> Array:
        """Accelerators racked, powered and cooled (N, T)."""
        return self.total(there.online for there in self.flows)

    def wanted(self) -> Array:
        """What all that is switched on would draw (N, T) [W]."""
        return self.total(there.fed.wanted for there in self.flows)

    def supply(self, source: str) -> Array:
        """Power of one source (N, T) [W]."""
        return self.total(there.supply[source] for there in self.flows)

    def by_type(self, pools: Mapping[str, int], *, powered: bool) -> dict[str, Array]:
        """Accelerators of each type (N, T) that are racked, or racked and powered."""
        found = {name: self.total(()) for name in pools}
        for built, there in zip(self.builds, self.flows, strict=True):
            for place, shipment in enumerate(built.shipments):
                name = shipment.accelerator
                here = there.on[place] * there.fed.share if powered else there.racked[place]
                found[name] = found[name] + here
        return found

    def mean_power(self) -> dict[str, Array]:
        """Mean power at the meter by part (N, T) [W]."""
        parts = [site.parts for site in self.sites]
        if len(parts) == 1:
            return dict(parts[0])
        return {part: self.total(each[part] for each in parts) for part in POWER_PARTS}

    def at_full_load(self) -> dict[str, float]:
        """What each source could give the sites in use when each is at full load, row 0 [W].

        Where that never comes, at the end of the calendar.
        """
        found = dict.fromkeys(SOURCES, 0.0)
        for built, there in zip(self.builds, self.flows, strict=True):
            if built.shipments:
                when = min(float(built.full_load[0, 0]), float(self.days[0, -1]))
                for source in SOURCES:
                    series = np.broadcast_to(there.supply[source][0], self.days[0].shape)
                    found[source] += float(np.interp(when, self.days[0], series))
        return found

    @cached_property
    def sites(self) -> tuple[SitePower, ...]:
        """Each site's power on the calendar."""
        pairs = zip(self.builds, self.flows, strict=True)
        return tuple(_site_power(built, there, self.total(())) for built, there in pairs)


def _site_power(built: Build, there: Flow, zero: Array) -> SitePower:
    fed = there.fed
    parts = dict.fromkeys(POWER_PARTS, zero)
    for place, shipment in enumerate(built.shipments):
        here = there.on[place] * fed.share
        for part, watts in built.units[shipment.accelerator].mean.items():
            running = there.on[place] * fed.cooling if part == "cooling" else here
            parts[part] = parts[part] + running * watts
    return SitePower(
        site=built.site.id, installed=there.installed, online=there.online, wanted=fed.wanted,
        parts=parts, supply=there.supply, grid=fed.grid, turbines=fed.turbines,
        battery=fed.battery, charged=fed.charged, short=fed.short, idled=fed.idled,
        full_load=built.full_load,
    )  # fmt: skip


def peak_power(builds: list[Build], rows: int) -> dict[str, Array]:
    """Facility peak with everything online, by part (N, 1) [W]."""
    found = {part: np.zeros((rows, 1)) for part in POWER_PARTS}
    for built in builds:
        for shipment in built.shipments:
            for part, watts in built.units[shipment.accelerator].peak.items():
                found[part] = found[part] + shipment.count * watts
    return found


def mean_it(builds: list[Build], rows: int) -> Array:
    """Mean IT power with everything online (N, 1) [W]."""
    found = np.zeros((rows, 1))
    for built in builds:
        for shipment in built.shipments:
            mean = built.units[shipment.accelerator].mean
            found = found + shipment.count * sum(
                (mean[part] for part in IT_PARTS), np.zeros((1, 1))
            )
    return found


def critical_it(builds: list[Build]) -> float:
    """Nameplate IT power [W]."""
    return sum(
        shipment.count * built.units[shipment.accelerator].critical_it
        for built in builds
        for shipment in built.shipments
    )


def full_load(builds: list[Build], rows: int) -> Array:
    """Day (N, 1) from which every site has all of its accelerators online; inf if never."""
    used = [built.full_load for built in builds if built.shipments]
    return np.max(used, axis=0) if used else np.full((rows, 1), np.inf)


def settled(builds: list[Build], loaded: Array) -> Array:
    """Day of full load ``loaded`` (N, 1); where the supply never carries it, that it could be."""
    free = [built.on_from for built in builds if built.shipments]
    return np.where(np.isfinite(loaded), loaded, np.max(free, axis=0)) if free else loaded


def water(builds: list[Build], rows: int, cat: Catalog) -> Array:
    """Water that the cooling evaporates with everything online (N, 1) [L/s]."""
    found = np.zeros((rows, 1))
    for built in builds:
        per_kwh = cat.cooling[built.site.cooling].water_l_per_kwh.mode
        found = found + mean_it([built], rows) / 1e3 / 3600 * per_kwh
    return found
