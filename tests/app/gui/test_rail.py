"""This file is where the rail is used: conversations sorted and found, people asked about, pages within reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.gui.rail.conversations import ORDERS
from app.gui.rail.people import Everybody
from app.session import Session
from app.settings import Settings
from core.types import Person
from tests.app.gui.fake_session import FakeSession, harbour


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    application()
    archive = harbour(tmp_path)
    opened = open_window(lambda directory: FakeSession(archive, directory), None, Settings("light", "en"))
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.home)
    yield opened
    opened.leaving.leave()
    opened.window.deleteLater()


def test_conversations_stand_in_the_order_that_was_chosen(desk: Desk) -> None:
    lists = desk.window.rail.lists
    titles = {order: (lists.sort_by(order), shown(lists.conversations))[1] for order in ORDERS}
    assert titles["messages"] == ["Sailing club", "Harbour Flat", "家庭群"]
    assert titles["title"] == ["Harbour Flat", "Sailing club", "家庭群"]
    assert titles["app"] == ["Sailing club", "家庭群", "Harbour Flat"]
    assert titles["latest"][0] == "Sailing club"


def test_typing_above_the_list_leaves_conversations_that_fit_by_title_app_or_person(desk: Desk) -> None:
    lists = desk.window.rail.lists
    for typed, left in (("TOMAS", ["Harbour Flat"]), ("wechat", ["家庭群"]), ("家", ["家庭群"]), ("zeppelin", [])):
        lists.field.clear()
        lists.field.insert(typed)
        assert shown(lists.conversations) == left


def test_an_open_conversation_stays_marked_while_the_list_is_sorted_anew(desk: Desk, qtbot: QtBot) -> None:
    desk.opening.open_conversation(1)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1)
    lists = desk.window.rail.lists
    lists.sort_by("title")
    lists.select(1)
    assert lists.conversations.currentIndex().data(Qt.ItemDataRole.UserRole).title == "Harbour Flat"


def test_a_person_that_is_chosen_is_asked_about(qtbot: QtBot, tmp_path: Path) -> None:
    export = tmp_path / "WhatsApp Chat with Boat.txt"
    export.write_text("".join(f"1{day}/05/2025, 10:12 - Ana Belén: the boat {day}\n" for day in range(3, 9)))
    with Session(tmp_path / "real") as session:
        session.import_exports([export], report=lambda progress: None)
    application()
    desk = open_window(Session, tmp_path / "real", Settings("light", "en"))
    desk.window.show()
    desk.begin()
    people = desk.window.rail.lists.people
    qtbot.waitUntil(lambda: people.model().rowCount() == 1)
    desk.window.rail.lists.show_tab(1)
    people.activated.emit(people.model().index(0, 0))
    assert desk.window.search.text() == 'from:"Ana Belén"'
    assert desk.window.page is desk.window.results
    desk.leaving.leave()
    desk.window.deleteLater()


def test_accounts_of_one_person_are_one_row_with_all_their_messages() -> None:
    everybody = Everybody()
    everybody.show(
        [
            Person(1, "whatsapp", "a", "Nora", 1, 10),
            Person(2, "telegram", "b", "nora_h", 1, 5),
            Person(3, "telegram", "c", "Per", 3, 12),
            Person(4, "telegram", "d", "Silent", 4, 0),
        ]
    )
    rows = [everybody.index(row).data(Qt.ItemDataRole.UserRole) for row in range(everybody.rowCount())]
    assert [(row.name, row.messages, row.sources) for row in rows] == [
        ("Nora", 15, ("whatsapp", "telegram")),
        ("Per", 12, ("telegram",)),
    ]


def test_every_button_of_the_rail_has_a_name_and_a_place_in_the_order_of_tab(desk: Desk) -> None:
    rail = desk.window.rail
    buttons = (rail._theme_button, rail._language_button, rail._history, rail._people, rail._models, rail._settings)
    for button in (*buttons, rail.lists.sorting):
        assert button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def shown(view: QListView) -> list[str]:
    model = view.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole).title for row in range(model.rowCount())]
