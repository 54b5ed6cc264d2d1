"""The outline of MS-Project XML: which task stands under which summary, and what waits for what.

A summary is no task here: what waits for its end waits for the end of all its tasks, what it
waits for all of them wait for, and the day it starts is that of its earliest task.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from model.exchange import mspdi
from model.exchange.markup import Node
from model.exchange.mspdi_time import WorkingTime
from model.exchange.mspdi_values import Values


class Item(msgspec.Struct):
    """One task or summary of the file, before it has an id."""

    uid: str
    node: Node
    summary: bool
    days: float
    stretch: float
    """calendar days in a working day of its calendar"""
    above: tuple[Item, ...]
    """the summaries that it stands under, outermost first"""
    leaves: list[Item] = msgspec.field(default_factory=list)
    """the tasks under a summary; of a task, itself"""

    @property
    def links(self) -> list[Node]:
        """What it waits for itself."""
        return self.node.all("PredecessorLink")


class Outline:
    """The tasks of the document ``root`` in their order; inactive ones are left out."""

    def __init__(self, root: Node, time: WorkingTime, values: Values) -> None:
        self._values, self._time = values, time
        self.items: dict[str, Item] = {}
        self._left_out: set[str] = set()
        above: list[tuple[int, Item]] = []
        nodes = [
            node
            for holder in root.all("Tasks")
            for node in holder.all("Task")
            if node.get("IsNull") != "1"
        ]
        levels = [round(values.number(node, "OutlineLevel", 1.0)) for node in nodes]
        for place, (node, level) in enumerate(zip(nodes, levels, strict=True)):
            uid = self._uid(node)
            if node.get("Active", "1") == "0" or node.get("ExternalTask") == "1":
                values.note("Inactive or external tasks were left out", node)
                self._left_out.add(uid)
                continue
            above = [(depth, each) for depth, each in above if depth < level]
            has_parts = levels[place + 1 : place + 2] > [level]
            item = self.items[uid] = self._item(node, uid, has_parts, above)
            if item.summary:
                above.append((level, item))
                continue
            for each in (*item.above, item):
                each.leaves.append(item)

    @property
    def tasks(self) -> list[Item]:
        """What is no summary."""
        return [item for item in self.items.values() if not item.summary]

    def waits(self, task: Item) -> Iterator[tuple[Node, Item, Item]]:
        """What ``task`` waits for, itself or with its summaries: link, what it names, and a task.

        Raises InputError at a link to what is not in the file.
        """
        for waiting in (task, *task.above):
            for link in waiting.links:
                named = self._named(link)
                if named is None or not self._concerns(link, waiting, task):
                    continue
                if not named.leaves:
                    self._values.note("Links to summaries without tasks were left out", named.node)
                for leaf in self._meant(link, named):
                    yield link, named, leaf

    def _named(self, link: Node) -> Item | None:
        """The predecessor that ``link`` names; None where it was left out."""
        uid = link.get("PredecessorUID")
        if link.get("CrossProject") == "1":
            self._values.note("Links to other projects were left out")
            return None
        if uid not in self.items and uid not in self._left_out:
            raise self._values.error(link, "PredecessorUID", "the UID of a task in this file")
        return self.items.get(uid)

    def _meant(self, link: Node, named: Item) -> list[Item]:
        """The tasks of a summary that a link from it means: all, or the one that starts it."""
        if not named.summary or link.get("Type", mspdi.FS) not in mspdi.FROM_START:
            return named.leaves
        first = self._free_within(named)
        if len(first) > 1:
            first = [min(first, key=self._starts)]
            text = "Links from the start of a summary follow the task that starts first in the file"
            self._values.note(text, first[0].node)
        return first

    def _free_within(self, summary: Item) -> list[Item]:
        """The tasks of ``summary`` that wait for no other one of it: one of them starts it."""
        inside = {leaf.uid for leaf in summary.leaves}
        depth = len(summary.above) + 1
        free = []
        for leaf in summary.leaves:
            links = [link for each in (leaf, *leaf.above[depth:]) for link in each.links]
            before = [
                self.items.get(link.get("PredecessorUID"))
                for link in links
                if link.get("Type", mspdi.FS) not in mspdi.HOLDS_FINISH
                and self._values.number(link, "LinkLag", 0.0) >= 0
            ]
            if not any(each.uid in inside for item in before if item for each in item.leaves):
                free.append(leaf)
        return free or summary.leaves

    def _concerns(self, link: Node, waiting: Item, task: Item) -> bool:
        """Whether a link that ``waiting`` has holds ``task``; one to its end holds its last one."""
        if not waiting.summary or link.get("Type", mspdi.FS) not in mspdi.HOLDS_FINISH:
            return True
        text = "Links to the end of a summary hold the task that ends last in the file"
        last = max(waiting.leaves, key=self._finishes)
        self._values.note(text, last.node)
        return task is last

    def _starts(self, item: Item) -> float:
        found = self._values.moment(item.node, "Start")
        return float("inf") if found is None else found

    def _finishes(self, item: Item) -> float:
        found = self._values.moment(item.node, "Finish")
        return float("-inf") if found is None else found

    def _item(self, node: Node, uid: str, has_parts: bool, above: list[tuple[int, Item]]) -> Item:
        summary = uid == "0" or node.get("Summary", "1" if has_parts else "0") == "1"
        stretch = self._time.stretch(node)
        days = self._time.duration(node, stretch)
        return Item(uid, node, summary, days, stretch, tuple(each for _, each in above))

    def _uid(self, node: Node) -> str:
        uid = node.get("UID")
        if not uid.isdigit():
            raise self._values.error(node, "UID", "a whole number")
        if uid in self.items or uid in self._left_out:
            raise self._values.error(node, "UID", "each UID once")
        return uid
