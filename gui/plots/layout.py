"""How the height of a board is shared out."""

from __future__ import annotations

import msgspec

BINDING = 56
DATES = 24


class Heights(msgspec.Struct, frozen=True):
    """Heights from top to bottom [px]; they sum to the height of the board."""

    binding: int
    compute: int
    power: int
    timeline: int
    dates: int = DATES


def heights(height: float, *, narrow: bool, rows: int, extra: float = 0.0) -> Heights:
    """Share ``height`` [px]; the timeline has ``rows`` rows and ``extra`` px of flags.

    The timeline takes its share, up to nine twentieths if its rows need it, and gives back
    what they cannot use at 20 px a row.
    """
    rest = max(height - BINDING - DATES, 60.0)
    share = 0.40 if narrow else 0.355
    frame = 24 + 4 + 6 + extra
    least, most = rows * 13.0 + frame, rows * 20.0 + frame
    timeline = max(share * rest, min(least, 0.45 * rest))
    timeline = round(min(timeline, max(most, 90.0)))
    above = rest - timeline
    compute = round(above * (0.29 / 0.60 if narrow else 170 / 366))
    return Heights(BINDING, compute, round(above) - compute, timeline)
