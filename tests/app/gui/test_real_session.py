"""This file is where the window works with the real Session: the demo from its export to its highlighted answer."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.session import Session, bundled_demo
from app.settings import Settings

PATIENCE = 60_000
TEXT = "harbour boat rent kitchen 港口 今天 晚饭 meet tomorrow invoice photo train window lighthouse coffee"
WORDS = TEXT.split()


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def open_it() -> Desk:
        application()
        desks.append(open_window(Session, tmp_path / "archive", Settings(theme="dark", language="zh")))
        desks[-1].window.show()
        return desks[-1]

    yield open_it
    for desk in desks:
        desk.leaving.leave()
        desk.window.deleteLater()


def test_the_demo_is_imported_indexed_answered_and_read_in_its_place(
    open_desk: Callable[[], Desk], qtbot: QtBot
) -> None:
    demo = bundled_demo()
    desk = open_desk()
    desk.begin(demo.question, [demo.export])
    qtbot.waitUntil(lambda: desk.questions.found.settled and bool(desk.questions.found.results), timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(desk.window.results.cards()) == len(desk.questions.found.results))
    assert not desk.window.banner.isVisible()
    card = desk.window.results.cards()[0]
    shown = [each.line.message for each in card.lines() if each.line.message is not None]
    marked = {each.message.id: each.confidence for each in shown if each.highlighted}
    spans = desk.questions.found.results[0].spans
    told = {each.message.id: each.confidence for span in spans for each in span.messages if each.highlighted}
    assert marked.items() <= told.items()
    assert max(marked.values()) == max(told.values())
    card.open_best()
    view = desk.window.conversation.view
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id is not None)
    assert any(shape.bubble and shape.bubble.look.highlighted for _, _, shape in view.strip.shown)


def test_pictures_of_the_demo_are_shown_in_the_conversation_and_enlarged(
    open_desk: Callable[[], Desk], qtbot: QtBot
) -> None:
    demo = bundled_demo()
    desk = open_desk()
    desk.begin("has:image", [demo.export])
    qtbot.waitUntil(lambda: desk.questions.found.settled and bool(desk.window.results.cards()), timeout=PATIENCE)
    shown = [each.line.message.message for each in desk.window.results.cards()[0].lines() if each.line.message]
    image = next(item for message in shown for item in message.attachments if item.sha256)
    pictures = desk.engine.pictures
    pictures.thumbnail(image.sha256 or "")
    qtbot.waitUntil(lambda: pictures.thumbnail(image.sha256 or "") is not None, timeout=PATIENCE)
    desk.window.results.cards()[0].open_first_picture()
    qtbot.waitUntil(lambda: desk.window.lightbox.ready)
    assert desk.window.lightbox._picture is not None


def test_a_missing_export_is_told_and_the_window_goes_on(
    open_desk: Callable[[], Desk], qtbot: QtBot, tmp_path: Path
) -> None:
    desk = open_desk()
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.first_run, timeout=PATIENCE)
    desk.intake.import_paths([tmp_path / "nowhere.zip"])
    qtbot.waitUntil(desk.window.banner.isVisible, timeout=PATIENCE)
    assert desk.window.page is desk.window.first_run


def test_the_event_loop_keeps_turning_while_messages_are_imported_and_indexed(
    open_desk: Callable[[], Desk], qtbot: QtBot, tmp_path: Path
) -> None:
    """The 99th of a hundred turns of a 5 ms timer comes within 50 ms, on a machine that runs other tests as well."""
    path = tmp_path / "WhatsApp Chat with Big.txt"
    path.write_text(_export(3_000), encoding="utf-8")
    desk = open_desk()
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.first_run, timeout=PATIENCE)
    turns: list[float] = [time.perf_counter()]
    timer = QTimer(desk.window, interval=5, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: turns.append(time.perf_counter()))
    timer.start()
    desk.intake.import_paths([path])
    qtbot.waitUntil(lambda: not desk.engine.importing.busy, timeout=PATIENCE)
    timer.stop()
    gaps = sorted(after - before for before, after in pairwise(turns))
    assert gaps[int(len(gaps) * 0.99)] < 0.15  # the benchmark holds it to 0.05


def _export(count: int) -> str:
    generator, when, lines = random.Random(4), datetime(2021, 1, 13, 8, 0), []  # noqa: DTZ001
    for _ in range(count):
        when += timedelta(minutes=generator.choice([1, 2, 3, 90]))
        words = " ".join(generator.choices(WORDS, k=generator.randint(2, 14)))
        lines.append(f"{when:%d/%m/%Y, %H:%M} - {generator.choice(['Ana', 'Bo', '林悦'])}: {words}")
    return "\n".join(lines)


def test_one_file_that_is_no_export_does_not_keep_the_others_out(
    open_desk: Callable[[], Desk], qtbot: QtBot, tmp_path: Path
) -> None:
    letter, chat = tmp_path / "letter.txt", tmp_path / "WhatsApp Chat with Ana.txt"
    letter.write_text("Dear diary, nobody wrote to me today.\n", encoding="utf-8")
    chat.write_text("25/12/2023, 09:00 - Ana: hello\n25/12/2023, 09:01 - Bo: 你好\n", encoding="utf-8")
    desk = open_desk()
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.first_run, timeout=PATIENCE)
    desk.intake.import_paths([letter, chat])
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report, timeout=PATIENCE)
    words = [each.text() for each in desk.window.report.findChildren(QLabel)]
    assert any("letter.txt" in each and "其中的内容没有导入" in each for each in words)
    assert [each.title for each in desk._conversations] == ["Ana"]
