"""This file is where filters have their names and values: operators and kinds of media, English and Chinese."""

from datetime import datetime
from typing import Literal

from core.dates import Window, plain, read_window
from core.errors import QueryError

Filter = Literal["from", "in", "with", "has", "before", "after", "on", "during"]

# Written simplified: the text is made plain (core.dates.plain) before it is compared, so 來自 and 期間 are found too.
OPERATORS: dict[str, Filter] = {
    "from": "from",
    "in": "in",
    "with": "with",
    "has": "has",
    "before": "before",
    "after": "after",
    "on": "on",
    "during": "during",
    "来自": "from",
    "在": "in",
    "和": "with",
    "与": "with",
    "跟": "with",
    "含": "has",
    "有": "has",
    "包含": "has",
    "之前": "before",
    "之后": "after",
    "日期": "on",
    "期间": "during",
}
DATED: frozenset[Filter] = frozenset({"before", "after", "on", "during"})
NO_TIME_LEFT = "The dates exclude each other: no message can be in all of them. Remove one of the date filters."
KINDS = {
    "image": "image images picture pictures photo photos 图片 照片 相片 图",
    "file": "file files document documents 文件 文档 附件 档案",
    "link": "link links url 链接 连结 网址",
    "voice": "voice audio 语音 音频 录音",
}
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names.split()}


def kind_of(value: str) -> str:
    """The kind of media that a value of has: names. Raises QueryError."""
    kind = _KIND_OF.get(plain(value).strip().lower())
    if kind is None:
        raise QueryError(f"has:{short(value)} is not known. Use has:image, has:file, has:link or has:voice.")
    return kind


def bounds(name: Filter, window: Window) -> Window:
    """What a date means behind this filter."""
    if name == "after":
        return Window(window.point, None)
    if name == "before":
        return Window(None, window.point)
    return Window(window.after, window.before)


def dated(name: Filter, value: str, now: datetime) -> Window:
    """The bounds of a date filter's value. Raises QueryError."""
    window = read_window(plain(value), now)
    if window is None:
        raise QueryError(
            f"{name}:{short(value)} is not a date that can be understood. "
            f'Write it like {name}:2024-05-03, {name}:2024-05, {name}:"last week" or {name}:去年夏天.'
        )
    return bounds(name, window)


def narrowed(first: Window, second: Window) -> Window:
    """Both together. Raises QueryError when no time is in both."""
    both = first.meet(second)
    if both is None:
        raise QueryError(NO_TIME_LEFT)
    return both


def short(value: str) -> str:
    """A value fit for a message: one line, not too long."""
    line = " ".join(value.split())
    return line if len(line) <= 40 else line[:39] + "…"
