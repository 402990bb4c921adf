"""This file is where a body as MemoTrace writes it becomes content: labels in 【】 (version 4) or [] (version 3).

What is no text stands in lines of its own form: "【文件】name size path type md5", "【分享链接】" and a line each for
title, description, address and app, "【位置分享】" with coordinates; an answer ends with its quote: "引用：name: text".
"""

import re
from collections.abc import Callable

from core.importers.wechat.app_messages import card_name
from core.importers.wechat.content import Content, joined, left_out
from core.importers.wechat.labels import labelled, spoken
from core.importers.wechat.media import Files
from core.importers.wechat.notices import without_tags

_LABEL = re.compile(r"【([^【】\n]{1,12})】[:：]?")
_FILE = re.compile(r"【文件】(.*?) (\d+(?:\.\d+)? ?[KMG]?B)(?: (.*))?", re.S)
_PATH = re.compile(r"(\S.*?\.[^\s./\\]{1,10})(?: .*)?", re.S)
_QUOTE = re.compile(r"\n引用[:：]")
_LINK = re.compile(
    r"[ \t]{0,40}\[链接\]:title:([^\n]*)\n[ \t]{0,40}description:(.*?)\n[ \t]{0,40}url:([^\n]*)"
    r"(?:\n[ \t]{0,40}name:([^\n]*))?(?:\n[ \t]{0,40})?",
    re.S,
)
_ITEM = re.compile(r"( *)- (\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) (.*)")
_RAW = re.compile(r"(\d{1,13})\n(.*)", re.S)
_TRANSFERS = {
    "发起转账": "转账",
    "发起非实时转账": "转账",
    "已收款": "已收款",
    "非实时转账收款": "已收款",
    "已退还": "已退还",
}


def content_of_body(body: str, files: Files) -> Content:
    """What a body says, of either version."""
    text = body.strip("\r\n")
    reader = _read_label(text, files)
    if reader is not None:
        return reader
    if link := _LINK.fullmatch(text):
        said = joined(link[1], link[2], link[3], link[4] or "")
        return Content(said) if said else left_out("media", "链接")
    quotes = list(_QUOTE.finditer(text))
    if quotes:
        return _answer(text, quotes[-1], files)
    return labelled(text.strip()) or _unread(text) or Content(text)


def _read_label(text: str, files: Files) -> Content | None:
    match = _LABEL.match(text)
    if match is None:
        return None
    if match[1] in _TRANSFERS or match[1] == "未知":
        return _transfer(match[1], text[match.end() :])
    reader = _READERS.get(match[1])
    return reader(text[match.end() :].lstrip("\n") if match[1] != "文件" else text, files) if reader else None


def _answer(text: str, quote: re.Match[str], files: Files) -> Content:
    """An answer: the answered message stands behind it, with its own labels."""
    who, colon, said = text[quote.end() :].partition(":")
    if not colon:
        return Content(text[: quote.start()], quote="" if who == "未知" else who)
    return Content(text[: quote.start()], quote=f"{who}: {spoken(content_of_body(said.strip(), files))}")


def _file(text: str, files: Files) -> Content:
    match = _FILE.fullmatch(text)
    if match is None:
        return left_out("file", text.removeprefix("【文件】").strip())
    path = _PATH.fullmatch(match[3] or "")
    found = files.find(path[1]) if path else None
    if found is None:
        return left_out("file", match[1].strip())
    return Content(attachments=(files.attachment("file", path[1] if path else "", match[1].strip()),))


def _fields(text: str) -> dict[str, str]:
    """Lines of "name: value"; what follows without a name goes on with the value before it."""
    found: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        head, colon, value = line.partition("：" if "：" in line.split(":")[0] else ":")
        if colon and head.strip() in _NAMES and head.strip() not in found:
            name = head.strip()
            found[name] = value.strip()
        elif name:
            found[name] = f"{found[name]}\n{line.strip()}".strip()
    return found


_NAMES = frozenset(
    (
        "标题",
        "描述",
        "链接",
        "应用",
        "发布者",
        "坐标",
        "名称",
        "标签",
        "微信号",
        "昵称",
        "签名",
        "性别",
        "地区",
        "公司",
        "备注",
    )
)


def _link(text: str, _files: Files) -> Content:
    told = _fields(text)
    said = joined(*(told.get(name, "") for name in ("标题", "描述", "链接", "应用")))
    return Content(said) if said else left_out("media", "链接")


def _channel(text: str, _files: Files) -> Content:
    told = _fields(text)
    said = joined(told.get("描述", ""), told.get("发布者", ""))
    return Content(said) if said else left_out("media", "视频号")


def _place(text: str, _files: Files) -> Content:
    told = _fields(text)
    point = told.get("坐标", "").strip("()").replace(",", ", ")
    return Content(joined(told.get("名称", ""), told.get("标签", ""), "" if point == "0, 0" else point), "location")


def _card(text: str, _files: Files) -> Content:
    told = _fields(text)
    return Content(joined(*(told.get(name, "") for name in ("昵称", "微信号", "公司"))), "contact")


def _transfer(label: str, text: str) -> Content:
    amount, _, rest = text.partition("\n")
    memo = _fields(rest).get("备注", "")
    word = _TRANSFERS.get(label, "转账")
    return Content(" ".join(part for part in (f"[{word}]", amount.strip(), memo) if part))


def _red_packet(text: str, _files: Files) -> Content:
    return Content(f"[红包] {text.strip()}".rstrip())


def _call(text: str, _files: Files) -> Content:
    return Content(text.strip(), "call")


def _merged(text: str, _files: Files) -> Content:
    """Forwarded chats: "- time name: text" for each message, indented by how deep they lie."""
    lines = [line for line in text.split("\n") if line.strip()]
    said = [f"{match[1]}{_ordered(match)}" if (match := _ITEM.fullmatch(line)) else line for line in lines]
    return Content("\n".join(("聊天记录", *said))) if said else left_out("media", "聊天记录")


def _ordered(match: re.Match[str]) -> str:
    """ "name time: text" """
    who, colon, said = match[3].partition(": ")
    return f"{who} {match[2]}: {said}" if colon else f"{match[2]} {match[3]}"


def _note(text: str, _files: Files) -> Content:
    return Content(text.strip()) if text.strip() else left_out("media", "笔记")


def _voice(text: str, _files: Files) -> Content:
    return left_out("voice", text=text.strip())


def _sticker(text: str, _files: Files) -> Content:
    return left_out("sticker", caption=text.strip())


def _unread(text: str) -> Content | None:
    """A type that MemoTrace does not know: its number and what the app stores of it."""
    match = _RAW.fullmatch(text)
    if match is None or not match[2].lstrip().startswith(("<", "{'", '{"')):
        return None
    said = match[2].strip()
    if match[1] in ("42", "66", "37"):
        return Content(card_name(said), "contact")
    return Content(without_tags(said)) if said.startswith("<") else left_out("media", match[1])


_READERS: dict[str, Callable[[str, Files], Content]] = {
    "文件": _file,
    "分享链接": _link,
    "视频号": _channel,
    "位置分享": _place,
    "名片": _card,
    "音视频通话": _call,
    "红包": _red_packet,
    "合并转发的聊天记录": _merged,
    "笔记": _note,
    "语音": _voice,
    "表情包": _sticker,
}
