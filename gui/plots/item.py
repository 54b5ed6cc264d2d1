"""A scene item that survives its own mistakes, and can be kept as a picture."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui import theme as themes
from gui.plots import skin as skins
from gui.plots.lettering import Letters, letters
from gui.plots.qtgraph import pg
from gui.plots.skin import Skin

_log = logging.getLogger(__name__)

AA = QPainter.RenderHint.Antialiasing


class Item(pg.GraphicsObject):  # type: ignore[misc]
    """A scene item that paints ``draw(painter, skin, letters)`` within ``rect``.

    An exception in a paint routine would end the process without a word. Here it is caught,
    logged once, and the item stays empty. With ``key`` the item is kept as a picture for as
    long as the key stays the same: for what seldom changes while a lever moves.
    """

    def __init__(
        self,
        draw: Callable[[QPainter, Skin, Letters], None],
        parent: object = None,
        key: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._key = key
        self._kept: tuple[object, QPixmap] | None = None
        self.rect = QRectF()
        self.error: Exception | None = None

    def place(self, rect: QRectF) -> None:
        """Take up ``rect`` [px of the parent]."""
        if rect != self.rect:
            self.prepareGeometryChange()
            self.rect = QRectF(rect)

    def boundingRect(self) -> QRectF:
        """The area that it paints."""
        return self.rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint, and survive a failure."""
        painter.save()
        try:
            device = painter.device()
            # A picture or a page that is taken out gets letters, not pictures of them.
            ratio = device.devicePixelRatioF() if isinstance(device, QWidget) else 0.0
            if self._key is None or not ratio:
                self._draw(painter, skins.current(), letters(ratio))
            else:
                painter.drawPixmap(self.rect.topLeft(), self._picture(ratio))
        except Exception as error:
            if type(error) is not type(self.error):
                _log.exception("a plot could not be painted")
            self.error = error
        else:
            self.error = None
        finally:
            painter.restore()

    def _picture(self, ratio: float) -> QPixmap:
        skin = skins.current()
        key = (self._key() if self._key else None, skin.theme.name, ratio, self.rect.getRect())
        if self._kept is None or self._kept[0] != key:
            size = self.rect.size() * ratio
            kept = QPixmap(math.ceil(size.width()), math.ceil(size.height()))
            kept.setDevicePixelRatio(ratio)
            kept.fill(themes.color(skin.theme.s1))
            inner = QPainter(kept)
            inner.translate(-self.rect.topLeft())
            try:
                self._draw(inner, skin, letters(ratio))
            finally:
                inner.end()
            self._kept = (key, kept)
        return self._kept[1]
