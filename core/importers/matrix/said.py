"""This file is where the text of one event in Element's text export becomes who said what.

`Ann: hello`, `* Ann waves`, `Ann sent an image. (Media omitted)`, `Ann: report.pdf (File Attached)`,
`Bo: <Ann "the question"> the answer`, `Ann: Message deleted`, and sentences in which nobody speaks.
"""

import re
from collections.abc import Set
from typing import NamedTuple

from core.file_kinds import kind_of
from core.importers.matrix.lines import sender_of
from core.importers.matrix.vocabulary import deletion, is_sticker, placeholder, sender_of_sticker_or_image, tells_change
from core.types import AttachmentStatus, ExportedAttachment, MessageKind

_MEDIA = re.compile(r"(.*) \(([^()]{2,100})\)", re.S)
_REPLY = re.compile(r'<(?P<name>[^<>\n]{1,200}?)(?: "(?P<quote>[^\n]{0,200}?)")?> (?P<text>.*)', re.S)


class Said(NamedTuple):
    """What one event says. files: named where the line names them."""

    sender: str | None
    text: str
    kind: MessageKind = "message"
    files: tuple[ExportedAttachment, ...] = ()
    deleted: bool = False


def said_in(text: str, names: Set[str]) -> Said:
    """Who says what; `names` are those of all who speak anywhere in the text."""
    media = _MEDIA.fullmatch(text)
    if media and (told := placeholder(media[2])):
        return _with_file(text, media[1], "missing" if told == "attached" else "not_exported", names)
    if text.startswith("* "):
        return _action(text[2:], names)
    sender = sender_of(text)
    if sender is None or (_is_long(sender) and tells_change(sender)):
        return Said(None, text, "notice")
    body = text[len(sender) + 2 :]
    if _is_deleted(body, names):
        return Said(sender, "", deleted=True)
    return Said(sender, _reply(body))


def _is_long(name: str) -> bool:
    """True where a sentence that names a topic or a reason may hide in a name: "Ann banned Bo: spam"."""
    return name.count(" ") > 1 or not name.isascii() or '"' in name


def _is_deleted(body: str, names: Set[str]) -> bool:
    """True for "Message deleted", also "by Bo"; by accident is what a person wrote."""
    by = deletion(body)
    return by == "" or (by is not None and (by in names or by.startswith("@")))


def _with_file(line: str, text: str, status: AttachmentStatus, names: Set[str]) -> Said:
    """Of most files the name is the text; of a picture and a sticker a sentence tells, "Ann sent an image."."""
    sender = sender_of(text)
    if sender is not None:
        name = text[len(sender) + 2 :]
        return Said(sender, "", files=(ExportedAttachment(kind_of(name), name, status),))
    words = text.split(" ")
    known = next((name for end in range(min(len(words), 12), 0, -1) if (name := " ".join(words[:end])) in names), "")
    told = (known, is_sticker(text[len(known) :])) if known else sender_of_sticker_or_image(text)
    if told is None:
        return Said(None, line, "notice")
    shown = ExportedAttachment("sticker" if told[1] else "image", "", status)
    return Said(told[0], "", files=(shown,))


def _action(text: str, names: Set[str]) -> Said:
    """ "Ann waves": the longest name of a person known to speak; without one the sentence is nobody's."""
    words = text.split(" ")
    for end in range(min(len(words), 12), 0, -1):
        if (name := " ".join(words[:end])) in names:
            return Said(name, " ".join(words[end:]))
    return Said(None, text, "notice")


def _reply(body: str) -> str:
    """An answer begins with what it answers, shortened; that stays as a quotation, for no id is given."""
    match = _REPLY.fullmatch(body)
    if match is None or not match["name"].startswith("@"):
        return body
    quoted = f"{match['name']}: {match['quote']}" if match["quote"] else match["name"]
    return f"> {quoted}\n{match['text']}"
