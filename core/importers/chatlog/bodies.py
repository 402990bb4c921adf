"""This file is where a body of chatlog's text and CSV becomes content: Markdown-like labels for all that is no text.

"![图片](http://…)", "[文件|name](…)", "[位置|…]", "[链接|title](url)", "[合并转发|title]" with indented lines, and
answers as lines that begin with "> " (format specification, section 8).
"""

import re
import textwrap
from collections.abc import Callable

from core.importers.chatlog.records import picture, place, quote_of, transfer
from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import labelled, spoken
from core.importers.wechat.media import Files
from core.importers.wechat.records import line_of

_PICTURE = re.compile(r"!\[(图片|视频|动画表情)\]\(([^()\n]*)\)")
_PARTS = re.compile(r"\[([^\[\]|\n]{1,8})\|(.*)\](?:\(([^()\n]*)\))?", re.S)
_VOICE = re.compile(r"\[语音\](?:\([^()\n]*\))?")
_KEYS = re.compile(r"https?://[^/]*/(?:image|video|file|voice|data)/(.*)", re.S)
_PAT = re.compile(r"(?:[\"“].{1,80}[\"”]|我) ?拍了拍 ?\S.{0,80}")
_SENDER = re.compile(r"(?:(.*)\(([^()]*)\)|(\S+)) (?:\d{4}-)?(?:\d\d-\d\d )?\d\d:\d\d:\d\d")
_ITEM = re.compile(r"(.*?) (\d{2,4}[-年/.].*|\d{1,2}:\d\d.*)")
_LINKS = frozenset(("链接", "分享", "小程序", "视频号", "视频号直播", "音乐"))
_RECORDS = frozenset(("合并转发", "笔记", "群公告"))


def content_of_body(body: str, files: Files) -> Content:
    """What a body says."""
    if body.startswith("> "):
        return _answer(body, files)
    if match := _PICTURE.fullmatch(body):
        return _picture(match[1], match[2], files)
    if _VOICE.fullmatch(body):
        return left_out("voice")
    if body == "[语音通话]":
        return Content("", "call")
    if _PAT.fullmatch(body):
        return notice(body)
    match = _PARTS.match(body) if body.startswith("[") else None
    return (_labelled(match, body, files) if match else None) or labelled(body) or Content(body)


def _picture(label: str, address: str, files: Files) -> Content:
    if label == "动画表情":
        return left_out("sticker")
    keys = _KEYS.fullmatch(address)
    return picture("image" if label == "图片" else "video", keys[1].split(",") if keys else [], files)


def _labelled(match: re.Match[str], body: str, files: Files) -> Content | None:
    label, inside, address = match[1], match[2], match[3] or ""
    if label in _RECORDS and "\n" in body:
        return _merged(label, body, files)
    if label == "转账" and "\n" not in body:
        return Content(transfer(body))
    if match.end() != len(body):
        return None
    if label in _LINKS:
        return Content(joined(*(inside.split("|", 1) if label == "分享" else [inside]), address))
    return _NAMED[label](inside) if label in _NAMED else None


def _place(inside: str) -> Content:
    parts = inside.split("|")
    return place(*parts) if len(parts) == 4 else Content(joined(*parts), "location")


_NAMED: dict[str, Callable[[str], Content]] = {
    "文件": lambda inside: left_out("file", inside),
    "位置": _place,
    **dict.fromkeys(_RECORDS, Content),
}


def _merged(label: str, body: str, files: Files) -> Content:
    """Forwarded chats: for each message an indented line with name and time, its text, and a blank line."""
    head, _, rest = body.partition("\n")
    lines: list[str] = []
    for block in re.split(r"\n[ ]*\n", textwrap.dedent(rest).strip("\n")):
        first, _, said = block.partition("\n")
        match = _ITEM.fullmatch(first.strip())
        if match is None:
            lines += [part.rstrip() for part in block.split("\n")]
            continue
        lines += line_of(match[1], match[2], spoken(content_of_body(said.strip(), files)))
    title = head[len(label) + 2 :].removesuffix("]").strip()
    said = "\n".join(part for part in (title, *lines) if part)
    return Content(f"[群公告] {said}" if label == "群公告" else said)


def _answer(body: str, files: Files) -> Content:
    lines = body.split("\n")
    quoted = [line for line in lines if line.startswith("> ")]
    count = next((place for place, line in enumerate(lines) if not line.startswith("> ")), len(lines))
    text = "\n".join(lines[count:])
    said = [line[2:] for line in quoted[:count]]
    if said == ["[引用]"]:
        return Content(text, quote="[引用]")
    match = _SENDER.fullmatch(said[0])
    if match is None:
        return Content(text, quote="\n".join(said))
    who = (match[1] or match[2] or match[3] or "").strip()
    answered = content_of_body("\n".join(said[1:]), files)
    return Content(text, quote=quote_of(who, spoken(answered)))
