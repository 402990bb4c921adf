"""This file is where servers are connected as a person would: told what is sent, agreed, used, and let go of again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.models.connect_sheet import ConnectSheet, Sent
from app.gui.models.known_words import known_texts
from app.session.connecting import ServerOrder, Terms
from app.settings import load_settings
from core.addresses import address_of
from core.consent import Consents
from models.known import known_models
from tests.app.gui.fake_session import FakeArchive, harbour

HERE, THERE = "http://127.0.0.1:8000/v1", "https://reader.example.org/v1"


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    made = harbour(tmp_path)
    made.gate.set()
    return made


@pytest.fixture
def desk(qtbot: QtBot, desk: Desk) -> Desk:
    """With the page about models open."""
    desk.window.rail.models.emit()
    qtbot.waitUntil(lambda: "Self-test passed" in words(desk.window.models))
    return desk


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def button(widget: QWidget, text: str) -> QPushButton:
    return next(each for each in widget.findChildren(QPushButton) if each.text() == text and each.isVisible())


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    qtbot.waitUntil(
        lambda: any(b.text() == text and b.isVisible() and b.isEnabled() for b in widget.findChildren(QPushButton))
    )
    qtbot.mouseClick(button(widget, text), Qt.MouseButton.LeftButton)


def told(desk: Desk, qtbot: QtBot, url: str) -> ConnectSheet:
    """The sheet once it tells what this address would be sent."""
    press(qtbot, desk.window.models, "Connect a server…")
    sheet = desk.servers.sheet
    sheet.url.setText(url)
    qtbot.waitUntil(lambda: "computer" in words(sheet) or "no address" in words(sheet))
    return sheet


def test_nothing_is_agreed_to_before_it_was_shown(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.window.models, "Connect a server…")
    sheet = desk.servers.sheet
    assert not sheet.agree.isEnabled()
    sheet.url.setText(HERE)
    assert not sheet.agree.isEnabled(), "the words are not there yet"
    qtbot.waitUntil(sheet.agree.isEnabled)
    assert "This stays on your computer" in words(sheet)
    assert "your questions, and of each candidate that is read the messages" in words(sheet)
    sheet.url.setText(THERE)
    assert not sheet.agree.isEnabled(), "other words are needed"
    qtbot.waitUntil(sheet.agree.isEnabled)
    assert "This leaves your computer" in words(sheet)
    assert "Whoever runs reader.example.org can read and keep what is sent" in words(sheet)


def test_an_unencrypted_way_out_is_agreed_to_on_its_own(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    sheet = told(desk, qtbot, "http://reader.example.org:8000")
    assert "NOT encrypted" in words(sheet)
    assert not sheet.agree.isEnabled()
    sheet.unencrypted.setChecked(True)
    assert sheet.agree.isEnabled()
    sheet.key_file.setText("/keys/reader")
    sheet.agree.click()
    qtbot.waitUntil(lambda: bool(archive.orders_of_servers))
    order = ServerOrder("http://reader.example.org:8000", terms=Terms(unencrypted=True, key_file="/keys/reader"))
    assert archive.orders_of_servers == [order]


def test_what_is_no_address_is_told_in_place(desk: Desk, qtbot: QtBot) -> None:
    sheet = told(desk, qtbot, "ftp://<b>x</b>")
    assert "This is no address" in words(sheet)
    assert "<b>x</b>" in words(sheet), "as plain text"
    assert not sheet.agree.isEnabled()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_server_is_connected_used_shown_for_what_it_is_and_let_go(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    sheet = told(desk, qtbot, THERE)
    sheet.model.setText("f2rvlm")
    archive.gate.clear()
    qtbot.keyClick(sheet.url, Qt.Key.Key_Return)
    assert not sheet.isVisible()
    qtbot.waitUntil(lambda: "Trying \u2068reader.example.org\u2069…" in words(desk.window.models.adding))
    archive.gate.set()
    qtbot.waitUntil(lambda: "is connected as" in words(desk.window.banner))
    assert archive.reader == "", "connected is not yet used"
    assert "Offline" in words(desk.window.status)
    press(qtbot, desk.window.banner, "Use it now")
    qtbot.waitUntil(lambda: "Passages are read by" in words(desk.window.status))
    qtbot.waitUntil(lambda: "Another computer" in words(desk.window.models.roles[2]))
    assert "Offline" not in words(desk.window.status)
    press(qtbot, desk.window.models.bundles, "Disconnect…")
    qtbot.waitUntil(lambda: "take back what you agreed to" in words(desk.window.models.bundles))
    press(qtbot, desk.window.models.bundles, "Disconnect")
    qtbot.waitUntil(lambda: archive.servers == {} and archive.reader == "")
    qtbot.waitUntil(lambda: "Offline" in words(desk.window.status))


def test_a_server_that_fails_is_told_and_what_was_typed_is_still_there(desk: Desk, qtbot: QtBot) -> None:
    sheet = told(desk, qtbot, "http://127.0.0.1:9/broken")
    sheet.agree.click()
    qtbot.waitUntil(lambda: "does not answer" in words(desk.window.banner))
    press(qtbot, desk.window.models, "Connect a server…")
    assert sheet.url.text() == "http://127.0.0.1:9/broken"


def test_each_role_has_its_own_choice(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.servers["f2rvlm"] = HERE
    desk.models.reload()
    card = desk.window.models.roles[2]
    qtbot.waitUntil(card.change.isVisible)
    assert not desk.window.models.roles[1].change.isVisible(), "there is nothing to choose"
    menu = card.make_menu()
    assert [each.text() for each in menu.actions()] == ["Comes with ChatTrove", "f2rvlm"]
    assert [each.isChecked() for each in menu.actions()] == [True, False]
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: archive.reader == "f2rvlm")
    qtbot.waitUntil(lambda: "A server on this computer" in words(card))
    assert "Offline" in words(desk.window.status), "nothing leaves this computer"


def test_how_models_are_used_and_reached_is_remembered(desk: Desk, qtbot: QtBot) -> None:
    options = desk.window.models.options
    assert options.fits.isChecked()
    options.fits.setChecked(False)
    options.layers.setValue(12)
    options.layers.editingFinished.emit()
    options.mirror.setText("https://mirror.example.org")
    options.mirror.editingFinished.emit()
    qtbot.waitUntil(lambda: load_settings().gpu_layers == 12)
    assert load_settings().download_mirror == "https://mirror.example.org"
    options.fits.setChecked(True)
    qtbot.waitUntil(lambda: load_settings().gpu_layers == -1)


def test_hostile_names_are_bounded_plain_text(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.servers["<img src=x>" + "y" * 4000] = HERE
    desk.models.reload()
    qtbot.waitUntil(lambda: "<img" in words(desk.window.models.bundles))
    shown = [each for each in desk.window.models.findChildren(QLabel) if "<img" in each.text()]
    assert all(each.textFormat() == Qt.TextFormat.PlainText and len(each.text()) < 500 for each in shown)


def test_the_sheet_keeps_the_keyboard_and_speaks_chinese(desk: Desk, qtbot: QtBot) -> None:
    sheet = told(desk, qtbot, THERE)
    sheet.url.setFocus()
    for _ in range(12):
        qtbot.keyClick(desk.window.focusWidget() or sheet, Qt.Key.Key_Tab)
        focused = desk.window.focusWidget()
        assert focused is not None
        assert sheet.isAncestorOf(focused)
    desk.appearance.choose_language("zh")
    assert THERE.removesuffix("/v1") in words(sheet)
    sheet.show_sent(Sent("http://other"))
    assert sheet.agree.isEnabled(), "what is told of another address changes nothing"
    desk.appearance.choose_language("en")


def test_the_page_about_privacy_tells_what_was_agreed_to_and_takes_it_back(desk: Desk, qtbot: QtBot) -> None:
    privacy = desk.window.settings.privacy
    desk.preferences.show_privacy()
    qtbot.waitUntil(lambda: "Nothing is sent anywhere: no statistics" in words(privacy))
    assert not privacy.agreements.isVisible()
    Consents().give("reader", address_of(THERE))
    desk.preferences.show_privacy()
    qtbot.waitUntil(lambda: "Reads passages: \u2068https://reader.example.org:443" in words(privacy.agreements))
    assert "Whoever runs reader.example.org can read and keep what is sent" in words(privacy.agreements)
    assert "Nothing is sent anywhere: no statistics" not in words(privacy)
    press(qtbot, privacy.agreements, "Take back")
    qtbot.waitUntil(lambda: not privacy.agreements.isVisible())
    assert Consents().all() == []


def test_a_server_is_asked_nothing_until_the_test_is_pressed(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    archive.servers, archive.reader = {"served": THERE}, "served"
    reader = desk.window.models.roles[2]
    desk.models.reload()
    qtbot.waitUntil(lambda: "Another computer" in words(reader))
    desk.models.test(all_of_it=False)
    qtbot.waitUntil(lambda: "Self-test passed" in words(desk.window.models.roles[3]))
    qtbot.waitUntil(lambda: "Not tested" in words(reader) and "sends it a made-up question" in words(reader))
    press(qtbot, desk.window.models, "Test again")
    qtbot.waitUntil(lambda: "Self-test passed" in words(reader))


def test_what_is_told_of_known_models_is_said_by_the_windows_buttons(desk: Desk) -> None:
    told = [each for known in known_models() for each in (known.does, known.hint, *(form.how for form in known.forms))]
    assert all(each in known_texts() for each in told if each)
    for text in known_texts().values():
        assert "models add FOLDER" not in text or "--base" in text, "the window has a button for it"


def test_models_that_could_be_added_are_told_with_what_they_need(desk: Desk, qtbot: QtBot) -> None:
    known = desk.window.models.known
    qtbot.waitUntil(lambda: "from" in words(known))
    assert "answers · licence as its release" in words(known)
    press(qtbot, known, "More")
    qtbot.waitUntil(lambda: "gguf, Q4_K_M:" in words(known))
    assert "taken from disk" in words(known)
    press(qtbot, known, "Less")
    qtbot.waitUntil(lambda: "gguf, Q4_K_M:" not in words(known))
