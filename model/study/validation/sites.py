"""Disclosed megawatts of real systems, from counts, types, cooling and date alone.

Owners disclose different things, so each record says which (``power_basis``), and the same is
predicted:

- **HPL**: IT power of the machine over the Linpack run of the TOP500, by its rules without
  cooling and, as a rule, without storage. Nine tenths of such a run are dense products, a tenth
  is waiting for panels and broadcasts.
- **system peak**: IT power with all of it in full swing.
- **facility peak**: the same on the design day, at the meter: what a utility is asked for. Also
  what Epoch AI calls reported, for its figures are peaks of the facility.
- **critical IT**: nameplate of all IT.  **mean**: at the meter, over a training run.

Megawatts that a third party worked out from chips, permits, cooling plant or another figure are
no disclosure, and a plan is not built. What makes a machine another than the catalogue's servers
may stand in further columns: ``server_kw`` and ``per_server`` of its server, ``limit_w`` that its
owner sets for each accelerator, ``cpu_nodes`` without accelerators and ``cpu_node_w`` of each.
"""

from __future__ import annotations

import re

from model.physics.power import IT_PARTS, Shares, UnitPower
from model.study.validation.doing import shares_of
from model.study.validation.draw import cooling_of, unit_of
from model.study.validation.parts import Part, part_of
from model.study.validation.score import Scored, scale_of
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "id", "name", "owner", "status", "date_online", "accel_1", "count_1", "accel_2", "count_2",
    "power_mw", "power_basis", "source",
)  # fmt: skip
HPL: Shares = (0.9, 0.0, 0.1, 0.0, 0.0)
"""What accelerators do in a Linpack run"""
_ESTIMATE = re.compile(r"epoch|calc|estimate|projection|TDP", re.IGNORECASE)
_BASES = (
    (r"\bhpl\b|linpack", "HPL"),
    (r"\b(mean|average)\b", "mean"),
    (r"\bfacility\b", "facility peak"),
    (r"\bsystem\b", "system peak"),
    (r"\bit\b", "critical IT"),
)


def predict(row: Row) -> Scored:
    """Predict the disclosed power of one system [MW]; raises Unscorable."""
    basis = row.text("power_basis")
    measured = row.needed("power_mw")
    if not basis or _ESTIMATE.search(basis):
        raise Unscorable(f"megawatts not disclosed: {basis or 'no basis is given'}")
    if row.text("status").lower().startswith(("plan", "projected")):
        raise Unscorable(f"not built: {row.text('status')}")
    what = basis_of(basis)
    fleet = _fleet(row)
    total = sum(count for _, count in fleet)
    watts, note = _cpu_nodes(row), ""
    for part, count in fleet:
        shares = HPL
        if what == "mean":
            shares, note = shares_of(row, part, total)
        cooling = cooling_of(part.record, row.text("notes"))
        unit = unit_of(part.record, total, cooling, None, shares, row, storage=what != "HPL")
        watts += count * watts_of(unit, what)
    lead = max(fleet, key=lambda entry: entry[1])[0]
    year = re.match(r"\d{4}", row.text("date_online"))
    return Scored(
        id=row.id,
        measured=measured,
        predicted=watts / 1e6,
        unit="MW",
        groups={
            "accelerator": lead.name,
            "source": row.text("owner") or "unknown",
            "family": lead.record.family,
            "scale": scale_of(total),
            "year": year[0] if year else "unknown",
            "basis": what,
        },
        note=f"compared with the {what}; disclosed as: {basis}" + (f"; {note}" if note else ""),
        source=row.text("source"),
    )


def basis_of(text: str) -> str:
    """What a disclosed figure is; a feed or capacity that says no more is a facility's peak."""
    lower = text.lower()
    return next((name for word, name in _BASES if re.search(word, lower)), "facility peak")


def watts_of(unit: UnitPower, what: str) -> float:
    """The figure of one accelerator that ``what`` names [W]."""
    it_mean = sum(float(unit.mean[part][0, 0]) for part in IT_PARTS)
    return {
        "HPL": it_mean,
        "mean": float(unit.mean_total[0, 0]),
        "critical IT": unit.critical_it,
        "system peak": float(unit.it_peak[0, 0]),
        "facility peak": float(unit.peak_total[0, 0]),
    }[what]


def _cpu_nodes(row: Row) -> float:
    """IT of nodes without accelerators [W]."""
    count = row.number("cpu_nodes") or 0.0
    return count * row.needed("cpu_node_w") if count else 0.0


def _fleet(row: Row) -> list[tuple[Part, float]]:
    found = []
    for place in (1, 2):
        name, count = row.text(f"accel_{place}"), row.number(f"count_{place}")
        if name and count is None:
            raise Unscorable(f"the count of {name} is not known")
        if name and count:
            found.append((part_of(name), count))
    if not found:
        raise Unscorable("types and counts are not known")
    return found
