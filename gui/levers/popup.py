"""A card that opens beside what it is about, and closes when the user turns elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from gui import theme


class Popup(QFrame):
    """Closes on a click elsewhere and on Esc, and is deleted then."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        tokens = theme.current()
        self.setStyleSheet(f"#card {{ background: {tokens.s1}; border: 1px solid {tokens.ctl}; }}")

    def show_at(self, corner: QPoint, field: QLineEdit | None = None) -> None:
        """Open with the top left at ``corner`` (global), inside the screen.

        The text of ``field`` is then selected, to be typed over.
        """
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = min(corner.x(), screen.right() - self.width())
        y = min(corner.y(), screen.bottom() - self.height())
        self.move(max(x, screen.left()), max(y, screen.top()))
        self.show()
        if field is not None:
            field.setFocus()
            field.selectAll()
