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

FORM = 'it must be the id of a task, "FS:" or "SS:" before it and "+14d" after it if need be'
LONGEST_LAG_D = 3650.0
"""Most days of a lag, either way: as long as a task may be."""
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

    Raises `InputError` that names ``key`` and shows the form, or the limit of a lag.
    """
    found = _LINK.fullmatch(text)
    if found is None:
        raise InputError(key, text, FORM, 'Write "structure", "structure+14d" or "SS:structure".')
    kind: Literal["FS", "SS"] = "SS" if (found["kind"] or "").upper() == "SS" else "FS"
    days = float((found["lag"] or "0").replace(" ", ""))
    if abs(days) > LONGEST_LAG_D:
        limit = f"a lag is up to {LONGEST_LAG_D:,.0f} days either way"
        raise InputError(key, text, limit, "Choose a shorter one.")
    return Link(found["task"], kind, days)


def format(link: Link) -> str:
    """The text from which `parse` reads ``link``; the shortest that does."""
    return f"{'SS:' if link.kind == 'SS' else ''}{link.task}{lag(link.lag_d)}"


def lag(days: float) -> str:
    """``+14d`` or ``-1.5d``, to a tenth of a second; empty for none."""
    text = f"{days:+.6f}".rstrip("0").rstrip(".")
    return "" if text in ("+0", "-0") else f"{text}d"
