"""This file is where what PyWxDump says of a message - its type in words, `msg` and `src` - becomes content.

It puts details of places, transfers, calls and answers into `msg` in sentences of its own, and the path of a file in
the folder of the app, or an address, into `src` (format specification, section 8).
"""

import ast
import re
from collections.abc import Callable
from typing import Any

from core.importers.wechat.app_messages import card_name
from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import meaning_of, told
from core.importers.wechat.media import Files
from core.importers.wechat.notices import readable
from core.importers.wechat.people import without_prefix
from core.importers.wechat.records import line_of
from core.importers.wechat.typed import content_of
from core.json_values import members, objects, word
from core.types import AttachmentKind

_VOICE = re.compile(r"语音时长：[^\n]*(?:\n翻译结果：(.*))?", re.S)
_PLACE = re.compile(r"纬度:【([^】\n]*)】 ?经度:【([^】\n]*)】\n位置：([^\n]*)(?:\n.*)?", re.S)
_ANSWER = re.compile(r"\n\n\[引用\]\(([^()\n]{0,40})\)")
_TRANSFER = re.compile(r"(已收款|转账)：([^\n]*)\n转账说明：([^\n]*)(?:\n.*)?", re.S)
_CALL = re.compile(r"语音/视频通话\[(.*)\]", re.S)
_MORE = re.compile(r'<a href="[^">]*"?>点击查看详情</a>')
_LARGEST_RECORD = 1 << 18
_DEEPEST = 4


def content_of_row(type_name: str, msg: str, src: Any, files: Files) -> Content:
    """What a message says. src: a path or address, or what forwarded chats hold."""
    if type_name.startswith(("系统通知", "消息撤回", "拍一拍", "邀请加群")):
        return notice(readable(msg))
    reader = _READERS.get(type_name)
    if reader is not None:
        return reader(msg, word(src), files)
    if type_name == "合并转发的聊天记录":
        return _merged(msg, src)
    meaning = None if msg.lstrip().startswith("<") else meaning_of(type_name)
    if meaning is not None:
        label = type_name.removeprefix("(分享)")
        return told(meaning, label, "" if msg in (type_name, label) else msg)
    return left_out("media", type_name) if msg == type_name else content_of(0, 0, msg)


def _text(msg: str, _src: str, _files: Files) -> Content:
    return Content(without_prefix(msg)[1])


def _voice(msg: str, src: str, files: Files) -> Content:
    match = _VOICE.fullmatch(msg)
    return _file_of("voice", src, files)._replace(text=(match[1] or "").strip() if match else "")


def _file_of(kind: AttachmentKind, src: str, files: Files, name: str = "") -> Content:
    return Content(attachments=(files.attachment(kind, src, name),)) if src else left_out(kind, name)


def _file(msg: str, src: str, files: Files) -> Content:
    name = msg if msg and msg != "文件" and "\n" not in msg else ""
    return _file_of("file", src, files, name)


def _place(msg: str, _src: str, _files: Files) -> Content:
    match = _PLACE.fullmatch(msg)
    if match is None:
        return content_of(48, 0, msg) if msg.lstrip().startswith("<") else Content(msg, "location")
    point = ", ".join(part for part in (match[1].strip(), match[2].strip()) if part)
    return Content(joined(match[3], point), "location")


def _link(msg: str, src: str, _files: Files) -> Content:
    said = joined(*_MORE.sub("", msg).split("\n"), src)
    return Content(said) if said else left_out("media", "链接")


def _answer(msg: str, _src: str, _files: Files) -> Content:
    answers = list(_ANSWER.finditer(msg))
    if not answers:
        return Content(msg)
    match = answers[-1]
    who, colon, said = msg[match.end() :].partition(":")
    return Content(msg[: match.start()], quote=f"{who}: {said}" if colon else who)


def _transfer(msg: str, _src: str, _files: Files) -> Content:
    match = _TRANSFER.fullmatch(msg)
    if match is None:
        return Content("[转账]" if msg in ("", "转账") else msg)
    return Content(" ".join(part for part in (f"[{match[1]}]", match[2].strip(), match[3].strip()) if part))


def _call(msg: str, _src: str, _files: Files) -> Content:
    match = _CALL.fullmatch(msg)
    return Content(match[1].strip(), "call") if match else content_of(50, 0, msg)


def _card(msg: str, _src: str, _files: Files) -> Content:
    return Content(card_name(msg) if msg.lstrip().startswith("<") else "", "contact")


def _merged(msg: str, src: Any) -> Content:
    title, _, summary = msg.partition("\n")
    lines = _record_lines(src if isinstance(src, dict) else _as_dict(word(src)), 0)
    said = "\n".join(part for part in (title, *(lines or [summary])) if part)
    return Content(said) if said else left_out("media", "聊天记录")


def _as_dict(text: str) -> dict[str, Any]:
    """CSV holds forwarded chats as Python writes them."""
    if not text.startswith("{") or len(text) > _LARGEST_RECORD:
        return {}
    try:
        return members(ast.literal_eval(text))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return {}


def _record_lines(info: dict[str, Any], depth: int) -> list[str]:
    items = members(info.get("datalist")).get("dataitem")
    lines: list[str] = []
    for item in objects(items if isinstance(items, list) else [items]):
        said = word(item.get("datadesc")) or word(item.get("datatitle"))
        lines += line_of(word(item.get("sourcename")), word(item.get("sourcetime")), said or "[消息]")
        nested = members(members(item.get("recordxml")).get("recordinfo"))
        if nested and depth < _DEEPEST:
            lines += [f"    {line}" for line in _record_lines(nested, depth + 1)]
    return lines


_READERS: dict[str, Callable[[str, str, Files], Content]] = {
    "文本": _text,
    "接龙": _text,
    "图片": lambda _msg, src, files: _file_of("image", src, files),
    "语音": _voice,
    "视频": lambda _msg, src, files: _file_of("video", src, files),
    "动画表情": lambda _msg, src, files: _file_of("sticker", src, files),
    "用户上传的GIF表情": lambda _msg, src, files: _file_of("gif", src, files),
    "位置": _place,
    "文件": _file,
    "文件(猜)": _file,
    "(分享)卡片式链接": _link,
    "引用回复": _answer,
    "转账": _transfer,
    "语音通话": _call,
    "推荐公众号": _card,
    "添加好友": _card,
    "企业微信打招呼(猜)": _card,
    "企业微信添加好友(猜)": _card,
}
