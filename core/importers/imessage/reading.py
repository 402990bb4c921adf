"""This file is where a chat.db is read conversation by conversation, oldest message first, in constant memory.

The survey holds numbers only; rows are fetched by their ROWIDs, so no index of the database is relied on.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from core.errors import BrokenExport
from core.export import Export
from core.foreign_database import DamagedDatabase
from core.importers.imessage.attachments import Folders, files_of
from core.importers.imessage.chats import ME, Chat, chats_of
from core.importers.imessage.messages import COLUMNS, Row, Surroundings, exported, lost_tapback
from core.importers.imessage.survey import NOWHERE, Part, surveyed
from core.importers.imessage.tapbacks import is_tapback, tapbacks_of
from core.sqlite_rows import AT_ONCE, Database, number
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_LOOSE = Chat("no chat", "Messages in no chat", "unknown")
Item = ExportedMessage | Problem | Repair


def conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """The conversations that have messages. Raises BrokenExport where the database cannot be read at all."""
    tally = export.tally(entry, "row")
    with ExitStack() as open_things:
        try:
            # The -shm only says what stands in the -wal, and a copy of it may be out of date: SQLite makes it anew.
            path = open_things.enter_context(export.as_file(entry, (f"{entry.rpartition('/')[2]}-wal",)))
            around = _surroundings(open_things.enter_context(Database(path)), export, entry)
        except DamagedDatabase as error:
            reason = f"the database is damaged ({error}). Copy it again, with Messages quit."
            raise BrokenExport(f"{entry}: {reason}") from error
        _tell_links(around, tally)
        for part in around.survey.parts:
            chat = around.chats.all[part.chat] if part.chat != NOWHERE else _LOOSE
            messages = _messages(part, chat, around, tally)
            yield ExportedConversation(
                "imessage",
                chat.key,
                chat.title,
                messages,
                chat.kind,
                ME,
                format="imessage-db",
                has_id=chat is not _LOOSE,
            )


def _surroundings(database: Database, export: Export, entry: str) -> Surroundings:
    if not database.has("message"):
        raise BrokenExport(f"{entry}: the database has no table of messages.")
    chats = chats_of(database)
    survey, tapbacks = surveyed(database, chats), tapbacks_of(database, chats)
    for table, damage in database.damages.items():
        export.problems.append(Problem(f"{entry}: {table}", f"the database is damaged ({damage})"))
    return Surroundings(database, chats, survey, tapbacks, Folders(export, export.folder(entry)), entry)


def _tell_links(around: Surroundings, tally: Tally) -> None:
    """Messages that were deleted leave their links behind: told in the account, as there is nothing to be read."""
    if gone := around.survey.links_to_nothing:
        tally.read(gone)
        tally.other("link to a deleted message", gone)


def _messages(part: Part, chat: Chat, around: Surroundings, tally: Tally) -> Iterator[Item]:
    for start in range(0, len(part.messages), AT_ONCE):
        numbers = [int(each) for each in part.messages[start : start + AT_ONCE]]
        tally.read(len(numbers))
        yield from _piece(numbers, chat, around, tally)


def _piece(numbers: Sequence[int], chat: Chat, around: Surroundings, tally: Tally) -> Iterator[Item]:
    """The messages of at most AT_ONCE rows; where a page is damaged the rows are asked for one by one."""
    try:
        rows = around.database.numbered("message", COLUMNS, numbers)
        files = files_of(around.database, around.survey.files, numbers)
    except DamagedDatabase as error:
        if len(numbers) == 1:
            tally.problem()
            yield Problem(f"{around.entry}: message {numbers[0]}", f"the database is damaged here ({error})")
            return
        for each in numbers:
            yield from _piece([each], chat, around, tally)
        return
    for each in numbers:
        try:
            row = Row(rows[each], files.get(each, []), chat.peer)
            message = _message(row, around)
        except (DamagedDatabase, KeyError) as error:
            tally.problem()
            yield Problem(f"{around.entry}: message {each}", f"the database is damaged here ({error})")
            continue
        if message is None:
            tally.other("reaction")
            continue
        yield from counted([message], tally)
        if each in around.survey.shared:
            yield Repair(message.where, "this message stands in several conversations: it is kept in the first of them")


def _message(row: Row, around: Surroundings) -> ExportedMessage | None:
    """None for a tapback: it is told with the message that it answers."""
    if not is_tapback(number(row.facts["associated_message_type"])):
        return exported(row, around)
    return lost_tapback(row, around) if row.facts["ROWID"] in around.tapbacks.lost else None
