"""This file is where the content of a ChatLab message that is a picture, voice, video, file or sticker is taken apart.

Tools write a placeholder in brackets ("[图片]", "[Image: a.jpg]"), a path, a file name, an address, or nothing.
"""

import re
from typing import NamedTuple

from core.export import Export
from core.types import AttachmentKind, ExportedAttachment

_BRACKETS = re.compile(r"[\[【]([^\[\]【】]{1,300})[\]】]\s*(.*)", re.S)
_FILE = re.compile(r"[^\r\n<>|\"?*]{1,250}\.[A-Za-z0-9]{1,8}")
_ADDRESS = re.compile(r"(?:https?|mxc|file)://\S+")
_DATA = re.compile(r"data:([\w.+/-]{1,100})[;,]")
_PLAIN_STICKER = re.compile(
    r"动画表情|表情包?|動畫表情|贴图|貼圖|贴纸|貼紙|sticker|emoji|スタンプ|스티커|이모티콘", re.I
)


class Media(NamedTuple):
    """An attachment and what the content says besides."""

    attachment: ExportedAttachment
    text: str


def media(kind: AttachmentKind, content: str, export: Export, folder: str) -> Media:
    """What a media message shows; `folder` is where its file lies in the export. A placeholder is never text."""
    content = content.strip()
    if not content:
        return Media(_absent(kind), "")
    if data := _DATA.match(content):
        return Media(_absent(kind)._replace(media_type=data[1]), "")
    if _ADDRESS.fullmatch(content):
        base = content.partition("?")[0].rstrip("/").rpartition("/")[2]
        return Media(_absent(kind)._replace(name=base, caption=content), "")
    if bracketed := _BRACKETS.fullmatch(content):
        return _bracketed(kind, bracketed, (export, folder))
    if _FILE.fullmatch(content):
        return Media(_named(kind, content, (export, folder)), "")
    return Media(_absent(kind), content)


def _bracketed(kind: AttachmentKind, match: re.Match[str], root: tuple[Export, str]) -> Media:
    """ "[label]", "[label: detail]" or "[label] more"; the detail or the rest may name the file."""
    label, _, detail = match[1].replace("：", ":").partition(":")
    detail, more = detail.strip(), match[2].strip()
    named = next((part for part in (more, detail) if _FILE.fullmatch(part)), None)
    if named is not None:
        text = more if named is detail else ""
        return Media(_named(kind, named, root), text)
    is_sign = kind == "sticker" and not detail and not _PLAIN_STICKER.fullmatch(label.strip())
    return Media(_absent(kind)._replace(caption=detail or (label.strip() if is_sign else "")), more)


def _named(kind: AttachmentKind, path: str, root: tuple[Export, str]) -> ExportedAttachment:
    entry = root[0].resolve(path, root[1])
    base = path.replace("\\", "/").rpartition("/")[2]
    return ExportedAttachment(kind, base, "found" if entry else "missing", entry)


def _absent(kind: AttachmentKind) -> ExportedAttachment:
    return ExportedAttachment(kind, "", "not_exported")
