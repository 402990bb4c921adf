"""This file is where one event of Element's page is taken apart: who, when, what, and the files that it shows."""

import re
from urllib.parse import unquote

from core.export import Export
from core.file_kinds import kind_of
from core.html_elements import Element, all_with, first, has_class, text_of
from core.importers.matrix.content import UNREADABLE
from core.importers.matrix.vocabulary import placeholder
from core.types import AttachmentKind, ExportedAttachment, ExportedMessage, MessageKind, Reaction
from core.written_times import clock_time

_FOLDERS: dict[str, AttachmentKind] = {"images": "image", "videos": "video", "stickers": "sticker", "audio": "audio"}
_KINDS: tuple[tuple[str, MessageKind], ...] = (
    ("mx_TextualEvent", "notice"),
    ("mx_MPollBody", "poll"),
    ("mx_MLocationBody", "location"),
    ("mx_LegacyCallEvent", "call"),
    ("mx_CallEvent", "call"),
)
_NAMES = ("mx_DisambiguatedProfile_displayName", "mx_SenderProfile_displayName", "mx_SenderProfile_name")
_IDS = ("mx_DisambiguatedProfile_mxid", "mx_SenderProfile_mxid")
_WRITTEN = ("mx_EventTile_body", "mx_EventTile_content")
_PERSON = re.compile(r"@[^\s:]+:\S+")
_PLACES = re.compile(r"(?:images|videos|audio|files|stickers)/")
_UNSAID = (
    "mx_EventTile_edited",
    "mx_ReplyChain_wrapper",
    "mx_ReplyThread_wrapper",
    "mx_MEmoteBody_sender",
    "mx_ReplyChain",
)


class Tile:
    """The element of one event; it is read at once, because the walk empties it."""

    def __init__(self, element: Element, entry: str) -> None:
        self._element, self._entry = element, entry
        self.key = element.get("id") or None
        clock = first(element, "mx_MessageTimestamp")
        self.written = (clock.get("title") or "").strip() if clock is not None else ""
        self.clock = (clock_time(text_of(clock)) or "") if clock is not None else ""
        self.link = next(
            (link.get("href") or "" for link in element.iter("a") if "matrix.to/#/" in str(link.get("href"))), ""
        )

    @property
    def sender(self) -> tuple[str, str] | None:
        """(name, id); None for an event that goes on with the one before."""
        name = self._text_of_one(_NAMES)
        profile = first(self._element, "mx_DisambiguatedProfile") if not name else None
        if profile is not None:
            name = text_of(profile, skip=_IDS)
        return (name, self._text_of_one(_IDS) or self._avatar()) if name else None

    def message(self, sender: tuple[str, str], local_time: str | None, export: Export) -> ExportedMessage:
        """The message, notice, call, poll or place that the event is."""
        kind: MessageKind = "message"
        kind = next((each for name, each in _KINDS if first(self._element, name) is not None), kind)
        is_deleted = first(self._element, "mx_RedactedBody") is not None
        is_secret = first(self._element, "mx_DecryptionFailureBody") is not None
        text = "" if is_deleted else UNREADABLE if is_secret else self._text(kind)
        files = self._files(export)
        if placeholder(text) in ("left_out", "failed") and self._is_emphasis():
            text, files = "", (ExportedAttachment("media", "", "not_exported"),)
        if is_secret or (has_class(self._tile, "mx_EventTile_info") and kind == "message"):
            kind = "notice"
        name, number = ("", "") if kind == "notice" else sender
        return ExportedMessage(
            self.key,
            name or None,
            None,
            local_time,
            text,
            kind,
            files,
            number or None,
            self._reply(),
            first(self._element, "mx_EventTile_edited") is not None,
            deleted=is_deleted,
            reactions=self._reactions(),
            where=f"{self._entry}: {self.key or 'an event without id'}",
        )

    @property
    def _tile(self) -> Element:
        tile = first(self._element, "mx_EventTile")
        return self._element if tile is None else tile

    def _text(self, kind: MessageKind) -> str:
        """The body as it is shown; of a file nothing, unless something was written to it."""
        if kind == "poll":
            return self._poll()
        for name in (
            "mx_EventTile_caption",
            "mx_EventTile_body",
            "mx_TextualEvent",
            "mx_MTextBody",
            "mx_EventTile_content",
        ):
            body = first(self._element, name)
            if body is not None and not self._is_media(body):
                _without_mentions(body)
                return text_of(body, skip=_UNSAID, keep=_WRITTEN, links=True).strip()
        if kind in ("location", "call"):
            body = first(self._element, "mx_EventTile_line")
            return text_of(self._element if body is None else body, skip=(*_UNSAID, "mx_MessageTimestamp")).strip()
        return ""

    def _poll(self) -> str:
        heading = first(self._element, "h2")
        lines = [text_of(heading, skip=("mx_MPollBody_edited",)) if heading is not None else ""]
        for option in all_with(self._element, "mx_PollOption"):
            lines.append(f"• {' '.join(text_of(option).split())}")
        return "\n".join(line for line in lines if line)

    def _is_media(self, body: Element) -> bool:
        return any(link for link in _addresses(body) if _PLACES.match(link))

    def _is_emphasis(self) -> bool:
        body = first(self._element, "mx_EventTile_body")
        return body is not None and body.find(".//em") is not None

    def _files(self, export: Export) -> tuple[ExportedAttachment, ...]:
        line = first(self._element, "mx_EventTile_line")
        found = dict.fromkeys(
            link for link in _addresses(self._element if line is None else line) if _PLACES.match(link)
        )
        return tuple(self._file(unquote(link), export) for link in found)

    def _file(self, path: str, export: Export) -> ExportedAttachment:
        folder, _, base = path.partition("/")
        kind = "voice" if first(self._element, "mx_MVoiceMessageBody") is not None else _FOLDERS.get(folder)
        kind = kind or kind_of(base)
        shown = self._text_of_one(("mx_MFileBody_info_filename",))
        entry = export.resolve(path, self._entry.rpartition("/")[0])
        return ExportedAttachment(kind, shown or base, "found" if entry else "missing", entry)

    def _reply(self) -> str | None:
        for name in ("mx_ReplyChain_wrapper", "mx_ReplyChain_Export", "mx_ReplyThread_wrapper"):
            chain = first(self._element, name)
            if chain is not None:
                links = (unquote(link.get("href") or "") for link in chain.iter("a"))
                return next((link.rpartition("#")[2].rpartition("/")[2] for link in links if "$" in link), None)
        return None

    def _reactions(self) -> tuple[Reaction, ...]:
        found = []
        for button in all_with(self._element, "mx_ReactionsRowButton"):
            shown, count = first(button, "mx_ReactionsRowButton_content"), first(button, "mx_ReactionsRowButton_count")
            emoji = (text_of(shown) or shown.get("alt") or "") if shown is not None else ""
            number = text_of(count) if count is not None else ""
            if emoji:
                found.append(Reaction(emoji, int(number) if number.isdecimal() and len(number) < 9 else 1))
        return tuple(found)

    def _avatar(self) -> str:
        """The id of a person is the title of their picture."""
        for name in ("mx_BaseAvatar", "mx_EventTile_avatar"):
            avatar = first(self._element, name)
            for part in avatar.iter() if avatar is not None else ():
                if _PERSON.fullmatch(part.get("title") or ""):
                    return part.get("title") or ""
        return ""

    def _text_of_one(self, names: tuple[str, ...]) -> str:
        found = (first(self._element, name) for name in names)
        return next((text_of(element) for element in found if element is not None), "")


def _without_mentions(body: Element) -> None:
    """A mention is a link to a person; only their name is what was written."""
    for link in body.iter("a"):
        if "matrix.to/#/" in (link.get("href") or ""):
            link.attrib.pop("href")


def _addresses(element: Element) -> list[str]:
    """Where the pictures, sounds and links in an element lead, also the element itself."""
    return [address for part in element.iter() for key in ("src", "href") if (address := part.get(key))]
