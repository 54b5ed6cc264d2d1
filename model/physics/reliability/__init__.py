"""Failures of a large job: how often, what each costs, and the time that is left."""

from model.physics.reliability.losses import Losses, Recovery, losses, phases
from model.physics.reliability.process import (
    goodput,
    interruptions,
    mtbf_s,
    optimal_interval_s,
)
from model.physics.reliability.recovery import (
    Branch,
    nodes_in_repair,
    phase_shares,
    spare_at_hand,
    straggling,
    survival,
)

__all__ = [
    "Branch",
    "Losses",
    "Recovery",
    "goodput",
    "interruptions",
    "losses",
    "mtbf_s",
    "nodes_in_repair",
    "optimal_interval_s",
    "phase_shares",
    "phases",
    "spare_at_hand",
    "straggling",
    "survival",
]
