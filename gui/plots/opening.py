"""The day on which the cursor stands when a scenario is opened."""

from __future__ import annotations

import math

from model.outcome import Binding, Outcome


def opening_day(outcome: Outcome) -> float:
    """Halfway through the run, when most is under way; else inside the worst wait.

    Without accelerators the first day: in the middle it would cross what is said there.
    """
    if not outcome.pools:
        return 0.0
    last = float(outcome.days[0, -1])
    start, finish = (float(each[0, 0]) for each in (outcome.run_start, outcome.run_finish))
    if math.isfinite(start) and start < min(finish, last):
        return round((start + min(finish, last)) / 2)
    held = [b for b in outcome.binding if b.constraint != "none" and b.waiting > 0]
    if held:
        worst = max(held, key=_waiting)
        return round((worst.start + worst.finish) / 2)
    return round(last / 2)


def _waiting(binding: Binding) -> float:
    return binding.waiting
