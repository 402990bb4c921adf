"""This file is where the labels are known that stand for what is no text: "[图片]", "【语音】", "[Photo]", "[文件: a]".

Every tool has its own words for the same things. A label that is a whole body becomes what it stands for; emoji of
WeChat ("[微笑]") and brackets inside a sentence are text.
"""

import re
from typing import Literal, TypeAlias

from core.importers.wechat.content import Content, joined, left_out
from core.types import AttachmentKind

Meaning: TypeAlias = AttachmentKind | Literal["location", "call", "event", "share"]
"""An attachment; a place or a call; an event that has no content (a red packet); something shared."""

_WORDS: dict[Meaning, str] = {
    "image": "图片 照片 图片消息 photo picture image",
    "voice": "语音 音频 语音消息 audio voice",
    "video": "视频 视频消息 小视频 短视频 video",
    "sticker": "表情 动画表情 表情包 表情消息 自定义表情 emoji sticker",
    "gif": "gif表情 gif",
    "file": "文件 文件消息 file",
    "contact": "名片 个人名片 名片消息 视频号名片 推荐公众号 个人/公众号名片 企业微信名片 contact-card channel-card",
    "location": "位置 位置分享 位置消息 位置共享 实时位置共享 location real-time-location",
    "call": "语音通话 视频通话 音视频通话 视频/语音通话 语音/视频通话 通话 通话消息 "
    "video-call voice-call audio-call video/audio-call",
    "event": "红包 转账 转账收款 转账消息 红包封面 微信转账 赠送红包封面 接龙 "
    "red-packet red-envelope transfer weixin-transfer",
    "share": "链接 链接消息 分享 分享链接 卡片式链接 小程序 小程序消息 视频号 视频号视频 视频号直播 直播 "
    "音乐 音乐分享 音乐消息 引用 引用消息 引用回复 合并转发 聊天记录 合并转发的聊天记录 转发的聊天记录 笔记 收藏笔记 "
    "收藏夹 群公告 卡券 游戏相关 其他消息 消息 未知类型 未知 link channels music mini-program chat-history",
}
_MEANINGS: dict[str, Meaning] = {
    word.replace("-", " "): meaning for meaning, words in _WORDS.items() for word in words.split()
}
_LABEL = re.compile(r"[\[【](?!\])([^\[\]【】\n]{1,500})[\]】][:：]?[ \t]*")
_PARTS = re.compile(r"[|:：]|\s")
_BARE_REST: dict[Meaning, re.Pattern[str]] = {
    "image": re.compile(r""),
    "voice": re.compile(r".*", re.S),
    "video": re.compile(r"(?:\d{1,6}s?)?"),
    "sticker": re.compile(r".{0,200}"),
    "gif": re.compile(r""),
    "file": re.compile(r"(?:.{1,500}\..{1,20})?"),
    "contact": re.compile(r".{0,200}"),
}
"""What may follow a label without making it a sentence."""

_DURATION = re.compile(r"[\d.:'\"″′秒s ]+")


LOST = re.compile(r"[（(](?:视频|影片|video) ?(?:丢失|遗失|丟失|遺失|missed|missing|lost)[）)]", re.I)
"""What WechatExporter writes for a video that is not on the phone any more."""

_QUOTE = re.compile(r"「([^：\n]{1,64})：(.*?)」\n(?:- ){5,30}-\n?(.*)", re.S)


def meaning_of(word: str) -> Meaning | None:
    """What a word of a tool for a kind of message stands for: "图片", "Photo", "(分享)音乐"."""
    return _MEANINGS.get(word.removeprefix("(分享)").strip().lower().replace("_", " "))


def labelled(body: str) -> Content | None:
    """What a body stands for that is a label, alone or with a name or duration; None where it is text."""
    match = _LABEL.match(body) if body[:1] in ("[", "【") else None
    if match is None:
        return None
    label, inside = _parted(match[1])
    meaning = meaning_of(label)
    rest = body[match.end() :].strip()
    if meaning is None or (meaning in _BARE_REST and not _BARE_REST[meaning].fullmatch(rest)):
        return None
    return told(meaning, label.removeprefix("(分享)"), joined(inside, rest))


def _parted(inside: str) -> tuple[str, str]:
    """The label and what stands behind it in the same brackets ("文件: a.pdf", "语音 5"").

    English words behind a space are none of a tool: "[Video games]" is what somebody wrote.
    """
    if meaning_of(inside) is not None:
        return inside.strip(), ""
    mark = _PARTS.search(inside)
    if mark is None:
        return inside.strip(), ""
    label, details = inside[: mark.start()].strip(), inside[mark.end() :].strip()
    is_written = mark[0].isspace() and label.isascii() and not _DURATION.fullmatch(details)
    return (inside, "") if is_written else (label, details)


def told(meaning: Meaning, label: str, details: str) -> Content:
    """A message of that meaning whose tool said no more about it than `details`."""
    if meaning == "location" or meaning == "contact":  # noqa: PLR1714 - mypy narrows by equality only
        return Content(details, meaning)
    if meaning == "call":
        return Content(f"{label} {details}" if details else label, "call")
    if meaning == "event" or (meaning == "share" and details):
        return Content(f"[{label}] {details}" if details else f"[{label}]")
    if meaning == "share":
        return left_out("media", label)
    return _attached(meaning, details)


def _attached(kind: AttachmentKind, details: str) -> Content:
    if kind == "voice":
        return left_out(kind, text="" if _DURATION.fullmatch(details) else details)
    if kind in ("sticker", "gif"):
        return left_out(kind, caption=details)
    if kind == "file":
        return left_out(kind, details)
    return left_out(kind, caption="" if _DURATION.fullmatch(details) else details)


def answer_or_text(text: str) -> Content:
    """A text, or a label for what is none; an answer has the answered message above it, as old versions of the app
    wrote it: "「name：text」" and a line of dashes."""
    quote = _QUOTE.fullmatch(text)
    if quote is not None:
        return Content(quote[3], quote=f"{quote[1]}: {quote[2]}")
    return left_out("video") if LOST.fullmatch(text) else labelled(text) or Content(text)


_SPOKEN: dict[AttachmentKind, str] = {
    "image": "[图片]",
    "voice": "[语音]",
    "video": "[视频]",
    "sticker": "[动画表情]",
    "gif": "[GIF表情]",
    "file": "[文件]",
}
_SPOKEN_KINDS = {"location": "[位置]", "contact": "[名片]", "call": "[通话]"}


def spoken(content: Content) -> str:
    """How a message reads where it is quoted: its text, else labels for what it shows."""
    names = [item.name if item.kind == "file" else item.caption for item in content.attachments]
    labels = [_SPOKEN.get(item.kind, "[消息]") for item in content.attachments]
    shown = [f"{label} {name}".rstrip() for label, name in zip(labels, names, strict=True)]
    return content.text or " ".join(shown) or _SPOKEN_KINDS.get(content.kind, "[消息]")
