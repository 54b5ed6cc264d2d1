"""What the tasks of one network wait for: by id or by name, and past a task that was left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from model import precedence
from model.errors import InputError
from model.nearest import did_you_mean
from model.precedence import LONGEST_LAG_D, Link, parse

Names = Mapping[str, str]
"""id of a task -> what it is called"""

_KIND = re.compile(r"(?:(FS|SS)\s*:)?\s*", re.IGNORECASE)
_LAG = re.compile(r"\s*(?:([+-]\s*\d+(?:\.\d+)?)\s*d)?\s*(?=[,;]|$)", re.IGNORECASE | re.ASCII)


def typed(text: str, key: str) -> tuple[str, ...]:
    """Links by id as they are typed: ``structure, SS:cooling+14d``; raises InputError."""
    words = [word for word in re.split(r"[,;]+", text) if word.strip()]
    return tuple(precedence.format(parse(word, key)) for word in words)


def read(text: str, names: Names, key: str) -> tuple[str, ...]:
    """Links as they are typed, tasks by id or by name: ``Steel, roof and walls +14d; SS: design``.

    Raises InputError, which names ``key``, if a task is not among ``names`` or several are
    called the same.
    """
    if text.strip().lower() == "none" and not _of("none", names):
        return ()
    found = []
    rest = text
    while rest := rest.lstrip(" ,;\t"):
        link, rest = _first(rest, names, key)
        found.append(precedence.format(link))
    return tuple(found)


def said(after: Iterable[str], names: Names) -> str:
    """``after`` by the names of the tasks, as `read` reads it; by id where names would not do."""
    after = tuple(after)
    words = []
    for link in map(parse, after):
        kind = "SS: " if link.kind == "SS" else ""
        lag = precedence.lag(link.lag_d)
        words.append(f"{kind}{names.get(link.task, link.task)}{' ' if lag else ''}{lag}")
    text = "; ".join(words)
    try:
        return text if read(text, names, "after") == after else ", ".join(after)
    except InputError:
        return ", ".join(after)


def check(id: str, after: Iterable[str], names: Names) -> None:
    """What a task waits for must be there, once, and not itself."""
    seen: set[str] = set()
    for entry in after:
        other = parse(entry, f"{id}.after").task
        if other not in names:
            raise unknown(f"{id}.after", other, names)
        if other == id:
            raise circle([id, id], names)
        if other in seen:
            raise InputError(f"{id}.after", other, "each task once", "Take one of the two out.")
        seen.add(other)


def bridged(after: Iterable[str], left_out: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """``after`` with each task that was left out replaced by what that one waited for.

    It takes no time any more, so that the lags before and behind it add up. Of two links to the
    same task that come of this the one stays that waits longer.
    """
    known: dict[str, dict[str, Link]] = {}

    def followed(entries: Iterable[str]) -> dict[str, Link]:
        found: dict[str, Link] = {}
        for link in map(parse, entries):
            if link.task not in left_out:
                passed = {link.task: link}
            else:
                if link.task not in known:
                    known[link.task] = {}  # tasks left out may wait for one another in a circle
                    known[link.task] = followed(left_out[link.task])
                passed = {id: _later(each, link.lag_d) for id, each in known[link.task].items()}
            for id, each in passed.items():
                found[id] = max(found.get(id, each), each, key=_waits)
        return found

    return tuple(map(precedence.format, followed(after).values()))


def circle(loop: list[str], names: Names) -> InputError:
    """The error for tasks that wait for one another; ``loop`` ends where it begins."""
    told = " -> ".join(names.get(id, id) for id in loop)
    limit = f"tasks can't wait for one another in a circle: {told}"
    return InputError(f"{loop[-1]}.after", loop[-2], limit, "Take one of these links out.")


def unknown(key: str, word: str, names: Names, needs: str = "") -> InputError:
    """The error for a task that isn't there; ``needs`` says what it lacks to be one of its own."""
    meant = did_you_mean(word, (name for pair in names.items() for name in reversed(pair)))
    if meant:  # a list of all would push it out of sight
        return InputError(key, word, f"no task here is called that{needs}", meant)
    hint = "Choose one of them, or add it first."
    return InputError(key, word, f"the tasks here are {', '.join(names) or 'none'}{needs}", hint)


def _first(text: str, names: Names, key: str) -> tuple[Link, str]:
    """The first link of ``text``, and what follows it."""
    kind = _KIND.match(text)
    prefix, rest = ("", text) if kind is None else (kind[1] or "", text[kind.end() :])
    called = {name for pair in names.items() for name in pair if name}
    for name in sorted(called, key=len, reverse=True):
        tail = _LAG.match(rest, len(name))
        if tail is not None and rest[: len(name)].lower() == name.lower():
            id = _only(rest[: len(name)], names, key)
            entry = f"{prefix}{':' if prefix else ''}{id}{tail[1] + 'd' if tail[1] else ''}"
            return parse(entry, key), rest[tail.end() :]
    word = re.split(r"[,;]", text, maxsplit=1)[0].strip()
    begun = any(re.match(rf"{re.escape(name)}\s*[+-]", word, re.IGNORECASE) for name in called)
    if ":" in word or begun:
        parse(word, key)  # says what is wrong with it
    bare = word[kind.end() :] if kind is not None else word
    raise unknown(key, re.sub(r"\s*[+-]\s*[\d.]+\s*d$", "", bare), names)


def _of(word: str, names: Names) -> list[str]:
    """Ids of the tasks that ``word`` may mean."""
    if word in names:
        return [word]
    return [id for id, name in names.items() if word.lower() in (id.lower(), name.lower())]


def _only(word: str, names: Names, key: str) -> str:
    found = _of(word, names)
    if len(found) > 1:
        limit = f"{len(found)} tasks are called that: {', '.join(found)}"
        raise InputError(key, word, limit, "Write the id of the one that is meant.")
    return found[0]


def _later(link: Link, lag_d: float) -> Link:
    """``link`` with more lag, up to what can be written."""
    days = min(max(link.lag_d + lag_d, -LONGEST_LAG_D), LONGEST_LAG_D)
    return Link(link.task, link.kind, days)


def _waits(link: Link) -> tuple[bool, float]:
    """What sorts two links to one task by how long they wait: a finish comes after a start."""
    return link.kind == "FS", link.lag_d
