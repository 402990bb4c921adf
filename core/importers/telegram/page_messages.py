"""This file is where an element of a page becomes a message or notice."""

import re
from typing import NamedTuple

from core.export import Export
from core.html_elements import Element, Inside, classes_of, has_class, text_of
from core.importers.telegram.fields import display_name
from core.importers.telegram.page_contents import content_of
from core.importers.telegram.page_media import PageMedia
from core.types import ExportedMessage, Reaction
from core.written_times import read_time

_SEPARATOR = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} \d{4}|No exported messages")
_ANSWERED = re.compile(r"#go_to_message(-?\d{1,20})")
_VIA = re.compile(r"\s+via @\w{1,64}$")
_COUNT = re.compile(r"\D")


class Author(NamedTuple):
    """Who sent a message, and whom it was forwarded from: what a joined message takes over."""

    sender: str | None = None
    origin: str | None = None


class PageMessages:
    """The messages of one page, in order: one that is joined to the one above has its sender."""

    def __init__(self, export: Export, folder: str) -> None:
        self._media = PageMedia(export, folder)
        self._author = Author()

    def message(self, element: Element, where: str) -> ExportedMessage | None:
        """The message or notice; None for what only parts the days."""
        key = (element.get("id") or "").removeprefix("message")
        inside = Inside(element)
        if has_class(element, "service"):
            return self._notice(inside, key, where)
        body = inside.first("body")
        forwarded = next((each for each in inside.all("forwarded") if has_class(each, "body")), None)
        self._author = self._author_of(element, body, forwarded)
        sent_at, local_time = _times(inside)
        kind, text = content_of(inside, _text(forwarded if forwarded is not None else body))
        return ExportedMessage(
            key=key or None,
            sender=self._author.sender,
            sent_at=sent_at,
            local_time=local_time,
            text=text,
            kind=kind,
            attachments=self._media.attachments(inside),
            reply_to=_answered(inside),
            reactions=tuple(map(_reaction, inside.all("reaction"))),
            forwarded_from=self._author.origin if forwarded is not None else None,
            where=where,
        )

    def _notice(self, inside: Inside, key: str, where: str) -> ExportedMessage | None:
        """Pages show no time for notices: they stand where they stand."""
        body = inside.first("body")
        text = " ".join(text_of(body).split()) if body is not None else ""
        if key.startswith("-") and _SEPARATOR.fullmatch(text):
            return None
        self._author = Author()
        files = self._media.photo_of_notice(inside)
        match = next((found for each in inside.all("a") if (found := _ANSWERED.search(each.get("href") or ""))), None)
        answered = match[1] if match else None
        return ExportedMessage(key or None, None, None, None, text, "notice", files, None, answered, where=where)

    def _author_of(self, element: Element, body: Element | None, forwarded: Element | None) -> Author:
        above = self._author if has_class(element, "joined") else Author()
        sender = _name(body) or above.sender
        if forwarded is None:
            return Author(sender)
        return Author(sender, _name(forwarded) or above.origin or display_name(None))


def _name(holder: Element | None) -> str | None:
    """The name that stands directly in a body, without the bot through which it was sent."""
    for child in holder if holder is not None else ():
        if "from_name" in classes_of(child):
            shown = " ".join(text_of(child, skip=("details",)).split())
            return display_name(_VIA.sub("", shown))
    return None


def _text(holder: Element | None) -> str:
    """The text that stands directly in a body: in it, line ends are elements and spaces are kept."""
    for child in holder if holder is not None else ():
        if "text" in classes_of(child):
            return text_of(child, keep=("text",), soft=("blockquote", "pre")).strip()
    return ""


def _times(inside: Inside) -> tuple[int | None, str | None]:
    """(instant, wall time): days stand first in all languages; old versions name no zone."""
    date = next((each for each in inside.all("date") if has_class(each, "pull_right")), None)
    written = read_time(date.get("title") or "", "dmy") if date is not None else None
    if written is None or "T" not in written.wall:
        return None, None
    return written.sent_at, written.wall


def _answered(inside: Inside) -> str | None:
    """The id of the answered message; none for one in another chat."""
    reply = inside.first("reply_to")
    link = next(reply.iter("a"), None) if reply is not None else None
    match = _ANSWERED.search((link.get("href") or "") if link is not None else "")
    return match[1] if match else None


def _reaction(element: Element) -> Reaction:
    inside = Inside(element)
    emoji, count = inside.first("emoji"), inside.first("count")
    senders = tuple(display_name(each.get("title")) for each in inside.all("initials") if each.get("title"))
    number = int(_COUNT.sub("", text_of(count))[:9] or 0) if count is not None else 0
    shown = text_of(emoji).strip() if emoji is not None else ""
    return Reaction(
        shown or ("⭐" if has_class(element, "paid") else "custom emoji"), number or max(1, len(senders)), senders
    )
