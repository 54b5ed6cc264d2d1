"""Fuzzy matching for the command palette: letters in order, word starts and runs first."""

from __future__ import annotations


def score(query: str, title: str, detail: str = "") -> float | None:
    """How well ``query`` matches: higher is better, None is no match.

    Every word of the query must occur, in any order: as it is in the title or the detail, or
    letter by letter in the title.
    """
    total = 0.0
    for word in query.lower().split():
        part = _word(word, title.lower())
        if part is None and word in detail.lower():
            part = 0.5 * len(word)
        if part is None:
            return None
        total += part
    return total - 0.01 * len(title)


def _word(word: str, text: str) -> float | None:
    found = text.find(word)
    if found >= 0:
        return 10.0 * len(word) + (5.0 if found == 0 or not text[found - 1].isalnum() else 0.0)
    points, at = 0.0, -1
    for letter in word:
        last, at = at, text.find(letter, at + 1)
        if at < 0:
            return None
        starts = at == 0 or not text[at - 1].isalnum()
        points += 3.0 if starts else 2.0 if at == last + 1 else 0.0 if at - last > 4 else 1.0
    # Letters scattered all over the text are a coincidence.
    return points if points >= 1.5 * len(word) else None
