"""This file is where all keys are told on one sheet, over the window: F1 shows it, Esc closes it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from app.gui.look import fonts
from app.gui.look.controls import IconButton, frame, label
from app.gui.look.language import LateTranslated
from app.gui.shortcuts import Keys, sections

_WIDTH = 960
_LINE = 25
"""How far an arrow key scrolls, in pixels of the usual text size."""


class ShortcutSheet(LateTranslated):
    """closed: the person goes back to what was there before."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._close = label("heading"), IconButton("close", 16)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setObjectName("clear")
        self._panel = frame("panel")
        self._before: QWidget | None = None
        self._close.clicked.connect(self._leave)
        self._build()
        self.retranslate()
        self.hide()
        app = QGuiApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._yield)

    def open(self) -> None:
        """Shows it; where it is shown already, the same key puts it away."""
        if self.isVisible():
            self._leave()
            return
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self._panel.setMaximumWidth(fonts.scaled(_WIDTH))
        self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.setFocus()

    def told_keys(self) -> list[str]:
        """Every key sequence of the sheet, as QKeySequence reads it."""
        return [each for _, rows in sections() for keys, _ in rows for each in keys.split(" / ")]

    def retranslate(self) -> None:
        self._title.setText(self.tr("Keys"))
        self._close.name_it(self.tr("Close"), "Esc")
        self.setAccessibleName(self.tr("Keys"))
        page = _Page()
        page.setObjectName("sheetpage")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(40)
        sides, filled = (QGridLayout(), QGridLayout()), [0, 0]
        for name, rows in sections():
            shorter = 0 if filled[0] <= filled[1] else 1
            self._add_section(sides[shorter], name, rows)
            filled[shorter] += len(rows) + 2
        for side in sides:
            side.setHorizontalSpacing(16)
            side.setVerticalSpacing(6)
            side.setColumnStretch(1, 1)
            side.setRowStretch(side.rowCount(), 1)
            columns.addLayout(side, 1)
        self._scroll.setWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif not _scroll(self._scroll.verticalScrollBar(), Qt.Key(event.key())):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab stays on the sheet: what lies below it cannot be seen."""
        (self if self._close.hasFocus() else self._close).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self._leave()

    def _yield(self, _: QWidget | None, now: QWidget | None) -> None:
        """A key that leads elsewhere (to the search field, to the settings) leads out from under the sheet."""
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self._before = now if now.window() is self.window() else self._before
            self._leave()

    def _leave(self) -> None:
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def _add_section(self, side: QGridLayout, name: str, rows: Keys) -> None:
        title, first = label("overline"), side.rowCount()
        title.setText(name)
        if first > 1:
            side.setRowMinimumHeight(first, 10)
            first += 1
        side.addWidget(title, first, 0, 1, 2)
        for row, (keys, does) in enumerate(rows, first + 1):
            words = label("body", wrap=True)
            words.setText(does)
            side.addLayout(_caps(keys), row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            side.addWidget(words, row, 1)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(28, 20, 16, 20)
        inner.setSpacing(14)
        inner.addLayout(head)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner.addWidget(self._scroll, 1)
        around = QHBoxLayout(self)
        around.setContentsMargins(32, 32, 32, 32)
        around.addStretch(1)
        around.addWidget(self._panel, 1000)
        around.addStretch(1)


class _Page(QWidget):
    """As tall as its wrapped words need at its width, which a scroll area alone does not ask."""

    def event(self, event: QEvent) -> bool:
        taken, layout = super().event(event), self.layout()
        if layout is not None and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return taken


def _caps(keys: str) -> QHBoxLayout:
    """Each key sequence on a cap of its own."""
    caps = QHBoxLayout()
    caps.setSpacing(4)
    for each in keys.split(" / "):
        cap = label("key")
        cap.setText(native(each))
        caps.addWidget(cap)
    return caps


def _scroll(bar: QScrollBar, key: Qt.Key) -> bool:
    """Whether the key is one that scrolls; then it has."""
    ways = {
        Qt.Key.Key_Down: bar.value() + _LINE,
        Qt.Key.Key_Up: bar.value() - _LINE,
        Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
        Qt.Key.Key_Space: bar.value() + bar.pageStep(),
        Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
        Qt.Key.Key_Home: bar.minimum(),
        Qt.Key.Key_End: bar.maximum(),
    }
    if key not in ways:
        return False
    bar.setValue(ways[key])
    return True


def native(keys: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
