"""This file is where the words that QQ writes in the place of pictures, faces and files become attachments.

Format specification, section 10. They stand in running text, alone ("[图片]") or with a name ("[文件:plan.pdf]").
"""

import re

from core.file_kinds import kind_of
from core.types import AttachmentKind, ExportedAttachment

_WORDS: dict[AttachmentKind, str] = {
    "image": "图片 闪照 动态图片 截图",
    "sticker": "表情 动画表情 商城表情 原创表情 大表情 超级表情 魔法表情 自定义表情 系统表情 表情消息",
    "voice": "语音 语音消息",
    "video": "视频 短视频 小视频 视频消息",
    "file": "文件 离线文件 在线文件 群文件",
    "gif": "Giphy动图",
}
_KINDS: dict[str, AttachmentKind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_MARK = re.compile(
    r"\[(?:(" + "|".join(sorted(_KINDS, key=len, reverse=True)) + r")(?:[:：] ?([^\[\]\n]{0,300}))?|表情\d{1,4})\]"
)
_LENGTH = re.compile(r"\d+(?:\.\d+)?秒")


def parted(text: str) -> tuple[str, tuple[ExportedAttachment, ...]]:
    """A body without its placeholders, and what they stood for; lines of nothing else are gone from the text."""
    if "[" not in text or _MARK.search(text) is None:
        return text.strip(), ()
    found: list[ExportedAttachment] = []
    kept = []
    for line in text.split("\n"):
        marks = list(_MARK.finditer(line))
        found.extend(_attachment(mark) for mark in marks)
        rest = _MARK.sub("", line)
        if not marks or rest.strip():
            kept.append(rest)
    return "\n".join(kept).strip(), tuple(found)


def _attachment(mark: re.Match[str]) -> ExportedAttachment:
    kind = _KINDS.get(mark[1] or "", "sticker")
    name = (mark[2] or "").strip()
    if _LENGTH.fullmatch(name):
        return ExportedAttachment(kind, "", "not_exported", caption=name)
    return ExportedAttachment(_closer(kind, name), name, "not_exported")


def _closer(kind: AttachmentKind, name: str) -> AttachmentKind:
    """A file whose name tells what it is."""
    by_name = kind_of(name) if name else "file"
    return by_name if kind == "file" or (kind == "image" and by_name == "gif") else kind
