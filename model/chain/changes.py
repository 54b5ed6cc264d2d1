"""Single edits of a site and the full load that each brings, worked out as if it had been made.

Each edit is a row of the closed form that `model.chain.site.build` goes through: the same
racking, the same supply with its slips, the same search for the day that carries it all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import numpy as np
from msgspec.structs import replace

from model.catalog import Catalog
from model.chain.dues import Due
from model.chain.site import Build
from model.chain.supply import Supplies
from model.chain.supply_steps import supplies
from model.chain.timeline import thousands
from model.chain.works import dates_of
from model.outcome import Array
from model.physics import fleet
from model.samples import Samples
from model.scenario import Shipment, Site, Supply
from model.units import MEGA, date_of, day_number, figures, long_date

EARLIER_D = 7


class Change(msgspec.Struct, frozen=True):
    """One edit of a site, in words and as the closed form takes it."""

    words: str
    """the subject of a sentence"""
    plural: bool = False
    deliveries: Array | float = 0.0
    """(S,) days by which shipments arrive earlier"""
    rack_from: Array | float = 0.0
    """(S,) days by which the days are earlier from which they may be racked"""
    power_from: Array | float = 0.0
    """(S,) the same of the days from which they may be powered"""
    crews: float = 0.0
    """accelerators more that the crews rack a day"""
    racks: float = 1.0
    """racks placed a day, over those placed now"""
    site: Site | None = None
    """the site as edited, where its start or its supply is"""
    until: float = np.inf
    """day after which nothing of it is left to come [d]"""


def full_loads(built: Build, changes: Sequence[Change], epoch: date, samples: Samples) -> Array:
    """Day (N, 1) of full load with each of N ``changes``, row 0; inf if it comes no sooner."""
    count = len(built.shipments)

    def shift(name: str) -> Array:
        return np.stack([np.zeros(count) + getattr(change, name) for change in changes])

    ready, feeds = [], []
    for change in changes:
        site = change.site
        if site is None or site.start == built.site.start:
            ready.append(built.dates.ready[:1])
        else:
            begin = np.array([[day_number(site.start, epoch)]])
            halls = dates_of(site, built.tasks, begin, built.duration[:1], built.shares, epoch)
            ready.append(halls.ready)
        feeds.append(built.supplies if site is None else supplies(site, epoch, samples))
    crews = np.array([[change.crews] for change in changes])
    racks = np.array([[change.racks] for change in changes])
    racking = fleet.rack(
        built.lots,
        built.arrive[:1] - shift("deliveries"),
        built.over,
        np.concatenate(ready),
        np.minimum(built.crews[:1] + crews, built.rack_limit * racks),
        None if built.not_before is None else built.not_before - shift("rack_from"),
    )
    free = racking.on_from(
        None if built.power_from is None else built.power_from - shift("power_from")
    )
    cooling, before = built.cooling_load[:1], float(built.full_load[0, 0])
    bent = any(step.source == "battery" for step in built.site.supply)
    return Supplies.as_rows(feeds).carries_from(
        built.load[:1] - cooling, cooling, free, until=before, closely=bent
    )


def more_power(built: Build, watts: float, since: float, epoch: date) -> Change:
    """A step of the grid, planned for the day ``since`` [d]; it may slip like others."""
    when, mw = date_of(since, epoch), round(watts / MEGA, 6)
    step = Supply("grid", mw, when)
    site = replace(built.site, supply=(*built.site.supply, step))
    return Change(f"+{figures(mw)} MW from {long_date(when)}", site=site)


def more_racking(built: Build) -> list[Change]:
    """A fifth more of what limits it: crews, or racks placed a day."""
    if built.racks_limit:
        racks = built.site.racks_a_day
        more = nice(racks / 5)
        return [Change(f"+{figures(more)} racks a day", racks=(racks + more) / racks)]
    more = nice(built.crews[0, 0] / 5)
    return [Change(f"+{figures(more)} GPUs a day", crews=more)]


def earlier_works(built: Build) -> list[Change]:
    """Works that begin a week earlier; what is ordered for a date stays."""
    start = built.site.start - timedelta(days=EARLIER_D)
    site = replace(built.site, start=start)
    return [Change(f"Work begun on {long_date(start)}, {EARLIER_D} days earlier,", site=site)]


def earlier_deliveries(built: Build, dues: Sequence[Due], cat: Catalog) -> list[Change]:
    """Each delivery a week earlier, or as much as it can be, and at the end all of them."""
    here = [dues[place] for place in built.listed]
    names = [name_of(shipment, cat) for shipment in built.shipments]
    # Two orders of one kind and size on one day can't be told apart.
    paths = {(due.path, name, due.on) for due, name in zip(here, names, strict=True)}
    alike = Counter((name, on) for _, name, on in paths)
    found = []
    for place, (name, due) in enumerate(zip(names, here, strict=True)):
        days = min(EARLIER_D, due.room)
        if days < 1 or alike[name, due.on] > 1:
            continue
        when = due.on - timedelta(days=days)
        verb = "Delivering" if due.path.startswith("shipments.") else "Redirecting"
        words = f"{verb} {name} on {long_date(when)}, {_sooner(days)},"
        last = float(built.arrive[0, place] + built.over[place])
        moved = np.array([float(days) if each.path == due.path else 0.0 for each in here])
        found.append(Change(words, deliveries=moved, until=last))
    days = min(EARLIER_D, *(due.room for due in here))
    if len({due.path for due in here}) > 1 and days >= 1:
        found.append(Change(f"All deliveries {_sooner(days)}", True, deliveries=float(days)))
    return found


def earlier_set_days(built: Build, cat: Catalog) -> list[Change]:
    """Each day that is set a week earlier, and at the end all of them."""
    found = []
    for place, shipment in enumerate(built.shipments):
        own = np.zeros(len(built.shipments))
        own[place] = EARLIER_D

        def words(verb: str, day: date, lot: str = name_of(shipment, cat)) -> str:
            when = long_date(day - timedelta(days=EARLIER_D))
            return f"{verb} {lot} from {when} on, {_sooner(EARLIER_D)},"

        if shipment.rack_from is not None:
            found.append(Change(words("Racking", shipment.rack_from), rack_from=own))
        if shipment.power_from is not None:
            found.append(Change(words("Powering", shipment.power_from), power_from=own))
    several, found = len(found) > 1, _named(found)
    if several:
        week = float(EARLIER_D)
        text = f"All set days {_sooner(EARLIER_D)}"
        found.append(Change(text, True, rack_from=week, power_from=week))
    return found


def _named(found: list[Change]) -> list[Change]:
    """Those that can be told apart, as in `earlier_deliveries`."""
    counted = Counter(change.words for change in found)
    return [change for change in found if counted[change.words] == 1]


def name_of(shipment: Shipment, cat: Catalog) -> str:
    """50k H100."""
    return f"{thousands(shipment.count)} {cat.accelerators[shipment.accelerator].short}"


def _sooner(days: int) -> str:
    return f"{days} days earlier" if days > 1 else "a day earlier"


def nice(value: float) -> float:
    """``value`` rounded to 1, 2 or 5 times a power of ten."""
    magnitude = 10.0 ** np.floor(np.log10(value))
    return float(magnitude * min((1.0, 2.0, 5.0, 10.0), key=lambda m: abs(value / magnitude - m)))
