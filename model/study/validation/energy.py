"""Metered energy: mean watts of a node, of an accelerator, or the energy of a run.

Only meters count, and totals that an owner reports. An estimate from TDP, or another
model's, is no measurement and is skipped. A node is the server without fabric and cooling,
as the meters saw it; a run's MWh are at the meter of the site, at the PUE that its row gives.
What the accelerators did follows from the step of the job (`doing`).
"""

from __future__ import annotations

from model.study.validation.doing import shares_of
from model.study.validation.draw import cooling_of, unit_of
from model.study.validation.parts import part_of
from model.study.validation.score import Scored, scale_of
from model.study.validation.stacks import year_of
from model.study.validation.table import Row, Unscorable

COLUMNS = (
    "id", "model", "hardware", "count", "gpu_hours", "energy_MWh", "energy_basis", "measured",
    "pue", "accel_W_assumed_or_measured", "node_W_mean", "source", "url",
)  # fmt: skip
LARGEST_NODE = 16
"""Accelerators in what a meter calls a node; the catalogue's larger servers are racks."""


def predict(row: Row) -> Scored:
    """Predict the metered figure of one row; raises Unscorable."""
    measured = row.text("measured").lower()
    if not measured.startswith(("yes", "reported", "metered")):
        basis = row.text("energy_basis")
        raise Unscorable(f"no measurement: {measured or 'unstated'}{', ' if basis else ''}{basis}")
    part = part_of(row.text("hardware"))
    record = part.record
    cooling = cooling_of(record, row.text("hardware"))
    count = row.number("count") or 1.0
    node, energy = row.number("node_W_mean"), row.number("energy_MWh")
    if node is None and energy is None:
        raise Unscorable("no watts of a node and no energy is published")
    shares, note = shares_of(row, part, count)
    unit_w = unit_of(record, count, cooling, row.number("pue"), shares)
    if node:
        if record.per_server > LARGEST_NODE:
            raise Unscorable(f"a node of {part.name} is a part of its rack; its size is not given")
        value, unit = node, "W a node"
        each = unit_w.mean["accelerators"] + unit_w.mean["servers"]
        predicted = record.per_server * float(each[0, 0])
    elif energy:
        hours = row.number("gpu_hours") or count * (row.number("duration_h") or 0.0)
        if hours <= 0.0:
            raise Unscorable("accelerator-hours are not known")
        value, unit = energy, "MWh"
        predicted = hours * float(unit_w.mean_total[0, 0]) / 1e6
        note = note if row.number("pue") else f"{note}; PUE of the cooling's class".lstrip("; ")
    return Scored(
        id=row.id,
        measured=value,
        predicted=predicted,
        unit=unit,
        groups={
            "accelerator": part.name,
            "source": row.text("source"),
            "family": record.family,
            "scale": scale_of(count),
            "year": year_of(row.text("source"), row.text("url")),
            "meter": "node" if unit == "W a node" else "run",
        },
        note=note,
        source=row.text("source"),
    )
