"""This file is where a table of messages that signalbackup-tools wrote as CSV is read: `message`, once `mms` or `sms`.

One table holds all chats; they are parted by their thread. Names are in the table of recipients, if that was written
too. Types are Signal Android's: their lowest five bits say what a row is and which way it went.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.beginning import Beginning
from core.csv_rows import Row, header_of, rows
from core.export import Export
from core.importers.signal.people import ME
from core.mixed_chats import MixedChats
from core.tally import Tally, counted
from core.types import ExportedConversation, ExportedMessage, MessageKind, Problem, Repair

Item = ExportedMessage | Problem | Repair

_BASE = 0x1F
_OUTGOING = frozenset((2, 11, 21, 22, 23, 24, 25, 26, 28))
_CALLS = {
    1: "Incoming call",
    2: "Outgoing call",
    3: "Missed call",
    8: "Missed video call",
    10: "Incoming video call",
    11: "Outgoing video call",
    12: "Group call",
}
_INBOX, _SENT = 20, frozenset((21, 22, 23, 24, 25, 26, 28))
_EVENTS = {
    0x10000: "The group changed",
    0x20000: "Somebody left the group",
    0x40000: "The timer of disappearing messages changed",
    0x200: "The safety number changed",
    0x4000: "The safety number was marked as verified",
    0x2000: "The safety number was marked as no longer verified",
    0x400000: "The session was ended",
}
_TIMES = ("date_sent", "date", "date_received", "date_receive")
_AUTHORS = ("from_recipient_id", "recipient_id", "address")
_NAMES = (
    "nickname_joined_name",
    "system_joined_name",
    "system_display_name",
    "profile_joined_name",
    "signal_profile_name",
    "e164",
    "phone",
    "username",
    "group_title",
)


@dataclass
class _Tables:
    """people: names by recipient; threads: recipients by thread, from the other tables where they are there."""

    people: dict[str, str] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)


def conversations(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """One conversation per thread, in the order of their first rows. All rows are read before the first is given."""
    tally = export.tally(entry, "row")
    tables = _others(export, entry)
    with MixedChats[str]() as chats:
        for thread, item in _rows(export, entry, (tables, tally)):
            chats.put(thread, item)
        for thread in chats.chats():
            recipient = tables.threads.get(thread, "")
            title = tables.people.get(recipient) or f"Thread {thread}"
            messages = counted(chats.items(thread), tally)
            yield ExportedConversation("signal", title, title, messages, owner=ME, format="signalbackup-csv")


def _others(export: Export, entry: str) -> _Tables:
    """Names and threads, from tables beside the messages."""
    tables = _Tables()
    for other in export.names():
        if other == entry or export.folder(other) != export.folder(entry) or not other.lower().endswith(".csv"):
            continue
        columns = header_of(Beginning(export, other).lines)
        if (
            "_id" in columns
            and ("recipient_id" in columns or "thread_recipient_id" in columns)
            and "body" not in columns
        ):
            for row in _records(export, other, columns):
                tables.threads[row.get("_id", "")] = row.get("recipient_id") or row.get("thread_recipient_id") or ""
        elif "_id" in columns and set(columns) & set(_NAMES):
            for row in _records(export, other, columns):
                tables.people[row.get("_id", "")] = next((row[name] for name in _NAMES if row.get(name)), "")
    return tables


def _records(export: Export, entry: str, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    for row in rows(export, entry):
        if isinstance(row, Row) and row.cells[: len(columns)] != list(columns):
            yield dict(zip(columns, row.cells, strict=False))


def _rows(export: Export, entry: str, context: tuple[_Tables, Tally]) -> Iterator[tuple[str, Item]]:
    tables, tally = context
    columns: list[str] = []
    thread = ""
    for row in rows(export, entry, tally):
        if not isinstance(row, Row):
            # The tally was told of this one by who gave it: it is put without being counted again.
            tally.problems -= 1
            yield thread, row
        elif not columns:
            columns = [cell.strip() for cell in row.cells]
            tally.other("header")
        elif len(row.cells) != len(columns):
            yield (
                thread,
                Problem(f"{entry}:{row.line}", f"{len(row.cells)} cells where there are {len(columns)} columns"),
            )
        else:
            record = dict(zip(columns, row.cells, strict=True))
            thread = record.get("thread_id", "")
            yield thread, _exported(record, tables, f"{entry}:{row.line}")


def _exported(record: Mapping[str, str], tables: _Tables, where: str) -> ExportedMessage:
    kind_of_row = _whole(record.get("type", "") or record.get("msg_box", ""))
    base = kind_of_row & _BASE
    author = next((record[name] for name in _AUTHORS if record.get(name)), "")
    own = base in _OUTGOING
    name = ME if own else tables.people.get(author) or (f"Recipient {author}" if author else None)
    text, kind = _content(record.get("body", ""), kind_of_row)
    deleted = record.get("remote_deleted") == "1"
    sent_at = next((time for column in _TIMES if (time := _whole(record.get(column, "")))), None)
    return ExportedMessage(
        key=f"{sent_at}-{author}" if sent_at and kind != "notice" else None,
        sender=None if kind == "notice" else name,
        sent_at=sent_at,
        local_time=None,
        text="" if deleted else text,
        kind=kind,
        sender_key=None if own or kind == "notice" else author or None,
        reply_to=_answered(record),
        edited=bool(_whole(record.get("original_message_id", ""))),
        deleted=deleted,
        where=where,
    )


def _answered(record: Mapping[str, str]) -> str | None:
    quote = _whole(record.get("quote_id", ""))
    return f"{quote}-{record.get('quote_author', '')}" if quote else None


def _content(body: str, kind_of_row: int) -> tuple[str, MessageKind]:
    base = kind_of_row & _BASE
    if base in _CALLS:
        return _CALLS[base], "call"
    for bit, sentence in _EVENTS.items():
        if kind_of_row & bit:
            return sentence, "notice"
    if base != _INBOX and base not in _SENT:
        return body or "A change in the conversation", "notice"
    return body, "message"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
