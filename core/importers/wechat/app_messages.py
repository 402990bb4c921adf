"""This file is where what people share inside WeChat - the <appmsg> of type 49 - becomes what a message says.

Its own types: 5 a link, 6 a file, 19 forwarded chats, 33 and 36 mini programs, 51 a channel's video, 57 an answer, 62 a
pat, 63 a live stream, 87 a group's announcement, 92 music, 2000 a transfer, 2001 a red packet (specification, 8).
"""

from collections.abc import Callable
from html import unescape

from core.importers.wechat.content import Content, joined, left_out
from core.importers.wechat.labels import labelled
from core.importers.wechat.notices import readable
from core.importers.wechat.people import without_prefix
from core.importers.wechat.records import records_of
from core.importers.wechat.xml_parts import Element, attribute, root_of, value, within

LABELS = {
    3: "音乐",
    5: "链接",
    6: "文件",
    17: "位置共享",
    19: "聊天记录",
    24: "笔记",
    33: "小程序",
    36: "小程序",
    40: "聊天记录",
    50: "视频号名片",
    51: "视频号",
    57: "引用",
    63: "视频号直播",
    87: "群公告",
    92: "音乐",
}
"""What the app calls what is shared, where nothing more is known of it."""

_TRANSFERS = {"1": "转账", "3": "已收款", "4": "已退还", "5": "已收款", "7": "转账", "8": "已收款", "9": "已退还"}
_QUOTED = {3: "[图片]", 34: "[语音]", 42: "[名片]", 43: "[视频]", 47: "[表情]", 48: "[位置]", 50: "[通话]"}


def app_message(raw: str) -> Content | None:
    """What the XML of a shared thing says; None where there is no <appmsg> in it."""
    root = root_of(raw)
    app = None if root is None else within(root, "appmsg")
    if app is None:
        return None
    sort = number(value(app, "type"))
    reader = _READERS.get(sort)
    return reader(app) if reader else _link(app)


def number(text: object) -> int:
    """A type as a number; 0 where it is none."""
    try:
        return int(str(text))
    except ValueError:
        return 0


def bare(sort: int) -> Content:
    """A shared thing of which the tool wrote down nothing but its type."""
    if sort in (6, 74):
        return left_out("file")
    if sort in (8, 15):
        return left_out("gif")
    if sort == 17:
        return Content("", "location")
    if sort in (2000, 2001, 2003):
        return Content({2000: "[转账]", 2001: "[红包]"}.get(sort, "[红包封面]"))
    return Content("", "contact") if sort == 50 else left_out("media", LABELS.get(sort, "分享"))


def _link(app: Element) -> Content:
    said = joined(value(app, "title"), value(app, "des"), value(app, "url"))
    return Content(said) if said else bare(number(value(app, "type")))


def _file(app: Element) -> Content:
    return left_out("file", value(app, "title"))


def _music(app: Element) -> Content:
    said = joined(value(app, "title"), value(app, "des"), value(app, "url"))
    return Content(said) if said else bare(92)


def _program(app: Element) -> Content:
    said = joined(value(app, "title"), value(app, "sourcedisplayname"))
    return Content(said) if said else bare(33)


def _record(app: Element) -> Content:
    lines = records_of(value(app, "recorditem"))
    said = joined(value(app, "title"), *([] if lines else [value(app, "des")]))
    told = "\n".join((said, *lines)) if said else "\n".join(lines)
    return Content(told) if told else bare(19)


def _channel(app: Element) -> Content:
    feed = app.find("finderFeed")
    feed = app.find("finderLive") if feed is None else feed
    said = joined(value(feed, "desc"), value(feed, "nickname"))
    return Content(said) if said else bare(51)


def _channel_card(app: Element) -> Content:
    return Content(value(app, "findernamecard/nickname") or value(app, "title"), "contact")


def _answer(app: Element) -> Content:
    answered = app.find("refermsg")
    text = value(app, "title")
    if answered is None:
        return Content(text) if text else bare(57)
    said = quoted(number(value(answered, "type")), value(answered, "content"))
    who = value(answered, "displayname")
    key = value(answered, "svrid")
    return Content(text, quote=f"{who}: {said}" if who else said, reply_to=key if key.strip("0") else None)


def quoted(sort: int, raw: str) -> str:
    """How an answered message reads in a quote."""
    text = without_prefix(raw)[1].strip()
    if sort in _QUOTED:
        return _QUOTED[sort]
    if not text.startswith(("<", "&lt;")):
        return text
    root = root_of(unescape(text) if text.startswith("&lt;") else text)
    app = None if root is None else within(root, "appmsg")
    inner = number(value(app, "type")) if app is not None else 0
    title = value(app, "title")
    if app is None or inner in (1, 57):
        return title or "[消息]"
    return f"[{LABELS.get(inner, '链接')}] {title}".rstrip()


def _pat(app: Element) -> Content:
    record = app.find("patMsg/records/record")
    sender = value(record, "fromUser") or value(app, "patinfo/fromusername")
    said = readable(value(app, "title") or value(record, "templete") or value(app, "patinfo/template"))
    return Content(said, "notice", sender=sender or None)


def _announcement(app: Element) -> Content:
    said = value(app, "textannouncement") or value(app, "des")
    return Content(f"[群公告] {said}") if said else bare(87)


def _transfer(app: Element) -> Content:
    pay = app.find("wcpayinfo")
    label = _TRANSFERS.get(value(pay, "paysubtype"), "转账")
    return Content(" ".join(part for part in (f"[{label}]", value(pay, "feedesc"), value(pay, "pay_memo")) if part))


def _red_packet(app: Element) -> Content:
    pay = app.find("wcpayinfo")
    wish = value(pay, "receivertitle") or value(pay, "sendertitle")
    return Content(f"[红包] {wish}".rstrip())


def _text(app: Element) -> Content:
    said = value(app, "title")
    return labelled(said) or Content(said) if said else bare(5)


_READERS: dict[int, Callable[[Element], Content]] = {
    1: _text,
    3: _music,
    6: _file,
    8: lambda _: bare(8),
    15: lambda _: bare(8),
    17: lambda _: bare(17),
    19: _record,
    24: _record,
    33: _program,
    36: _program,
    40: _record,
    50: _channel_card,
    51: _channel,
    53: _text,
    57: _answer,
    62: _pat,
    63: _channel,
    74: _file,
    76: _music,
    87: _announcement,
    88: _channel,
    92: _music,
    2000: _transfer,
    2001: _red_packet,
    2003: lambda _: bare(2003),
}


def card_name(raw: str) -> str:
    """Whom a card shows, from the attributes of its <msg>."""
    return attribute(root_of(raw), "nickname", "alias", "username")
