"""This file is where one message or announcement of an imessage-exporter page is read from its elements."""

from dataclasses import dataclass, field
from urllib.parse import unquote

from core.file_kinds import kind_of
from core.html_elements import Element, all_with, classes_of, first, has_class, place_of, text_of
from core.importers.imessage import grammar
from core.importers.imessage.attachments import Folders
from core.importers.imessage.tapbacks import STICKER
from core.types import ExportedAttachment, ExportedMessage, MessageKind

_GUID = "message-guid="
_SOURCES = ("img", "video", "audio", "source", "a")
_ERRORS = ("attachment_error", "app_error")
_NOT_LOCATED = "Unable to locate attachment: "


@dataclass
class Found:
    """A message and the copies of replies under it, as (guid, message)."""

    message: ExportedMessage
    copies: list[tuple[str, ExportedMessage]] = field(default_factory=list)


def announced(element: Element, entry: str, owner: str) -> ExportedMessage:
    """The notice of a div.announcement; a message that was unsent stays a message of its sender."""
    written = " ".join(text_of(element).split())
    found = grammar.announcement(written)
    if found is None:
        wall = grammar.time_at_start(written)
        return ExportedMessage(None, None, None, wall, written, "notice", where=place_of(entry, element))
    wall, sentence = found
    if who := grammar.who_unsent(sentence):
        name = owner if who == "You" else who
        return ExportedMessage(None, name, None, wall, "", deleted=True, where=place_of(entry, element))
    return ExportedMessage(None, None, None, wall, sentence, "notice", where=place_of(entry, element))


def found_in(element: Element, entry: str, folders: Folders) -> Found | None:
    """The message of a div.message, None where it shows neither time nor sender."""
    copies: list[tuple[str, ExportedMessage]] = []
    for replies in list(all_with(element, "replies")):
        copies += _copies(replies, entry, folders)
        parent = replies.getparent()
        if parent is not None:
            parent.remove(replies)
    time, sender = first(element, "timestamp"), first(element, "sender")
    if time is None or sender is None:
        return None
    wall = grammar.time_at_start(" ".join(text_of(time).split()))
    parts = _parts(element, folders)
    kind, text = _content(element, parts)
    empty = not text and not parts.files
    message = ExportedMessage(
        key=_guid(element, time),
        sender=" ".join(text_of(sender).split()),
        sent_at=None,
        local_time=wall,
        text=text,
        kind=kind,
        attachments=tuple(parts.files),
        edited=parts.edited or (parts.unsent and not empty),
        deleted=first(element, "deleted") is not None or (parts.unsent and empty),
        reactions=grammar.gathered(parts.reactions),
        where=place_of(entry, element),
    )
    return Found(message, copies)


def _copies(replies: Element, entry: str, folders: Folders) -> list[tuple[str, ExportedMessage]]:
    found: list[tuple[str, ExportedMessage]] = []
    for reply in all_with(replies, "reply"):
        inner = first(reply, "message")
        read = found_in(inner, entry, folders) if inner is not None else None
        guid = reply.get("id") or (read.message.key if read else None)
        if read is not None and guid:
            found.append((guid, read.message._replace(key=guid)))
    return found


def _guid(element: Element, time: Element) -> str | None:
    """The message's guid: in the link of its time, or, in older versions, in the id of a reply only."""
    link = first(time, "a")
    address = (link.get("href") or "") if link is not None else ""
    if _GUID in address and (guid := address.partition(_GUID)[2]):
        return guid
    return (element.get("id") or "").removeprefix("r-") or None


@dataclass
class _Parts:
    text: list[str] = field(default_factory=list)
    files: list[ExportedAttachment] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    unsent: bool = False
    edited: bool = False


def _parts(element: Element, folders: Folders) -> _Parts:
    parts = _Parts()
    for part in all_with(element, "message_part"):
        _part(part, parts, folders)
    for reaction in all_with(element, "tapback", "reaction"):
        if reaction.tag == "div" and (read := _reaction(reaction)):
            parts.reactions.append(read)
    return parts


def _part(part: Element, parts: _Parts, folders: Folders) -> None:
    """One bubble, picture, file, app, or what is left of a part that was unsent."""
    for element in all_with(part, "bubble", "edited", "app", "attachment", "sticker", "unsent", *_ERRORS):
        classes = classes_of(element)
        if "edited" in classes:
            parts.edited = True
            parts.text.append(_last_version(element))
        elif "app" in classes:
            parts.text.append(_app(element))
        elif "unsent" in classes:
            parts.unsent = True
        elif "bubble" in classes:
            parts.text.append(text_of(element, keep=("bubble",)))
            parts.files += [_file(image, folders, True) for image in all_with(element, "img")]
        elif "attachment" in classes or "sticker" in classes:
            if (source := _source(element)) is not None:
                spoken = first(element, "transcription")
                caption = text_of(spoken).removeprefix("Transcription: ") if spoken is not None else ""
                parts.files.append(_file(source, folders, "sticker" in classes)._replace(caption=caption))
        else:
            parts.files.append(_error(element))


def _last_version(edited: Element) -> str:
    """The last row of the table of versions, which stands in its foot."""
    rows = list(all_with(edited, "tr"))
    cells = list(all_with(rows[-1], "td")) if rows else []
    return text_of(cells[-1], keep=("td",)) if cells else text_of(edited)


def _app(element: Element) -> str:
    """What an app's balloon shows; the preview of a link begins with the link."""
    link = first(element, "a")
    address = (link.get("href") or "") if link is not None else ""
    lines = [line.strip() for line in text_of(element).split("\n")]
    if address.startswith(("http://", "https://")) and address not in lines:
        lines.insert(0, address)
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _source(element: Element) -> Element | None:
    return next((each for each in all_with(element, *_SOURCES) if each.get("src") or each.get("href")), None)


def _file(source: Element, folders: Folders, is_sticker: bool) -> ExportedAttachment:
    path = unquote(source.get("src") or source.get("href") or "")
    name = path.replace("\\", "/").rpartition("/")[2]
    entry = folders.entry(path)
    kind = "sticker" if is_sticker else kind_of(name, source.get("type"))
    return ExportedAttachment(kind, name, "found" if entry else "missing", entry, source.get("type"))


def _error(element: Element) -> ExportedAttachment:
    if has_class(element, "app_error"):
        return ExportedAttachment("media", "app message", "not_exported")
    name = text_of(element).strip()
    name = name.removeprefix(_NOT_LOCATED) if name.startswith(_NOT_LOCATED) else ""
    return ExportedAttachment(kind_of(name) if name else "media", name, "missing")


def _reaction(element: Element) -> tuple[str, str] | None:
    """(emoji, who) of one div.tapback; a sticker shows its picture instead of a word."""
    written = " ".join(text_of(element, skip=("sticker_name", "sticker_effect", "genmoji_prompt")).split())
    if first(element, "img", "sticker_tapback") is not None:
        return STICKER, written.rpartition("by ")[2]
    return grammar.reaction(written)


def _content(element: Element, parts: _Parts) -> tuple[MessageKind, str]:
    subject = first(element, "subject")
    lines = [text_of(subject)] if subject is not None else []
    text = "\n".join(line for line in (*lines, *parts.text) if line)
    if not text and first(element, "shareplay") is not None:
        return "call", "SharePlay"
    place = first(element, "shared_location")
    if not text and place is not None:
        return "location", text_of(place).strip().removesuffix("!")
    return "message", text
