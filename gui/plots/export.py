"""Take a plot out of the window: picture, vector file, data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene, QMessageBox, QWidget

from gui.plots.plot import Table
from gui.plots.take import csv_text, tsv
from gui.save_dialog import ask_where

PNG_RATIO = 2.0
"""Pixels per screen pixel in a saved picture."""

FILTERS = {
    "png": "PNG picture (*.png)",
    "svg": "SVG drawing (*.svg)",
    "pdf": "PDF document (*.pdf)",
    "csv": "Comma-separated values (*.csv)",
}


def _size(rects: Sequence[QRectF]) -> QSizeF:
    return QSizeF(max(r.width() for r in rects), sum(r.height() for r in rects))


def _paint(painter: QPainter, scene: QGraphicsScene, rects: Sequence[QRectF], ground: str) -> None:
    """The parts ``rects`` of the scene, one under another."""
    size = _size(rects)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(ground))
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    y = 0.0
    for rect in rects:
        target = QRectF(0, y, rect.width(), rect.height())
        scene.render(painter, target, rect, Qt.AspectRatioMode.IgnoreAspectRatio)
        y += rect.height()


def picture(
    scene: QGraphicsScene, rects: Sequence[QRectF], ground: str, ratio: float = PNG_RATIO
) -> QImage:
    """The parts ``rects`` of the scene as an image on ``ground`` (#RRGGBB)."""
    size = _size(rects) * ratio
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    _paint(painter, scene, rects, ground)
    painter.end()
    return image


def write_svg(
    scene: QGraphicsScene, rects: Sequence[QRectF], ground: str, title: str, path: str
) -> None:
    """Write the parts ``rects`` as SVG with selectable text."""
    from PySide6.QtSvg import QSvgGenerator  # only here: most sessions never save an SVG

    size = _size(rects)
    out = QSvgGenerator()
    out.setFileName(path)
    out.setTitle(title)
    out.setSize(QSize(round(size.width()), round(size.height())))
    out.setViewBox(QRectF(0, 0, size.width(), size.height()))
    painter = QPainter()
    if not painter.begin(out):
        raise OSError(0, "the file cannot be written")
    _paint(painter, scene, rects, ground)
    painter.end()


def write_pdf(
    scene: QGraphicsScene, rects: Sequence[QRectF], ground: str, title: str, path: str
) -> None:
    """Write the parts ``rects`` as one page of PDF, at 96 px an inch."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageSize, QPdfWriter

    size = _size(rects)
    out = QPdfWriter(path)
    out.setTitle(title)
    points = QSizeF(size.width() * 0.75, size.height() * 0.75)
    out.setPageSize(QPageSize(points, QPageSize.Unit.Point, title))
    out.setPageMargins(QMarginsF(0, 0, 0, 0))
    out.setResolution(96)
    painter = QPainter()
    if not painter.begin(out):
        raise OSError(0, "the file cannot be written")
    _paint(painter, scene, rects, ground)
    painter.end()


def copy_picture(scene: QGraphicsScene, rects: Sequence[QRectF], ground: str) -> None:
    """Put a picture on the clipboard."""
    QGuiApplication.clipboard().setImage(picture(scene, rects, ground))


def copy_table(table: Table) -> None:
    """Put the data on the clipboard as tab-separated text."""
    QGuiApplication.clipboard().setText(tsv((table.header, table.rows)))


def ask(parent: QWidget, title: str, kind: str) -> str:
    """Ask for a file of ``kind`` (png, svg, pdf, csv); empty if the person thinks again."""
    start = Path(f"{title.lower()}.{kind}")
    return str(ask_where(parent, f"Save {title.lower()}", start, FILTERS[kind]) or "")


def save_picture(
    parent: QWidget,
    scene: QGraphicsScene,
    rects: Sequence[QRectF],
    ground: str,
    title: str,
    kind: str,
) -> None:
    """Ask for a file and write the picture to it as PNG, SVG or PDF."""
    path = ask(parent, title, kind)
    if not path:
        return
    try:
        if kind == "svg":
            write_svg(scene, rects, ground, title, path)
        elif kind == "pdf":
            write_pdf(scene, rects, ground, title, path)
        elif not picture(scene, rects, ground).save(path):
            raise OSError(0, "the file cannot be written")
    except OSError as error:
        _tell(parent, path, error)


def save_table(parent: QWidget, table: Table) -> None:
    """Ask for a file and write the data to it as CSV."""
    path = ask(parent, table.title, "csv")
    if not path:
        return
    try:
        Path(path).write_text(csv_text((table.header, table.rows)), encoding="utf-8")
    except OSError as error:
        _tell(parent, path, error)


def _tell(parent: QWidget, path: str, error: OSError) -> None:
    QMessageBox.warning(parent, "Save", f"{path} could not be written: {error.strerror}.")
