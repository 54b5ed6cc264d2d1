"""Failures and checkpoints of the scenario's run, as the physics wants to know them."""

from __future__ import annotations

from collections.abc import Mapping

from model.catalog import Catalog
from model.chain.performance import Performance
from model.outcome import Array
from model.physics.performance import Plan
from model.physics.reliability import Recovery
from model.samples import Samples
from model.scenario import Recovery as Decisions
from model.scenario import Scenario
from model.units import GIGA

COMPONENTS: Mapping[str, str] = {
    "failure_gpu": "Accelerator",
    "failure_hbm": "HBM",
    "failure_software": "Software",
    "failure_network": "Switches, optics",
    "failure_nic": "Adapters",
    "failure_power": "Power, cooling",
    "failure_storage": "Local storage",
    "failure_host": "Host",
    "failure_maintenance": "Maintenance",
}
"""Assumption -> name of the component."""


def shares(cat: Catalog) -> dict[str, float]:
    """Share of each component in all job failures; they sum to 1.

    The belief on the total rate scales them all: each component's rate is its share of it.
    """
    rates = {name: cat.assumption(key).value for key, name in COMPONENTS.items()}
    total = sum(rates.values())
    return {name: rate / total for name, rate in rates.items()}


def recovery_of_run(
    performance: Performance, scenario: Scenario, samples: Samples, cat: Catalog
) -> Recovery:
    """How the run saves, fails and comes back, with the beliefs of each row (N, 1)."""
    lead = cat.accelerators.get(performance.lead)
    return recovery_of(
        scenario.recovery,
        samples["failure_rate"],
        samples["restart_minutes"],
        cat,
        params=cat.workloads[scenario.workload.model].params,
        plan=performance.best,
        per_node=lead.per_server if lead else 8,
    )


def recovery_of(
    own: Decisions,
    failure_rate: Array,
    restart_minutes: Array,
    cat: Catalog,
    *,
    params: float,
    plan: Plan | None = None,
    per_node: int = 8,
) -> Recovery:
    """Decisions and two beliefs (N, 1); the rest from the catalogue.

    Parameters
    ----------
    failure_rate : per thousand accelerators and day
    params : parameters of the model; with its optimizer state they are the checkpoint
    plan : the parallel plan that runs; it says how many accelerators a replica needs
    per_node : accelerators of one server, which fail and are exchanged together
    """
    value, storage = _values(cat), own.storage_gb_s
    return Recovery(
        failures_per_gpu_day=failure_rate / 1000.0,
        restart_s=restart_minutes * 60.0,
        checkpoint_bytes=value["checkpoint_bytes_per_parameter"] * params,
        storage_bytes_per_s=value["checkpoint_bytes_per_s"] if storage is None else storage * GIGA,
        background=own.saving == "background",
        copy_bytes_per_s=value["copy_bytes_per_s"],
        stall_s=value["checkpoint_stall"],
        interval_s=own.interval_minutes * 60.0 if own.interval == "fixed" else None,
        spare_share=own.spares / 100.0,
        without_spare=own.without_spare,
        exchange_share=value["exchange_share"],
        repair_s=value["repair_time"],
        per_node=float(per_node),
        replica=float(max(plan.gpus_used / max(plan.dp, 1), per_node) if plan else per_node),
        detect_share=value["detect_share"],
        reschedule_share=value["reschedule_share"],
        connect_s_per_gpu=value["connect_per_accelerator"],
        slow_share=value["slow_node_share"],
        slowdown=value["slow_node_loss"],
    )


_USED = (
    "checkpoint_bytes_per_parameter", "checkpoint_bytes_per_s", "copy_bytes_per_s",
    "checkpoint_stall", "exchange_share", "repair_time", "detect_share", "reschedule_share",
    "slow_node_share", "slow_node_loss", "connect_per_accelerator",
)  # fmt: skip


def _values(cat: Catalog) -> dict[str, float]:
    return {key: cat.assumption(key).value for key in _USED}
