"""This file is where people are told apart by WeChat's ids, and ids from names."""

import re

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PREFIX = re.compile(r"\s{0,4}([A-Za-z0-9][\w.-]{2,63}(?:@\w{1,20})?):\n", re.A)
GROUP = "@chatroom"
"""What ids of groups end in."""

NOBODY = frozenset(("系统", "系统消息", "system", "System", "SYSTEM"))
"""What tools call the sender of the app's own sentences."""


def clean_name(name: str) -> str:
    """A name without invisible direction marks."""
    return _MARKS.sub("", name).strip()


def without_prefix(text: str) -> tuple[str | None, str]:
    """The id that raw group messages begin with ("wxid_x:" on a line of its own), and what follows it."""
    match = _PREFIX.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)


def is_group(chat_id: str) -> bool:
    return chat_id.endswith((GROUP, "@im.chatroom"))
