"""This file is where one message on a page of QQ chat exporter is read: the same markup stands in its HTML files and,
as text, in the chunks of its viewer. Three generations of class names are known (format specification, section 10).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.html_elements import Element, all_with, first, has_class, text_of
from core.importers.qq.exporter_media import Places, attachment_of, faceless
from core.importers.qq.fields import display_name, person_key, wall_time
from core.types import ExportedAttachment, ExportedMessage

MESSAGES = ("message-block", "message", "system-message-container", "system-message")
"""Classes of the elements that are a message, in one version or another."""

_MEDIA = {"message-image": "image", "message-audio": "audio", "message-video": "video", "message-file": "file"}
_ATTACHED = ("image-content", "market-face", "resource-placeholder", "audio-wrapper", *_MEDIA)
_SKIPPED = ("reply-content", "avatar", "svg", "forward-card-icon", *_ATTACHED)
_SIGNS = {"📷": "image", "🎤": "audio", "🎬": "video", "📎": "file"}
_SIGN = re.compile(r"([📷🎤🎬📎]) (图片|视频|文件|\[语音:([\d.]+)秒\]|[^\n]{1,300}\.\w{1,5})")
_PLACEHOLDER = re.compile(r"\[(图片|视频|语音|文件): ?([^\[\]\n]*)\]")
_WORDS = {"图片": "image", "视频": "video", "语音": "audio", "文件": "file"}
_EMPTY = ("[空消息]", "[回复消息]", "[系统消息]")
_ID = re.compile(r"(?:msg-)?(.+)", re.S)


class Markup(NamedTuple):
    """Where the parts of a message are."""

    sender: Element | None
    time: Element | None
    content: Element | None


def message_of(element: Element, places: Places, where: str) -> ExportedMessage:
    """The message of one of the outermost elements of MESSAGES."""
    inner = first(element, "message") if has_class(element, "message-block") else element
    inner = element if inner is None else inner
    if first(inner, "sender", "message-sender") is None:
        return _notice(inner, where)
    markup = Markup(
        first(inner, "sender", "message-sender"),
        first(inner, "time", "message-time"),
        first(inner, "content", "message-content"),
    )
    return _spoken(inner, markup, places)._replace(where=where)


def _spoken(element: Element, markup: Markup, places: Places) -> ExportedMessage:
    content = markup.content
    reply_to, quoted = _reply(content)
    text = "" if content is None else _text(content)
    return ExportedMessage(
        _id(element.get("id") or element.get("data-message-id")),
        None if markup.sender is None else display_name(text_of(markup.sender)),
        None,
        None if markup.time is None else wall_time(text_of(markup.time)),
        text if reply_to else "\n".join(part for part in (quoted, text) if part),
        attachments=() if content is None else tuple(_attachments(content, places)),
        sender_key=person_key(element.get("data-sender-uid")),
        reply_to=reply_to,
    )


def _notice(element: Element, where: str) -> ExportedMessage:
    """What the app says, with its time on the last line."""
    lines = text_of(element, skip=("date-divider",)).split("\n")
    time = wall_time(lines[-1])
    text = "\n".join(lines[:-1] if time else lines).strip()
    key = _id(element.get("data-message-id"))
    return ExportedMessage(key, None, None, time, "" if text in _EMPTY else text, "notice", where=where)


def _id(written: str | None) -> str | None:
    match = _ID.fullmatch(written or "")
    return match[1] if match else None


def _reply(content: Element | None) -> tuple[str | None, str]:
    """(id of the answered message, its text as a quote)."""
    quote = None if content is None else first(content, "reply-content")
    if quote is None:
        return None, ""
    name = first(quote, "strong")
    said = text_of(quote, skip=("strong", "reply-content-time")).strip()
    who = "" if name is None else text_of(name).rstrip(":：")
    whole = f"{who}: {said}" if who else said
    return _id(quote.get("data-reply-to")), "\n".join(f"> {line}" for line in whole.split("\n"))


def _text(content: Element) -> str:
    signs = [span for span in all_with(content, "text-content") if _SIGN.fullmatch(text_of(span))]
    for span in signs:
        span.set("class", "resource-placeholder")
    text = text_of(content, skip=_SKIPPED, keep=("text-content",)).strip()
    return "" if text in _EMPTY else _PLACEHOLDER.sub("", text).strip()


def _attachments(content: Element, places: Places) -> Iterator[ExportedAttachment]:
    """In the order of the page. `_text` has marked what stands for a file without being one."""
    for element in all_with(content, "img", "resource-placeholder", *_MEDIA):
        if has_class(element, "resource-placeholder"):
            yield _lost(text_of(element), places)
        elif has_class(element, "market-face"):
            yield faceless({"name": element.get("alt") or ""}, "sticker")
        elif not _is_quoted(element, content):
            yield _linked(element, places)


def _is_quoted(element: Element, content: Element) -> bool:
    """True for the small picture of an answered message."""
    above = element.getparent()
    while above is not None and above is not content:
        if has_class(above, "reply-content"):
            return True
        above = above.getparent()
    return False


def _linked(element: Element, places: Places) -> ExportedAttachment:
    kind = next((kind for name, kind in _MEDIA.items() if has_class(element, name)), "image")
    source = element.get("src") or element.get("href") or ""
    name = element.get("alt") or element.get("download") or ""
    if not name and kind in ("video", "audio"):
        match = _PLACEHOLDER.search(text_of(element))
        name = match[2] if match and not match[2].endswith("秒") else ""
    return attachment_of(
        kind, {"filename": name, "localPath": "" if source.startswith("data:") else source}, {}, places
    )


def _lost(text: str, places: Places) -> ExportedAttachment:
    if match := _SIGN.fullmatch(text):
        named = {"filename": "" if match[3] else match[2], "duration": match[3] or ""}
        return attachment_of(_SIGNS[match[1]], named, {}, places)
    match = _PLACEHOLDER.fullmatch(text)
    return attachment_of(_WORDS[match[1]] if match else "file", {"filename": match[2] if match else text}, {}, places)
