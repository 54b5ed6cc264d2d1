"""How a task waits for another one, as one writes it in a table.

``structure`` waits for the finish of that task, ``structure+14d`` for 14 days more, and
``SS:structure+30d`` starts no earlier than 30 days after that task has *started*, so that the
two overlap. These are the finish-start and start-start relations with lag of the precedence
diagramming method (Fondahl, Stanford 1961; PMI, Practice Standard for Scheduling).
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from model.errors import InputError

FORM = 'it must be a task\'s name, "FS:" or "SS:" before it and "+14d" after it if need be'
_LINK = re.compile(
    r"\s*(?:(?P<kind>FS|SS)\s*:)?\s*(?P<task>[A-Za-z_][\w.\-]*?)\s*"
    r"(?:(?P<lag>[+-]\s*\d+(?:\.\d+)?)\s*d)?\s*",
    re.IGNORECASE | re.ASCII,
)


class Link(msgspec.Struct, frozen=True):
    """One task waits for another."""

    task: str
    """Id of the task that is waited for."""
    kind: Literal["FS", "SS"] = "FS"
    """``FS``: for its finish. ``SS``: for its start."""
    lag_d: float = 0.0
    """Days that pass in between; negative: so many days before."""


def parse(text: str, key: str = "after") -> Link:
    """Read ``structure``, ``structure+14d`` or ``SS:structure+30d``.

    Raises `InputError` that names ``key`` and shows the form.
    """
    found = _LINK.fullmatch(text)
    if found is None:
        raise InputError(key, text, FORM, 'Write "structure", "structure+14d" or "SS:structure".')
    kind: Literal["FS", "SS"] = "SS" if (found["kind"] or "").upper() == "SS" else "FS"
    return Link(found["task"], kind, float((found["lag"] or "0").replace(" ", "")))


def format(link: Link) -> str:
    """The text from which `parse` reads ``link``; the shortest that does."""
    kind = "SS:" if link.kind == "SS" else ""
    lag = f"{link.lag_d:+.10g}d" if link.lag_d else ""
    return f"{kind}{link.task}{lag}"
