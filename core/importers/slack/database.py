"""This file is where the archive database of slackdump is read: each message as Slack gave it, the newest copy of each.

A message stands in it once for every time it was fetched: by the channel, by its thread, and again by each later run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from core.export import Export
from core.importers.slack.changes import Changes
from core.importers.slack.channels import Channel, kind_of_id
from core.importers.slack.files import Places
from core.importers.slack.layout import Workspace
from core.importers.slack.messages import Chat
from core.importers.slack.reading import chat_of, conversation_of
from core.json_text import parsed
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_MESSAGES = "SELECT ID, DATA FROM MESSAGE WHERE CHANNEL_ID = ? ORDER BY ID, CHUNK_ID"
_TABLES = frozenset(("MESSAGE", "CHANNEL", "S_USER"))
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged database raises; its own words of what is wrong may be no text."""

_SIDE_FILES = ("-wal", "-shm")


class Database:
    """One database. It is read from a copy, so that nothing of the person's is written."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry

    def conversations(self) -> Iterator[ExportedConversation]:
        """One conversation per channel that has messages."""
        companions = [
            f"{self._entry}{ending}" for ending in _SIDE_FILES if f"{self._entry}{ending}" in self._export.names()
        ]
        with self._export.as_file(self._entry, companions) as path:
            try:
                yield from self._read(path)
            except _DAMAGE as error:
                self._export.problems.append(Problem(self._entry, f"the database is damaged: {error}"))

    def _read(self, path: Path) -> Iterator[ExportedConversation]:
        with closing(sqlite3.connect(path)) as database:
            _prepare(database)
            workspace = Workspace()
            for value in _values(database, "SELECT DATA FROM S_USER ORDER BY CHUNK_ID"):
                workspace.people.add(value)
            for value in _values(database, "SELECT DATA FROM CHANNEL ORDER BY CHUNK_ID DESC"):
                workspace.channels.add(value)
            places = Places(self._export, self._entry.rpartition("/")[0])
            tally = self._export.tally(f"{self._entry}: MESSAGE", "row")
            for (number,) in database.execute("SELECT DISTINCT CHANNEL_ID FROM MESSAGE ORDER BY CHANNEL_ID").fetchall():
                channel = workspace.channels.of_folder(str(number)) or Channel(str(number), "", kind_of_id(str(number)))
                chat = chat_of(workspace, places, Changes())
                rows = database.execute(_MESSAGES, (number,))
                yield conversation_of(channel, workspace, self._messages(rows, chat, tally))

    def _messages(self, rows: Any, chat: Chat, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
        try:
            waiting = None
            for row in rows:
                tally.read()
                if waiting is not None and waiting[0] == row[0]:
                    tally.other("older copy")
                elif waiting is not None:
                    yield from self._row(waiting, chat, tally)
                waiting = row
            if waiting is not None:
                yield from self._row(waiting, chat, tally)
        except _DAMAGE as error:
            yield Problem(self._entry, f"the database is damaged: {error}")

    def _row(self, row: Any, chat: Chat, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
        where = f"{self._entry}: MESSAGE {row[0]}"
        try:
            value, repair = parsed(_raw(row[1]))
        except ValueError as error:
            tally.problem()
            yield Problem(where, f"not a readable record ({error})")
            return
        yield from counted(chat.exported(value, where, tally), tally)
        if repair:
            yield Repair(where, repair)


def _prepare(database: sqlite3.Connection) -> None:
    """The schema of a scratch copy is a stranger's: only real tables are asked, and no functions of it run."""
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if missing := _TABLES - tables:
        raise sqlite3.DatabaseError(f"there is no table {min(missing)}")


def _values(database: sqlite3.Connection, query: str) -> Iterator[Any]:
    for (raw,) in database.execute(query):
        try:
            yield parsed(_raw(raw))[0]
        except ValueError:
            continue  # A name that cannot be read: the id stands for it.


def _raw(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
