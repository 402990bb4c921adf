"""This file is where the files of Skype's messages are found: they bear the names of objects on Skype's servers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.export import Export
from core.file_kinds import ending_of, kind_of
from core.html_elements import Element, all_with, first
from core.importers.skype.markup import Picture
from core.json_values import word
from core.types import AttachmentKind, AttachmentStatus, ExportedAttachment

_KINDS: dict[str, AttachmentKind] = {
    "RichText/Media_Video": "video",
    "RichText/Media_FlikMsg": "video",
    "RichText/Media_CallRecording": "video",
    "RichText/Media_AudioMsg": "voice",
    "RichText/Media_Album": "image",
}
_RECEIVED = ("", "My Skype Received Files/", "My Received Files/")
_BY_OBJECT: dict[str, AttachmentKind] = {"picture": "image", "video": "video", "audio": "voice"}


@dataclass
class Media:
    """The files of one export, by the object that each of them is. home: the folder of the messages in the export."""

    export: Export
    home: str = ""

    @cached_property
    def by_object(self) -> dict[str, str]:
        """Entries called after an object: "media/0-weu-d1-abc.1.jpg", without the descriptions beside them."""
        found: dict[str, str] = {}
        for entry in self.export.names():
            base = entry.rpartition("/")[2]
            if ending_of(base) != "json":
                found.setdefault(base.partition(".")[0], entry)
        return found

    def attachments(
        self, raw: dict[str, Any], markup: Element | None, pictures: Sequence[Picture] = ()
    ) -> tuple[ExportedAttachment, ...]:
        """The files of a message: of each object that it names, or of its own description where it names none, or
        the pictures in its text."""
        message_type = word(raw.get("messagetype"))
        listed = raw.get("amsreferences")
        objects = [word(each) for each in listed if word(each)] if isinstance(listed, list) else []
        described = first(markup, "uriobject") if markup is not None else None
        if not objects and described is not None and (address := described.get("uri") or ""):
            objects = [address.rstrip("/").rpartition("/objects/")[2] or address.rstrip("/").rpartition("/")[2]]
        if not objects and described is None:
            return tuple(ExportedAttachment(each.kind, each.name, "not_exported") for each in pictures)
        name = _original_name(markup)
        kind = _KINDS.get(message_type) or _kind_of_object(described) or (pictures[0].kind if pictures else None)
        return tuple(self._attachment(each, name if len(objects) < 2 else "", kind) for each in objects or [""])

    def named(self, name: str) -> ExportedAttachment:
        """A file that is known by the name that the sender gave it."""
        places = (self.export.resolve(f"{folder}{name}", self.home) for folder in _RECEIVED)
        entry = next((place for place in places if place), None)
        return ExportedAttachment(kind_of(name), name, "found" if entry else "missing", entry)

    def _attachment(self, name_of_object: str, name: str, kind: AttachmentKind | None) -> ExportedAttachment:
        entry = self.by_object.get(name_of_object)
        shown = name or (entry.rpartition("/")[2] if entry else name_of_object)
        status: AttachmentStatus = "found" if entry else "missing" if self._has_media else "not_exported"
        return ExportedAttachment(kind or kind_of(name or entry or ""), shown, status, entry)

    @cached_property
    def _has_media(self) -> bool:
        """False for an export of conversations without their files, which the person chose."""
        return any("/media/" in f"/{entry.lower()}" for entry in self.export.names())


def _original_name(markup: Element | None) -> str:
    if markup is None:
        return ""
    for element in all_with(markup, "originalname", "meta"):
        if name := element.get("v") or element.get("originalname"):
            return name.strip()
    return ""


def _kind_of_object(described: Element | None) -> AttachmentKind | None:
    kind = (described.get("type") or "").partition(".")[0].lower() if described is not None else ""
    return _BY_OBJECT.get(kind)
