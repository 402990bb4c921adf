"""This file is where one record of chatlog's JSON becomes a message.

Source: format specification, section 8: `seq, time, talker, talkerName, isChatRoom, sender, senderName, isSelf, type,
subType, content, contents`. `seq` orders messages but is no id: two of one second may share it.
"""

from datetime import datetime
from typing import Any

from core.importers.wechat.app_messages import bare
from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import spoken
from core.importers.wechat.media import Files
from core.importers.wechat.notices import readable
from core.importers.wechat.people import NOBODY
from core.importers.wechat.records import line_of
from core.importers.wechat.times import epoch, wall_of
from core.importers.wechat.typed import SENTENCES, content_of
from core.importers.wechat.written import Chat, Written
from core.json_values import members, objects, word
from core.types import AttachmentKind

_LINKS = (1, 3, 4, 5, 33, 36, 51, 63, 92)
_RECORDS = (19, 24, 87)
_PATHS = ("path", "imgfile", "videofile", "md5", "rawmd5")
_TYPES = {
    "2": "图片",
    "4": "视频",
    "6": "位置",
    "8": "文件",
    "22": "视频号",
    "23": "视频号直播",
    "32": "音乐",
    "37": "表情",
}
_DEEPEST = 4


def written(raw: dict[str, Any], where: str, files: Files) -> Written:
    """The message that a record means; fields that are missing or of a wrong type count as absent."""
    sent_at, local_time = times(raw)
    sender = word(raw.get("sender"))
    content = content_of_record(raw, files)
    if sender in NOBODY:
        content = notice(content.shown)
    chat_id = word(raw.get("talker"))
    chat = Chat(chat_id, word(raw.get("talkerName")), "group" if raw.get("isChatRoom") is True else "private")
    return Written(
        where,
        chat,
        content,
        sender=word(raw.get("senderName")) or None,
        sender_id=None if sender in NOBODY else sender or None,
        is_self=raw.get("isSelf") is True and content.kind != "notice",
        sent_at=sent_at,
        local_time=local_time,
    )


def times(raw: dict[str, Any]) -> tuple[int | None, str | None]:
    """(exact instant, wall time) of `time`, which names its zone; else of the seconds in `seq`."""
    try:
        moment = datetime.fromisoformat(word(raw.get("time")))
        if moment.tzinfo is not None and moment.year > 1970:
            return int(moment.timestamp() * 1000), wall_of(moment)
    except (ValueError, OverflowError, OSError):
        pass
    seconds = word(raw.get("seq"))[:10]
    return epoch(seconds), None


def content_of_record(raw: dict[str, Any], files: Files) -> Content:
    """What a record, or the one that it answers, says."""
    sort, shared = _number(raw.get("type")), _number(raw.get("subType"))
    text, parts = word(raw.get("content")), members(raw.get("contents"))
    if sort in SENTENCES:
        return notice(readable(text))
    if sort == 3:
        return _media("image", parts, files)
    if sort == 43:
        return _media("video", parts, files)
    if sort == 48 and parts:
        return place(*(word(parts.get(key)) for key in ("label", "cityname", "x", "y")))
    if sort == 49:
        return _shared(shared, text, (parts, files))
    return content_of(sort, shared, text)


def place(label: str, city: str, x: str, y: str) -> Content:
    """A place by its address and "latitude, longitude"."""
    return Content(joined(label, city, ", ".join(part for part in (x, y) if part)), "location")


def picture(kind: AttachmentKind, keys: list[str], files: Files) -> Content:
    """A medium by what chatlog calls it: hashes, and paths in the app's own folder, where files lie encrypted."""
    for key in keys:
        if not key.endswith(".dat") and "." in key and files.find(key) is not None:
            return Content(attachments=(files.attachment(kind, key),))
    return left_out(kind)


def _media(kind: AttachmentKind, parts: dict[str, Any], files: Files) -> Content:
    return picture(kind, [word(parts.get(key)) for key in _PATHS], files)


def _shared(sort: int, text: str, found: tuple[dict[str, Any], Files]) -> Content:
    parts, files = found
    title, url = word(parts.get("title")), word(parts.get("url"))
    if sort in _RECORDS:
        return _merged(sort, title or word(parts.get("desc")), members(parts.get("recordInfo")))
    if sort in _LINKS and (title or url):
        return Content(joined(title, word(parts.get("desc")), url))
    if sort == 62:
        return notice(readable(text))
    if sort == 57 and (text or parts):
        return Content(text, quote=_quote(members(parts.get("refer")), files))
    said = Content(transfer(text)) if sort == 2000 else Content(text) if text else bare(sort)
    return left_out("file", title) if sort == 6 else said


def transfer(text: str) -> str:
    """ "[转账|发送 ￥1.00](memo)" as "[转账] 发送 ￥1.00 memo"; anything else as it is."""
    if not text.startswith("[转账|"):
        return text or "[转账]"
    inside, _, memo = text[len("[转账|") :].partition("]")
    return " ".join(part for part in ("[转账]", inside.strip(), memo.removeprefix("(").removesuffix(")")) if part)


def _quote(raw: dict[str, Any], files: Files) -> str:
    if not raw:
        return ""
    answered = content_of_record(raw, files)
    return quote_of(word(raw.get("senderName")) or word(raw.get("sender")), spoken(answered))


def quote_of(who: str, said: str) -> str:
    return f"{who}: {said}" if who else said


def _merged(sort: int, title: str, info: dict[str, Any]) -> Content:
    lines = _record_lines(info, 0)
    said = "\n".join(([title] if title else []) + lines)
    if not said:
        return bare(sort)
    return Content(f"[群公告] {said}" if sort == 87 else said)


def _record_lines(info: dict[str, Any], depth: int) -> list[str]:
    lines: list[str] = []
    for item in objects(members(info.get("DataList")).get("DataItems")):
        kind, said = word(item.get("DataType")), word(item.get("DataDesc"))
        if kind in _TYPES:
            said = f"[{_TYPES[kind]}] {word(item.get('DataTitle'))}".rstrip()
        elif kind == "5":
            said = joined(word(item.get("DataTitle")), word(item.get("Link")))
        lines += line_of(word(item.get("SourceName")), word(item.get("SourceTime")), said)
        nested = members(members(item.get("RecordXML")).get("RecordInfo"))
        if nested and depth < _DEEPEST:
            lines += [f"    {line}" for line in _record_lines(nested, depth + 1)]
    return lines


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
