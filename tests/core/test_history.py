"""This file is where whole imports are undone and people are said to be one, and both are taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session import Session
from core.archive import Archive
from core.errors import ArchiveError, QueryError
from core.importing import Choices, import_export
from core.protocols import ReadOptions

FIRST = "".join(f"25/12/2023, 09:0{minute} - Ana: message number {minute}\n" for minute in range(8))
LATER = "".join(f"25/12/2023, 09:0{minute} - Ana: message number {minute}\n" for minute in range(5, 10))
PICTURE = "25/12/2023, 09:30 - Bo: IMG-20231225-WA0001.jpg (file attached)\n"


def quiet(_: object) -> None:
    pass


def take(session: Session, folder: Path, text: str, name: str = "WhatsApp Chat with Ana.txt") -> int:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    session.import_exports([path], report=quiet)
    return session.imports()[0].id


def texts(session: Session) -> list[str]:
    return [
        message.text
        for conversation in session.conversations()
        for page in session.walk(conversation.id)
        for message in page
    ]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session(tmp_path / "archive") as opened:
        yield opened


def test_undoing_the_only_import_leaves_nothing(session: Session, tmp_path: Path) -> None:
    (tmp_path / "IMG-20231225-WA0001.jpg").write_bytes(b"not really a picture")
    only = take(session, tmp_path, FIRST + PICTURE)
    assert session.totals() == (1, 9, 1)
    assert session.undo_import(only, quiet) == 9
    assert session.totals() == (0, 0, 0)
    assert session.people() == []
    assert session.verify(quiet).damage == []
    assert not [file for file in (tmp_path / "archive" / "media").rglob("*") if file.is_file()]
    assert session.imports()[0].undone_at is not None


def test_what_another_import_holds_stays_whichever_is_undone(session: Session, tmp_path: Path) -> None:
    first = take(session, tmp_path, FIRST)
    later = take(session, tmp_path, LATER)
    assert session.undo_import(first, quiet) == 5
    assert texts(session) == [f"message number {minute}" for minute in range(5, 10)]
    assert session.conversations()[0].messages == 5
    assert session.undo_import(later, quiet) == 5
    assert texts(session) == []


def test_an_import_that_brought_nothing_new_takes_nothing_with_it(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, FIRST)
    again = take(session, tmp_path, FIRST)
    assert session.undo_import(again, quiet) == 0
    assert len(texts(session)) == 8


def test_what_was_undone_can_be_imported_again_and_is_found_again(session: Session, tmp_path: Path) -> None:
    number = take(session, tmp_path, FIRST)
    session.index(quiet)
    session.undo_import(number, quiet)
    assert session.exact("message") == []
    take(session, tmp_path, FIRST)
    assert len(session.exact("message")) == 8
    assert session.verify(quiet).index == []


def test_an_import_that_is_not_there_is_told(session: Session) -> None:
    with pytest.raises(ArchiveError, match="no import 7"):
        session.undo_import(7, quiet)


def test_the_report_of_an_import_is_kept_with_its_accounts(session: Session, tmp_path: Path) -> None:
    number = take(session, tmp_path, FIRST)
    told = session.import_report(number)
    assert told is not None
    [account] = told.files[0].accounts
    assert (account.taken, account.messages, account.unaccounted) == (8, 8, 0)


def test_a_renamed_export_is_known_by_what_is_said_in_it(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, FIRST)
    take(session, tmp_path, FIRST + PICTURE, "export of yesterday.txt")
    [conversation] = session.conversations()
    assert (conversation.title, conversation.messages) == ("Ana", 9)


def test_two_chats_with_other_words_are_two(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, FIRST)
    take(session, tmp_path, FIRST.replace("message", "letter"), "WhatsApp Chat with Bo.txt")
    assert len(session.conversations()) == 2


def test_merged_people_are_one_in_questions_until_they_are_parted(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, FIRST)
    telegram = {
        "name": "Ana T.",
        "type": "personal_chat",
        "id": 5,
        "messages": [
            {
                "id": 1,
                "type": "message",
                "date_unixtime": "1714560000",
                "from": "安娜",
                "from_id": "user9",
                "text": "hi",
            }
        ],
    }
    (tmp_path / "result.json").write_text(json.dumps(telegram), encoding="utf-8")
    session.import_exports([tmp_path / "result.json"], report=quiet)
    ids = {person.name: person.id for person in session.people()}
    session.merge_people([ids["Ana"], ids["安娜"]])
    assert {person.group for person in session.people()} == {ids["Ana"]}
    assert [message.text for message in session.exact("hi from:Ana")] == ["hi"]
    session.split_person(ids["安娜"])
    assert session.exact("hi from:Ana") == []


def test_merging_somebody_unknown_is_refused(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, FIRST)
    with pytest.raises(ArchiveError, match="no person 99"):
        session.merge_people([session.people()[0].id, 99])
    with pytest.raises(QueryError):
        session.exact("hi from:Nobody")


def test_a_folder_of_many_kinds_comes_in_at_once(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "WhatsApp Chat with Ana.txt").write_text(FIRST, encoding="utf-8")
    chat = {"name": "x", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "type": "message", "text": "yo"}]}
    (folder / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    report = session.import_exports([folder], report=quiet)
    assert {file.importer for file in report.files} == {"whatsapp", "telegram"}
    assert session.totals()[0] == 2
    assert len(session.imports()) == 1


def test_a_broken_part_of_a_folder_does_not_keep_the_rest_out(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "WhatsApp Chat with Ana.txt").write_text(FIRST, encoding="utf-8")
    (folder / "result.json").write_text(
        '{"name": "x", "type": "personal_chat", "id": 1, "messages": [', encoding="utf-8"
    )
    report = import_export(archive, folder, Choices(ReadOptions()), quiet)
    assert report.new == 8
    assert any("result.json" in problem.where for file in report.files for problem in file.problems)
