"""This file is where shared results get their labels, times, and text without characters that deceive the eye."""

import re

from core.instants import iso_utc
from core.types import Attachment, Message, SearchResult

LABELS = {
    "en": {
        "question": "Question",
        "maybe": "not confirmed",
        "sure": "{0:.0%} sure",
        "notice": "notice",
        "image": "picture",
        "nothing": "Nothing was found.",
        "why": "Why",
    },
    "zh": {
        "question": "问题",
        "maybe": "未经确认",
        "sure": "{0:.0%} 确信",
        "notice": "通知",
        "image": "图片",
        "nothing": "什么也没有找到。",
        "why": "理由",
    },
}

# Overrides, embeddings and isolates could turn the rest of a page around; each message is isolated by itself anyway.
_DECEIVING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")


def safe(text: str) -> str:
    """The text with plain line ends, without control characters, direction overrides and lone surrogates."""
    return _DECEIVING.sub("", _BREAKS.sub("\n", text))


def safe_line(text: str) -> str:
    """The same on one line: names and titles."""
    return " ".join(safe(text).split())


def moment(message: Message) -> str:
    """The time as the chat showed it, to the minute; else UTC, which is then said; else nothing."""
    if message.local_time:
        return message.local_time[:16].replace("T", " ")
    instant = iso_utc(message.sent_at)
    return f"{instant[:16].replace('T', ' ')} UTC" if instant else ""


def day(message: Message) -> str:
    """ "2025-02-02", as in `moment`."""
    return moment(message)[:10]


def clock(message: Message) -> str:
    """ "14:05", or "14:05 UTC", as in `moment`."""
    return moment(message)[11:]


def heading(result: SearchResult, labels: dict[str, str]) -> str:
    title = safe_line(result.conversation.title) or "-"
    return f"{title} ({labels['maybe']})" if result.maybe else title


def attachment_label(item: Attachment, labels: dict[str, str]) -> str:
    """ "picture: cake.jpg" """
    kind = labels["image"] if item.kind == "image" else item.kind
    known = safe_line(item.caption) or safe_line(item.name)
    return f"{kind}: {known}" if known else kind
