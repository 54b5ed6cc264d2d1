"""Small parts that the window's own rows are made of: labels, hairlines, action buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from gui import icons, theme


class Label(QLabel):
    """Text in one of the theme's colours; it is cut with an ellipsis where it doesn't fit.

    Parameters
    ----------
    text : what it says
    token : name of the colour in Theme
    px, semibold : its font
    elide : whether it may be cut; the whole text is then in the tooltip
    """

    def __init__(
        self,
        text: str = "",
        token: str = "t1",
        px: int = 12,
        *,
        semibold: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._token = token
        self._elide = elide
        self.setFont(theme.font(px, semibold))
        self.setTextFormat(Qt.TextFormat.PlainText)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            self.setMinimumWidth(0)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the colour from the theme in force."""
        palette = self.palette()
        colour = theme.color(getattr(theme.current(), self._token))
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.setPalette(palette)

    def minimumSizeHint(self) -> QSize:
        """A text that may be cut needs no width."""
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, cut if it must be."""
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        cut = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.drawText(self.contentsRect(), int(self.alignment()), cut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tooltip while it is cut."""
        super().resizeEvent(event)
        if self._elide:
            cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
            self.setToolTip(self.text() if cut else "")


class Hairline(QWidget):
    """A line of one pixel between two areas."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it with the hairline colour."""
        QPainter(self).fillRect(self.rect(), theme.color(theme.current().line))


class ActionButton(QToolButton):
    """A button that runs a command, with a text of its own.

    Parameters
    ----------
    action : the command
    text : what the button says; empty for an icon alone
    """

    def __init__(self, action: QAction, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setText(text)
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if text
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        self.setToolButtonStyle(style)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setAutoRaise(True)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.sync)
        self.sync()

    def sync(self) -> None:
        """Take over what the command says about itself."""
        self.setIcon(self._action.icon())
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text())


class IconButton(QToolButton):
    """A button with an icon alone; it has a tooltip and a name.

    Parameters
    ----------
    name : the icon's
    tip : tooltip and accessible name
    """

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAutoRaise(True)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.set_tip(tip)
        theme.changed.connect(self.restyle)
        self.restyle()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self.restyle()

    def set_tip(self, tip: str) -> None:
        """Say what it does now."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def restyle(self) -> None:
        """Paint the icon for the theme in force."""
        self.setIcon(icons.icon(self._name, theme.current()))
