"""One site with the moves and without them, in numbers and in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from model.study.given_away import capital, words
from model.study.site_alone import Array
from model.units import figures

_LEAST = 0.5
"""Less than half a GPU-day, or half a GPU, is nothing."""
_SAME_FLOP = 1e-5
"""Share by which two sums of FLOP may differ and still be the same: each takes days as straight"""


class Fate(msgspec.Struct, frozen=True):
    """What becomes of one site, row 0."""

    count: int
    """accelerators that are shipped to it in all"""
    gpu_days: float
    """accelerators online, summed over the days until the end"""
    flop: float
    """usable FLOP that it could have spent on a job of its own until the end"""
    full: date | None
    """date on which all of them are online; None: never, or there are none"""
    online: Array
    """accelerators online (D,) at the beginning of the days of the `Balance`"""


class SiteBalance(msgspec.Struct, frozen=True):
    """One site without the moves and with them.

    `gain`, `a_day` and `flop_gain` are what every text, table and file says: whatever is too
    little to be worth a word is 0 in all of them.
    """

    site: str
    without: Fate
    having: Fate
    delay_days: float
    """days by which `least` accelerators are online later; below zero: sooner; nan: never in one
    of the two"""
    until: date

    @property
    def least(self) -> int:
        """How many it has in the worse case; where fewer than in the other, its first ones."""
        return min(self.without.count, self.having.count)

    @property
    def gain(self) -> float:
        """GPU-days that the moves bring until the end; below zero: cost."""
        return _counted(self.having.gpu_days - self.without.gpu_days)

    @property
    def a_day(self) -> float:
        """GPU-days that they bring on every day from then on, but for the seasons."""
        return _counted(float(self.having.online[-1] - self.without.online[-1]))

    @property
    def flop_gain(self) -> float:
        """FLOP that they bring until the end."""
        delta = self.having.flop - self.without.flop
        return delta if abs(delta) > _SAME_FLOP * max(self.having.flop, self.without.flop) else 0.0

    @property
    def sentence(self) -> str:
        """What it gains or loses, and when all of its accelerators are online."""
        gain, flop = self.gain, self.flop_gain
        text = "neither gains nor loses GPU-days"
        if gain:
            text = f"{_verb(gain)} {_gpu_days(gain)}"
        if flop:
            text += " and" if flop * gain > 0 else f" but {_verb(flop)}"
            text += f" {abs(flop):.3g} FLOP"
        if self.a_day:
            turns = "and" if self.a_day * gain > 0 else f"and {_verb(self.a_day)}"
            text += (
                f" until {words(self.until)}, {turns} {_gpu_days(self.a_day)} a day from then on"
            )
        return f"{capital(self.site)} {text}{self._when()}."

    def _when(self) -> str:
        """When all are online, and how much later or sooner than without the moves."""
        first = f"its first {self.least:,}"
        days, side = abs(self.delay_days), "later" if self.delay_days > 0 else "sooner"
        by = f"{days:,.0f} days {side}" if days else "on the same day"
        known = self.delay_days == self.delay_days
        if self.having.full is None:
            return f"; {first} online {by}, all of them never" if known else ""
        text = f"; all online on {words(self.having.full)}"
        if not known:
            return text
        return (
            f"{text}, {by}" if self.without.count == self.having.count else f"{text}, {first} {by}"
        )


def headline(sites: Sequence[SiteBalance]) -> str:
    """What every one of ``sites`` gains or loses, those that gain most first."""
    ranked = sorted(sites, key=lambda each: (-each.gain, -each.a_day))
    changed = [each for each in ranked if each.gain or each.a_day]
    rest = [each.site for each in ranked if not each.gain and not each.a_day]
    if not changed:
        return "The moves change no GPU-day."
    parts: list[str] = []
    for each in changed:
        amount = rounded(each.gain) if parts else _gpu_days(each.gain)
        if not each.gain:
            amount = f"no GPU-day until {words(each.until)}"
        text = f"{each.site} {_verb(each.gain or each.a_day)} {amount}"
        if each.a_day:
            turns = f"{_verb(each.a_day)} " if each.gain * each.a_day < 0 else ""
            text += f", then {turns}{rounded(each.a_day)} a day"
        parts.append(text)
    parts += _the_rest(changed, rest)
    return f"{capital('; '.join(parts))}."


def _the_rest(changed: Sequence[SiteBalance], names: Sequence[str]) -> list[str]:
    """What the sites do that neither gain nor lose."""
    signs = {(each.gain or each.a_day) > 0 for each in changed}
    if not names:
        return [] if True in signs else ["no site gains"]
    many = "" if len(names) > 1 else "s"
    who = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    if len(signs) > 1:
        return [f"{who} neither gain{many} nor lose{many}"]
    return [f"{who} {'lose' if True in signs else 'gain'}{many} none"]


def _counted(value: float) -> float:
    return value if abs(value) > _LEAST else 0.0


def _verb(value: float) -> str:
    return "gains" if value > 0 else "loses"


def _gpu_days(value: float) -> str:
    text = rounded(value)
    return f"{text} GPU-day{'' if text == '1' else 's'}"


def rounded(value: float) -> str:
    """Three significant digits, without the sign: 1,010,000."""
    return figures(round(abs(value)))
