"""The big parts of the window, each imported when it is first made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# The parts are known by the methods that are called, not by their types: importing a type
# here would import pyqtgraph before the window's frame is on the screen.
Factory = Callable[[], Any]


def _levers(parent: QWidget) -> Any:
    from gui.levers.panel import LeverPanel

    return LeverPanel(parent)


def _headlines() -> Any:
    from gui.panels.headlines import Headlines

    return Headlines()


def _board() -> Any:
    from gui.plots.board import PlotBoard

    return PlotBoard()


def _training() -> Any:
    from gui.panels.training import TrainingPanel

    return TrainingPanel()


def _reliability() -> Any:
    from gui.panels.reliability import ReliabilityPanel

    return ReliabilityPanel()


def _power() -> Any:
    from gui.panels.power import PowerPanel

    return PowerPanel()


def _cost() -> Any:
    from gui.panels.cost import CostPanel

    return CostPanel()


def _rank() -> Any:
    from gui.panels.rank import RankPanel

    return RankPanel()


def _validation() -> Any:
    from gui.panels.validation import ValidationPanel

    return ValidationPanel()


def _site() -> Any:
    from gui.panels.site_diagram import SiteDiagramPanel

    return SiteDiagramPanel()


def _build() -> Any:
    from gui.panels.build import BuildPanel

    return BuildPanel()


def _moves() -> Any:
    from gui.panels.moves import MovesPanel

    return MovesPanel()


TABS: Mapping[str, tuple[str, Factory]] = {
    "training": ("Training", _training),
    "reliability": ("Reliability", _reliability),
    "cost": ("Cost", _cost),
    "power": ("Power", _power),
    "rank": ("Rank", _rank),
    "site": ("Site", _site),
    "build": ("Build", _build),
    "moves": ("Moves", _moves),
    "validation": ("Validation", _validation),
}
"""name -> title and what builds the panel"""


class Parts(msgspec.Struct, frozen=True):
    """What builds the parts; tests put simpler ones in their place."""

    levers: Callable[[QWidget], Any] = _levers
    """builds them where they will stand: hundreds of widgets that move there are styled twice"""
    headlines: Factory = _headlines
    board: Factory = _board
    tabs: Mapping[str, tuple[str, Factory]] = msgspec.field(default_factory=lambda: TABS)
