"""The numbers that answer the question, with unit and label."""

from __future__ import annotations

from collections.abc import Mapping

from model.outcome import Array, Headline

DECLARED: Mapping[str, tuple[str, str]] = {
    "gpus": ("Accelerators", "1"),
    "peak_flops": ("Peak compute", "FLOP/s"),
    "usable_flops": ("Usable compute", "FLOP/s"),
    "mfu": ("Model FLOP utilisation", "1"),
    "goodput": ("Goodput", "1"),
    "critical_it_mw": ("Critical IT", "MW"),
    "facility_peak_mw": ("Facility power, peak", "MW"),
    "facility_nameplate_mw": ("Facility power, nameplate", "MW"),
    "facility_mean_mw": ("Facility power, training", "MW"),
    "facility_run_mw": ("Facility power, over a run", "MW"),
    "pue": ("PUE", "1"),
    "full_load": ("All at full load", "date"),
    "days_to_online": ("Days to online", "d"),
    "training_days": ("Training days", "d"),
    "training_finish": ("Run finishes", "date"),
    "capex_usd": ("Capital cost", "USD"),
    "opex_usd_per_year": ("Running cost", "USD/year"),
    "run_cost_usd": ("Cost of the run", "USD"),
    "run_energy_mwh": ("Energy of the run", "MWh"),
    "run_carbon_t": ("Carbon of the run", "t CO2e"),
    "water_l_per_s": ("Water", "L/s"),
}
"""Name -> label and unit. A date is in days since the epoch."""


def headlines(values: Mapping[str, Array]) -> dict[str, Headline]:
    """Put label and unit to ``values``, one (N, 1) for each declared name."""
    return {
        name: Headline(name, label, unit, values[name]) for name, (label, unit) in DECLARED.items()
    }
