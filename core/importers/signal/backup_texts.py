"""This file is where the text files of signalbackup-tools are read: `[May 01, 2024 12:33:05] <Ana> text`.

A message with files stands on several lines of one time and sender, its files first; status messages have `***`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.errors import BrokenExport
from core.export import Export
from core.file_kinds import kind_of
from core.importers.signal.people import own_name
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ExportedAttachment, ExportedConversation, ExportedMessage, MessageKind, Problem, Reaction
from core.written_times import read_time

_START = re.compile(r"\[([^\]\n]{3,20}, \d{4} \d\d:\d\d:\d\d)\] (?:<([^\n]*?)> (.*)|\*\*\* (.*))", re.S)
_FILE = re.compile(r'<([^\n]*?)> sent file(?: "([^\n]*)"| of type (\S+?))?(?: (\(.*\)))?', re.S)
_REACTED = re.compile(r"(.*?) ?\(([^();:]{1,80}: [^\s\w;()]{1,16}(?:; [^();:]{1,80}: [^\s\w;()]{1,16})*)\)", re.S)
_POLL = re.compile(r"Poll: (.*)", re.S)
_OPTION = re.compile(r" {8,}\[(\d+)\] (.*)", re.S)
_CALL = re.compile(r"\bcall(?:ed)?\b(?! link)", re.I)
_NUMBERED = re.compile(r"(.+) \(_id-?\d+\)")


@dataclass
class _Open:
    """A message whose lines are still coming. at: its time as written and its sender."""

    at: tuple[str, str | None]
    wall: str | None
    where: str
    kind: MessageKind = "message"
    files: list[ExportedAttachment] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    reactions: str = ""
    has_body: bool = False


def is_backup_text(lines: Sequence[str]) -> bool:
    """True when the first line is a message or a status of signalbackup-tools."""
    match = _START.fullmatch(lines[0]) if lines else None
    return match is not None and read_time(match[1], None) is not None


def conversation(export: Export, entry: str) -> ExportedConversation:
    """The conversation of one file, whose name says whose it is: "Ana Pereira (_id7).txt"."""
    title = title_of(entry.rpartition("/")[2].rpartition(".")[0] or export.name)
    messages = _messages(export, entry, export.tally(entry, "line"))
    return ExportedConversation("signal", title, title, messages, format="signalbackup-txt")


def title_of(name: str) -> str:
    """A name of a file or folder without the number that the tool puts behind it."""
    match = _NUMBERED.fullmatch(name)
    return match[1] if match else name


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[ExportedMessage | Problem]:
    message: _Open | None = None
    try:
        for number, line in numbered_lines(export, entry, tally):
            match = _START.fullmatch(line)
            if match is None and message is None:
                tally.problem()
                yield Problem(f"{entry}:{number}", "a line before the first message")
            elif match is None and message is not None:
                tally.continuation()
                message.text.append(line)
            elif match is not None:
                previous, message = message, _next(message, match, (export, f"{entry}:{number}"))
                if previous is message:
                    tally.continuation()
                elif previous is not None:
                    yield from _closed(previous, tally)
    except BrokenExport:
        yield from _closed(message, tally) if message else ()
        raise
    yield from _closed(message, tally) if message else ()


def _next(message: _Open | None, match: re.Match[str], place: tuple[Export, str]) -> _Open:
    """The message that a line belongs to: the one before it where that has only files of the same moment and person."""
    export, where = place
    file = _FILE.fullmatch(match[4] or "")
    sender = file[1] if file else match[2]
    continues = message is not None and message.at == (match[1], sender) and message.files and not message.has_body
    if message is None or not continues or (match[4] is not None and file is None):
        wall = read_time(match[1], None)
        message = _Open((match[1], sender), wall.wall if wall else None, where)
    if file:
        message.files.append(_file(file, export, export.folder(where.rpartition(":")[0])))
        message.reactions = file[4] or ""
    else:
        message.kind = "message" if match[2] is not None else "call" if _CALL.search(match[4]) else "notice"
        message.text.append(match[3] if match[2] is not None else match[4])
        message.has_body = True
    return message


def _file(match: re.Match[str], export: Export, folder: str) -> ExportedAttachment:
    name = match[2] or ""
    entry = export.resolve(name, folder) if name else None
    return ExportedAttachment(
        kind_of(name, match[3]), name, "found" if entry else "missing" if name else "not_exported", entry, match[3]
    )


def _closed(message: _Open, tally: Tally) -> Iterator[ExportedMessage]:
    text = "\n".join(message.text)
    reacted = _REACTED.fullmatch(f"{text} {message.reactions}" if message.reactions and not text else text)
    if reacted and message.kind == "message":
        text = reacted[1] if text else ""
    kind, text = _poll(text) if message.kind == "message" else (message.kind, text)
    if kind == "notice":
        tally.notice()
    else:
        tally.message()
    sender = message.at[1]
    yield ExportedMessage(
        key=None,
        sender=own_name(sender) if sender is not None else None,
        sent_at=None,
        local_time=message.wall,
        text=text,
        kind=kind,
        attachments=tuple(message.files),
        reactions=_reactions(reacted[2]) if reacted and kind != "notice" else (),
        where=message.where,
    )


def _poll(text: str) -> tuple[MessageKind, str]:
    lines = text.split("\n")
    question, options = _POLL.fullmatch(lines[0]), [_OPTION.fullmatch(line) for line in lines[1:]]
    if question is None or not options or not all(options):
        return "message", text
    return "poll", "\n".join([question[1], *(f"• {each[2]} ({each[1]})" for each in options if each)])


def _reactions(written: str) -> tuple[Reaction, ...]:
    people: dict[str, list[str]] = {}
    for each in written.split("; "):
        name, _, emoji = each.rpartition(": ")
        people.setdefault(emoji, []).append(own_name(name))
    return tuple(Reaction(emoji, len(names), tuple(names)) for emoji, names in people.items())
