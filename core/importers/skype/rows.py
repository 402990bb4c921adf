"""This file is where one row of main.db becomes one message, notice or call."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from core.html_elements import all_with, first, text_of
from core.importers.skype.events import person
from core.importers.skype.markup import parsed, plain
from core.importers.skype.messages import Chat, instant, resolved
from core.importers.skype.messages import exported as of_record
from core.sqlite_rows import blob, number, words
from core.types import ExportedMessage

COLUMNS = (
    "type",
    "author",
    "from_dispname",
    "guid",
    "timestamp",
    "edited_timestamp",
    "body_xml",
    "identities",
)

_TOPIC, _REQUEST, _SMS, _FILES = 2, 50, 64, 68
_RECORDS = {
    30: "Event/Call",
    39: "Event/Call",
    _REQUEST: "RichText",
    60: "RichText",
    61: "RichText",
    63: "RichText/Contacts",
    _SMS: "RichText",
    _FILES: "RichText",
    70: "RichText/Media_Video",
    201: "RichText/UriObject",
    202: "RichText/Location",
    253: "RichText/Media_Video",
}
_SENTENCES = {
    4: "{who} began a conversation with {whom}",
    8: "{who} is not a member of this conversation any more",
    9: "Skype must be updated to go on with this conversation",
    10: "{who} added {whom}",
    12: "{who} removed {whom}",
    13: "{who} left",
    _REQUEST: "{who} asked to be a contact",
    51: "{who} shared contact details with {whom}",
    53: "{who} blocked {whom}",
    110: "It is {whom}'s birthday",
}


def exported(row: sqlite3.Row, chat: Chat, where: str, transfers: Sequence[str] = ()) -> ExportedMessage:
    """The message of a row; what a row of another type says becomes a notice. transfers: names of sent files that are
    known from elsewhere."""
    kind = number(row["type"])
    if kind not in _RECORDS or (kind == _REQUEST and not words(row["body_xml"])):
        return _notice(row, kind, chat, where)
    record = _record(row, _RECORDS[kind])
    if kind == _SMS:
        record["content"] = _sms(record["content"])
    elif kind in (30, 39) and "<" not in record["content"]:
        record["content"] = f'<partlist type="{"started" if kind != 39 else "ended"}"/>'
    names = (_files(record["content"]) or transfers) if kind == _FILES else ()
    if not names:
        return resolved(of_record(record, chat, where), chat.names)
    files = tuple(chat.media.named(name) for name in names)
    message = resolved(of_record({**record, "content": ""}, chat, where), chat.names)
    return message._replace(attachments=files, deleted=False)


def key_of(row: sqlite3.Row, column: str = "guid") -> str:
    """The id of a message, as hexadecimal digits; "" where there is none."""
    return blob(row[column]).hex() or words(row[column])


def _record(row: sqlite3.Row, message_type: str) -> dict[str, Any]:
    """The row as messages.json would have it; times are seconds here and milliseconds there."""
    edited = number(row["edited_timestamp"])
    return {
        "id": key_of(row),
        "displayName": words(row["from_dispname"]),
        "originalarrivaltime": str(number(row["timestamp"]) * 1000),
        "messagetype": message_type,
        "content": words(row["body_xml"]),
        "from": words(row["author"]),
        "properties": {"edittime": str(edited * 1000)} if edited else {},
    }


def _notice(row: sqlite3.Row, kind: int, chat: Chat, where: str) -> ExportedMessage:
    names = chat.names
    who = words(row["from_dispname"]) or person(words(row["author"]), names)
    whom = ", ".join(person(each, names) for each in words(row["identities"]).split()) or "somebody"
    body = plain(words(row["body_xml"]))
    if kind == _TOPIC:
        text = f"{who} renamed the conversation to “{body}”" if body else f"{who} changed the conversation's picture"
    elif kind in _SENTENCES:
        text = _SENTENCES[kind].format(who=who, whom=whom)
    else:
        text = body or f"A record of Skype's type {kind}"
    sent_at = instant(number(row["timestamp"]) * 1000)
    return ExportedMessage(key_of(row) or None, None, sent_at, None, text, "notice", where=where)


def _sms(content: str) -> str:
    """The text of an SMS, which stands in pieces, as markup."""
    root = parsed(content) if "<sms" in content else None
    sms = first(root, "sms") if root is not None else None
    if sms is None:
        return content
    text = "".join(str(part) for each in all_with(sms, "chunk") for part in each.itertext()) or sms.get("alt") or ""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _files(content: str) -> list[str]:
    """The names of the files that were sent: <files><file size="5" index="0">name</file></files>."""
    root = parsed(content) if "<file" in content else None
    names = [" ".join(text_of(each).split()) for each in all_with(root, "file")] if root is not None else []
    return [name for name in names if name]
