"""This file is where answers are judged in the window: kept, shown again with the question, taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.gui.results.card import Card
from app.session import Session
from app.settings import Settings
from core.errors import ArchiveError
from core.types import Judgement
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

PATIENCE = 60_000


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    return harbour(tmp_path)


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def open_it(open_session: Callable[..., object], directory: Path | None = None) -> Desk:
        application()
        desk = open_window(open_session, directory, Settings(theme="light", language="en"))  # type: ignore[arg-type]
        desks.append(desk)
        desk.window.show()
        return desk

    yield open_it
    for desk in desks:
        desk.leaving.leave()
        desk.window.deleteLater()


@pytest.fixture
def desk(open_desk: Callable[..., Desk], archive: FakeArchive, qtbot: QtBot) -> Desk:
    made = open_desk(lambda directory: FakeSession(archive, directory))
    made.begin()
    qtbot.waitUntil(lambda: made.window.page is not made.window.blank, timeout=PATIENCE)
    return made


def ask(desk: Desk, qtbot: QtBot, text: str) -> Card:
    desk.questions.ask(text)
    results = desk.window.results
    qtbot.waitUntil(lambda: desk.questions.found.settled and len(results.cards()) > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(results.cards()) == len(desk.questions.found.results), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not desk.engine.looking.busy, timeout=PATIENCE)
    return results.cards()[0]


def kept(desk: Desk, qtbot: QtBot, archive: FakeArchive) -> list[Judgement]:
    qtbot.waitUntil(lambda: not desk.engine.looking.busy, timeout=PATIENCE)
    return list(archive.judged.values())


def test_r_says_that_a_message_is_right_w_that_it_is_wrong_and_once_more_takes_it_back(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    card = ask(desk, qtbot, "harbour")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Right)
    while card._inside is not None and card._inside.what != "message":
        qtbot.keyClick(card, Qt.Key.Key_Down)
    assert card._inside is not None
    message = card._inside.message
    assert message is not None
    qtbot.keyClick(card, Qt.Key.Key_R)
    [right] = kept(desk, qtbot, archive)
    assert (right.question, right.place, right.right) == ("harbour", (1, message.id, None), True)
    assert (right.confidence, right.reader) == (0.95, "fake reader")
    assert card.said_of(message, None) is True
    qtbot.keyClick(card, Qt.Key.Key_W)
    assert [each.right for each in kept(desk, qtbot, archive)] == [False]
    qtbot.keyClick(card, Qt.Key.Key_W)
    assert kept(desk, qtbot, archive) == []
    assert card.said_of(message, None) is None


def test_a_whole_card_is_judged_with_all_that_is_highlighted_in_it(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    card = ask(desk, qtbot, "harbour")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_W)
    places = {each.place for each in kept(desk, qtbot, archive)}
    assert (1, None, None) in places
    pictures = [item for item, _ in card.pictures()]
    assert {(1, item.message_id, item.id) for item in pictures} <= places
    assert not any(each.right for each in archive.judged.values())
    assert card.said_of(None, None) is False
    item, message = card.pictures()[0]
    desk.window.results.judged.emit(card.result, message, item, True)
    assert card.said_of(message, item) is True
    qtbot.keyClick(card, Qt.Key.Key_W)
    assert [each.place for each in kept(desk, qtbot, archive)] == [(1, message.id, item.id)]


def test_verdicts_are_shown_again_with_the_same_question_and_not_with_another(desk: Desk, qtbot: QtBot) -> None:
    card = ask(desk, qtbot, "harbour")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_R)
    assert ask(desk, qtbot, "boat").said_of(None, None) is None
    card = ask(desk, qtbot, "harbour")
    qtbot.waitUntil(lambda: card.said_of(None, None) is True)


def test_what_could_not_be_kept_is_told_and_not_shown(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    card = ask(desk, qtbot, "harbour")
    archive.error = ArchiveError("The disk is full. Free some space.")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_R)
    qtbot.waitUntil(desk.window.banner.isVisible)
    assert any("The disk is full" in each.text() for each in desk.window.banner.findChildren(QLabel))
    qtbot.waitUntil(lambda: card.said_of(None, None) is None)


def test_a_message_is_judged_in_its_conversation_for_the_question_that_is_shown(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    message = archive.messages[archive.ids[1][4]]
    desk.window.conversation.judged.emit(message, None, True)
    assert desk.window.banner.isVisible()
    assert kept(desk, qtbot, archive) == []
    card = ask(desk, qtbot, "harbour")
    desk.window.conversation.judged.emit(message, None, True)
    assert [each.place for each in kept(desk, qtbot, archive)] == [(1, message.id, None)]
    assert card.said_of(message, None) is True


def test_what_was_read_together_is_shown_in_the_conversation(desk: Desk, qtbot: QtBot) -> None:
    card = ask(desk, qtbot, "harbour")
    card.toggle_reasons()
    card.act(next(each for each in card.stops() if each.what == "fragment"))
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1, timeout=PATIENCE)
    assert card.result is not None
    together = set(card.result.grounds.evidence[0].fragment)
    assert set(desk.window.conversation.view.strip.marks.messages) == together


def test_judgements_reach_the_archive_and_outlive_the_window(
    open_desk: Callable[..., Desk], qtbot: QtBot, tmp_path: Path
) -> None:
    chat = tmp_path / "WhatsApp Chat with Ana.txt"
    chat.write_text("25/12/2023, 09:00 - Ana: the boat leaves at nine\n25/12/2023, 09:01 - Bo: 好的\n", "utf-8")
    folder = tmp_path / "archive"
    with Session(folder) as session:
        session.import_exports([chat], report=lambda _: None)
        session.index(lambda _: None)
    desk = open_desk(Session, folder)
    desk.begin("boat from:Ana")
    results = desk.window.results
    qtbot.waitUntil(lambda: desk.questions.found.settled and len(results.cards()) == 1, timeout=PATIENCE)
    card = results.cards()[0]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not desk.engine.looking.busy, timeout=PATIENCE)
    with Session(folder) as session:
        judged = session.judged("boat")
        assert {(each.right, each.reader != "") for each in judged} == {(True, True)}
        assert session.count_judgements() == len(judged) == 2
        assert session.export_judgements(tmp_path / "kept.jsonl", "dialogues") == 1
        assert session.clear_judgements() == 2
    desk.judging.reload()
    qtbot.waitUntil(lambda: card.said_of(None, None) is None, timeout=PATIENCE)
