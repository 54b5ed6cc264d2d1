from __future__ import annotations

import subprocess
import sys


def test_the_frame_needs_neither_numpy_nor_pyqtgraph_nor_the_model():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from gui.window import MainWindow; window = MainWindow(); window.show();"
        "app.processEvents(); heavy = ('numpy', 'pyqtgraph', 'msgspec', 'model.evaluate');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_headless_commands_load_no_qt():
    code = (
        "import sys; from gui.__main__ import main; main(['presets', '--json']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
