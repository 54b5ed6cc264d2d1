"""One word or line of text, laid out once and, once it has stood still, kept as a picture."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPixmap, QStaticText

from gui import theme

_STEADY = 3
"""Times that a word is drawn from its glyphs before a picture is made of it.

Most words of a frame, names and units, are those of the frame before: a picture takes a tenth
of the time of its glyphs. Numbers that run with a lever come once, and need no picture.
"""
_EDGE = 2
"""Room around a picture for what a letter reaches beyond its advance [px]."""


class Word:
    """A text in one font; ``width`` is its advance and ``height`` its line's [px]."""

    __slots__ = ("_ascent", "_drawn", "_font", "_pictures", "_static", "height", "width")

    def __init__(self, text: str, font: QFont, metrics: QFontMetricsF) -> None:
        self._font = font
        self._static = QStaticText(text)
        self._static.setTextFormat(Qt.TextFormat.PlainText)
        self._static.prepare(font=font)
        self.width = metrics.horizontalAdvance(text)
        self.height = math.ceil(metrics.height())
        self._ascent = metrics.ascent()
        self._drawn = 0
        self._pictures: dict[tuple[str, float], QPixmap | None] = {}

    def top(self, middle: float) -> int:
        """The pixel at which it starts so that its line stands about ``middle`` [px].

        The base line is what is rounded, as Qt does where glyphs are drawn.
        """
        base = middle - self.height / 2 + self._ascent
        return round(base) - round(self._ascent)

    def draw(self, painter: QPainter, x: int, y: int, colour: str, ratio: float) -> None:
        """Draw it with its upper left corner at ``x``, ``y`` in ``colour`` (#RRGGBB).

        ``ratio`` is how many pixels of the device make one of the interface; 0 on a device
        without pixels, which gets glyphs always.
        """
        key = colour, ratio
        if ratio and key not in self._pictures:
            self._drawn += 1
            if self._drawn > _STEADY:
                if len(self._pictures) >= 4:  # light and dark, selected or not
                    self._pictures.clear()
                self._pictures[key] = self._picture(colour, ratio)
        picture = self._pictures.get(key)
        if picture is not None:
            painter.drawPixmap(x - _EDGE, y, picture)
        else:
            self._write(painter, x, y, colour)

    def _write(self, painter: QPainter, x: int, y: int, colour: str) -> None:
        painter.setFont(self._font)
        painter.setPen(theme.color(colour))
        painter.drawStaticText(x, y, self._static)

    def _picture(self, colour: str, ratio: float) -> QPixmap | None:
        """The word on nothing, so that what it stands on shows; None for want of contrast.

        Letters are written on the ground first: on nothing, they would come out thinner.
        """
        import numpy as np  # only here: the frame is painted before numpy is imported

        ground, ink = theme.color(theme.current().s1), theme.color(colour)
        paper, full = (np.array((c.blue(), c.green(), c.red())) for c in (ground, ink))
        contrast = int(np.abs(full - paper).sum())
        if contrast < 150:
            return None
        width, height = self.width + 2 * _EDGE, self.height + _EDGE
        size = (math.ceil(width * ratio), math.ceil(height * ratio))
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(ground)
        inner = QPainter(image)
        self._write(inner, _EDGE, 0, colour)
        inner.end()
        shades = np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4)
        cover = np.abs(shades[..., :3] - paper).sum(axis=-1, keepdims=True) / contrast
        cover = np.minimum(cover, 1.0)
        out = np.concatenate((full * cover, 255 * cover), axis=-1).round().astype(np.uint8)
        done = QImage(out.tobytes(), *size, 4 * size[0], QImage.Format.Format_ARGB32_Premultiplied)
        picture = QPixmap.fromImage(done.copy())
        picture.setDevicePixelRatio(ratio)
        return picture


def ratio_of(painter: QPainter) -> float:
    """Pixels of the painter's device for one of the interface, for `Word.draw`."""
    return painter.device().devicePixelRatioF()
