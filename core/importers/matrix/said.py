"""This file is where the text of one event in Element's text export becomes who said what.

`Ann: hello`, `* Ann waves`, `Ann sent an image. (Media omitted)`, `Ann: report.pdf (File Attached)`,
`Bo: <Ann "the question"> the answer`, `Ann: Message deleted`, and sentences in which nobody speaks.
"""

import re
from collections.abc import Set
from typing import NamedTuple

from core.file_kinds import kind_of
from core.importers.matrix.lines import sender_of
from core.importers.matrix.vocabulary import is_sentence, named, phrases
from core.types import ExportedAttachment, MessageKind

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
    if media and (media[2] in phrases("left_out") or media[2] in phrases("attached") or media[2] in phrases("failed")):
        return _with_file(media[1], "missing" if media[2] in phrases("attached") else "not_exported")
    if text.startswith("* "):
        return _action(text[2:], names)
    sender = sender_of(text)
    if sender is None or (_is_long(sender) and (is_sentence("room", text) or is_sentence("reasoned", text))):
        return Said(None, text, "notice")
    body = text[len(sender) + 2 :]
    if body in phrases("deleted") or named("deleted_by", body):
        return Said(sender, "", deleted=True)
    return Said(sender, _reply(body))


def _is_long(name: str) -> bool:
    """True where a sentence that names a topic or a reason may hide in a name: "Ann banned Bo: spam"."""
    return name.count(" ") > 1 or not name.isascii() or '"' in name


def _with_file(text: str, status: str) -> Said:
    """A picture and a sticker bear no name; of other files the name is the text."""
    left_out = "not_exported"
    for kind in ("image", "sticker"):
        if sender := named(kind, text):
            shown = ExportedAttachment("image" if kind == "image" else "sticker", "", "not_exported")
            return Said(sender, "", files=(shown,))
    sender = sender_of(text)
    name = text[len(sender) + 2 :] if sender else text
    file = ExportedAttachment(kind_of(name), name, "missing" if status != left_out else "not_exported")
    return Said(sender, "", files=(file,))


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
