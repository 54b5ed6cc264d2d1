"""Words kept as pictures look as their letters do."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from gui import theme
from gui.word import Word


def made(text: str) -> Word:
    font = theme.font(11)
    return Word(text, font, QFontMetricsF(font))


def drawn(word: Word, ground: str, colour: str, ratio: float = 1.0) -> np.ndarray:
    image = QImage(120, 24, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    word.draw(painter, 6, 4, colour, ratio)
    painter.end()
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(24, 120, 4)
    return flat[..., :3].astype(int)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_a_picture_looks_like_the_letters(qapp, tokens):
    theme.set_theme(tokens.name)
    try:
        for colour in (tokens.t1, tokens.t3, tokens.red):
            word = made("Network, storage 12.4")
            first = drawn(word, tokens.s1, colour)
            later = [drawn(word, tokens.s1, colour) for _ in range(6)][-1]
            assert np.ptp(first) > 60
            assert np.abs(later - first).max() <= 20  # of 255
    finally:
        theme.set_theme("light")


def test_a_picture_stands_on_any_ground(qapp):
    theme.set_theme("light")
    word = made("Peak")
    for _ in range(6):
        out = drawn(word, theme.LIGHT.accw, theme.LIGHT.t1)
    assert QColor(*out[0, 0][::-1]).name() == theme.LIGHT.accw.lower()


def test_a_word_in_the_ground_s_colour_stays_letters(qapp):
    theme.set_theme("light")
    word = made("9 Nov 2024")
    for _ in range(6):
        out = drawn(word, theme.LIGHT.acc, theme.LIGHT.onacc)
    assert np.ptp(out[..., 2]) > 150


def test_a_device_without_pixels_gets_letters(qapp):
    word = made("Peak")
    first = drawn(word, "#FFFFFF", "#000000", 0.0)
    for _ in range(6):
        out = drawn(word, "#FFFFFF", "#000000", 0.0)
    assert (out == first).all()
