"""Disclosed megawatts of real systems, from counts, types, cooling and date alone.

The basis names what was disclosed: "mean" or "average" is the mean draw at the meter;
"critical IT" or "IT" the nameplate without cooling; everything else that was reported (utility
feed, facility or system peak) the peak at the meter on the design day. Megawatts that a third
party worked out from chips, permits or cooling plant are no disclosure, and a plan is not built.
"""

from __future__ import annotations

import re

from model.study.validation.draw import cooling_of, unit_of
from model.study.validation.parts import Part, part_of
from model.study.validation.score import Scored, scale_of
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "id", "name", "owner", "status", "date_online", "accel_1", "count_1", "accel_2", "count_2",
    "power_mw", "power_basis", "source",
)  # fmt: skip
_ESTIMATE = re.compile(r"epoch|calc|estimate|projection|TDP", re.IGNORECASE)


def predict(row: Row) -> Scored:
    """Predict the disclosed power of one system [MW]; raises Unscorable."""
    basis = row.text("power_basis")
    measured = row.needed("power_mw")
    if not basis or _ESTIMATE.search(basis):
        raise Unscorable(f"megawatts not disclosed: {basis or 'no basis is given'}")
    if row.text("status").lower().startswith(("plan", "projected")):
        raise Unscorable(f"not built: {row.text('status')}")
    fleet = _fleet(row)
    total = sum(count for _, count in fleet)
    what = _what(basis)
    watts = 0.0
    for part, count in fleet:
        unit = unit_of(part.record, total, cooling_of(part.record, row.text("notes")), None)
        each = {
            "mean": float(unit.mean_total[0, 0]),
            "critical IT": unit.critical_it,
            "peak": float(unit.peak_total[0, 0]),
        }[what]
        watts += count * each
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
        note=f"compared with the {what}; disclosed as: {basis}",
        source=row.text("source"),
    )


def _what(basis: str) -> str:
    text = basis.lower()
    if re.search(r"\b(mean|average)\b", text):
        return "mean"
    return "critical IT" if re.search(r"\bit\b", text) else "peak"


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
