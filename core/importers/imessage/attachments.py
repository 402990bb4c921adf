"""This file is where the files of a message get their place in the export: a Mac's folder, a backup's hashed names."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1

from core.export import Export
from core.file_kinds import kind_of
from core.importers.imessage.survey import Links
from core.sqlite_rows import AT_ONCE, Database, number, words
from core.types import AttachmentKind, AttachmentStatus, ExportedAttachment

_COLUMNS = ("filename", "transfer_name", "mime_type", "uti", "is_sticker", "hide_attachment")
_PREVIEW = ".pluginPayloadAttachment"
"""Pictures that the app fetched for the preview of a link; nobody sent them."""

_BELOW_LIBRARY = re.compile(r".*?/?(Library/(?:Messages|SMS)/.*)", re.S)
_BELOW_ATTACHMENTS = re.compile(r".*?/?((?:Attachments|StickerCache)/.*)", re.S)
_VOICE = "com.apple.coreaudio-format"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files of a database are looked for. home: the folder of the database in the export."""

    export: Export
    home: str

    def entry(self, path: str) -> str | None:
        """The entry of a path like "~/Library/Messages/Attachments/0a/10/GUID/IMG.jpg", None where it is not there."""
        path = path.replace("\\", "/")
        below = [match[1] for pattern in (_BELOW_ATTACHMENTS, _BELOW_LIBRARY) if (match := pattern.fullmatch(path))]
        if not below:
            return self.export.resolve(path.rpartition("/")[2] if path[:1] in "/~" else path, self.home)
        for name in (*below, _hashed(below[-1])):
            for folder in (self.home, self.home.rpartition("/")[0]):
                if found := self.export.resolve(name, folder):
                    return found
        return None


def _hashed(path: str) -> str:
    """The name that an iPhone backup gives a file: the SHA-1 of its domain and path, under its first two digits."""
    digits = sha1(f"MediaDomain-{path}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return f"{digits[:2]}/{digits}"


def files_of(database: Database, links: Links, numbers: Sequence[int]) -> dict[int, list[sqlite3.Row]]:
    """The rows of `attachment` of each message, in their order; a link to a file that is gone has no row."""
    wanted = {message: links.of(message) for message in numbers}
    every = sorted({attachment for linked in wanted.values() for attachment in linked})
    rows: dict[int, sqlite3.Row] = {}
    for start in range(0, len(every), AT_ONCE):
        rows |= database.numbered("attachment", _COLUMNS, every[start : start + AT_ONCE])
    return {message: [rows[each] for each in linked if each in rows] for message, linked in wanted.items() if linked}


def exported(rows: Sequence[sqlite3.Row], folders: Folders, is_voice: bool) -> tuple[ExportedAttachment, ...]:
    """The files that a person sees in a message."""
    return tuple(
        _exported(row, folders, is_voice)
        for row in rows
        if not words(row["transfer_name"]).endswith(_PREVIEW) and not words(row["filename"]).endswith(_PREVIEW)
    )


def _exported(row: sqlite3.Row, folders: Folders, is_voice: bool) -> ExportedAttachment:
    path = words(row["filename"])
    name = words(row["transfer_name"]) or path.rpartition("/")[2]
    entry = folders.entry(path) if path else None
    media_type = words(row["mime_type"]) or None
    status: AttachmentStatus = "found" if entry else "missing" if path else "not_exported"
    return ExportedAttachment(_kind(row, name, is_voice), name, status, entry, media_type)


def _kind(row: sqlite3.Row, name: str, is_voice: bool) -> AttachmentKind:
    if number(row["is_sticker"]):
        return "sticker"
    kind = kind_of(name, words(row["mime_type"]) or None)
    spoken = is_voice or (words(row["uti"]) == _VOICE and name.startswith("Audio Message"))
    return "voice" if spoken and kind in ("audio", "voice", "file") else kind
