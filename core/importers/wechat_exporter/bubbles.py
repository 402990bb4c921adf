"""This file is where one bubble of a page becomes a message: who, when, and what stands in it.

Its classes say on which side it is (right is the person who exported), "chat-notice" that the app speaks, "fmsg" that
it is part of forwarded chats (format specification, section 8).
"""

import re
from typing import NamedTuple

from core.html_classes import Element, Inside, classes_of
from core.html_text import text_of
from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import LOST, answer_or_text, meaning_of
from core.importers.wechat.media import Files, is_address
from core.importers.wechat_exporter.marks import plain, shown_time
from core.types import AttachmentKind

SIDES = frozenset(("chat", "media", "chat-left", "chat-right", "media-left", "media-right", "chat-notice"))

_RIGHT = frozenset(("right", "chat-right", "media-right"))
_SYSTEM = re.compile(r"^(?:系统消息|系統消息|System Message)\s?[:：]\s?")


class Bubble(NamedTuple):
    """A message of a page. number: the page's own for it; forwarded: True for a part of forwarded chats, and tag: True
    for what is only written before and behind them."""

    number: str
    content: Content
    sender: str = ""
    sender_id: str = ""
    is_self: bool = False
    local_time: str | None = None
    forwarded: bool = False
    tag: bool = False


def is_bubble(element: Element) -> bool:
    """True for a message of a page, of old and new versions."""
    return element.tag == "div" and element.get("msgid") is not None and not SIDES.isdisjoint(classes_of(element))


def bubble(element: Element, files: Files) -> Bubble:
    """What a message says; to be asked before the walk through the page goes on."""
    classes, number = frozenset(classes_of(element)), (element.get("msgid") or "").strip()
    inside = Inside(element)
    # One version wrote the class of its system messages into the wrong attribute.
    marks = classes | frozenset(number.split()[1:])
    number = number.split()[0] if number else ""
    forwarded, tag = "fmsg" in marks, "fmsgtag" in marks
    if "chat-notice" in classes:
        said = without_label(plain(text_of(element, picture=emoji)))
        return Bubble(number, notice(said), forwarded=forwarded, tag=tag)
    name, time = _head(inside)
    box = inside.first("content-box", "contentBox")
    kind = (element.get("msgtype") or "").strip().lower()
    content = Content() if box is None else _content(box, kind, files)
    sender_id = "" if name is None else (name.get("wxid") or "").strip()
    return Bubble(
        number,
        content,
        "" if name is None else plain(text_of(name)),
        sender_id,
        not _RIGHT.isdisjoint(classes),
        time,
        forwarded,
        tag,
    )


def without_label(text: str) -> str:
    """A sentence of the app without the words that say so."""
    return _SYSTEM.sub("", text, count=1)


def emoji(image: Element) -> str:
    """WeChat's own emoji are pictures; their name is what was sent: "[微笑]"."""
    if "wxemoji" not in classes_of(image):
        return ""
    raw = (image.get("rawemoji") or image.get("title") or "").strip()
    return raw if raw.startswith("[") or not raw else f"[{raw}]"


def _head(inside: Inside) -> tuple[Element | None, str | None]:
    """(the element with the name, the wall time behind it)."""
    head = inside.first("nt-box", "ntBox")
    if head is None:
        return None, None
    name = next(iter(Inside(head).all("span")), None)
    said = (head.text if name is None else name.tail) or ""
    return name, shown_time(said)


def _content(box: Element, kind: str, files: Files) -> Content:
    inside = Inside(box)
    for tag in ("audio", "video"):
        if (player := inside.first(tag)) is not None:
            return _played("voice" if tag == "audio" else "video", player, files)
    if inside.has(("channel-card", "channel-title", "channel-poster")):
        return _channel(inside)
    if (card := inside.first("card-type")) is not None:
        label = _text(card)
        return Content(joined(_text(inside.first("card-name")), "" if meaning_of(label) else label), "contact")
    if inside.has(("appinfo", "app-name", "app-icon")):
        return _shared(box, inside, kind, files)
    pictures = [image for image in inside.all("img") if "wxemoji" not in classes_of(image)]
    return _picture(box, pictures[0], (kind, files)) if pictures else answer_or_text(_text(box))


def _text(element: Element | None) -> str:
    return "" if element is None else text_of(element, picture=emoji).replace("\xa0", " ").strip()


def _played(kind: AttachmentKind, player: Element, files: Files) -> Content:
    source = Inside(player).first("source")
    path = (source.get("src") if source is not None else player.get("src")) or ""
    return Content(attachments=(files.attachment(kind, path),)) if path else left_out(kind)


def _picture(box: Element, image: Element, told: tuple[str, Files]) -> Content:
    """A picture; a sticker, which has no class; or the still of a video that is lost."""
    kind, files = told
    said = _text(box)
    path = (image.get("rawurl") or image.get("src") or "").strip()
    if kind in ("video", "43", "62") or LOST.fullmatch(said):
        return left_out("video")
    sort: AttachmentKind = "image" if "image" in classes_of(image) or kind in ("image", "3") else "sticker"
    if is_address(path) or not path:
        return left_out(sort, text=said)
    return Content(said, attachments=(files.attachment(sort, path),))


def _channel(inside: Inside) -> Content:
    names = [_text(each) for each in inside.all("card-name")]
    link = next((each.get("href") or "" for each in inside.all("a")), "")
    said = joined(_text(inside.first("channel-title")), *names[-1:], link if is_address(link) else "")
    return Content(said) if said else left_out("media", "视频号")


def _shared(box: Element, inside: Inside, kind: str, files: Files) -> Content:
    """A link, a file or a transfer: title with its address, description, and the app's name."""
    app, link = inside.first("app-name"), inside.first("a")
    path = ((link.get("href") if link is not None else "") or "").strip()
    title = _text(link)
    lines = text_of(box, picture=emoji, skip=("a", "appinfo", "app-name")).replace("\xa0", " ").strip()
    if inside.has(("transfer-icon",)) or (link is None and kind in ("transfer", "2000")):
        return Content(f"[转账] {joined(title, lines)}".rstrip())
    if kind == "file" or (path and not is_address(path) and not path.startswith("#")):
        return Content(attachments=(files.attachment("file", path, title),)) if path else left_out("file", title)
    said = joined(title, lines, path if is_address(path) else "", _text(app))
    return Content(said) if said else left_out("media", "链接")
