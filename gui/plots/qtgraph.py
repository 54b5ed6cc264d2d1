"""The one door to pyqtgraph, which opens it a quarter of a second sooner.

pyqtgraph mirrors PySide6's modules attribute by attribute when it is imported. PySide6 makes
each class and its enumerations on first use, so that the mirror makes all of them: 0.18 to
0.25 s of a start that should take less than one. Here the mirrors ask PySide6 when they are
asked. If pyqtgraph is in memory already, or changes how it mirrors, nothing is lost but time.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType
from typing import Any

_MIRRORED = ("QtCore", "QtGui", "QtWidgets")


def _no_names() -> list[str]:
    return []


class _Mirror(ModuleType):
    """A module that fetches each name from ``source`` when it is first needed."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self.__dict__["_source"] = source

    def __getattr__(self, name: str) -> object:
        value = getattr(self.__dict__["_source"], name)
        setattr(self, name, value)
        return value


def _load() -> ModuleType:
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    if "pyqtgraph" in sys.modules:
        return sys.modules["pyqtgraph"]
    sources = [importlib.import_module(f"PySide6.{name}") for name in _MIRRORED]
    for name, source in zip(_MIRRORED, sources, strict=True):
        sys.modules[f"pyqtgraph.Qt.{name}"] = _Mirror(f"pyqtgraph.Qt.{name}", source)
        source.__dir__ = _no_names  # type: ignore[method-assign]
    try:
        return importlib.import_module("pyqtgraph")
    finally:
        for source in sources:
            del source.__dir__


pg: Any = _load()
"""The module pyqtgraph."""
