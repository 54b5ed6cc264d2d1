"""Rows of a list on a sheet: a title, a detail beneath or beside it, a note at the right."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import theme

ROW = Qt.ItemDataRole.UserRole + 1


class Row(msgspec.Struct, frozen=True):
    """What one row shows, and the key that it stands for."""

    key: str
    title: str
    detail: str = ""
    note: str = ""


class RowPainter(QStyledItemDelegate):
    """Paints a Row in the theme's colours.

    Parameters
    ----------
    height : of a row [px]; from 40 on the detail stands beneath the title
    """

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are equally high."""
        return QSize(0, self._height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, title, detail, note."""
        row = index.data(ROW)
        colours = theme.current()
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color(colours.accw))
        inner = box.adjusted(16, 0, -16, 0)
        note_width = self._text(painter, inner, row.note, "t3", 11, right=True)
        inner.setRight(inner.right() - note_width - (12 if note_width else 0))
        if self._height < 40:
            width = self._text(painter, inner, row.title, "t1", 12)
            inner.setLeft(inner.left() + width + 10)
            self._text(painter, inner, row.detail, "t3", 11)
            return
        half = QRect(inner.left(), inner.top() + 6, inner.width(), 18)
        self._text(painter, half, row.title, "t1", 12, semibold=True)
        half.translate(0, 18)
        self._text(painter, half, row.detail, "t2", 11)

    def _text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        token: str,
        px: int,
        *,
        semibold: bool = False,
        right: bool = False,
    ) -> int:
        if not text or box.width() <= 0:
            return 0
        font = theme.font(px, semibold)
        metrics = QFontMetrics(font)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(theme.color(getattr(theme.current(), token)))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, cut)
        return metrics.horizontalAdvance(cut)


def row_list(height: int, name: str, parent: QWidget) -> QListWidget:
    """An empty list for rows of this height."""
    made = QListWidget(parent)
    made.setItemDelegate(RowPainter(height, made))
    made.setUniformItemSizes(True)
    made.setAccessibleName(name)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
