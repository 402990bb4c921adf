"""This file is where the window is opened: the application, its look and language, and the last net for bugs."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import bugs
from app.gui.crashes import Nets, tell_ended
from app.gui.desk import Desk
from app.gui.look import fonts, icons, language, theme
from app.gui.window import Window
from app.gui.window_state import WindowState
from app.gui.work import collector
from app.gui.work.engine import Engine, OpenSession
from app.runs import Ended, Run
from app.settings import Settings, load_settings
from core.errors import SettingsError

if TYPE_CHECKING:
    from app.session import Session

_NAME = "ChatTrove"

SWITCH_SECONDS = 0.0001
"""How long a worker may hold the interpreter while the window wants it.

A thread that waits for the interpreter asks for it only after this long without any release. A worker that reads and
stores lets go for microseconds all the time, so with Python's own 5 ms, even with 1 ms, the window would never get to
ask: it stood still for up to half a second (python -m tests.benchmarks --only window).
"""


def run(directory: Path | None, *, query: str | None = None, import_paths: Sequence[Path] = ()) -> int:
    """Opens the window on an archive and returns when it is closed.

    With `query` the search is shown already answered; `import_paths` are imported first where the archive lacks them.
    """
    bugs.open_log()
    running = Run()
    ended = running.begin()
    try:
        desk, code = _show(directory, ended, (query, import_paths))
    finally:
        running.end()
        bugs.close_log()
    if not desk.engine.ended:
        # A model is still computing on a thread that nothing can stop. What counts is stored, as after a kill.
        sys.stdout.flush()
        os._exit(code)
    return code


def _show(directory: Path | None, ended: list[Ended], wanted: tuple[str | None, Sequence[Path]]) -> tuple[Desk, int]:
    """The window from its opening to its end."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = application()
    desk = open_window(_open_session, directory)
    nets = Nets(desk)
    nets.caught.connect(desk.fail)
    nets.ending.connect(desk.leaving.leave)
    nets.hang()
    tell_ended(desk.window.banner, ended, app.clipboard().setText)
    state = WindowState(desk.window)
    state.restore(page=not any(wanted))
    collector.calm()
    collector.Collector(desk)
    desk.window.show()
    QTimer.singleShot(0, lambda: desk.begin(*wanted))
    desk.window.closing.connect(lambda: app.exit(0))
    return desk, app.exec()


def application() -> QApplication:
    """The one QApplication, with name, icon and font."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if app.applicationName() != _NAME:
        app.setApplicationName(_NAME)
        app.setStyle("Fusion")
        fonts.load()
        app.setFont(fonts.font())
        app.setWindowIcon(icons.logo(64))
    return app


def open_window(open_session: OpenSession, directory: Path | None, settings: Settings | None = None) -> Desk:
    """A window with everything connected, not shown yet. Needs `application()`."""
    trouble: SettingsError | None = None
    if settings is None:
        try:
            settings = load_settings()
        except SettingsError as error:
            settings, trouble = Settings(), error
    fonts.set_text_scale(settings.text_size / 100)
    with theme.undressed():
        theme.show(settings.theme)
        language.choose(settings.language)
        engine = Engine(open_session, directory)
        desk = Desk(Window(engine), engine, settings)
    if trouble is not None:
        desk.fail(trouble)
    return desk


def _open_session(directory: Path | None) -> "Session":
    from app.session.beside import open_beside

    return open_beside(directory)
