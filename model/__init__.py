"""Clusterwright's model: a Scenario goes in, an Outcome comes out. No Qt, no clock, no printing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from model.errors import ClusterwrightError, DataError, InputError

if TYPE_CHECKING:
    from model.outcome import Outcome
    from model.scenario import Scenario

__all__ = ["ClusterwrightError", "DataError", "InputError", "Outcome", "Scenario"]


def __getattr__(name: str) -> Any:
    """Import what needs numpy or msgspec when it is first asked for: the window opens sooner."""
    if name == "Outcome":
        from model.outcome import Outcome

        return Outcome
    if name == "Scenario":
        from model.scenario import Scenario

        return Scenario
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
