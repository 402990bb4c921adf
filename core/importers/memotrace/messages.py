"""This file is where one object of MemoTrace's page, or of the JSON that it writes beside it, becomes a message."""

import html
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from core.importers.memotrace.folders import ChatFolder, Sides
from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import labelled, spoken
from core.importers.wechat.media import Files, is_address
from core.importers.wechat.notices import readable
from core.importers.wechat.records import line_of
from core.importers.wechat.times import epoch
from core.importers.wechat.typed import SENTENCES, parted
from core.importers.wechat.written import Written
from core.json_values import members, objects, word
from core.types import AttachmentKind

_EMOJI = re.compile(r"<img\b[^<>]{0,300}?\bid=[\"']([^\"'<>]{1,20})[\"'][^<>]{0,300}>")
_BREAK = re.compile(r"<br\s{0,4}/?>")
_PAY = {"1": "转账", "3": "已收款", "4": "已退还", "5": "已收款", "7": "转账"}
_DEEPEST = 4

Raw = dict[str, Any]


class Page(NamedTuple):
    """Where objects stand. is_escaped: texts are written for a page (HTML), not as they were sent (JSON)."""

    folder: ChatFolder
    files: Files
    sides: Sides
    is_escaped: bool


def written(raw: Raw, where: str, page: Page) -> Written:
    """The message that an object means; fields that are missing or of a wrong type count as absent."""
    said = {key: plain(value) for key, value in raw.items()} if page.is_escaped else raw
    content = content_of_object(said, page)
    is_notice = content.kind == "notice"
    sender = word(said.get("display_name")) or word(said.get("displayname"))
    is_self = said.get("is_send") in (1, True, "1")
    key = word(raw.get("server_id"))
    other = page.folder.chat.id if page.folder.chat.kind == "private" and not is_self else ""
    return Written(
        where,
        page.folder.chat,
        content,
        sender=sender or ("我" if is_self else None),
        sender_id=None if is_notice else other or None,
        is_self=is_self and not is_notice,
        sent_at=epoch(raw.get("timestamp")),
        key=key if key.strip("0") else None,
    )


def plain(value: Any) -> Any:
    """A text of a page as it was sent: emoji are pictures with their name, the rest is escaped."""
    if not isinstance(value, str):
        return value
    text = _BREAK.sub("\n", _EMOJI.sub(r"\1", value)) if "<" in value else value
    return html.unescape(text) if "&" in text else text


def content_of_object(raw: Raw, page: Page) -> Content:
    """What an object says, of either version."""
    sort, shared = parted(_number(raw.get("type")), _number(raw.get("sub_type")))
    text = word(raw.get("text"))
    if sort == 0 or sort in SENTENCES:
        return notice(readable(text))
    if sort == 49:
        return _shared(shared, raw, page)
    reader = _READERS.get(sort)
    return reader(raw, page) if reader else labelled(text) or _nothing_but(text, str(sort))


def _nothing_but(text: str, label: str) -> Content:
    return Content(text) if text else left_out("media", label)


def _text(raw: Raw, _page: Page) -> Content:
    text = word(raw.get("text"))
    return left_out("video") if text == "视频丢失" else Content(text)


def _medium(kind: AttachmentKind) -> Callable[[Raw, Page], Content]:
    def reader(raw: Raw, page: Page) -> Content:
        path = _path(raw)
        if not path or is_address(path):
            is_sticker = kind == "image" and is_address(path)
            return left_out("sticker" if is_sticker else kind, caption=word(raw.get("desc")))
        found = page.files.find(path) or page.folder.medium(path.rpartition("/")[2].partition(".")[0])
        attachment = page.files.attachment(kind, found or path)
        if found:
            attachment = attachment._replace(status="found", entry=found, name=found.rpartition("/")[2])
        return Content(word(raw.get("voice_to_text")) if kind == "voice" else "", attachments=(attachment,))

    return reader


def _path(raw: Raw) -> str:
    """Version 4 has a path, version 3 puts it where the text would be."""
    return word(raw.get("path")) if "path" in raw else word(raw.get("text"))


def _place(raw: Raw, _page: Page) -> Content:
    point = ", ".join(part for part in (word(raw.get("x")), word(raw.get("y"))) if part.strip("0.") != "")
    return Content(joined(word(raw.get("poiname")), word(raw.get("label")), point), "location")


def _card(raw: Raw, _page: Page) -> Content:
    names = (word(raw.get(key)) for key in ("nickname", "alias", "open_im_desc"))
    return Content(joined(*names), "contact")


def _call(raw: Raw, _page: Page) -> Content:
    label = {"0": "视频通话", "1": "语音通话"}.get(word(raw.get("invite_type", raw.get("call_type"))), "")
    said = word(raw.get("display_content")) or word(raw.get("text"))
    return Content(" ".join(part for part in (label, said) if part), "call")


def _shared(shared: int, raw: Raw, page: Page) -> Content:
    if shared in (6, 74):
        return _file(raw, page)
    if shared == 57:
        return _answer(raw, page)
    if shared in (2000, 2001):
        return _payment(shared, raw)
    if shared == 19 or "messages" in raw:
        lines = _merged(raw, page, 0)
        return Content("\n".join((word(raw.get("title")) or "聊天记录", *lines)))
    title = word(raw.get("title")) or word(raw.get("text") if not _is_path(raw) else "")
    who = word(raw.get("artist")) or word(raw.get("publisher_nickname"))
    address = word(raw.get("url")) or word(raw.get("link_url"))
    said = joined(title, word(raw.get("description")), who, address, word(raw.get("app_name")))
    return Content(said) if said else left_out("media", "链接")


def _is_path(raw: Raw) -> bool:
    """Version 3 keeps the downloaded song where the text would be."""
    return word(raw.get("text")).startswith("./")


def _file(raw: Raw, page: Page) -> Content:
    name, path = word(raw.get("file_name")), _path(raw)
    return Content(attachments=(page.files.attachment("file", path, name),)) if path else left_out("file", name)


def _answer(raw: Raw, page: Page) -> Content:
    quote = word(raw.get("quote_text")) or word(raw.get("refer_text"))
    who, colon, said = quote.partition(": " if "quote_text" in raw else "：")
    shown = labelled(said.strip()) if colon else None
    key = word(raw.get("quote_server_id"))
    return Content(
        word(raw.get("text")),
        quote=f"{who}: {spoken(shown) if shown else said}" if colon else quote,
        reply_to=key if key.strip("0") else None,
    )


def _payment(shared: int, raw: Raw) -> Content:
    text = word(raw.get("text"))
    if shared == 2001:
        return Content(f"[红包] {text}".rstrip())
    sort = word(raw.get("pay_subtype", raw.get("paysubtype")))
    amount = word(raw.get("fee_desc")) or word(raw.get("feedesc"))
    memo = word(raw.get("pay_memo"))
    return Content(" ".join(part for part in (f"[{_PAY.get(sort, '转账')}]", amount, memo) if part))


def _merged(raw: Raw, page: Page, depth: int) -> list[str]:
    lines: list[str] = []
    for item in objects(raw.get("messages")) if depth < _DEEPEST else []:
        said = spoken(content_of_object(item | {"messages": []}, page))
        time = word(item.get("str_time"))
        lines += line_of(word(item.get("display_name")), time, said)
        lines += [f"    {line}" for line in _merged(item, page, depth + 1)]
    return lines


def _number(value: Any) -> int:
    text = word(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0


def is_message(raw: Any) -> bool:
    """True for an object of the JSON that version 4 writes beside its page."""
    return members(raw).keys() >= {"type", "is_send", "timestamp", "server_id", "display_name"}


_READERS: dict[int, Callable[[Raw, Page], Content]] = {
    1: _text,
    2: _text,
    3: _medium("image"),
    34: _medium("voice"),
    43: _medium("video"),
    47: _medium("sticker"),
    42: _card,
    48: _place,
    50: _call,
    66: _card,
}
