"""This file is where main.db, the database of older versions of Skype, is tested."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.errors import BrokenExport
from core.export import Export
from core.importers import skype
from core.recognition import recognise
from tests.core.importers.exported_json import as_json

T0 = 1_400_000_000
SCHEMA = """
CREATE TABLE Accounts (id INTEGER PRIMARY KEY, skypename TEXT, fullname TEXT);
CREATE TABLE Contacts (id INTEGER PRIMARY KEY, skypename TEXT, fullname TEXT, displayname TEXT);
CREATE TABLE Conversations (id INTEGER PRIMARY KEY, type INTEGER, identity TEXT, displayname TEXT);
CREATE TABLE Transfers (id INTEGER PRIMARY KEY, filename TEXT, filesize TEXT, chatmsg_guid BLOB, chatmsg_index INTEGER);
CREATE TABLE Messages (id INTEGER PRIMARY KEY, convo_id INTEGER, chatname TEXT, author TEXT, from_dispname TEXT,
    guid BLOB, timestamp INTEGER, type INTEGER, identities TEXT, edited_by TEXT, edited_timestamp INTEGER,
    body_xml TEXT, chatmsg_type INTEGER);
INSERT INTO Accounts VALUES (1, 'jo.me', 'Jo Me');
INSERT INTO Contacts VALUES (1, 'mira.kova', 'Mira K.', 'Mira Kova'), (2, 'bo.tall', 'Bo Tall', NULL);
INSERT INTO Conversations VALUES (7, 1, 'mira.kova', 'Mira Kova'), (8, 2, '#jo.me/$mira;1', 'Walk 小组');
"""


def says(number: int, kind: int, body: str | None, **columns: Any) -> tuple[str, list[Any]]:
    """One message of Mira's in conversation 7, `number` seconds after T0, unless said otherwise."""
    row = {
        "id": number,
        "convo_id": 7,
        "author": "mira.kova",
        "from_dispname": "Mira Kova",
        "guid": bytes([number]) * 4,
        "timestamp": T0 + number,
        "type": kind,
        "body_xml": body,
        **columns,
    }
    marks = ", ".join("?" * len(row))
    return f"INSERT INTO Messages ({', '.join(row)}) VALUES ({marks})", list(row.values())


def built(path: Path, *rows: tuple[str, list[Any]]) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        for row in rows:
            connection.execute(*row)
        connection.commit()
    return path


def conversations(path: Path) -> list[dict[str, Any]]:
    with Export(path) as export:
        found = as_json(skype, export)["conversations"]
        assert {tally.unaccounted for tally in export.tallies} == {0}
    assert isinstance(found, list)
    return found


def only_item(tmp_path: Path, *row: Any, **columns: Any) -> dict[str, Any]:
    """What one row becomes, without what all rows of Mira's have."""
    [conversation] = conversations(built(tmp_path / "main.db", says(1, *row, **columns)))
    [item] = conversation["items"]
    usual = {"key": "01" * 4, "sender": "Mira Kova", "sender_key": "mira.kova", "sent_at": (T0 + 1) * 1000}
    return {name: value for name, value in item.items() if usual.get(name) != value and name != "where"}


def test_each_conversation_is_read_oldest_first_with_its_people(tmp_path: Path) -> None:
    rows = [
        says(3, 61, "later", timestamp=T0 + 50),
        says(1, 61, 'Hi &amp; <ss type="smile">:)</ss> 你好', timestamp=T0 + 40),
        says(2, 61, "in the group", convo_id=8, author="jo.me", from_dispname="Jo Me"),
    ]
    mira, group = conversations(built(tmp_path / "main.db", *rows))
    assert (mira["key"], mira["title"], mira["kind"], mira["owner"]) == ("mira.kova", "Mira Kova", "private", "jo.me")
    assert mira["items"] == [
        {
            "key": "01010101",
            "sender": "Mira Kova",
            "sender_key": "mira.kova",
            "sent_at": (T0 + 40) * 1000,
            "text": "Hi & :) 你好",
            "where": "Messages[1]",
        },
        {
            "key": "03030303",
            "sender": "Mira Kova",
            "sender_key": "mira.kova",
            "sent_at": (T0 + 50) * 1000,
            "text": "later",
            "where": "Messages[3]",
        },
    ]
    assert (group["title"], group["kind"], group["items"][0]["text"]) == ("Walk 小组", "group", "in the group")


@pytest.mark.parametrize(
    ("kind", "body", "item"),
    [
        (60, "is planting corn", {"text": "is planting corn"}),
        (50, "Hi, please add me", {"text": "Hi, please add me"}),
        (30, None, {"kind": "call", "text": "Call started"}),
        (39, None, {"kind": "call", "text": "Call ended"}),
        (
            39,
            '<partlist type="ended"><part identity="mira.kova"><duration>61</duration></part></partlist>',
            {"kind": "call", "text": "Call ended, 1 min 1 s"},
        ),
        (
            64,
            '<sms alt="On..."><body><chunk id="0">On my </chunk><chunk id="1">way &lt;3</chunk></body></sms>',
            {"text": "On my way <3"},
        ),
        (
            63,
            '<contacts><c t="s" s="bo.tall" f="Bo Tall"/></contacts>',
            {"kind": "contact", "text": "Bo Tall, bo.tall"},
        ),
        (
            68,
            '<files alt=""><file size="5" index="0">a plan.pdf</file><file size="6" index="1">b.jpg</file></files>',
            {
                "attachments": [
                    {"kind": "file", "name": "a plan.pdf", "status": "missing"},
                    {"kind": "image", "name": "b.jpg", "status": "missing"},
                ]
            },
        ),
        (2, "Walk", {"kind": "notice", "text": "Mira Kova renamed the conversation to “Walk”"}),
        (13, None, {"kind": "notice", "text": "Mira Kova left"}),
        (777, "news", {"kind": "notice", "text": "news"}),
        (777, None, {"kind": "notice", "text": "A record of Skype's type 777"}),
    ],
)
def test_each_type_of_row_is_told_for_what_it_is(
    tmp_path: Path, kind: int, body: str | None, item: dict[str, Any]
) -> None:
    assert only_item(tmp_path, kind, body) == item


def test_those_who_were_added_are_named(tmp_path: Path) -> None:
    item = only_item(tmp_path, 10, None, identities="bo.tall unknown.one")
    assert item == {"kind": "notice", "text": "Mira Kova added Bo Tall, unknown.one"}


def test_an_edited_message_says_so_and_an_emptied_one_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    edited = only_item(tmp_path, 61, "new words", edited_timestamp=T0 + 9)
    assert edited == {"text": "new words", "edited": True, "edited_at": (T0 + 9) * 1000}
    assert only_item(tmp_path / "a", 61, "", edited_timestamp=T0 + 9) == {"deleted": True}


def test_a_sent_file_is_known_from_the_transfers_and_found_beside_the_database(tmp_path: Path) -> None:
    transfer = ("INSERT INTO Transfers VALUES (1, 'c.txt', '3', ?, 0)", [b"\1\1\1\1"])
    built(tmp_path / "main.db", says(1, 68, None), transfer)
    (tmp_path / "My Skype Received Files").mkdir()
    (tmp_path / "My Skype Received Files" / "c.txt").write_text("c", "utf-8")
    [conversation] = conversations(tmp_path)
    assert conversation["items"][0]["attachments"] == [
        {"kind": "file", "name": "c.txt", "status": "found", "entry": "My Skype Received Files/c.txt"}
    ]


def test_a_message_of_a_conversation_that_is_gone_is_kept(tmp_path: Path) -> None:
    [conversation] = conversations(built(tmp_path / "main.db", says(1, 61, "lost", convo_id=99)))
    assert conversation["title"] == "Messages in no conversation"
    assert conversation["items"][0]["text"] == "lost"


def test_a_main_db_is_known_by_its_tables(tmp_path: Path) -> None:
    with Export(built(tmp_path / "renamed.bin", says(1, 61, "x"))) as export:
        assert [claim.importer.name for claim in recognise(export)] == ["skype"]


def test_a_damaged_page_costs_the_messages_on_it_only(tmp_path: Path) -> None:
    path = built(tmp_path / "main.db", *(says(each, 61, f"{each} " * 200) for each in range(1, 120)))
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 64] = b"\xff" * 64
    path.write_bytes(raw)
    with Export(path) as export:
        found = as_json(skype, export)
        texts = [item["text"] for each in found["conversations"] for item in each["items"] if "text" in item]
        assert {tally.unaccounted for tally in export.tallies} == {0}
    assert 60 < len(texts) < 119
    assert any("damaged" in reason for _, reason in found["problems"])


def test_a_database_without_any_readable_page_is_refused_with_advice(tmp_path: Path) -> None:
    path = built(tmp_path / "main.db", says(1, 61, "x"))
    raw = bytearray(path.read_bytes())
    raw[100] = 0xFF  # What kind of page the first one is.
    path.write_bytes(raw)
    with Export(path) as export, pytest.raises(BrokenExport, match="Copy it again, with Skype closed"):
        as_json(skype, export)
