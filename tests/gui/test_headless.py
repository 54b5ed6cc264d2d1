"""The commands that paint, as a person calls them: in a process of their own, with no display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "gui", *words],
        cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip


@pytest.mark.parametrize(("theme", "size"), [("light", (1600, 1000)), ("dark", (1280, 720))])
def test_screenshot_is_the_window_at_that_size(tmp_path, theme, size):
    out = tmp_path / "window.png"
    wide, high = size
    done = _run(
        "screenshot", "colossus-100k", "--out", str(out), "--size", f"{wide}x{high}",
        "--theme", theme,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    image = QImage(str(out))
    assert (image.width(), image.height()) == size
    colours = {image.pixel(x, y) for x in range(0, wide, 8) for y in range(0, high, 8)}
    assert len(colours) > 20
    ground = image.pixelColor(wide // 2, high - 4).lightness()
    assert ground > 200 if theme == "light" else ground < 60
    assert [out] == list(tmp_path.iterdir())


def test_selftest_says_ok():
    done = _run("selftest")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "ok"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("screenshot", "colossus-100", "--out", "x.png"), "Did you mean colossus-100k"),
        (("screenshot", "blank", "--out", "x.png", "--size", "10x10"), "960x600"),
        (("screenshot", "blank", "--out", "x.pdf"), ".png"),
        (("screenshot", "blank"), "--out"),
        (("screenshot", "blank", "--out", "no/such/folder/x.png"), "x.png"),
        ((), "no display"),
        (("colossus-100k",), "screenshot"),
        (("colosus-100k",), "Did you mean colossus-100k"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_a_mistake_is_one_line_and_exit_2(words, expected):
    done = _run(*words)
    assert done.returncode == 2
    assert expected in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_the_commands_that_compute_load_no_qt():
    code = (
        "import sys; from gui.__main__ import main; code = main(['presets']);"
        "sys.exit(code or any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
