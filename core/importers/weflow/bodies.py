"""This file is where a content as WeFlow writes it becomes content: a text, a label "[图片]", or the path of a medium.

The path stands where the label would be when media were exported ("media/images/a.jpg", with either slash). An answer
is "text[引用 name：quote]" (format specification, section 8).
"""

import re

from core.importers.wechat.content import Content, joined, left_out, notice
from core.importers.wechat.labels import labelled
from core.importers.wechat.media import Files, looks_like_file
from core.importers.wechat.notices import readable
from core.types import AttachmentKind

MEDIA: dict[str, AttachmentKind] = {
    "图片消息": "image",
    "语音消息": "voice",
    "视频消息": "video",
    "动画表情": "sticker",
    "文件消息": "file",
    "image": "image",
    "voice": "voice",
    "video": "video",
    "sticker": "sticker",
    "file": "file",
}
"""Types whose content is a medium, as the JSON and tables, and the CSV for training, call them."""

NOTICES = frozenset(("系统消息", "系统"))
SHARED = frozenset(("链接", "小程序", "视频号", "视频号直播", "音乐", "公众号链接"))

_HEAD = re.compile(r"\[([^\[\]\n]{1,20})\][ \t]?")
_QUOTE = re.compile(r"\[引用 ([^：\n]{1,64})：(.*)\]", re.S)
_BARE_QUOTE = re.compile(r"\[引用 (.*)\]", re.S)
_FOLDERS: dict[str, AttachmentKind] = {
    "voices": "voice",
    "emojis": "sticker",
    "videos": "video",
    "images": "image",
    "files": "file",
}
"""Where WeFlow puts media."""

_LONGEST_PATH = 500


def content_of_body(sort: str, body: str, files: Files) -> Content:
    """What a content says whose type is of that name; "" where the file has no types."""
    if sort in NOTICES:
        return notice(readable(body))
    if sort in ("文本消息", "text", "引用消息"):
        return answered(body)
    if sort == "通话消息":
        return Content(_call(body), "call")
    kind = MEDIA.get(sort) or (_kind_by_folder(body) if not sort else None)
    return _medium(kind, body, files) if kind else shared(body) or labelled(body) or answered(body)


def shared(body: str) -> Content | None:
    """Something shared, of which the label says no more than its content does; None where it is nothing like that."""
    match = _HEAD.match(body)
    if match is None:
        return None
    rest = body[match.end() :].strip()
    if match[1] in SHARED and rest:
        return Content(joined(*rest.split("\n")))
    if match[1] in ("转发的聊天记录", "聊天记录") and rest:
        return Content(rest)
    return Content(f"[群公告] {rest}") if match[1] == "群公告" and rest else None


def answered(body: str) -> Content:
    """A text, with the answered message that may stand behind it."""
    start = body.find("[引用 ")
    if start < 0 or not body.endswith("]"):
        return Content(body)
    match = _QUOTE.fullmatch(body, start)
    if match is not None:
        return Content(body[:start], quote=f"{match[1]}: {match[2]}")
    bare = _BARE_QUOTE.fullmatch(body, start)
    return Content(body[:start], quote=bare[1]) if bare else Content(body)


def _medium(kind: AttachmentKind, body: str, files: Files) -> Content:
    if looks_like_file(body) or _kind_by_folder(body):
        return Content(attachments=(files.attachment(kind, body),))
    known = labelled(body)
    if known is not None and known.attachments:
        return known._replace(attachments=(known.attachments[0]._replace(kind=kind),))
    head = _HEAD.match(body)
    said = body[head.end() :].strip() if head else body.strip()
    return left_out(kind, said) if kind == "file" else left_out(kind, text=said)


def _kind_by_folder(body: str) -> AttachmentKind | None:
    """What a medium is by the folder that WeFlow puts it into; None for a body that is no path of that kind."""
    if "\n" in body or len(body) > _LONGEST_PATH:
        return None
    folder, _, name = body.replace("\\", "/").rpartition("/")
    return _FOLDERS.get(folder.rpartition("/")[2]) if name else None


def _call(body: str) -> str:
    """ "[语音通话] 00:12" as "语音通话 00:12"."""
    match = _HEAD.match(body)
    return f"{match[1]} {body[match.end() :].strip()}".strip() if match else body.strip()
