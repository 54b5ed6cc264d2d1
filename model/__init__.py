"""Clusterwright's model: a Scenario goes in, an Outcome comes out. No Qt, no clock, no printing."""

from __future__ import annotations

from model.errors import ClusterwrightError, DataError, InputError
from model.outcome import Outcome
from model.scenario import Scenario

__all__ = ["ClusterwrightError", "DataError", "InputError", "Outcome", "Scenario"]
