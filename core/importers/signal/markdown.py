"""This file is where chat.md of signal-export is read (in its first versions index.md), one file per chat.

A message begins with a time in brackets; its quote stands above its body, its reactions, sticker and files at its end.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from core.errors import BrokenExport
from core.export import Export
from core.importers.signal.bodies import quoted
from core.importers.signal.lines import NOBODY, attachment, is_call, kind_by
from core.importers.signal.people import ME, own_name
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ExportedAttachment, ExportedConversation, ExportedMessage, Problem, Reaction

START = re.compile(r"\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\] ([^\n]*?):(?: |$)(.*)", re.S)
_DELETED = "(This message was deleted)"
_LINKS = ("](./media/", "](../exported_stickers/")
_REACTIONS = re.compile(r"\n\(- (.*) -\)$", re.S)
_STICKER = re.compile(r"\n\(\( (.*) \)\)$")
_QUOTE = re.compile(r"\n+((?:> ?[^\n]*(?:\n|$))+)\n*")
_MOST_FILES = 1000


class _Start(NamedTuple):
    """How a message begins, and where."""

    number: int
    wall: str
    sender: str


def conversation(export: Export, entry: str, senders: set[str]) -> ExportedConversation:
    """The conversation of one file; its folder bears the name of the chat."""
    title = export.holder(entry).removesuffix(".md")
    messages = _messages(export, entry, export.tally(entry, "line"))
    return ExportedConversation("signal", title, title, messages, kind_by(senders), ME, format="signal-export-md")


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[ExportedMessage | Problem]:
    start: _Start | None = None
    lines: list[str] = []
    try:
        for number, line in numbered_lines(export, entry, tally):
            if match := START.fullmatch(line):
                yield from _told(start, lines, (export, entry))
                tally.message()
                start, lines = _Start(number, f"{match[1]}T{match[2]}", match[3]), [match[4]]
            elif start is not None:
                tally.continuation()
                lines.append(line)
            elif line.strip():
                tally.problem()
                yield Problem(f"{entry}:{number}", "a line before the first message")
            else:
                tally.other("blank")
    except BrokenExport:
        yield from _told(start, lines, (export, entry))
        raise
    yield from _told(start, lines, (export, entry))


def _told(start: _Start | None, lines: list[str], place: tuple[Export, str]) -> Iterator[ExportedMessage]:
    if start is None:
        return
    export, entry = place
    body = "\n".join(lines).rstrip("\n")
    deleted = body.strip() == _DELETED
    body, files = _files("" if deleted else body, export, export.folder(entry))
    body, stickers = _sticker(body)
    body, reactions = _reactions(body)
    quote, body = _quote(body)
    name = own_name(start.sender)
    text = body.removesuffix("  ")
    yield ExportedMessage(
        key=None,
        sender=None if name == NOBODY else name,
        sent_at=None,
        local_time=start.wall,
        text=quoted(quote, text),
        kind="call" if is_call(text) else "message",
        attachments=(*files, *stickers),
        deleted=deleted,
        reactions=reactions,
        where=f"{entry}:{start.number}",
    )


def _files(body: str, export: Export, folder: str) -> tuple[str, list[ExportedAttachment]]:
    """The body without the links to files at its end, and the files in their order."""
    files: list[ExportedAttachment] = []
    before, line_end, last = body.rpartition("\n")
    while len(files) < _MOST_FILES and (link := last.rstrip(" ")).endswith(")"):
        middle = max(link.rfind(mark) for mark in _LINKS)
        if middle < 0:
            break
        path = link[middle + 2 : -1]
        name = unquote(path.rpartition("/")[2])
        # The text of a link is the name of its file, which may have brackets in it; stickers bear another text.
        begin = middle - len(name) - 1 if link[:middle].endswith(f"[{name}") else link.rfind("[", 0, middle)
        found = attachment(export, folder, path)
        is_sticker = "/exported_stickers/" in path
        files.append(found._replace(kind="sticker", caption=link[begin + 1 : middle]) if is_sticker else found)
        last = link[: max(begin, 0)].removesuffix("!")
    return before + line_end + last, files[::-1]


def _sticker(body: str) -> tuple[str, list[ExportedAttachment]]:
    match = _STICKER.search(body)
    if match is None:
        return body, []
    return body[: match.start()], [ExportedAttachment("sticker", "", "not_exported", caption=match[1])]


def _reactions(body: str) -> tuple[str, tuple[Reaction, ...]]:
    match = _REACTIONS.search(body)
    if match is None:
        return body, ()
    people: dict[str, list[str]] = {}
    for each in match[1].split(", "):
        name, _, emoji = each.rpartition(": ")
        people.setdefault(emoji, []).append(own_name(name))
    return body[: match.start()], tuple(
        Reaction(emoji, len(names), tuple(name for name in names if name)) for emoji, names in people.items()
    )


def _quote(body: str) -> tuple[str, str]:
    """(the quoted text, the rest): a quote stands between empty lines before anything else."""
    match = _QUOTE.match(body)
    if match is None:
        return "", body
    return "\n".join(line[1:].removeprefix(" ") for line in match[1].rstrip("\n").split("\n")), body[match.end() :]
