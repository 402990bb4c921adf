"""This file is where the archive database of slackdump is read: each message as Slack gave it, the newest copy of each.

A message stands in it once for every time it was fetched: by the channel, by its thread, and again by each later run.
"""

from collections.abc import Iterator
from typing import Any

from core.export import Export
from core.foreign_database import DamagedDatabase, ForeignDatabase
from core.importers.slack.changes import Changes
from core.importers.slack.channels import Channel, kind_of_id
from core.importers.slack.files import Places
from core.importers.slack.layout import Workspace
from core.importers.slack.messages import Chat
from core.importers.slack.reading import chat_of, conversation_of
from core.json_text import parsed
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_MESSAGES = "SELECT ID, DATA FROM MESSAGE WHERE CHANNEL_ID IS ? ORDER BY ID, CHUNK_ID"
_TABLES = ("MESSAGE", "CHANNEL", "S_USER")


class Database:
    """One database. It is read from a copy, so that nothing of the person's is written."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry

    def conversations(self) -> Iterator[ExportedConversation]:
        """One conversation per channel that has messages."""
        log = f"{self._entry.rpartition('/')[2]}-wal"
        with self._export.as_file(self._entry, (log,)) as path:
            try:
                with ForeignDatabase(path) as database:
                    yield from self._read(database)
            except DamagedDatabase as error:
                self._export.problems.append(Problem(self._entry, f"the database is damaged: {error}"))

    def _read(self, database: ForeignDatabase) -> Iterator[ExportedConversation]:
        if missing := next((table for table in _TABLES if not database.has(table)), ""):
            raise DamagedDatabase(f"there is no table {missing}")
        workspace = Workspace()
        for value in _values(database, "SELECT DATA FROM S_USER ORDER BY CHUNK_ID"):
            workspace.people.add(value)
        for value in _values(database, "SELECT DATA FROM CHANNEL ORDER BY CHUNK_ID DESC"):
            workspace.channels.add(value)
        places = Places(self._export, self._entry.rpartition("/")[0])
        tally = self._export.tally(f"{self._entry}: MESSAGE", "row")
        for (number,) in list(database.rows("SELECT DISTINCT CHANNEL_ID FROM MESSAGE ORDER BY CHANNEL_ID")):
            channel = workspace.channels.of_folder(str(number)) or Channel(str(number), "", kind_of_id(str(number)))
            chat = chat_of(workspace, places, Changes())
            rows = database.rows(_MESSAGES, (number,))
            yield conversation_of(channel, workspace, self._messages(rows, chat, tally))

    def _messages(self, rows: Any, chat: Chat, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
        waiting = None
        try:
            for row in rows:
                tally.read()
                if waiting is not None and waiting[0] == row[0]:
                    tally.other("older copy")
                elif waiting is not None:
                    yield from self._row(waiting, chat, tally)
                waiting = row
            if waiting is not None:
                yield from self._row(waiting, chat, tally)
        except DamagedDatabase as error:
            if waiting is not None:
                yield from self._row(waiting, chat, tally)
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


def _values(database: ForeignDatabase, question: str) -> Iterator[Any]:
    for (raw,) in database.rows(question):
        try:
            yield parsed(_raw(raw))[0]
        except ValueError:
            continue  # A name that cannot be read: the id stands for it.


def _raw(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
