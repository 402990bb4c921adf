"""This file is where main.db, the database of Skype up to version 7, is read in constant memory.

Its rows are given the shape of the records of messages.json: the markup in both is the same.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import BrokenExport
from core.export import Export
from core.foreign_database import DamagedDatabase
from core.importers.skype.media import Media
from core.importers.skype.messages import Chat
from core.importers.skype.rows import COLUMNS, exported, key_of
from core.sqlite_rows import AT_ONCE, Database, grouped, number, words
from core.tally import Tally, counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem

_MOST_NAMES, _MOST_FILES = 100_000, 1_000_000
_KINDS: dict[int, ConversationKind] = {1: "private", 2: "group", 4: "group"}
_NUMBERS = np.dtype([("row", np.int64), ("chat", np.int64), ("time", np.int64)])


@dataclass
class _Open:
    """One database being read. names: of people by their Skype names; transfers: names of files by their message."""

    database: Database
    entry: str
    media: Media
    tally: Tally
    names: dict[str, str]
    transfers: dict[str, list[str]]


def conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """One conversation per row of Conversations that has messages. Raises BrokenExport where nothing can be read."""
    try:
        # What Skype had not yet moved into the database stands in a journal beside it.
        base = entry.rpartition("/")[2]
        with export.as_file(entry, (f"{base}-wal", f"{base}-journal")) as path, Database(path) as database:
            yield from _conversations(export, entry, database)
    except DamagedDatabase as error:
        raise BrokenExport(f"{entry}: the database is damaged ({error}). Copy it again, with Skype closed.") from error


def _conversations(export: Export, entry: str, database: Database) -> Iterator[ExportedConversation]:
    if not database.has("Messages"):
        raise BrokenExport(f"{entry}: the database has no table of messages.")
    tally = export.tally(entry, "row")
    media = Media(export, export.folder(entry))
    opened = _Open(database, entry, media, tally, _names(database), _transfers(database))
    owner = next((words(row["skypename"]) for row in database.scan("Accounts", ["skypename"])), "") or None
    found = np.fromiter(database.integers("Messages", ["convo_id", "timestamp"]), _NUMBERS)
    parts = grouped(found["chat"].copy(), found["time"].copy(), found["row"].copy())
    chats = {row["ROWID"]: row for row in database.scan("Conversations", ["type", "identity", "displayname"])}
    for table, damage in database.damages.items():
        export.problems.append(Problem(f"{entry}: {table}", f"the database is damaged ({damage})"))
    for convo, rows in parts:
        yield _conversation(chats.get(convo), owner, rows.tolist(), opened)


def _conversation(
    facts: sqlite3.Row | None, owner: str | None, rows: Sequence[int], opened: _Open
) -> ExportedConversation:
    key = words(facts["identity"]) if facts is not None else ""
    title = (words(facts["displayname"]).strip() if facts is not None else "") or opened.names.get(key, key)
    chat = Chat(key, opened.media, opened.names)
    messages = counted(_messages(chat, rows, opened), opened.tally)
    return ExportedConversation(
        "skype",
        key or "no conversation",
        title or "Messages in no conversation",
        messages,
        _KINDS.get(number(facts["type"]), "unknown") if facts is not None else "unknown",
        owner,
        format="skype-db",
        has_id=bool(key),
    )


def _messages(chat: Chat, rows: Sequence[int], opened: _Open) -> Iterator[ExportedMessage | Problem]:
    for start in range(0, len(rows), AT_ONCE):
        piece = rows[start : start + AT_ONCE]
        opened.tally.read(len(piece))
        yield from _piece(chat, piece, opened)


def _piece(chat: Chat, rows: Sequence[int], opened: _Open) -> Iterator[ExportedMessage | Problem]:
    """At most AT_ONCE rows; where a page is damaged they are asked for one by one."""
    try:
        found = opened.database.numbered("Messages", COLUMNS, rows)
    except DamagedDatabase as error:
        if len(rows) == 1:
            yield Problem(f"{opened.entry}: message {rows[0]}", f"the database is damaged here ({error})")
            return
        for each in rows:
            yield from _piece(chat, [each], opened)
        return
    for each in rows:
        if each in found:
            files = opened.transfers.get(key_of(found[each]), [])
            yield exported(found[each], chat, f"Messages[{each}]", files)
        else:
            yield Problem(f"{opened.entry}: message {each}", "the database is damaged here")


def _names(database: Database) -> dict[str, str]:
    """Names of people by their Skype names: of contacts, and of the person whose database it is."""
    names: dict[str, str] = {}
    for table in ("Contacts", "Accounts"):
        for row in database.scan(table, ["skypename", "displayname", "fullname"]):
            key, name = words(row["skypename"]), words(row["displayname"]) or words(row["fullname"])
            if key and name and len(names) < _MOST_NAMES:
                names[key] = name
    return names


def _transfers(database: Database) -> dict[str, list[str]]:
    """Names of sent files by the message that tells of them: that of some versions has no text."""
    found: dict[str, list[str]] = {}
    for count, row in enumerate(database.scan("Transfers", ["chatmsg_guid", "filename"])):
        key, name = key_of(row, "chatmsg_guid"), words(row["filename"])
        if key and name and count < _MOST_FILES:
            found.setdefault(key, []).append(name)
    return found
