"""This file is where the window's place, its divisions and the page that was left are kept for the next start."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize
from PySide6.QtWidgets import QWidget

from app.gui.window import Window
from app.settings import settings_path

_FRAME = 40
"""How tall the title of a window may be, in pixels."""
_LEAST_SHARE, _MOST_SHARE = 0.2, 0.8


class WindowState(QObject):
    """Reads and writes window.ini beside the settings; a damaged file, or none, is the window as it is made."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._kept = QSettings(str(settings_path().with_name("window.ini")), QSettings.Format.IniFormat)
        self._wanted = ""
        window.split.splitterMoved.connect(self._share)
        window.closing.connect(self.save)

    def restore(self, *, page: bool = True) -> None:
        """Before the window is shown. Qt moves a place that no screen shows any more onto one. page: also goes to the
        page that was left, as soon as the first page is there."""
        if not self._window.restoreGeometry(self._bytes("geometry")):
            self._fit()
        self._window.sides.restoreState(self._bytes("sides"))
        self._window.share = self._number("share", self._window.share)
        self._wanted = str(self._kept.value("page", "")) if page else ""
        if self._wanted:
            self._window.stack.currentChanged.connect(self._go_on)

    def save(self) -> None:
        """As the window is now."""
        self._kept.setValue("geometry", self._window.saveGeometry())
        self._kept.setValue("sides", self._window.sides.saveState())
        self._kept.setValue("share", self._window.share)
        left = (name for name, page in self._pages().items() if page is self._window.page)
        self._kept.setValue("page", next(left, ""))
        self._kept.sync()

    def _fit(self) -> None:
        """The first time: no larger than the screen has room, with its frame; else the foot lies below its edge."""
        room = self._window.screen().availableSize() - QSize(0, _FRAME)
        self._window.resize(self._window.size().boundedTo(room))

    def _go_on(self) -> None:
        """The first page is the one with the search field where there are chats; without any nothing is left to see."""
        window = self._window
        if window.page is window.blank:
            return
        window.stack.currentChanged.disconnect(self._go_on)
        if window.page is window.home and self._wanted in self._pages():
            opening: Callable[[], None] = getattr(window.rail, self._wanted).emit
            opening()

    def _pages(self) -> dict[str, QWidget]:
        """The pages that the rail opens, by the name of its signal."""
        named = ("gallery", "people", "history", "guides", "models", "settings")
        there = {name: getattr(self._window, name, None) for name in named}
        return {name: page for name, page in there.items() if isinstance(page, QWidget)}

    def _share(self) -> None:
        """How the person divides results and conversation; while one of them is hidden it says nothing."""
        first, second = self._window.split.sizes()
        if first and second:
            self._window.share = min(max(first / (first + second), _LEAST_SHARE), _MOST_SHARE)

    def _number(self, name: str, otherwise: float) -> float:
        try:
            found = float(str(self._kept.value(name, otherwise)))
        except ValueError:
            return otherwise
        return found if _LEAST_SHARE <= found <= _MOST_SHARE else otherwise

    def _bytes(self, name: str) -> QByteArray:
        value = self._kept.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()
