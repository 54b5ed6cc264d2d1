"""The tokens hold up: contrast after WCAG 2, and types told apart by colour-blind eyes."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from gui import icons, theme
from gui.style import style_sheet

THEMES = (theme.LIGHT, theme.DARK)

# Machado, Oliveira, Fernandes: A physiologically-based model for simulation of color vision
# deficiency, IEEE TVCG 15(6), 2009; severity 1.0, applied to linear RGB.
VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    lights = sorted((float(weights @ linear(c)) + 0.05 for c in (one, other)), reverse=True)
    return lights[0] / lights[1]


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """Sharma, Wu, Dalal: The CIEDE2000 color-difference formula, Color Res. Appl. 30, 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = h2 - h1
    dh = 0.0 if c1 * c2 == 0 else dh - 360 * round(dh / 360) if abs(dh) > 180 else dh
    big_dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        mean_h = h1 + h2
    elif abs(h1 - h2) > 180:
        mean_h = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    else:
        mean_h = (h1 + h2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    r_c = 2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
    r_t = -math.sin(math.radians(60 * math.exp(-(((mean_h - 275) / 25) ** 2)))) * r_c
    dl, dc = (l2 - l1) / s_l, (c2 - c1) / s_c
    big = big_dh / s_h
    return math.sqrt(dl**2 + dc**2 + big**2 + r_t * dc * big)


def nearest(colours: list[str], vision: str) -> float:
    seen = [lab(VISION[vision] @ linear(colour)) for colour in colours]
    return min(ciede2000(one, other) for one, other in combinations(seen, 2))


def test_ciede2000_agrees_with_the_published_pairs():
    # Sharma et al. 2005, table 1, pairs 1, 7 and 25
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, other, expected in pairs:
        assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("tokens", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("ground", ["s0", "s1", "s2"])
def test_text_and_marks_have_contrast(tokens, ground):
    behind = getattr(tokens, ground)
    for text in ("t1", "t2", "t3", "acc", "red", "warn"):
        assert contrast(getattr(tokens, text), behind) >= 4.5, text
    for mark in ("ctl", "acc", "crit"):
        assert contrast(getattr(tokens, mark), behind) >= 3, mark


@pytest.mark.parametrize("tokens", THEMES, ids=lambda t: t.name)
def test_text_on_coloured_grounds_has_contrast(tokens):
    assert contrast(tokens.onacc, tokens.acc) >= 4.5
    assert contrast(tokens.t1, tokens.accw) >= 4.5
    assert contrast(tokens.red, tokens.redw) >= 4.5
    assert contrast(tokens.warn, tokens.warnw) >= 4.5
    assert contrast(tokens.bar, tokens.s1) >= 3


@pytest.mark.parametrize("tokens", THEMES, ids=lambda t: t.name)
def test_fills_stand_out_from_their_ground(tokens):
    for name, fill in (*tokens.family.items(), *tokens.power.items()):
        assert contrast(fill, tokens.s1) >= 3, name


@pytest.mark.parametrize("tokens", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("vision", VISION)
def test_types_and_parts_are_told_apart(tokens, vision):
    assert nearest(list(tokens.family.values()), vision) > 12.5
    assert nearest(list(tokens.power.values()), vision) > 15
    nvidia = [tokens.family[key] for key in ("h100", "h200", "b200", "gb200")]
    assert nearest(nvidia, vision) > 15


@pytest.mark.parametrize("tokens", THEMES, ids=lambda t: t.name)
def test_both_themes_say_the_same_things(tokens):
    assert tokens.family.keys() == theme.LIGHT.family.keys()
    assert tokens.power.keys() == theme.LIGHT.power.keys()
    assert "@" not in style_sheet(tokens)


def test_the_theme_follows_the_choice_and_says_so_once(qtbot, qapp):
    theme.apply(qapp)
    theme.set_theme("light")
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.set_theme("dark")
    assert theme.current() is theme.DARK
    assert qapp.palette().window().color().name().upper() == theme.DARK.s0
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_theme("dark")
    theme.set_theme("light")
    assert qapp.palette().window().color().name().upper() == theme.LIGHT.s0


def test_the_bundled_font_has_equal_figures(qapp):
    from PySide6.QtGui import QFontInfo, QFontMetricsF

    theme.load_fonts.cache_clear()
    assert theme.load_fonts() == ("Inter",)
    for semibold in (False, True):
        font = theme.font(12, semibold)
        assert QFontInfo(font).family() == "Inter"
        widths = {QFontMetricsF(font).horizontalAdvance(digit * 4) for digit in "0123456789"}
        assert len(widths) == 1


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_leaves_ink_inside_its_box(qapp, name):
    image = icons.pixmap(name, "#000000", 2.0).toImage()
    assert image.width() == 32
    inked = [(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 40]
    assert len(inked) > 20
    assert min(x for x, _ in inked) >= 1
    assert max(x for x, _ in inked) <= 30
    assert not icons.icon(name, theme.LIGHT).isNull()
