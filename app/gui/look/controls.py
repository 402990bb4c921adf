"""This file is where the few controls are that every page is made of; their look is in resources/style."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from app.gui.look import icons
from app.gui.look.text import elided
from app.gui.look.theme import colours


def label(role: str = "body", wrap: bool = False) -> QLabel:
    """A label that can only show plain text; `role` is a name of the type scale in window.qss."""
    made = QLabel()
    made.setObjectName(role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def rule() -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    return made


def frame(role: str) -> QFrame:
    made = QFrame()
    made.setObjectName(role)
    return made


class Picture(QLabel):
    """An icon of the set in one of the theme's colours, redrawn when the theme changes."""

    def __init__(self, name: str, colour: str = "muted", size: int = 20) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        self.setFixedSize(size, size)
        self._redraw()

    def show_icon(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        self.setPixmap(icons.pixmap(self._name, getattr(colours(), self._colour), self._size))


class Button(QPushButton):
    """kind: "", "primary", "quiet", "choice" or "suggestion"."""

    def __init__(self, kind: str = "", icon: str = "") -> None:
        super().__init__()
        self._icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(24, 18))
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        if self._icon:
            shown = colours()
            colour = {"primary": shown.on_accent, "quiet": shown.accent}.get(self._kind, shown.muted)
            self.setIcon(icons.button_icon(self._icon, colour, 18))


class IconButton(QToolButton):
    """A button that shows only an icon; `name_it` gives it the words for tooltip and screen reader."""

    def __init__(self, icon: str, size: int = 20) -> None:
        super().__init__()
        self._icon = icon
        self.setIconSize(QSize(size, size))
        self.setFixedSize(size + 14, size + 14)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._redraw()

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self._redraw()

    def name_it(self, text: str, shortcut: str = "") -> None:
        self.setToolTip(f"{text} ({shortcut})" if shortcut else text)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        self.setIcon(icons.icon(self._icon, colours().muted, self.iconSize().width()))


class CheckBox(QCheckBox):
    """A box with the icon set's tick in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            icons.paint(painter, "check", QRectF(box).adjusted(1, 1, -1, -1), colours().on_accent)
            painter.end()


class ElidedLabel(QLabel):
    """One line that gives way: cut with "…" where there is no room, whole in the tooltip."""

    def __init__(self, role: str = "body") -> None:
        super().__init__()
        self._whole = ""
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._whole = text
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = elided(self._whole, self.font(), self.width())
        self.setText(shown)
        self.setToolTip(self._whole[:300] if shown != self._whole else "")
        self.setAccessibleName(self._whole[:300])


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet selects by."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
