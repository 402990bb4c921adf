"""This file is where attachments and stickers are found in a message of a page."""

import re
from collections.abc import Iterator

from core.html_elements import Element, Inside, all_with, first, text_of
from core.importers.discord.media import Media
from core.types import ExportedAttachment

_TITLE = re.compile(r"(?:Image|Video|Audio|Attachment): (?P<name>.+) \([\d.,\s]+ ?[A-Za-z]{1,5}\)", re.S)


def attachments(inside: Inside, media: Media) -> tuple[ExportedAttachment, ...]:
    """The files of a message, then its stickers, then the pictures of embeds that the export has."""
    files = [
        media.attachment(_address(each), _name(each))
        for each in inside.all("chatlog__attachment", "chatlog__forwarded-attachment")
    ]
    stickers = [
        media.attachment(_sticker(each), (each.get("title") or "").strip(), "sticker")
        for each in inside.all("chatlog__sticker")
    ]
    pictures = [found for address in _pictures(inside) if (found := media.local(address))]
    return (*files, *stickers, *pictures)


def _address(attachment: Element) -> str:
    for tag, attribute in (("a", "href"), ("source", "src"), ("img", "src"), ("video", "src"), ("audio", "src")):
        found = attachment if attachment.tag == tag else first(attachment, tag)
        if found is not None and found.get(attribute):
            return (found.get(attribute) or "").strip()
    return ""


def _name(attachment: Element) -> str:
    """The name that the file had in Discord, where the page tells it."""
    generic = first(attachment, "chatlog__attachment-generic-name")
    if generic is not None:
        return text_of(generic)
    titled = [each.get("title") or "" for each in attachment.iter("img", "source", "video", "audio")]
    for told in (*titled, text_of(attachment)):
        if match := _TITLE.fullmatch(told.strip()):
            return match["name"]
    return ""


def _sticker(sticker: Element) -> str:
    for inner in sticker.iterdescendants():
        if address := inner.get("src") or inner.get("data-source"):
            return address.strip()
    return ""


def _pictures(inside: Inside) -> Iterator[str]:
    for embed in inside.all("chatlog__embed"):
        for image in all_with(
            embed, "chatlog__embed-image", "chatlog__embed-thumbnail", "chatlog__embed-generic-image"
        ):
            yield image.get("src") or ""
