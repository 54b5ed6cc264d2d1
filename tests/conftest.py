"""Set-up for all tests. Qt reads these before it is first imported."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
# The window's state and the recent files of whoever runs the tests stay out of them.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="clusterwright-tests-")
