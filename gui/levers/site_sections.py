"""The sections of the sites: two for each, in the order of the scenario, folded as they were."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.levers.section import Section
from gui.levers.site import BuildSection, SiteSection


class SiteSections:
    """Makes and drops sections so that there are as many as sites.

    Parameters
    ----------
    parent, stack : where they stand, behind the first item of ``stack``
    made, dropped : told of the two of a new site, and of each that is about to go
    """

    def __init__(
        self,
        parent: QWidget,
        stack: QVBoxLayout,
        made: Callable[[SiteSection, BuildSection], None],
        dropped: Callable[[Section], None],
    ) -> None:
        self._parent, self._stack = parent, stack
        self._made, self._dropped = made, dropped
        self.power: list[SiteSection] = []
        self.build: list[BuildSection] = []
        self._names: tuple[str, ...] = ()
        """of the sites that are shown"""

    @property
    def all(self) -> list[SiteSection | BuildSection]:
        """Power and build of each site, from the top down."""
        pairs = zip(self.power, self.build, strict=True)
        return [section for pair in pairs for section in pair]

    def fit(self, names: tuple[str, ...], folded: set[str]) -> None:
        """Two sections for each site; a site that moves up in the list stays folded as it was.

        A new site's are folded if their title is among ``folded``.
        """
        if names == self._names:
            return
        both = zip(self._names, self.power, self.build, strict=True)
        folds = {name: (power.is_folded, build.is_folded) for name, power, build in both}
        known = len(self._names)
        while len(self.power) > len(names):
            self._drop(self.power.pop())
            self._drop(self.build.pop())
        while len(self.power) < len(names):
            self._add(len(self.power))
        for index, name in enumerate(names):
            pair = self.power[index], self.build[index]
            titles = (f"{name}: power", f"{name}: build")
            if len(names) == 1:
                titles = ("Site and power", "Build")
            before = tuple(title in folded for title in titles)
            if name in folds or index >= known:
                for section, fold in zip(pair, folds.get(name, before), strict=True):
                    section.fold(fold)
        self._names = names

    def _add(self, index: int) -> None:
        power, build = SiteSection(index, self._parent), BuildSection(index, self._parent)
        self._made(power, build)
        for offset, section in enumerate((power, build)):
            self._stack.insertWidget(1 + 2 * index + offset, section)
            section.show()  # now, not when the layout comes to it: it may be revealed at once
        self.power.append(power)
        self.build.append(build)

    def _drop(self, section: Section) -> None:
        self._dropped(section)
        self._stack.removeWidget(section)
        section.hide()
        section.deleteLater()
