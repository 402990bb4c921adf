"""This file is where a person's ways through the window are walked, with the keyboard and the mouse."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.gui.search.chips import ChipLabel
from app.settings import Settings, load_settings
from core.errors import ArchiveError, QueryError
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

OpenDesk = Callable[[FakeArchive], Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[OpenDesk]:
    desks: list[Desk] = []

    def open_it(archive: FakeArchive) -> Desk:
        application()
        settings = Settings(theme="light", language="en")
        desk = open_window(lambda directory: FakeSession(archive, directory), None, settings)
        desks.append(desk)
        desk.window.show()
        qtbot.waitExposed(desk.window)
        desk.begin()
        qtbot.waitUntil(lambda: desk.window.page is not desk.window.blank)
        return desk

    yield open_it
    for desk in desks:
        desk.leaving.leave()
        desk.window.deleteLater()


@pytest.fixture
def desk(open_desk: OpenDesk, tmp_path: Path) -> Desk:
    return open_desk(harbour(tmp_path))


def test_an_empty_archive_shows_the_first_page_and_a_filled_one_the_search(open_desk: OpenDesk, tmp_path: Path) -> None:
    empty = open_desk(FakeArchive(tmp_path))
    assert empty.window.page is empty.window.first_run
    filled = open_desk(harbour(tmp_path))
    assert filled.window.page is filled.window.home
    assert filled.window.rail.list.model().rowCount() == 3


def test_a_question_typed_and_entered_gives_cards_with_the_surest_first(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    cards = desk.window.results.cards()
    assert [card.result.conversation.title for card in cards if card.result] == ["Harbour Flat", "Sailing club"]
    assert "Strong match" in cards[0].accessibleName()
    assert not desk.window.results._nothing.isVisible()


def test_cards_lie_one_below_the_other_with_the_height_of_their_content(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    qtbot.wait(50)
    first, second = desk.window.results.cards()
    assert first.height() == first.heightForWidth(first.width())
    assert second.y() >= first.y() + first.height()


def test_chips_come_from_the_question_and_removing_one_asks_again_without_it(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "boat in:Harbour has:image")
    chips = _chips(desk)
    assert [chip.chip.kind for chip in chips] == ["in", "has"]
    qtbot.mouseClick(chips[0].close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(_chips(desk)) == 1)
    assert desk.window.search.text() == "boat has:image"


def test_a_question_without_an_answer_says_so_and_helps(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "zeppelin")
    assert desk.window.results._nothing.isVisible()
    assert any("Nothing in your chats" in each for each in _texts(desk))


def test_previews_appear_before_the_reader_is_done_and_are_not_called_answers(
    open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    archive = harbour(tmp_path)
    desk = open_desk(archive)
    archive.gate.clear()
    desk.questions.ask("harbour")
    qtbot.waitUntil(lambda: len(desk.window.results.cards()) == 2)
    assert all("Checking" in card.accessibleName() for card in desk.window.results.cards())
    archive.gate.set()
    qtbot.waitUntil(lambda: desk.questions.found.settled)
    assert "Strong match" in desk.window.results.cards()[0].accessibleName()


def test_enter_on_a_card_opens_the_conversation_at_the_best_message_with_its_highlights(
    desk: Desk, qtbot: QtBot
) -> None:
    _ask(desk, qtbot, "harbour")
    qtbot.keyClick(desk.window.search.field, Qt.Key.Key_Down)
    card = desk.window.results.cards()[0]
    assert card.hasFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1)
    view = desk.window.conversation.view
    shown = [shape.message.id for _, _, shape in view.strip.shown if shape.message is not None]
    assert 9 in shown
    assert view.strip.marks.messages.keys() >= {9, 12}


def test_arrows_go_from_card_to_card_and_back_to_the_field(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    cards = desk.window.results.cards()
    qtbot.keyClick(desk.window.search.field, Qt.Key.Key_Down)
    qtbot.keyClick(cards[0], Qt.Key.Key_Down)
    assert cards[1].hasFocus()
    qtbot.keyClick(cards[1], Qt.Key.Key_Up)
    qtbot.keyClick(cards[0], Qt.Key.Key_Up)
    assert desk.window.search.field.hasFocus()


def test_escape_closes_what_lies_on_top_first(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    desk.window.results.cards()[0].open_best()
    qtbot.waitUntil(desk.window.conversation.isVisible)
    desk.window.results.cards()[0].open_first_picture()
    qtbot.waitUntil(lambda: desk.window.lightbox.ready)
    assert desk.window.lightbox.isVisible()
    qtbot.keyClick(desk.window.lightbox, Qt.Key.Key_Escape)
    assert not desk.window.lightbox.isVisible()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.conversation.isVisible()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.page is desk.window.home


def test_the_conversation_lies_beside_the_results_only_where_there_is_room(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    desk.window.results.cards()[0].open_best()
    qtbot.waitUntil(desk.window.conversation.isVisible)
    assert desk.window.stack.isVisible()
    desk.window.resize(900, 600)
    assert not desk.window.stack.isVisible()
    assert desk.window.conversation.isVisible()


def test_exact_matches_appear_while_typing_and_lead_to_the_message(desk: Desk, qtbot: QtBot) -> None:
    desk.window.search.field.setFocus()
    desk.window.search.field.insert("港口")
    qtbot.waitUntil(desk.window.suggestions.isVisible)
    qtbot.keyClick(desk.window.search.field, Qt.Key.Key_Down)
    qtbot.keyClick(desk.window.suggestions.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 2)


def test_the_right_arrow_goes_into_a_card_enter_unfolds_and_left_folds_up_again(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    card = desk.window.results.cards()[0]
    folds = [placed for placed in card.lines() if placed.line.folded]
    assert folds
    qtbot.wait(50)
    before = card.height()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(card, key)
    qtbot.waitUntil(lambda: card.height() > before)
    assert next(placed.line.opened for placed in card.lines() if placed.line.folded)
    for _ in range(2):
        qtbot.keyClick(card, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: card.height() == before)


def test_dropped_files_are_imported_and_reported(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "chat.zip"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.window.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    texts = _texts(desk)
    assert "312" in texts
    assert "1 record could not be read" in texts


def test_an_ambiguous_date_order_is_asked_for_and_the_file_is_read_again_with_the_answer(
    open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    archive = harbour(tmp_path)
    desk = open_desk(archive)
    desk.intake.import_paths([tmp_path / "dates.txt"])
    qtbot.waitUntil(lambda: desk.window.page is desk.window.report)
    assert "3 April 2025, 10:12 Nora: hello" in _texts(desk)
    choices = [each for each in desk.window.report.findChildren(QPushButton) if each.text() == "This is right"]
    qtbot.mouseClick(choices[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: archive.orders == [None, "mdy"])
    qtbot.waitUntil(lambda: "Import finished" in _texts(desk))


def test_an_import_can_be_stopped(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    archive = harbour(tmp_path)
    archive.pace, archive.steps = 0.01, 10_000
    desk = open_desk(archive)
    desk.intake.import_paths([tmp_path / "chat.zip"])
    qtbot.waitUntil(lambda: "per second" in " ".join(_texts(desk)))
    qtbot.mouseClick(desk.window.importing._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.engine.importing.busy)
    assert any("Stopped." in each for each in _texts(desk))


def test_a_broken_export_is_told_in_its_own_words(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.intake.import_paths([tmp_path / "broken.zip"])
    qtbot.waitUntil(desk.window.banner.isVisible)
    assert any("the zip is damaged" in each for each in _texts(desk))
    assert not any(each.text() == "Copy details" and each.isVisible() for each in desk.window.findChildren(QPushButton))


def test_a_bug_is_told_in_one_sentence_with_its_log_and_can_be_copied(desk: Desk, qtbot: QtBot) -> None:
    desk.fail(ZeroDivisionError("nobody should see this"))
    assert any("Something went wrong inside ChatTrove" in each for each in _texts(desk))
    assert any("chattrove.log" in each for each in _texts(desk))
    assert not any("nobody should see this" in each for each in _texts(desk))
    copy = next(each for each in desk.window.findChildren(QPushButton) if each.text() == "Copy details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError: nobody should see this" in QApplication.clipboard().text()


def test_an_error_on_a_lane_reaches_the_banner(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    archive = harbour(tmp_path)
    desk = open_desk(archive)
    archive.error = ArchiveError("The archive is locked by another program. Close it and ask again.")
    desk.questions.ask("boat")
    qtbot.waitUntil(desk.window.banner.isVisible)
    assert any("locked by another program" in each for each in _texts(desk))


def test_a_filter_that_cannot_be_understood_is_explained_on_enter_but_not_while_typing(
    desk: Desk, qtbot: QtBot
) -> None:
    with pytest.raises(QueryError):
        FakeSession(FakeArchive(Path())).parse("before:someday")
    desk.window.search.field.setFocus()
    qtbot.keyClicks(desk.window.search.field, "before:someday")
    qtbot.wait(300)
    assert not desk.window.banner.isVisible()
    qtbot.keyClick(desk.window.search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(desk.window.banner.isVisible)


def test_theme_and_language_change_at_once_and_are_remembered(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    desk.appearance.choose_language("zh")
    qtbot.waitUntil(lambda: "导入聊天记录" in [each.text() for each in desk.window.findChildren(QPushButton)])
    assert "非常吻合" in desk.window.results.cards()[0].accessibleName()
    desk.appearance.choose_theme("dark")
    assert desk.window.palette().window().color().lightness() < 60
    assert (load_settings().theme, load_settings().language) == ("dark", "zh")
    desk.appearance.choose_theme("light")
    desk.appearance.choose_language("en")
    qtbot.waitUntil(lambda: "Strong match" in desk.window.results.cards()[0].accessibleName())


def test_the_demo_has_an_archive_of_its_own(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    opened: list[Path | None] = []
    archive = FakeArchive(tmp_path)
    desk = open_desk(archive)
    open_session = desk.engine._open_session
    desk.engine._open_session = lambda directory: (opened.append(directory), open_session(directory))[1]
    desk.intake.show_demo()
    qtbot.waitUntil(lambda: tmp_path / "demo-archive" in opened)
    qtbot.waitUntil(lambda: not desk.engine.importing.busy)
    desk.intake.import_own([tmp_path / "chat.zip"])
    assert desk.engine.directory is None


def test_closing_during_an_import_ends_soon(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    archive = harbour(tmp_path)
    archive.pace, archive.steps = 0.01, 10_000
    desk = open_desk(archive)
    desk.intake.import_paths([tmp_path / "chat.zip"])
    qtbot.wait(50)
    began = time.monotonic()
    desk.leaving.leave()
    assert desk.engine.ended
    assert time.monotonic() - began < 1


def test_a_picture_of_200_megapixels_is_refused_politely(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    archive = harbour(tmp_path)
    first = archive.ids[1][8]
    item = archive.messages[first].attachments[0]
    from dataclasses import replace

    archive.change(first, attachments=(replace(item, width=20_000, height=10_000),))
    desk = open_desk(archive)
    message = archive.messages[first]
    desk.window.lightbox.show_picture(message.attachments[0], message)
    assert desk.window.lightbox.ready
    assert desk.window.lightbox._picture is None


def test_ctrl_f_and_ctrl_k_lead_to_the_search_field(desk: Desk, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_F, Qt.Key.Key_K):
        desk.window.rail.list.setFocus()
        QTest.keyClick(desk.window, key, Qt.KeyboardModifier.ControlModifier)
        assert desk.window.search.field.hasFocus()


def test_everything_that_can_be_pressed_has_a_name(desk: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton

    nameless = [
        each
        for each in desk.window.findChildren(QAbstractButton)
        if not (each.accessibleName() or each.text()) and each.isVisible()
    ]
    assert nameless == []


def test_text_from_chats_is_never_read_as_markup(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    archive = FakeArchive(tmp_path)
    archive.add("<b>bold</b><img src=x>", "whatsapp", [("<i>eve</i>", "<script>boat</script> " * 3)])
    desk = open_desk(archive)
    _ask(desk, qtbot, "boat")
    desk.window.results.cards()[0].open_best()
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1)
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in desk.window.findChildren(QLabel) if label.text()
    )


def _ask(desk: Desk, qtbot: QtBot, text: str) -> None:
    field = desk.window.search.field
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.questions.found.settled)
    qtbot.waitUntil(lambda: len(desk.window.results.cards()) == len(desk.questions.found.results))


def _chips(desk: Desk) -> list[ChipLabel]:
    return [each for each in desk.window.search.findChildren(ChipLabel) if each.isVisible()]


def _texts(desk: Desk) -> list[str]:
    return [each.text() for each in desk.window.findChildren(QLabel) if each.isVisible()]


def test_the_mouse_opens_a_message_of_a_card(desk: Desk, qtbot: QtBot) -> None:
    _ask(desk, qtbot, "harbour")
    card = desk.window.results.cards()[0]
    placed = next(each for each in card.lines() if each.bubble is not None and each.line.message.highlighted)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(90, round(placed.top + 12)))
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1)
