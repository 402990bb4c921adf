"""This file is where the settings page is used: choices hold at once, archives are switched, sockets are watched."""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.look import fonts, theme
from app.gui.main import application, open_window
from app.session import Session
from app.settings import Settings, load_settings, save_settings
from tests.app.gui.fake_session import FakeSession, harbour

PATIENCE = 20_000
ANA = "25/12/2023, 09:00 - Ana: hello\n25/12/2023, 09:01 - Bo: 你好\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one chat, searchable, so that no work is left."""
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "WhatsApp Chat with Ana.txt"
    path.write_text(ANA, encoding="utf-8")
    with Session(folder / "archive") as session:
        session.import_exports([path], report=lambda _: None)
        session.index(lambda _: None)
    return folder / "archive"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, filled: Path) -> Iterator[Desk]:
    """With the real Session on the standard archive."""
    application()
    shutil.copytree(filled, tmp_path / "archive")
    yield from _opened(qtbot, Session)


@pytest.fixture
def fake(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    application()
    archive = harbour(tmp_path)
    yield from _opened(qtbot, lambda directory: FakeSession(archive, directory))  # type: ignore[arg-type, return-value]


def _opened(qtbot: QtBot, open_session: Callable[[Path | None], Session]) -> Iterator[Desk]:
    settings = Settings(theme="light", language="en")
    save_settings(settings)
    opened = open_window(open_session, None, settings)
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.home, timeout=PATIENCE)
    yield opened
    opened.appearance.choose_text_size(100)
    opened.leaving.leave()
    opened.window.deleteLater()


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def button(widget: QWidget, name: str) -> QAbstractButton:
    """The visible button that shows these words, or is called so."""
    buttons = [each for each in widget.findChildren(QAbstractButton) if each.isVisible()]
    return next(each for each in buttons if name in (each.text(), each.accessibleName()))


def test_the_page_opens_with_its_shortcut_and_escape_leads_home(fake: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(fake.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: fake.window.page is fake.window.settings)
    assert fake.window.settings.tabs.hasFocus()
    qtbot.keyClick(fake.window.settings.tabs, Qt.Key.Key_Escape)
    assert fake.window.page is fake.window.home


def test_a_choice_holds_at_once_and_is_saved(fake: Desk, qtbot: QtBot) -> None:
    fake.window.rail.settings.emit()
    general = fake.window.settings.general
    qtbot.mouseClick(general.choices["theme"].button("dark"), Qt.MouseButton.LeftButton)
    assert theme.is_dark()
    qtbot.mouseClick(general.choices["copy_media"].button(False), Qt.MouseButton.LeftButton)
    assert "Takes no space" in words(general)
    general.boxes["keep_questions"].click()
    general.boxes["read_pictures"].click()
    now = load_settings()
    assert (now.theme, now.copy_media, now.keep_questions, now.read_pictures) == ("dark", False, False, False)
    qtbot.mouseClick(general.choices["language"].button("zh"), Qt.MouseButton.LeftButton)
    assert fake.appearance.language == "zh"
    assert load_settings().theme == "dark"
    fake.appearance.choose_language("en")
    fake.appearance.choose_theme("light")


def test_arrow_keys_go_through_a_choice(fake: Desk, qtbot: QtBot) -> None:
    fake.window.rail.settings.emit()
    choice = fake.window.settings.general.choices["theme"]
    choice.button("light").setFocus()
    qtbot.keyClick(choice.button("light"), Qt.Key.Key_Right)
    assert choice.button("dark").hasFocus()
    assert load_settings().theme == "dark"
    fake.appearance.choose_theme("light")


def test_what_others_wrote_into_the_settings_is_not_overwritten(fake: Desk) -> None:
    save_settings(Settings(theme="light", language="en", models=("/added/models",)))
    fake.appearance.choose_theme("dark")
    assert load_settings() == Settings(theme="dark", language="en", models=("/added/models",))
    fake.appearance.choose_theme("light")


def test_the_text_grows_with_the_keyboard_and_so_does_what_holds_it(fake: Desk, qtbot: QtBot) -> None:
    window, control = fake.window, Qt.KeyboardModifier.ControlModifier
    label = QLabel("words", window)
    label.ensurePolished()
    before = (window.status.height(), window.search.box.height(), label.font().pixelSize())
    assert before[2] == 14
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert (load_settings().text_size, fonts.text_scale()) == (130, 1.3)
    label.ensurePolished()
    assert label.font().pixelSize() == 18
    assert (window.status.height(), window.search.box.height()) == (round(before[0] * 1.3), round(before[1] * 1.3))
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert load_settings().text_size == 150
    qtbot.keyClick(window, Qt.Key.Key_0, control)
    assert (window.status.height(), window.search.box.height()) == before[:2]


def test_a_choice_that_cannot_be_saved_is_told(fake: Desk, own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATTROVE_CONFIG", str(own_settings / "settings.json" / "no folder"))
    fake.appearance.choose_theme("dark")
    assert fake.window.banner.isVisible()
    assert "settings" in words(fake.window.banner)
    monkeypatch.setenv("CHATTROVE_CONFIG", str(own_settings))
    fake.appearance.choose_theme("light")


def test_another_archive_is_opened_remembered_and_taken_off_the_list(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "Second"
    with Session(other):
        pass
    page = desk.window.settings
    page.open_part(page.archives)
    desk.preferences.show()
    qtbot.waitUntil(lambda: "1 conversation" in words(page.archives), timeout=PATIENCE)
    desk.preferences.open_archive(other)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.first_run, timeout=PATIENCE)
    assert load_settings().archive == str(other)
    desk.preferences.show()
    qtbot.waitUntil(lambda: "Second" in words(page.archives), timeout=PATIENCE)
    qtbot.mouseClick(button(page.archives, "Open Standard archive"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.page is desk.window.home, timeout=PATIENCE)
    assert load_settings().archive == ""
    desk.preferences.show()
    away = "Take Second off this list; its files stay"
    qtbot.waitUntil(lambda: "Open Second" in _names(page.archives), timeout=PATIENCE)
    qtbot.mouseClick(button(page.archives, away), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Open Second" not in _names(page.archives), timeout=PATIENCE)
    assert (other / "archive.sqlite3").is_file()
    assert load_settings().archives == ()


def test_folders_that_hold_no_archive_or_a_newer_one_are_told(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.preferences.open_archive(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: "There is no archive in" in words(desk.window.banner), timeout=PATIENCE)
    desk.window.banner.hide()
    desk.preferences.make_archive(tmp_path)
    qtbot.waitUntil(lambda: "is not empty" in words(desk.window.banner), timeout=PATIENCE)
    assert load_settings().archive == ""
    desk.window.banner.hide()
    desk.preferences.make_archive(tmp_path / "fresh")
    qtbot.waitUntil(lambda: desk.window.page is desk.window.first_run, timeout=PATIENCE)
    assert (tmp_path / "fresh" / "archive.sqlite3").is_file()


def test_archives_are_not_switched_under_an_import(fake: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    fake.engine.importing._job = object()  # type: ignore[assignment]
    fake.preferences.open_archive(tmp_path)
    assert "An import is under way" in words(fake.window.banner)
    fake.engine.importing._job = None


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the sockets")
def test_a_socket_is_seen_while_one_looks_and_gone_when_closed(desk: Desk, qtbot: QtBot) -> None:
    page = desk.window.settings
    page.open_part(page.privacy)
    desk.preferences.show()
    connections = page.privacy.connections
    qtbot.waitUntil(lambda: connections.title.text() == "No connections", timeout=PATIENCE)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as opened:
        opened.bind(("0.0.0.0", 0))
        opened.listen()
        port = opened.getsockname()[1]
        qtbot.waitUntil(lambda: f"0.0.0.0:{port}" in connections.outward.text(), timeout=PATIENCE)
        assert connections.title.text() == "1 connection"
    qtbot.waitUntil(lambda: connections.title.text() == "No connections", timeout=PATIENCE)
    desk.go_home()
    assert not connections._timer.isActive()


def test_everything_stored_is_listed_and_small_pictures_are_deleted(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    small = tmp_path / "archive" / "thumbnails" / "ab"
    small.mkdir(parents=True)
    (small / "x.png").write_bytes(b"1" * 5000)
    page = desk.window.settings
    page.open_part(page.privacy)
    desk.preferences.show()
    privacy = page.privacy
    qtbot.waitUntil(lambda: "Your chats" in words(privacy) and "Small pictures" in words(privacy), timeout=PATIENCE)
    assert "4.9 kB" in words(privacy)
    assert privacy.total.title.startswith("Together")
    qtbot.mouseClick(privacy.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not privacy.delete.isEnabled(), timeout=PATIENCE)
    assert not small.exists()


def test_the_search_index_is_made_again(desk: Desk, qtbot: QtBot) -> None:
    page = desk.window.settings
    page.open_part(page.privacy)
    desk.preferences.show()
    qtbot.mouseClick(page.privacy.rebuild, Qt.MouseButton.LeftButton)
    assert not page.privacy.rebuild.isEnabled()
    qtbot.waitUntil(page.privacy.rebuild.isEnabled, timeout=PATIENCE)
    assert not desk.window.banner.isVisible()


def test_asked_questions_are_forgotten_after_a_question(desk: Desk, qtbot: QtBot) -> None:
    with Session(desk.preferences.directory) as session:
        session.asked("when does the boat leave")
    desk.preferences.show()
    general = desk.window.settings.general
    general.clear.click()
    assert general.sure_history.no.hasFocus()
    general.sure_history.yes.click()
    qtbot.waitUntil(lambda: "forgotten" in words(desk.window.banner), timeout=PATIENCE)
    with Session(desk.preferences.directory) as session:
        assert session.past_questions() == []


def test_settings_work_where_the_archive_is_damaged(qtbot: QtBot, tmp_path: Path) -> None:
    application()
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "archive.sqlite3").write_bytes(b"no database" * 900)
    opened = open_window(Session, None, Settings(theme="light", language="en"))
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(opened.window.banner.isVisible, timeout=PATIENCE)
    page = opened.window.settings
    page.open_part(page.archives)
    opened.preferences.show()
    qtbot.waitUntil(lambda: "damaged" in words(page.archives), timeout=PATIENCE)
    opened.preferences.make_archive(tmp_path / "fresh")
    qtbot.waitUntil(lambda: opened.window.page is opened.window.first_run, timeout=PATIENCE)
    assert load_settings().archive == str(tmp_path / "fresh")
    opened.leaving.leave()
    opened.window.deleteLater()


def _names(widget: QWidget) -> list[str]:
    return [each.accessibleName() for each in widget.findChildren(QPushButton) if each.isVisible()]
