"""This file is where the window is opened, worked with and watched, in a process of its own: see window.py.

`python -m tests.benchmarks.window_run taking-in ARCHIVE EXPORT SECONDS` imports and indexes; `... long ARCHIVE`
searches and scrolls. Prints the figures as JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.gui.desk import Desk
from app.gui.main import SWITCH_SECONDS, _open_session, application, open_window
from app.gui.work.collector import calm
from app.settings import Settings
from tests.benchmarks.synthetic import Vocabulary
from tests.benchmarks.watchdog import Watchdog, told

QUESTIONS = 10
_PATIENCE = 600.0


def main() -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
    application()
    questions = _questions(QUESTIONS + 1)  # before the watch begins
    with Watchdog() as watchdog:
        watchdog.phase("opening")
        desk = open_window(_open_session, Path(sys.argv[2]), Settings())
        calm()
        desk.window.show()
        QApplication.processEvents()
        watchdog.phase("start")
        if sys.argv[1] == "taking-in":
            _take_in(desk, watchdog, (Path(sys.argv[3]), float(sys.argv[4])), questions[:3])
        else:
            _use(desk, watchdog, questions)
        watchdog.phase("idle")
        wait(3.0)
        watchdog.phase("")
    del watchdog.phases["opening"], watchdog.phases[""]  # before the window is shown nothing stands still
    print(json.dumps(told(watchdog)), flush=True)
    desk.window.close()
    os._exit(0)


def _take_in(desk: Desk, watchdog: Watchdog, given: tuple[Path, float], questions: list[str]) -> None:
    """An import, and the first so many seconds of its indexing, then three questions beside the indexing."""
    export, seconds = given
    stages: list[str] = []
    desk.engine.importing.paced.connect(lambda pace: stages.append(pace.progress.stage))
    desk.begin(None, [])
    _until(lambda: desk.window.page is desk.window.first_run)
    wait(0.3)
    _until(lambda: not desk.engine.searching._lane.busy)
    watchdog.phase("import")
    desk.intake.import_paths([export])
    _until(lambda: bool(stages) and stages[-1] == "embed")
    watchdog.phase("index")
    wait(seconds)
    watchdog.phase("search beside indexing")
    for text in questions:
        _ask(desk, text)


def _use(desk: Desk, watchdog: Watchdog, questions: list[str]) -> None:
    """Searching right after the start, then warm; typing; scrolling the longest conversation."""
    desk.begin(None, [])
    _until(lambda: desk.window.page is desk.window.home)
    first, *others = questions
    watchdog.phase("first search")
    _ask(desk, first)
    watchdog.phase("search")
    for text in others:
        _ask(desk, text)
    watchdog.phase("typing")
    desk.window.search.take_focus()
    desk.window.search.field.clear()
    for letter in " ".join(others)[:60]:
        _type(desk.window.search.field, letter)
        wait(0.08)
    watchdog.phase("scrolling")
    _scroll(desk)


def _scroll(desk: Desk) -> None:
    longest = max(desk._conversations, key=lambda each: each.messages)
    pane = desk.window.conversation
    pane.open(longest.id)
    desk.window.open_conversation()
    _until(lambda: pane.conversation_id == longest.id)
    view = pane.view
    for turn in range(400):
        _turn_wheel(view.viewport(), 360 if turn % 200 < 150 else -360)
        wait(0.012)
    bar = view.verticalScrollBar()
    for step in range(300):  # the handle is dragged up and down again
        bar.setValue(round(bar.maximum() * abs(150 - step) / 150))
        wait(0.012)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Home) * 6:
        QTest.keyClick(view, key)
        wait(0.1)
    for row in range(0, longest.messages, max(1, longest.messages // 40)):
        view.show_row(row)
        wait(0.05)


def _turn_wheel(widget: QWidget, angle: int) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        widget.mapToGlobal(centre),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def _type(widget: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest knows ASCII only
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _ask(desk: Desk, text: str) -> None:
    desk.questions.ask(text)
    wait(0.05)
    _until(lambda: not desk.engine.searching._lane.busy and desk.questions.found.settled)


def _questions(count: int) -> list[str]:
    vocabulary = Vocabulary(11)
    return [" ".join(vocabulary.line(number % 2 == 1).split()[:6]) for number in range(count)]


def wait(seconds: float) -> None:
    """Lets the event loop turn."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to an end with its work")
        wait(0.02)


if __name__ == "__main__":
    main()
