"""This file is where the lines of one message in a sigtop text file become that message."""

import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from core.export import Export
from core.file_kinds import kind_of
from core.importers.signal.bodies import quoted
from core.importers.signal.desktop_notices import event
from core.importers.signal.people import ME, named
from core.types import AttachmentStatus, ExportedAttachment, ExportedMessage, Reaction

_FILE = re.compile(r"(.*) \(([^()]*), (\d+) bytes\)", re.S)
_REACTION = re.compile(r"(.+?) from (.+)", re.S)
_UNNAMED = "no filename"
_FIELD = re.compile(r"(From|Type|Sent|Received|Attachment|Reaction|Edited): (.*)", re.S)
_QUOTED_FIELD = re.compile(r"> (?:From|Sent|Attachment): ")


@dataclass
class _Fields:
    """What stands above a body. end: how many lines that is."""

    values: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    end: int = 0


def exported(lines: list[str], place: tuple[Export, str], number: int) -> ExportedMessage:
    """The message of these lines; `number` is that of the first one in the entry."""
    export, entry = place
    fields = _fields(lines)
    sent_at, local_time = times(fields.values.get("Sent") or fields.values.get("Received") or "")
    kind_of_row = fields.values.get("Type", "")
    where = f"{entry}:{number}"
    sender, sender_key = _person(fields.values.get("From"))
    rest = lines[fields.end :]
    edited = "Edited" in fields.values
    if edited:
        rest, edited_at = _newest(rest)
    quote, body = _quote_and_body(rest)
    if kind_of_row not in ("incoming", "outgoing", "story"):
        kind, text = event({"type": kind_of_row})
        told = f"{text}: {body}" if body else text
        who = (sender, sender_key) if kind == "call" else (None, None)
        return ExportedMessage(None, who[0], sent_at, local_time, told, kind, sender_key=who[1], where=where)
    return ExportedMessage(
        key=None,
        sender=sender,
        sent_at=sent_at,
        local_time=local_time,
        text=quoted(quote, body),
        attachments=tuple(_file(each, export, entry) for each in fields.files),
        sender_key=sender_key,
        edited=edited,
        edited_at=edited_at if edited else None,
        reactions=_reactions(fields.reactions),
        where=where,
    )


def times(written: str) -> tuple[int | None, str | None]:
    """(instant, wall time) of "Wed, 1 May 2024 12:33:05 +0200"; None and None where it says "unknown"."""
    try:
        moment = parsedate_to_datetime(written)
        return round(moment.timestamp() * 1000), moment.replace(tzinfo=None).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, None


def _fields(lines: list[str]) -> _Fields:
    fields = _Fields()
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match is None:
            break
        fields.end += 1
        if match[1] == "Attachment":
            fields.files.append(match[2])
        elif match[1] == "Reaction":
            fields.reactions.append(match[2])
        else:
            fields.values[match[1]] = match[2]
    return fields


def _person(written: str | None) -> tuple[str | None, str | None]:
    if written is None:
        return None, None
    name = named(written)
    return (ME, None) if written == "You" else (name.name, name.detail)


def _newest(lines: list[str]) -> tuple[list[str], int | None]:
    """The lines of the newest version, which stands first, without their marks; when it was written."""
    marked = [line[1:].removeprefix(" ") for line in lines if line.startswith("|")]
    later = [place for place, line in enumerate(marked) if re.fullmatch(r"Version: \d+", line)]
    newest = marked[later[0] + 1 : later[1] if len(later) > 1 else None] if later else marked
    edited_at = None
    while newest and (match := _FIELD.fullmatch(newest[0])):
        edited_at = times(match[2])[0] if match[1] == "Sent" else edited_at
        newest = newest[1:]
    return newest, edited_at


def _quote_and_body(lines: list[str]) -> tuple[str, str]:
    """(the quoted text, the text): each stands below an empty line."""
    lines = lines[:]
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) < 2 or lines[0] or not _QUOTED_FIELD.match(lines[1]):
        return "", "\n".join(lines[1:] if lines and not lines[0] else lines)
    end = next((place for place, line in enumerate(lines[1:], 1) if not line.startswith(">")), len(lines))
    fields = [line[2:] for line in lines[1:end] if _QUOTED_FIELD.match(line)]
    words = [line[1:].removeprefix(" ") for line in lines[1 + len(fields) : end]]
    files = [
        line.removeprefix("Attachment: ").rpartition(" (")[0] for line in fields if line.startswith("Attachment: ")
    ]
    return "\n".join(words).strip("\n") or " ".join(files), "\n".join(lines[end + 1 :])


def _file(written: str, export: Export, entry: str) -> ExportedAttachment:
    match = _FILE.fullmatch(written)
    name, media_type = (match[1], match[2] or None) if match else (written, None)
    name = "" if name == _UNNAMED else name
    folder, stem = export.folder(entry), entry.rpartition("/")[2].rpartition(".")[0]
    found = (export.resolve(f"{stem}/{name}", folder) or export.resolve(name, folder)) if name else None
    status: AttachmentStatus = "found" if found else "missing" if name else "not_exported"
    return ExportedAttachment(kind_of(name, media_type), name, status, found, media_type)


def _reactions(written: list[str]) -> tuple[Reaction, ...]:
    people: dict[str, list[str]] = {}
    for each in written:
        match = _REACTION.fullmatch(each)
        emoji, name = (match[1], _person(match[2])[0] or "") if match else (each, "")
        people.setdefault(emoji, []).append(name)
    return tuple(Reaction(emoji, len(names), tuple(name for name in names if name)) for emoji, names in people.items())
