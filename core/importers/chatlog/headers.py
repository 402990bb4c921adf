"""This file is where the first lines of chatlog's text messages are known: "Name(id) [Room(id)] 05-01 12:33:05".

chatlog leaves out the year where all that was asked for is of one year, and the day where it is of one day (format
specification, section 8). The person who exported is called 我 instead of by an id.
"""

import re
from typing import Literal, NamedTuple, TypeAlias

from core.importers.wechat.people import NOBODY

Form: TypeAlias = Literal["full", "day", "clock"]
"""How much of a time is written: all, no year, neither year nor day."""

SELF = "我"
_ID = r"[A-Za-z0-9_@.\-]{2,80}"
_TIME = r"(?:(\d{4})-)?(?:(\d\d-\d\d) )?(\d\d:\d\d:\d\d)"
_HEADER = re.compile(
    rf"(?:(.{{1,300}})\(({_ID}|{SELF}|)\)|({_ID}|{SELF}|系统消息|系统)) (?:\[(.{{0,300}}?)(?:\(({_ID})\))?\] )?{_TIME}"
)


class Header(NamedTuple):
    """The first line of a message. sender_id: None for the exporter; room and room_id: "" where none is named."""

    sender: str
    sender_id: str | None
    is_self: bool
    room: str
    room_id: str
    year: str
    day: str
    clock: str

    @property
    def form(self) -> Form:
        return "full" if self.year else "day" if self.day else "clock"

    @property
    def is_telling(self) -> bool:
        """True for what only chatlog writes: a name with its id, or the exporter without one."""
        return self.is_self or (bool(self.sender_id) and self.sender_id != self.sender)

    @property
    def is_nobody(self) -> bool:
        """True for the app's own sentences."""
        return self.sender in NOBODY


def header(line: str) -> Header | None:
    """The parts of a first line; None for any other line."""
    match = _HEADER.fullmatch(line) if len(line) < 900 else None
    if match is None or (match[6] and not match[7]):
        return None
    name, inner, bare = match[1], match[2], match[3]
    number = inner if name is not None else bare
    room, room_id = match[4] or "", match[5] or ""
    is_self = number == SELF
    if room and not room_id:
        room, room_id = "", room
    sender = name.strip() if name is not None else bare
    return Header(
        sender, None if is_self or number in NOBODY else number or None, is_self, room, room_id, *_time(match)
    )


def _time(match: re.Match[str]) -> tuple[str, str, str]:
    return match[6] or "", match[7] or "", match[8] or ""
