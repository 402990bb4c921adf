"""This file is where the few controls are that every page is made of; their look is in resources/style."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from app.gui.look import fonts, icons
from app.gui.look.text import elided, plain_tip, tip
from app.gui.look.theme import colours, is_dark

_ROOM = 14
"""Around the icon of a button without words."""

_LOOK_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
"""The theme is another one, or the text has another size."""


def _look() -> tuple[bool, float]:
    """What icons are drawn for. Events of a new style are many more than there are new looks."""
    return is_dark(), fonts.text_scale()


def label(role: str = "body", wrap: bool = False) -> QLabel:
    """A label that can only show plain text; `role` is a name of the type scale in window.qss."""
    made = QLabel()
    made.setObjectName(role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout, at once also from sight; a slot of what goes may still be running."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def rule() -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    return made


def frame(role: str) -> QFrame:
    made = QFrame()
    made.setObjectName(role)
    return made


def keep_height(widget: QWidget, pixels: int) -> None:
    """A fixed height that grows and shrinks with the text; `pixels` as it is at 100 %."""
    Height(widget, pixels)


class Height(QObject):
    """Keeps the height of one widget in step with the text."""

    def __init__(self, widget: QWidget, pixels: int) -> None:
        super().__init__(widget)
        self._widget, self._pixels = widget, pixels
        widget.installEventFilter(self)
        widget.setFixedHeight(fonts.scaled(pixels))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self._widget.setFixedHeight(fonts.scaled(self._pixels))
        return False


class Picture(QLabel):
    """An icon of the set in one of the theme's colours, redrawn when the theme or the size of the text changes."""

    _drawn_for = (False, 0.0)

    def __init__(self, name: str, colour: str = "muted", size: int = 20) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        self._redraw()

    def show_icon(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOK_CHANGES and self._drawn_for != _look():
            self._drawn_for = _look()
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        size = fonts.scaled(self._size)
        self.setFixedSize(size, size)
        self.setPixmap(icons.pixmap(self._name, getattr(colours(), self._colour), size))


class Button(QPushButton):
    """kind: "", "primary", "quiet", "choice" or "suggestion"."""

    _drawn_for = (False, 0.0)

    def __init__(self, kind: str = "", icon: str = "") -> None:
        super().__init__()
        self._icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, as Space does
        self._redraw()

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOK_CHANGES and self._drawn_for != _look():
            self._drawn_for = _look()
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        self.setIconSize(QSize(fonts.scaled(24), fonts.scaled(18)))
        if self._icon:
            shown = colours()
            colour = {"primary": shown.on_accent, "quiet": shown.accent}.get(self._kind, shown.muted)
            self.setIcon(icons.button_icon(self._icon, colour, fonts.scaled(18)))


class IconButton(QToolButton):
    """A button that shows only an icon; `name_it` gives it the words for tooltip and screen reader."""

    _drawn_for = (False, 0.0)

    def __init__(self, icon: str, size: int = 20) -> None:
        super().__init__()
        self._icon, self._size, self._scale = icon, size, fonts.text_scale()
        self.setFixedSize(fonts.scaled(size + _ROOM), fonts.scaled(size + _ROOM))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._redraw()

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self._redraw()

    def name_it(self, text: str, shortcut: str = "") -> None:
        self.setToolTip(plain_tip(f"{text} ({shortcut})" if shortcut else text))
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOK_CHANGES and self._drawn_for != _look():
            self._drawn_for = _look()
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        size = fonts.scaled(self._size)
        self.setIconSize(QSize(size, size))
        self.setIcon(icons.icon(self._icon, colours().muted, size))
        if self._scale != fonts.text_scale():
            whole = fonts.scaled(round(self.width() / self._scale))
            self._scale = fonts.text_scale()
            self.setFixedSize(whole, whole)


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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        shown = elided(self._whole, self.font(), self.width())
        self.setText(shown)
        self.setToolTip(tip(self._whole[:300]) if shown != self._whole else "")
        self.setAccessibleName(self._whole[:300])


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet selects by."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
