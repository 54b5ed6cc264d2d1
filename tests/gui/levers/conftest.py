"""A panel on the screen and a record of what it emits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette

from gui import theme
from gui.levers.panel import LeverPanel
from tests.gui.levers.hands import Heard, scenario


@pytest.fixture
def panel(qtbot, qapp):
    if QPalette(qapp.palette()).window().color().name().upper() != theme.current().s0:
        theme.apply(qapp)
    made = LeverPanel()
    made.show_scenario(scenario(), scenario(), {})
    made.resize(336, 1800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def heard(panel) -> Heard:
    return Heard(panel)
