"""This file is where the elements of a message of QQ chat exporter (versions 4 to 6) become text and attachments.

Format specification, section 10. The exporter also joins them to one text, with placeholders in it; the elements say
the same without. Older versions, and messages that could not be parsed, have the text only.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.importers.qq.exporter_media import Places, attachment_of, faceless
from core.importers.qq.fields import display_name, first_word
from core.importers.qq.placeholders import parted
from core.json_values import members, objects, word
from core.types import ExportedAttachment, MessageKind

_MEDIA = ("image", "video", "audio", "file")
_KINDS: dict[str, MessageKind] = {"location": "location", "av_record": "call", "system": "notice"}
_NUMBERED_FACE = re.compile(r"/?\[?表情\d*\]?")
_XML = re.compile(r"\s*<\?xml|\s*<msg\b")
_UNSAID = re.compile(
    r"\[(?:回复消息|转发消息(?:[:：] ?\d+条)?|JSON消息|位置消息|长消息|Markdown消息|系统消息|无文本内容|空消息)\]"
)
_DEEPEST = 4
_MOST_INNER = 500


@dataclass
class Content:
    """What a message says. reply_to: id of the answered message; quoted: its text where the id is not known."""

    pieces: list[str] = field(default_factory=list)
    attachments: list[ExportedAttachment] = field(default_factory=list)
    kind: MessageKind = "message"
    reply_to: str | None = None
    quoted: str = ""

    @property
    def text(self) -> str:
        own = "".join(self.pieces).strip()
        if not self.quoted or self.reply_to:
            return own
        quote = "\n".join(f"> {line}" for line in self.quoted.split("\n"))
        return f"{quote}\n{own}".strip()


def content_of(raw: Mapping[str, Any], places: Places) -> Content:
    """The content of a record: of its elements, else of its text and resources."""
    stated = raw.get("content")
    content = members(stated)
    elements = _elements(raw)
    found = Content()
    resources = iter(objects(content.get("resources")))
    if elements:
        for element in elements:
            _add(found, element, resources, places)
    else:
        _add_text(found, stated if isinstance(stated, str) else first_word(content, "text"), resources, places)
    _add_reply(found, members(content.get("reply")))
    return found


def _add_text(found: Content, text: str, resources: Iterator[dict[str, Any]], places: Places) -> None:
    """A joined text: its placeholders say again what the resources say."""
    own, marks = parted(_UNSAID.sub("", text))
    named = [attachment_of(word(each.get("type")), each, each, places) for each in resources]
    found.pieces.append(own)
    found.attachments.extend(named or marks)


def _add(found: Content, element: Mapping[str, Any], resources: Iterator[dict[str, Any]], places: Places) -> None:
    kind, data = word(element.get("type")), members(element.get("data"))
    if kind in _MEDIA:
        found.attachments.append(attachment_of(kind, data, next(resources, {}), places))
    elif kind == "reply":
        _add_reply(found, data)
    elif kind == "forward":
        _add_piece(found, "\n".join(_forwarded(found, data, places)))
    elif kind in ("market_face", "giphy"):
        found.attachments.append(faceless(data, "gif" if kind == "giphy" else "sticker"))
    elif kind == "face" and _NUMBERED_FACE.fullmatch(word(data.get("name"))):
        found.attachments.append(faceless(data, "sticker"))
    else:
        found.kind = _KINDS.get(kind, found.kind)
        _add_piece(found, _said(kind, data))


def _add_piece(found: Content, text: str) -> None:
    """Cards and forwarded chats stand on lines of their own."""
    if "\n" in text and found.pieces and not found.pieces[-1].endswith("\n"):
        found.pieces.append("\n")
    found.pieces.append(text)


def _said(kind: str, data: Mapping[str, Any]) -> str:
    say = _SAYINGS.get(kind)
    return say(data) if say else first_word(data, "text", "summary", "content")


def _mention(data: Mapping[str, Any]) -> str:
    return f"@{display_name(data.get('name')) or word(data.get('uid'))}"


def _face(data: Mapping[str, Any]) -> str:
    """A small emoticon by its name; dice and the like have a result."""
    result = word(data.get("resultId"))
    return word(data.get("name")) + (f"（{result}）" if result else "")


def _place(data: Mapping[str, Any]) -> str:
    return _card(data, "name", "address") or _card(data, "title", "summary")


def _card(data: Mapping[str, Any], *keys: str) -> str:
    lines = dict.fromkeys(text for key in keys if (text := word(data.get(key)).strip()))
    return "\n".join(line for line in lines if line != "JSON消息")


def _forwarded(found: Content, data: Mapping[str, Any], places: Places, depth: int = 0) -> Iterator[str]:
    """The heading of a forwarded chat, then who said what in it; its files become those of the whole message."""
    yield first_word(data, "title") or "聊天记录"
    inner = objects(data.get("messages"))[:_MOST_INNER] if depth < _DEEPEST else []
    for each in inner:
        name = display_name(members(each.get("sender")).get("name")) or ""
        nested = [member for member in _elements(each) if member.get("type") == "forward"]
        lines = [
            line for member in nested for line in _forwarded(found, members(member.get("data")), places, depth + 1)
        ]
        if not nested:
            said = content_of(each, places)
            found.attachments.extend(said.attachments)
            lines = [said.text]
        yield f"{name}: " + "\n  ".join(lines)
    if not inner:
        yield from _preview(data)


def _elements(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    return objects(members(raw.get("content")).get("elements"))


def _preview(data: Mapping[str, Any]) -> Iterator[str]:
    """What the card itself shows of a forwarded chat; the oldest versions keep its XML, which nobody reads."""
    previews = data.get("preview")
    yield from (word(line) for line in previews if word(line)) if isinstance(previews, list) else ()
    summary = word(data.get("summary"))
    if summary and not _XML.match(summary):
        yield summary


def _add_reply(found: Content, data: Mapping[str, Any]) -> None:
    answered = [word(data.get(key)) for key in ("referencedMessageId", "replyMsgId", "messageId")]
    found.reply_to = next((key for key in answered if key not in ("", "0")), found.reply_to)
    said = first_word(data, "content", "text")
    if said and said not in ("引用消息", "原消息"):
        name = display_name(data.get("senderName"), data.get("senderUin"))
        found.quoted = f"{name}: {said}" if name else said


_SAYINGS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda data: word(data.get("text")),
    "at": _mention,
    "face": _face,
    "av_record": lambda data: first_word(data, "summary", "text"),
    "json": lambda data: _card(data, "title", "description", "url"),
    "location": _place,
    "markdown": lambda data: first_word(data, "content", "summary"),
}
