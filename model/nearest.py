"""The names that a mistyped one may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, names: Iterable[str], *, most: int = 1, alike: float = 0.6) -> str:
    """``Did you mean halls?`` with up to ``most`` of ``names``; empty if none is near ``word``.

    Small and capital letters are the same. ``alike`` is how much of the letters has to be in
    common, from 0 to 1.
    """
    from difflib import get_close_matches  # only a mistake needs it

    called = {name.lower(): name for name in names}
    near = get_close_matches(word.lower(), called, n=most, cutoff=alike)
    return f"Did you mean {' or '.join(called[name] for name in near)}?" if near else ""
