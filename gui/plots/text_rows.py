"""What a chart or a table shows, as text: it is copied, saved and read out in this form."""

from __future__ import annotations

from collections.abc import Sequence

Rows = tuple[Sequence[str], Sequence[Sequence[str]]]
"""A header and rows of text."""
