"""This file is where the files of a message on a page are named, and found in the export or told to be missing."""

import posixpath
import re
from urllib.parse import unquote

from core.export import Export
from core.file_kinds import kind_of
from core.html_elements import Element, Inside, classes_of
from core.importers.telegram.page_contents import part
from core.types import AttachmentKind, ExportedAttachment

_WRAPS: dict[str, AttachmentKind] = {
    "photo_wrap": "image",
    "sticker_wrap": "sticker",
    "animated_wrap": "gif",
    "video_file_wrap": "video",
}
_CLASSES: dict[str, AttachmentKind] = {
    "media_photo": "image",
    "media_video": "video",
    "media_voice_message": "voice",
    "media_audio_file": "audio",
    "media_file": "file",
    "media_contact": "contact",
}
_TITLES: dict[str, AttachmentKind] = {"Sticker": "sticker", "Animation": "gif"}
_BESIDES = frozenset(
    ["media_call", "media_location", "media_live_location", "media_venue", "media_game", "media_invoice"]
)
_SONG = " – "
_SIZE = re.compile(r"[\d.,]+ (?:B|KB|MB|GB)")


class PageMedia:
    """The files that the messages of pages in one folder refer to."""

    def __init__(self, export: Export, folder: str) -> None:
        self._export, self._folder = export, folder

    def attachments(self, inside: Inside) -> tuple[ExportedAttachment, ...]:
        """What a message has: one file, as a rule."""
        wraps = [(each, kind) for name, kind in _WRAPS.items() for each in inside.all(name)]
        generic = (self._generic(each) for each in inside.all("media") if _BESIDES.isdisjoint(classes_of(each)))
        files = [self._file(each.get("href") or "", kind) for each, kind in wraps]
        return (*files, *(each for each in generic if each is not None))

    def photo_of_notice(self, inside: Inside) -> tuple[ExportedAttachment, ...]:
        """The new photo of a group."""
        link = inside.first("userpic_link")
        return (self._file(link.get("href") or "", "image"),) if link is not None and link.get("href") else ()

    def _generic(self, media: Element) -> ExportedAttachment | None:
        name = next((each for each in classes_of(media) if each in _CLASSES), "")
        title, address = part(media, "title"), media.get("href") or ""
        if name == "media_contact" and not address:
            return None
        kind = _TITLES.get(title) or _CLASSES.get(name) or kind_of(title)
        if name == "media_file":
            kind, shown = _kind_of_file(title, address), "" if title == "File" else title
            return self._file(address, kind, shown)
        return self._file(address, kind, "", _caption(media, name, title))

    def _file(self, address: str, kind: AttachmentKind, name: str = "", caption: str = "") -> ExportedAttachment:
        """A file by its link, which is seen from the page and may lead through the folders around it."""
        if not address or "://" in address:
            return ExportedAttachment(kind, name, "not_exported", None, None, caption)
        entry = self._resolved(address) or self._resolved(unquote(address))
        name = name or address.replace("\\", "/").rpartition("/")[2]
        return ExportedAttachment(kind, name, "found" if entry else "missing", entry, None, caption)

    def _resolved(self, address: str) -> str | None:
        path = posixpath.normpath(posixpath.join(self._folder, address)) if self._folder else address
        if not address.startswith("../"):
            return self._export.resolve(address, self._folder)
        return None if path.startswith("..") else self._export.resolve(path, "")


def _kind_of_file(title: str, address: str) -> AttachmentKind:
    """A picture or film that was sent as a file is one all the same, as in JSON; other files are files."""
    kind = kind_of(address or title)
    return kind if kind in ("image", "video", "audio", "gif") else "file"


def _caption(media: Element, name: str, title: str) -> str:
    """What the app shows next to a file that says nothing itself: a sticker's emoji, a song's name."""
    if title == "Sticker":
        emoji = part(media, "status").partition(",")[0].strip()
        return "" if _SIZE.fullmatch(emoji) else emoji
    return title if name == "media_audio_file" and _SONG in title else ""
