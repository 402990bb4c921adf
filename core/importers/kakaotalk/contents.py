"""This file is where the text of a message becomes what it means: words, a call, a place, a file that is not here."""

from typing import NamedTuple

from core.export import Export
from core.file_kinds import kind_of
from core.importers.kakaotalk.vocabulary import (
    emoticon_before,
    is_call,
    is_deleted,
    is_file_name,
    is_hashed_name,
    place,
    placeholder,
)
from core.types import AttachmentKind, ExportedAttachment, MessageKind


class Content(NamedTuple):
    text: str
    kind: MessageKind = "message"
    attachments: tuple[ExportedAttachment, ...] = ()
    deleted: bool = False


def content_of(text: str, export: Export, folder: str) -> Content:
    """What one message says; `folder` is where files of the export would lie."""
    said = text.strip()
    if is_deleted(said):
        return Content("", deleted=True)
    if is_call(said):
        return Content(said, "call")
    if (where := place(said)) is not None:
        return Content(where, "location")
    if found := placeholder(said):
        kind: MessageKind = "contact" if found[0][0] == "contact" else "message"
        return Content("", kind, tuple(_attachment(*each, (export, folder)) for each in found))
    if (words := emoticon_before(said)) is not None:
        return Content(words, attachments=(ExportedAttachment("sticker", "", "not_exported"),))
    return _file_or_words(text, said, (export, folder))


def _file_or_words(text: str, said: str, root: tuple[Export, str]) -> Content:
    """With media, the app writes the names of files; a name that is nowhere is only a word, unless the app made it."""
    if is_file_name(said) or is_hashed_name(said):
        entry = root[0].resolve(said, root[1])
        if entry or is_hashed_name(said):
            found = ExportedAttachment(kind_of(said), said, "found" if entry else "missing", entry)
            return Content("", attachments=(found,))
    return Content(text.rstrip())


def _attachment(kind: AttachmentKind, name: str, root: tuple[Export, str]) -> ExportedAttachment:
    entry = root[0].resolve(name, root[1]) if name and kind == "file" else None
    if kind == "voice":
        return ExportedAttachment(kind, "", "not_exported", caption=name)
    by_name = kind_of(name) if kind == "file" and name else kind
    return ExportedAttachment(by_name, name, "found" if entry else "not_exported", entry)
