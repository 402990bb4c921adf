"""This file is where the reading of pictures beside the window is tested: in turn, in sight, and out of the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.gui.search.excerpts import told
from app.gui.work import picture_reading
from app.settings import Settings, save_settings
from core.types import Attachment, Message
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

PATIENCE = 10_000


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    archive = harbour(tmp_path)
    for place, number in enumerate(list(archive.messages)[:4]):
        archive.add_picture(number, f"note{place}.png")
    return archive


@pytest.fixture
def desk(archive: FakeArchive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(picture_reading, "CALM_MS", 20)
    application()
    desk = open_window(lambda directory: FakeSession(archive, directory), None, Settings())  # type: ignore[arg-type, return-value]
    desk.window.show()
    yield desk
    archive.gate.set()
    desk.leaving.leave()
    desk.window.deleteLater()


def unread(archive: FakeArchive) -> int:
    pictures = [item for each in archive.messages.values() for item in each.attachments[:1]]
    return sum(not item.ocr_text for item in pictures)


def work(desk: Desk) -> str:
    status = desk.window.status
    return "" if status._work.isHidden() else status._work.text()


def test_pictures_are_read_once_the_window_is_calm_and_the_foot_shows_how_far(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    archive.gate.clear()
    desk.begin()
    qtbot.waitUntil(lambda: "0 / " in work(desk), timeout=PATIENCE)
    archive.gate.set()
    qtbot.waitUntil(lambda: unread(archive) == 0 and not work(desk), timeout=PATIENCE)
    assert not desk.window.banner.isVisible()


def test_an_import_goes_first_and_the_pictures_follow(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.pace = 0.05
    desk.begin()
    qtbot.waitUntil(lambda: " / " in work(desk), timeout=PATIENCE)
    with qtbot.waitSignal(desk.engine.importing.ended, timeout=PATIENCE) as ended:
        desk.intake.import_paths([archive.folder / "more.zip"])
    assert ended.args == [True]
    qtbot.waitUntil(lambda: unread(archive) == 0, timeout=PATIENCE)


def test_the_person_pauses_by_a_click_and_goes_on_by_another(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.gate.clear()
    desk.begin()
    qtbot.waitUntil(lambda: " / " in work(desk), timeout=PATIENCE)
    qtbot.mouseClick(desk.window.status._work, Qt.MouseButton.LeftButton)
    archive.gate.set()
    qtbot.waitUntil(lambda: not desk.engine.keeping.busy, timeout=PATIENCE)
    left = unread(archive)
    qtbot.wait(100)
    assert unread(archive) == left > 0
    assert work(desk) == "Background work paused"
    qtbot.mouseClick(desk.window.status._work, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: unread(archive) == 0 and not work(desk), timeout=PATIENCE)


def test_pictures_are_left_alone_where_the_settings_say_so(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    save_settings(replace(Settings(), read_pictures=False))
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.home, timeout=PATIENCE)
    qtbot.wait(200)
    before = unread(archive)
    assert before > 0
    assert not work(desk)


def test_closing_the_window_ends_the_reading(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.pace = 0.2
    desk.begin()
    qtbot.waitUntil(lambda: " / " in work(desk), timeout=PATIENCE)
    desk.window.close()
    assert unread(archive) > 0
    assert not desk.engine.keeping.busy


def test_an_enlarged_picture_stands_beside_its_text(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    number = next(number for number, each in archive.messages.items() if each.attachments)
    first, *others = archive.messages[number].attachments
    shown = archive.messages[number]
    archive.change(number, attachments=(replace(first, ocr_text="tidal-otter-88\nbitte leise"), *others))
    lightbox = desk.window.lightbox
    lightbox.show_picture(first, shown)  # as a page shows it that was loaded before the picture was read
    qtbot.waitUntil(lambda: lightbox.ready, timeout=PATIENCE)
    assert lightbox._column.isVisible()
    assert lightbox._column.written.toPlainText() == "tidal-otter-88\nbitte leise"
    assert lightbox._column.written.isReadOnly()
    lightbox.show_picture(replace(first, sha256="0" * 64), shown)
    assert not lightbox._column.isVisible()


def test_a_suggestion_shows_where_the_word_stands() -> None:
    picture = Attachment(1, 1, "image", "a.jpg", "found", ocr_text="Gate B27\nboarding 17:45")
    message = Message(1, 1, "1", 1, "Ana", 0, None, "message", "our flight", attachments=(picture,))
    assert told(message, ["flight"]) == "our flight"
    assert told(message, ["boarding"]) == "Gate B27\nboarding 17:45"
    assert told(message, ["hotel"]) == "our flight"
