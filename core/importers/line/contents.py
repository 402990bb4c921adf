"""This file is where the text of a row becomes what it means: words, a call, a place, or a file that is not here."""

from typing import NamedTuple

from core.importers.line.vocabulary import Meaning, call, is_unsent, placeholder
from core.types import AttachmentKind, ExportedAttachment, MessageKind


class Content(NamedTuple):
    text: str
    kind: MessageKind = "message"
    attachments: tuple[ExportedAttachment, ...] = ()
    deleted: bool = False


def content_of(text: str, bracketed: bool) -> Content:
    """What one row says. bracketed: a phone wrote it, and puts its own words in brackets."""
    said = text.strip("\n").rstrip()
    if (length := call(said)) is not None:
        return Content(length, "call")
    if is_unsent(said):
        return Content("", deleted=True)
    found = placeholder(said, bracketed)
    return _replaced(*found) if found else Content(said)


def _replaced(meaning: Meaning, rest: str) -> Content:
    """What stood in the place of something that the export does not have."""
    if meaning == "location":
        return Content(rest, "location")
    if meaning == "poll":
        return Content(rest, "poll")
    if meaning == "note":
        return Content(rest, attachments=() if rest else (_lost("file", ""),))
    if meaning == "album":
        return Content("", attachments=(_lost("image", "" if rest == "(null)" else rest),))
    if meaning == "contact":
        return Content("", "contact", (_lost("contact", rest),))
    return Content("", attachments=(_lost(meaning, rest),))


def _lost(kind: AttachmentKind, name: str) -> ExportedAttachment:
    return ExportedAttachment(kind, name, "not_exported")
