"""This file is where an archive of the first version is opened by this one, goes on, and loses and doubles nothing."""

import json
import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pytest

from app.session import Session
from core.archive.connection import APPLICATION_ID, FILE_NAME
from core.archive.words import message_tags, split_scripts

START = 1_714_560_000_000  # 2024-05-01T10:40:00Z
MINUTE = 60_000
WHATSAPP = (
    "5/1/24, 10:40 AM - Ana: shall we meet at the harbour?\n"
    "5/1/24, 10:41 AM - Bo: ok\n"
    "5/1/24, 10:41 AM - Bo: ok\n"
    "5/1/24, 10:42 AM - Ana: 好的，七点见\n"
    "5/13/24, 10:43 AM - Bo: see you there\n"
)
TELEGRAM = {
    "name": "Cy",
    "type": "personal_chat",
    "id": 77,
    "messages": [
        {"id": 1, "type": "message", "date_unixtime": "1714560000", "from": "Cy", "from_id": "user5", "text": "one"},
        {"id": 2, "type": "message", "date_unixtime": "1714560060", "from": "Cy", "from_id": "user5", "text": "two"},
    ],
}


class Row(NamedTuple):
    """A message as the first version stored it."""

    chat: int
    key: str
    sender: int
    sent_at: int
    local_time: str | None
    text: str


def quiet(_: object) -> None:
    pass


def first_key(seen: list[str], local_time: str, sender: str, text: str) -> str:
    """The formula of the first version for messages without an id."""
    digest = blake2b("\x1f".join((local_time, sender, "message", "0", text)).encode(), digest_size=8).digest()
    seen.append(digest.hex())
    occurrence = seen.count(digest.hex())
    if occurrence > 1:
        digest = blake2b(digest + occurrence.to_bytes(4, "big"), digest_size=8).digest()
    return digest.hex()


def rows() -> list[Row]:
    seen: list[str] = []
    said = [
        ("2024-05-01T10:40", "Ana", "shall we meet at the harbour?", 0),
        ("2024-05-01T10:41", "Bo", "ok", 1),
        ("2024-05-01T10:41", "Bo", "ok", 1),
        ("2024-05-01T10:42", "Ana", "好的，七点见", 2),
        ("2024-05-13T10:43", "Bo", "see you there", 12 * 24 * 60 + 3),
    ]
    chat = [
        Row(1, first_key(seen, time, who, text), 1 if who == "Ana" else 2, START + minutes * MINUTE, time, text)
        for time, who, text, minutes in said
    ]
    return [*chat, Row(2, "1", 3, START, None, "one"), Row(2, "2", 3, START + MINUTE, None, "two")]


def fill(connection: sqlite3.Connection, messages: Sequence[Row]) -> None:
    execute, many = connection.execute, connection.executemany
    old_report = {"path": "chat.txt", "importer": "whatsapp", "conversations": [], "problems": [], "ambiguous": []}
    old_report |= {"repairs": [], "repaired": 0}
    for number, (path, importer) in enumerate((("chat.txt", "whatsapp"), ("result.json", "telegram")), 1):
        report = json.dumps(old_report | {"path": path, "importer": importer})
        execute("INSERT INTO imports VALUES (?, ?, ?, 5, 6, 5, 0, ?)", (number, path, importer, report))
    chats = (("whatsapp", "Ana", "Ana"), ("telegram", "user:77", "Cy"))
    for number, (source, key, title) in enumerate(chats, 1):
        own = [row for row in messages if row.chat == number]
        execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?, 'private', NULL, ?, 0, ?, ?)",
            (number, source, key, title, len(own), own[0].sent_at, own[-1].sent_at),
        )
    people = [(1, "whatsapp", "Ana", "Ana"), (2, "whatsapp", "Bo", "Bo"), (3, "telegram", "user5", "Cy")]
    many("INSERT INTO people VALUES (?, ?, ?, ?, 0)", people)
    many("INSERT INTO participants VALUES (?, ?, ?)", [(1, 1, 2), (1, 2, 3), (2, 3, 2)])
    for number, row in enumerate(messages, 1):
        execute(
            "INSERT INTO messages (id, conversation_id, key, sender_id, sent_at, local_time, ordinal, kind, text, "
            "import_id) VALUES (?, ?, ?, ?, ?, ?, ?, 'message', ?, ?)",
            (number, row.chat, row.key, row.sender, row.sent_at, row.local_time, row.sent_at, row.text, row.chat),
        )
        tags = message_tags(row.chat, row.sender, row.sent_at, frozenset())
        words = (number, split_scripts(row.text), tags)
        execute("INSERT INTO words (rowid, text, tags) VALUES (?, ?, ?)", words)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an archive of version 1, made by its own schema."""
    monkeypatch.setenv("TZ", "UTC")
    folder = tmp_path / "archive"
    folder.mkdir()
    schema = resources.files("core.archive").joinpath("schema", "0001_first.sql").read_text(encoding="utf-8")
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.executescript(schema)
    fill(connection, rows())
    connection.execute("PRAGMA user_version = 1")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.commit()
    connection.close()
    return folder


def exports(folder: Path) -> list[Path]:
    chat, telegram = folder / "WhatsApp Chat with Ana.txt", folder / "result.json"
    chat.write_text(WHATSAPP, encoding="utf-8")
    telegram.write_text(json.dumps(TELEGRAM), encoding="utf-8")
    return [chat, telegram]


def texts(session: Session) -> list[list[str]]:
    return [
        [message.text for page in session.walk(chat.id) for message in page]
        for chat in sorted(session.conversations(), key=lambda chat: chat.source)
    ]


HELD = [["one", "two"], ["shall we meet at the harbour?", "ok", "ok", "好的，七点见", "see you there"]]


def test_an_old_archive_is_opened_whole(old: Path) -> None:
    with Session(old) as session:
        assert texts(session) == HELD
        assert [message.text for message in session.exact("七点")] == ["好的，七点见"]
        found = session.verify(quiet)
        assert (found.damage, [record.undone_at for record in session.imports()]) == ([], [None, None])
        told = session.import_report(1)
        assert told is not None
        assert told.files[0].importer == "whatsapp"


def test_what_an_old_archive_holds_is_known_again(old: Path, tmp_path: Path) -> None:
    with Session(old) as session:
        for _ in range(2):
            report = session.import_exports(exports(tmp_path), report=quiet)
            assert (report.new, report.known) == (0, 7)
        assert texts(session) == HELD
        assert session.verify(quiet).damage == []


def test_an_import_of_the_first_version_can_be_undone(old: Path) -> None:
    with Session(old) as session:
        assert session.undo_import(1, quiet) == 5
        assert texts(session) == [["one", "two"]]
        assert session.exact("harbour") == []
        assert session.verify(quiet).damage == []


def test_what_was_imported_again_stays_when_the_old_import_is_undone(old: Path, tmp_path: Path) -> None:
    with Session(old) as session:
        session.import_exports(exports(tmp_path), report=quiet)
        assert (session.undo_import(1, quiet), session.undo_import(2, quiet)) == (0, 0)
        assert texts(session) == HELD
        new = [record.id for record in session.imports() if record.undone_at is None]
        assert sum(session.undo_import(number, quiet) for number in new) == 7
        assert session.totals() == (0, 0, 0)
        assert session.import_exports(exports(tmp_path), report=quiet).new == 7


def test_a_conversation_of_an_old_archive_is_forgotten_without_a_trace(old: Path) -> None:
    with Session(old) as session:
        chat = next(chat for chat in session.conversations() if chat.source == "whatsapp")
        session.forget(chat.id)
        assert [record.importer for record in session.imports()] == ["telegram"]
        assert {person.name for person in session.people()} == {"Cy"}
