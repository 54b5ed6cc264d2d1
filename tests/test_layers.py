"""Imports run one way, and the model needs no window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

BLOCK_QT = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "gui"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
"""


def _python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_evaluate_runs_with_qt_blocked():
    code = BLOCK_QT + (
        "from model.evaluate import evaluate\n"
        "from model.files import preset\n"
        "print(evaluate(preset('colossus-100k')).headline('gpus'))\n"
    )
    assert float(_python(code)) == 100_000


def test_headless_commands_run_with_qt_blocked():
    code = BLOCK_QT + "from model.cli import main\nsys.exit(main(['presets', '--json']))\n"
    assert json.loads(_python(code))["presets"]


def test_importing_the_model_loads_no_qt():
    code = (
        "import sys, model, model.cli, model.evaluate\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('PySide6', 'pyqtgraph', 'gui')])\n"
    )
    assert _python(code).strip() == "[]"


def test_import_contracts_hold():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
