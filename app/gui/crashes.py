"""This file is where the last nets hang: bugs in slots and threads, Qt's own messages, and signals to end."""

import logging
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QtMsgType,
    QUrl,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices

from app.bugs import log_path
from app.gui.banner import Banner
from app.runs import Ended

log = logging.getLogger("chattrove")

_MOST_WORDS = 300
_MOST_TIMES = 5
"""So often the same message of Qt is logged: one that comes with every repaint would push out all others."""


class Nets(QObject):
    """caught: an exception that nobody expected, on whatever thread it was; ending: the system asks to end."""

    caught = Signal(object)
    ending = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen: Counter[str] = Counter()
        self._notifier: QSocketNotifier | None = None

    def hang(self) -> None:
        """Replaces the hooks of the whole process."""
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread
        sys.unraisablehook = self._take_unraisable
        qInstallMessageHandler(self._take_message)
        if sys.platform != "win32":
            self._listen()

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception in a slot: without this it would be printed where nobody looks."""
        if isinstance(error, KeyboardInterrupt):
            self.ending.emit()
        else:
            self.caught.emit(error.with_traceback(trace))

    def _take_of_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
            self.caught.emit(told.exc_value)

    def _take_unraisable(self, told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None:
            log.error("could not be raised", exc_info=told.exc_value)

    def _take_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        self._seen[text] += 1
        if self._seen[text] <= _MOST_TIMES:
            level = logging.WARNING if kind == QtMsgType.QtWarningMsg else logging.ERROR
            log.log(level, "Qt: %s", text[:_MOST_WORDS])

    def _listen(self) -> None:
        """Python only hears a signal between two of its own steps, and Qt's loop may make none for long: the signal
        also writes into a pipe that wakes the loop."""
        reading, writing = os.pipe()
        for end in (reading, writing):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._hear(reading))

    def _hear(self, reading: int) -> None:
        if any(each in os.read(reading, 64) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)):
            self.ending.emit()


def tell_ended(banner: Banner, ended: list[Ended], copy: Callable[[str], None]) -> None:
    """Says calmly that the last run ended unexpectedly, and writes the details of all into the log."""
    for each in ended:
        log.error("an earlier run ended unexpectedly\n%s", each.details)
    if not ended:
        return
    last = ended[-1]
    if last.trace:
        why = QCoreApplication.translate("Crashes", "It crashed; what it did then is in the log. Your chats are safe.")
    else:
        why = QCoreApplication.translate(
            "Crashes", "It was stopped from outside, or the computer was. Your chats are safe."
        )
    banner.show_notice(QCoreApplication.translate("Crashes", "ChatTrove ended unexpectedly last time"), why)
    banner.offer(QCoreApplication.translate("Crashes", "Show log"), show_log)
    banner.offer(QCoreApplication.translate("Crashes", "Copy details"), lambda: copy(last.details), stays=True)


def show_log() -> None:
    """Opens the log with whatever the desktop reads text with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path())))
