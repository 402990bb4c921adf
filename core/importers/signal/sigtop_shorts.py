"""This file is where sigtop's short text files are read: one message after another, its own line ends kept."""

import re
from collections.abc import Iterator, Sequence

from core.export import Export
from core.importers.signal.bodies import quoted
from core.importers.signal.desktop_notices import event
from core.importers.signal.people import ME, named, own_name
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ExportedAttachment, ExportedConversation, ExportedMessage, Problem

_START = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d|unknown) ([^\n]*?):(?: (.*)|$)", re.S)
_OTHER = re.compile(r"\[([a-z0-9-]+) message\]")
_DETAILS = re.compile(
    r"\[(?P<reply>reply to (?P<who>[^\n]*?) on (?P<when>\d{4}-\d\d-\d\d \d\d:\d\d|unknown))?"
    r"(?:, |(?<=\[))?(?P<edited>edited)?(?:, |(?<=\[))?(?:(?P<files>\d{1,4}) attachments?)?\](?: |$)"
)
_OWN = "You"


def is_short(lines: Sequence[str]) -> bool:
    """True for sigtop's format `text-short`: times to the minute, and the exporting person as "You", or its marks."""
    if not lines or _START.fullmatch(lines[0]) is None:
        return False
    starts = [match for line in lines if (match := _START.fullmatch(line))]
    own = any(match[2] == _OWN for match in starts)
    return own or any(_OTHER.fullmatch(match[3] or "") or _detailed(match[3] or "") for match in starts)


def conversation(export: Export, entry: str) -> ExportedConversation:
    """The conversation of one file, which bears its name: "Ana Pereira (+15550123).txt"."""
    name = named(entry.rpartition("/")[2].rpartition(".")[0] or export.name)
    messages = _messages(export, entry, export.tally(entry, "line"))
    return ExportedConversation("signal", name.name, name.name, messages, name.kind, ME, format="sigtop-short")


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[ExportedMessage | Problem]:
    message: ExportedMessage | None = None
    more: list[str] = []
    for number, line in numbered_lines(export, entry, tally):
        match = _START.fullmatch(line)
        if match is None and message is None:
            tally.problem()
            yield Problem(f"{entry}:{number}", "a line before the first message")
        elif match is None:
            tally.continuation()
            more.append(line)
        else:
            yield from _with(message, more)
            message, more = _exported(match, f"{entry}:{number}"), []
            if message.kind == "notice":
                tally.notice()
            else:
                tally.message()
    yield from _with(message, more)


def _with(message: ExportedMessage | None, more: list[str]) -> Iterator[ExportedMessage]:
    if message is not None:
        yield message._replace(text="\n".join([message.text, *more])) if more else message


def _exported(match: re.Match[str], where: str) -> ExportedMessage:
    local_time = None if match[1] == "unknown" else match[1].replace(" ", "T")
    text, sender = match[3] or "", own_name(match[2])
    if other := _OTHER.fullmatch(text):
        kind, told = event({"type": other[1]})
        who = sender if kind == "call" and sender != "Unknown" else None
        return ExportedMessage(None, who, None, local_time, told, kind, where=where)
    details = _detailed(text)
    if details is None:
        return ExportedMessage(None, sender, None, local_time, text, where=where)
    # What was answered is told by its sender and time only.
    answered = f"{details['who']}, {details['when']}" if details["reply"] else ""
    files = (ExportedAttachment("media", "", "not_exported"),) * int(details["files"] or 0)
    return ExportedMessage(
        None,
        sender,
        None,
        local_time,
        quoted(answered, text[details.end() :]),
        attachments=files,
        edited=details["edited"] is not None,
        where=where,
    )


def _detailed(text: str) -> re.Match[str] | None:
    """What stands in brackets before a text, if it is what sigtop writes there."""
    match = _DETAILS.match(text)
    return match if match and (match["reply"] or match["edited"] or match["files"]) else None
