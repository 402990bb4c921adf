"""This file is where data.json of signal-export is read: one message per line (JSON Lines), times without a zone."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from core.export import Export
from core.file_kinds import kind_of
from core.importers.signal.bodies import quoted
from core.importers.signal.people import ME, own_name
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members, objects, word
from core.tally import Tally, counted
from core.types import (
    AttachmentStatus,
    ConversationKind,
    ExportedAttachment,
    ExportedConversation,
    ExportedMessage,
    Problem,
    Reaction,
    Repair,
)

Item = ExportedMessage | Problem | Repair

NOBODY = "No-Sender"
_CALL = re.compile(r"(?:Incoming|Outgoing|Missed)(?: (?:voice|video|group|adhoc))? call(?: \([a-z][a-z0-9 ,]{1,40}\))?")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)?", re.A)
_BARE_QUOTE = re.compile(r"^> ?", re.M)


def conversation(export: Export, entry: str, senders: set[str]) -> ExportedConversation:
    """The conversation of one file, whose folder bears its name; senders: those of its beginning."""
    title = export.holder(entry)
    tally = export.tally(entry, "record")
    messages = counted(_messages(export, entry, tally), tally)
    return ExportedConversation("signal", title, title, messages, kind_by(senders), ME, format="signal-export-json")


def kind_by(senders: set[str]) -> ConversationKind:
    """A group where several others write; who writes alone may still be in one."""
    return "group" if len(senders - {ME, "You", NOBODY}) > 1 else "unknown"


def is_call(body: str) -> bool:
    """True for the whole body that signal-export writes for a call."""
    return _CALL.fullmatch(body) is not None


def attachment(export: Export, folder: str, path: str, name: str = "") -> ExportedAttachment:
    """The file of a path like "media/a%20b.jpg", seen from the folder of the chat."""
    plain = unquote(path)
    entry = export.resolve(plain.removeprefix("./"), folder) or _above(export, folder, plain)
    status: AttachmentStatus = "found" if entry else "missing"
    return ExportedAttachment(kind_of(plain), name or plain.rpartition("/")[2], status, entry)


def _above(export: Export, folder: str, path: str) -> str | None:
    """Stickers lie beside the folders of the chats."""
    return export.resolve(path[len("../") :], folder.rpartition("/")[0]) if path.startswith("../") else None


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[Item]:
    position = 0
    with export.open(entry) as stream:
        walk = JsonStream(stream)
        try:
            for record in walk.lines():
                tally.read()
                yield from _items(record, export, f"{entry}: messages[{position}]")
                position += 1
        except JsonEnd as error:
            tally.read()
            yield Problem(f"{entry}: {walk.place}", str(error))


def _items(record: Any, export: Export, where: str) -> Iterator[Item]:
    entry = where.rpartition(": ")[0]
    value = record.value if isinstance(record, Mended) else record
    if isinstance(value, dict):
        yield _exported(value, export, where)
    elif isinstance(value, Unreadable):
        yield Problem(f"{entry}: {value.place}", value.reason)
    else:
        yield Problem(where, "not a message")
    if isinstance(record, Mended):
        yield Repair(f"{where}, {record.place}", record.repair)


def _exported(raw: dict[str, Any], export: Export, where: str) -> ExportedMessage:
    name = own_name(word(raw.get("sender")))
    body = word(raw.get("body")).removesuffix("  ")
    folder = export.folder(where.rpartition(": ")[0])
    called = raw.get("call") is True or is_call(body)
    files = [_attachment(each, export, folder) for each in objects(raw.get("attachments"))]
    if sticker := _sticker(raw.get("sticker"), export, folder):
        files.append(sticker)
    quote = _BARE_QUOTE.sub("", word(raw.get("quote")).strip("\n"))
    deleted = raw.get("deleted") is True
    sent_at, local_time = _times(word(raw.get("date")))
    return ExportedMessage(
        key=None,
        sender=None if name in ("", NOBODY) else name,
        sent_at=sent_at,
        local_time=local_time,
        text="" if deleted else quoted(quote, body),
        kind="call" if called else "message",
        attachments=() if deleted else tuple(files),
        deleted=deleted,
        reactions=_reactions(raw.get("reactions")),
        where=where,
    )


def _times(written: str) -> tuple[int | None, str | None]:
    """(instant, wall time): the instant only where an offset from UTC stands behind the wall time."""
    match = _TIME.fullmatch(written)
    if match is None:
        return None, None
    milliseconds = (match[3] or "")[:4]
    wall = f"{match[1]}T{match[2]}{milliseconds.ljust(4, '0') if milliseconds else ''}"
    if match[4] is None:
        return None, wall
    try:
        return round(datetime.fromisoformat(written).timestamp() * 1000), wall
    except (ValueError, OverflowError):
        return None, wall


def _attachment(each: dict[str, Any], export: Export, folder: str) -> ExportedAttachment:
    path, name = word(each.get("path")), word(each.get("name"))
    found = attachment(export, folder, path or f"media/{name}", name)
    return found._replace(status="not_exported") if each.get("missing_kind") and not found.entry else found


def _sticker(value: Any, export: Export, folder: str) -> ExportedAttachment | None:
    """A sticker: its emoji, or in newer versions also its pack and its number in it."""
    if isinstance(value, str):
        return ExportedAttachment("sticker", "", "not_exported", caption=value) if value else None
    facts = members(value)
    if not facts:
        return None
    name = f"{word(facts.get('id'))}.{word(facts.get('extension')) or 'webp'}"
    found = attachment(export, folder, f"../exported_stickers/{word(facts.get('packId'))}/{name}", name)
    return found._replace(kind="sticker", caption=word(facts.get("emoji")))


def _reactions(value: Any) -> tuple[Reaction, ...]:
    """Reactions from pairs [name, emoji], or from objects."""
    people: dict[str, list[str]] = {}
    for each in value if isinstance(value, list) else ():
        pair = (each.get("name"), each.get("emoji")) if isinstance(each, dict) else each
        if isinstance(pair, list | tuple) and len(pair) == 2 and word(pair[1]):
            people.setdefault(word(pair[1]), []).append(own_name(word(pair[0])))
    return tuple(Reaction(emoji, len(names), tuple(name for name in names if name)) for emoji, names in people.items())
