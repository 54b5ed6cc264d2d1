"""The repository as a whole: what lies at the top, and what no file may say."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {
    "gui", "model", "resources", "tests",
    ".ci", ".github", ".gitignore", "LICENSE", "README.md", "pyproject.toml",
}  # fmt: skip
# Written in pieces, so that this file passes its own test.
FORBIDDEN = {
    "a package registry's address": r"(pypi|npmjs|debian|crates)\." + r"(org|io|python\.org)/",
    "a machine's own path": r"(?<![\w.])/" + r"(work|root|home|Users|tmp)/\w",
}
LOOSE_ENDS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def _tracked() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_only_the_known_rooms_lie_at_the_top():
    assert {path.relative_to(ROOT).parts[0] for path in _tracked()} <= TOP


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in _tracked()
        if (text := _text(path)) is not None
        for line in text.splitlines()
        if re.search(FORBIDDEN[what], line)
    ]
    assert found == []


def test_no_loose_ends():
    found = [
        str(path.relative_to(ROOT))
        for path in _tracked()
        if (text := _text(path)) is not None and LOOSE_ENDS.search(text)
    ]
    assert found == []


def test_readme_tells_the_test_command_between_its_markers():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("<!-- test command -->")[1].split("<!-- end -->")[0]
    assert "pytest" in block
    assert "pip install" in block


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None  # an image or a font
