"""Every time series of an answer as one table, for CSV."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

from model.files import write_atomically
from model.outcome import Array, Outcome
from model.study.bands import Bands
from model.units import date_of


def columns(outcome: Outcome, bands: Bands | None = None) -> dict[str, Array]:
    """Column name, which ends in its unit -> (1, T) values of the median scenario.

    Units: accelerators, FLOP/s, W; ``progress`` is a share of the run. With ``bands`` on the same
    calendar, P10 and P90 of usable compute follow.
    """
    found = {
        "delivered_gpus": outcome.delivered,
        "racked_gpus": outcome.racked,
        "online_gpus": outcome.online,
        "peak_installed_flops": outcome.peak_installed,
        "peak_powered_flops": outcome.peak_powered,
        "usable_flops": outcome.usable_total,
    }
    if bands is not None and bands.days.shape == outcome.days.shape:
        found |= dict(zip(("usable_p10_flops", "usable_p90_flops"), bands.usable, strict=True))
    found |= {f"usable_{kind}_flops": values for kind, values in outcome.usable.items()}
    found["power_w"] = outcome.power_total
    found |= {f"power_{part}_w": values for part, values in outcome.power.items()}
    found["wanted_w"] = outcome.wanted
    found |= {f"supply_{part}_w": values for part, values in outcome.supply.items()}
    for name in ("grid", "turbines", "battery", "charged", "short", "idled"):
        if outcome.sites:
            found[f"fed_{name}_w"] = sum(getattr(site, name)[:1] for site in outcome.sites)
    found["progress"] = outcome.progress
    return {name: values[:1] for name, values in found.items()}


def csv_text(outcome: Outcome, bands: Bands | None = None) -> str:
    """The table as CSV: ``date``, ``day`` since the epoch, then `columns`; empty: undefined."""
    table = columns(outcome, bands)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["date", "day", *table])
    for index, day in enumerate(outcome.days[0].tolist()):
        row = [float(values[0, index if values.shape[1] > 1 else 0]) for values in table.values()]
        cells = [f"{value:.10g}" if math.isfinite(value) else "" for value in row]
        writer.writerow([date_of(day, outcome.epoch).isoformat(), f"{day:.10g}", *cells])
    return stream.getvalue()


def save_csv(path: str | Path, outcome: Outcome, bands: Bands | None = None) -> None:
    """Write the table to ``path``, all of it or nothing; raises InputError if that can't be."""
    write_atomically(Path(path), csv_text(outcome, bands).encode("utf-8"))
