"""This file is where the files of a Telegram record are named, and found in the export or told to be missing."""

import re
from typing import Any

from core.export import Export
from core.importers.telegram.fields import word
from core.types import AttachmentKind, ExportedAttachment

_FIELDS = ("photo", "file", "contact_vcard")
_KINDS: dict[str, AttachmentKind] = {
    "sticker": "sticker",
    "video_message": "video",
    "voice_message": "voice",
    "animation": "gif",
    "video_file": "video",
    "audio_file": "audio",
}
_BY_MEDIA_TYPE: dict[str, AttachmentKind] = {"image": "image", "video": "video", "audio": "audio"}
_PLACEHOLDER = re.compile(r"\(.*\)|.* \((?:File|Photo) .*\)", re.S)


def attachments(raw: dict[str, Any], export: Export, folder: str) -> tuple[ExportedAttachment, ...]:
    """The picture, file or contact card of a record; `folder` is where its JSON file lies in the export."""
    if "photo" not in raw and "file" not in raw and "media_type" not in raw and "contact_vcard" not in raw:
        return ()
    named = [field for field in _FIELDS if field in raw]
    return tuple(_attachment(raw, field, (export, folder)) for field in named or ["file"])


def _attachment(raw: dict[str, Any], field: str, root: tuple[Export, str]) -> ExportedAttachment:
    path = word(raw.get(field))
    kind = _kind(raw, field)
    name = word(raw.get("file_name")) if field == "file" else ""
    media_type = word(raw.get("mime_type")) or None if field == "file" else None
    caption = _caption(raw) if field == "file" else ""
    if not path or _PLACEHOLDER.fullmatch(path):
        return ExportedAttachment(kind, name, "not_exported", None, media_type, caption)
    entry = root[0].resolve(path, root[1])
    name = name or path.replace("\\", "/").rpartition("/")[2]
    return ExportedAttachment(kind, name, "found" if entry else "missing", entry, media_type, caption)


def _kind(raw: dict[str, Any], field: str) -> AttachmentKind:
    if field != "file":
        return "image" if field == "photo" else "contact"
    by_name = _KINDS.get(word(raw.get("media_type")))
    # A picture sent as a document has no media_type; it is a picture all the same.
    return by_name or _BY_MEDIA_TYPE.get(word(raw.get("mime_type")).partition("/")[0], "file")


def _caption(raw: dict[str, Any]) -> str:
    """What the app shows next to a file that says nothing itself: a sticker's emoji, a song's name."""
    song = [part for part in (word(raw.get("performer")), word(raw.get("title"))) if part]
    return word(raw.get("sticker_emoji")) or " – ".join(song)
