"""This file is where chat.db files are made from SQL that a reader can follow, in the schemas of two times."""

import plistlib
import sqlite3
from pathlib import Path

NANOSECONDS = 1_000_000_000
MAY_1 = 736_243_200
"""2024-05-01T08:00:00Z, in seconds since 2001-01-01 UTC."""

MODERN = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, service TEXT NOT NULL,
    person_centric_id TEXT, UNIQUE (id, service));
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, style INTEGER,
    chat_identifier TEXT, service_name TEXT, room_name TEXT, display_name TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT,
    handle_id INTEGER DEFAULT 0, subject TEXT, attributedBody BLOB, service TEXT, date INTEGER,
    is_from_me INTEGER DEFAULT 0, is_audio_message INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,
    other_handle INTEGER DEFAULT 0, group_title TEXT, group_action_type INTEGER DEFAULT 0,
    share_status INTEGER DEFAULT 0, associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0,
    associated_message_emoji TEXT, balloon_bundle_id TEXT, payload_data BLOB, message_summary_info BLOB,
    thread_originator_guid TEXT, date_edited INTEGER DEFAULT 0, date_retracted INTEGER DEFAULT 0);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, filename TEXT, uti TEXT,
    mime_type TEXT, transfer_name TEXT, total_bytes INTEGER DEFAULT 0, is_sticker INTEGER DEFAULT 0,
    hide_attachment INTEGER DEFAULT 0);
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE(chat_id, handle_id));
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER DEFAULT 0,
    PRIMARY KEY (chat_id, message_id));
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER, UNIQUE(message_id, attachment_id));
CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER, delete_date INTEGER);
"""

OLD = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT, display_name TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, subject TEXT, date INTEGER,
    is_from_me INTEGER, item_type INTEGER, group_title TEXT);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY, filename TEXT, mime_type TEXT, transfer_name TEXT);
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER);
"""
"""OS X 10.9 and iOS 7: seconds, no reactions, no attributed bodies of use."""


def build(path: Path, schema: str, rows: str, blobs: dict[tuple[str, str], bytes] | None = None) -> Path:
    """A database from SQL; blobs: (guid of the message, column) to the bytes that go there."""
    with sqlite3.connect(path) as connection:
        connection.executescript(schema + rows)
        for (guid, column), value in (blobs or {}).items():
            connection.execute(f"UPDATE message SET {column} = ? WHERE guid = ?", (value, guid))
    connection.close()
    return path


def attributed(text: str, mutable: bool = False) -> bytes:
    """An attributedBody around a text, its length in the shortest form that holds it."""
    raw = text.encode()
    kind = (
        b"\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95" if mutable else b"\x84\x84\x08NSString\x01\x94"
    )
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92\x84"
        + kind
        + b"\x84\x01+"
        + length(len(raw))
        + raw
        + b"\x86\x84\x02iI\x01\x05\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01\x92\x84\x96\x96\x1d"
        + b"__kIMMessagePartAttributeName\x86\x86"
    )


def length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    return b"\x81" + size.to_bytes(2, "little") if size < 0x8000 else b"\x82" + size.to_bytes(4, "little")


def summary_of(*versions: tuple[int, str], unsent: tuple[int, ...] = ()) -> bytes:
    """A message_summary_info with the versions (seconds since 2001, text) of the first part."""
    facts: dict[str, object] = {"otr": {"0": {"lo": 0, "le": 4}}, "ust": True}
    if versions:
        facts["ec"] = {"0": [{"d": float(when), "t": attributed(text)} for when, text in versions]}
        facts["ep"] = [0]
    if unsent:
        facts["rp"] = list(unsent)
    return plistlib.dumps(facts, fmt=plistlib.FMT_BINARY)
