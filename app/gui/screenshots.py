"""This file is where the pictures of the window are taken: `python -m app.gui.screenshots FOLDER [NAME...]`.

Every page and state, in both themes and both languages, from the demo chat in an archive of its own. Nothing of the
person's archive or settings is touched. Needs no display: it runs on Qt's offscreen platform unless told otherwise.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.gui.desk import Desk
from app.gui.work.engine import OpenSession

SIZES = {"": (1280, 800), "-small": (900, 600)}
SMALL_TOO = ("first", "results", "conversation", "report", "columns")
_AMBIGUOUS = (
    "05/03/2025, 10:12 - Nora: Is anyone at home?\n06/03/2025, 09:01 - Tomás: I am\n07/03/2025, 21:40 - 林悦: 我也在\n"
)
_TABLE = "".join(
    f"{number},{when},{who},{mood},{text}\n"
    for number, (when, who, mood, text) in enumerate(
        [
            ("2024-05-13 08:15", "Nora", "glad", "The boat leaves at nine. Who brings the keys?"),
            ("2024-05-13 08:17", "Tomás", "calm", "I do, and the map to the harbour"),
            ("2024-05-13 08:20", "林悦", "glad", "我马上到，帮我留个位置"),
            ("2024-05-13 08:21", "Nora", "calm", "Of course we do"),
            ("2024-05-14 19:02", "Tomás", "glad", "That was a good day on the water"),
            ("2024-05-14 19:05", "林悦", "glad", "照片发在群里了"),
        ],
        7000,
    )
)
_PATIENCE = 60.0

Scene = Callable[[Desk], None]


def main(arguments: list[str]) -> int:
    """Writes the PNG files; returns 0."""
    if not arguments:
        print("usage: python -m app.gui.screenshots FOLDER [NAME...]", file=sys.stderr)  # noqa: T201
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["CHATTROVE_CONFIG"] = folder
        os.environ["CHATTROVE_ARCHIVE"] = str(Path(folder, "archive"))
        from app.session import Session

        shoot(Path(arguments[0]), Session, Path(folder), frozenset(arguments[1:]))
    return 0


def shoot(out: Path, open_session: OpenSession, folder: Path, only: frozenset[str] = frozenset()) -> list[Path]:
    """Takes the pictures, all or `only` some; `folder` is for the archives. Returns the files that were made."""
    from app.gui.main import application, open_window
    from app.settings import Settings

    application()
    _prepare(open_session, folder / "demo-archive")
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for theme in ("light", "dark"):
        for language in ("en", "zh"):
            settings = Settings(theme=theme, language=language)
            for name, directory, scene in _scenes(folder):
                if not only or name in only:
                    made += _shoot(out, name, partial(open_window, open_session, directory, settings), scene)
    return made


def _prepare(open_session: OpenSession, directory: Path) -> None:
    session = open_session(directory)
    session.import_exports([session.demo_export()[0]], report=lambda progress: None)
    session.index(lambda progress: None)
    session.close()


def _shoot(out: Path, name: str, open_it: Callable[[], Desk], scene: Scene) -> list[Path]:
    """One scene in the sizes it is wanted in."""
    made = []
    for suffix, size in SIZES.items():
        if suffix and name not in SMALL_TOO:
            continue
        desk = open_it()
        desk.window.resize(*size)
        desk.window.show()
        scene(desk)
        _rest(0.3)
        path = out / f"{name}-{desk.appearance.settings.theme}-{desk.appearance.settings.language}{suffix}.png"
        desk.window.grab().save(str(path))
        desk.window.close()
        desk.window.deleteLater()
        made.append(path)
    return made


def _scenes(folder: Path) -> list[tuple[str, Path, Scene]]:
    demo, empty, other = folder / "demo-archive", folder / "empty", folder / "other"
    return [
        ("preview", demo, _preview),
        ("results", demo, _results),
        ("answer", demo, _answer),
        ("home", demo, _home),
        ("typing", demo, _typing),
        ("conversation", demo, _conversation),
        ("picture", demo, _picture),
        ("nothing", demo, _nothing),
        ("first", empty, _begin),
        ("importing", demo, _importing),
        ("report", other, _report),
        ("dates", empty, _dates),
        ("columns", empty, _columns),
        ("columns-asked", empty, _columns_asked),
        ("error", demo, _error),
        ("bug", demo, _bug),
        ("drop", demo, _drop),
        ("history", other, _history),
        ("people", other, _people),
        ("guides", empty, _guides),
    ]


def _begin(desk: Desk) -> None:
    desk.begin()
    _until(lambda: desk.window.page is not desk.window.blank)


def _demo(desk: Desk) -> tuple[Path, str]:
    from app.session import bundled_demo

    shown = bundled_demo()
    return shown.export, shown.question


def _home(desk: Desk) -> None:
    _begin(desk)
    desk.window.banner.hide()


def _history(desk: Desk) -> None:
    _home(desk)
    desk.keeping.show_history()
    _rest(0.5)
    desk.window.history.ask_about_first()


def _people(desk: Desk) -> None:
    _home(desk)
    desk.keeping.show_people()
    _rest(0.5)
    desk.window.people.list.selectAll()


def _guides(desk: Desk) -> None:
    _begin(desk)
    desk.keeping.show_guides()
    _rest(0.5)


def _results(desk: Desk) -> None:
    export, question = _demo(desk)
    desk.begin(question, [export])
    _until(lambda: desk.window.page is desk.window.results and desk.questions.found.settled)


def _preview(desk: Desk) -> None:
    _, question = _demo(desk)
    _begin(desk)
    desk.questions.ask(question)
    _until(lambda: bool(desk.questions.found.results) and bool(desk.window.results.cards()))


def _answer(desk: Desk) -> None:
    _results(desk)
    desk.window.results.cards()[0].open_best()
    _until(lambda: desk.window.conversation.conversation_id is not None)


def _conversation(desk: Desk) -> None:
    _begin(desk)
    desk.opening.open_conversation(1)
    _until(lambda: desk.window.conversation.conversation_id is not None)


def _typing(desk: Desk) -> None:
    _begin(desk)
    desk.window.activateWindow()
    desk.window.search.field.setText("boat")
    _until(desk.window.suggestions.isVisible)


def _picture(desk: Desk) -> None:
    _begin(desk)
    desk.questions.ask("has:image")
    _until(lambda: desk.questions.found.settled and bool(desk.window.results.cards()))
    card = desk.window.results.cards()[0]
    card.open_first_picture()
    _until(lambda: desk.window.lightbox.ready)


def _nothing(desk: Desk) -> None:
    _begin(desk)
    desk.questions.ask('"zeppelin timetable"')
    _until(lambda: desk.questions.found.settled and not desk.questions.found.results)


def _importing(desk: Desk) -> None:
    from app.gui.imports.importing import Pace
    from core.types import Progress

    _begin(desk)
    pace = Pace(Progress("embed", 1_840, 4_300), 212.0, 11.6)
    desk.window.importing.begin([Path("WhatsApp Chat with Harbour Flat.zip")])
    desk.window.importing.show_pace(pace)
    desk.window.status.show_work(pace)
    desk.window.show_page(desk.window.importing)


def _report(desk: Desk) -> None:
    export, _ = _demo(desk)
    _begin(desk)
    desk.intake.import_paths([export])
    _until(lambda: desk.window.page is desk.window.report)


def _dates(desk: Desk) -> None:
    _begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "WhatsApp Chat with Home.txt")
        path.write_text(_AMBIGUOUS, encoding="utf-8")
        desk.intake.import_paths([path])
        _until(lambda: desk.window.page is desk.window.report)


def _columns_asked(desk: Desk) -> None:
    _begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        _ask_about_columns(desk, Path(folder, "Sailing club.csv"))


def _columns(desk: Desk) -> None:
    _begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Sailing club.csv")
        _ask_about_columns(desk, path)
        desk.intake.asking.ask(path, path.name)
        _until(lambda: desk.window.page is desk.window.mapping)
        _rest(0.5)


def _ask_about_columns(desk: Desk, path: Path) -> None:
    path.write_text(_TABLE, encoding="utf-8")
    desk.intake.import_paths([path])
    _until(lambda: desk.window.page is desk.window.report)


def _error(desk: Desk) -> None:
    _begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "holiday.txt")
        path.write_text("Dear diary, nobody wrote to me today.\n", encoding="utf-8")
        desk.intake.import_paths([path])
        _until(desk.window.banner.isVisible)


def _bug(desk: Desk) -> None:
    _begin(desk)
    desk.window.banner.show_error(AssertionError("a screenshot of how a bug would be told"))


def _drop(desk: Desk) -> None:
    _begin(desk)
    desk.window.veil.show()
    desk.window.veil.raise_()


def _until(condition: Callable[[], bool]) -> None:
    """Lets the window work until the condition holds. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to the state that was to be shown")
        _rest(0.02)


def _rest(seconds: float) -> None:
    """Lets the event loop turn. (QTest.qWait would keep Python from the worker threads meanwhile.)"""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
