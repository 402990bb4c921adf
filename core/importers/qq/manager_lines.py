"""This file is where every line of a text from QQ's message manager gets its role (format specification, section 10).

A file is one block per conversation: rules of "=" around the group and the name, then messages. A message begins with
a line of date, time and name, and a blank line stands before it, so that a log pasted into a message stays in it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

Role = Literal["banner", "rule", "group", "object", "message", "text", "blank"]

_FRAMES = "=＝消"
_RULE = re.compile(r"[=＝]{5,}\s*")
_GROUP = re.compile(r"消息分组 ?[:：](.*)")
_OBJECT = re.compile(r"消息对象 ?[:：](.*)")
_BANNER = re.compile(r"消息记录\s*(?:[（(].*)?")
_HEADER = re.compile(
    r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})[ \u3000]{1,2}(?:(上午|下午) ?)?(\d{1,2}):(\d\d):(\d\d)(?:[ \u3000]{1,2}(.*))?"
)


class Line(NamedTuple):
    """One line. value: the group, the conversation's name, or who wrote; time: of a message, as a wall time."""

    number: int
    role: Role
    text: str
    block: int
    value: str = ""
    time: str = ""


def lines_of_text(numbered: Iterable[tuple[int, str]], guarded: bool = True) -> Iterator[Line]:
    """The lines with their roles; `guarded`: messages begin only after a blank line or a rule."""
    walk = _Walk(guarded)
    for number, line, after in _with_next(numbered):
        yield walk.line(number, line, after)


def header_of(line: str) -> tuple[str, str] | None:
    """(wall time, who wrote) of a line that begins a message; None for other lines and for days that there are not."""
    match = _HEADER.fullmatch(line) if line[:1].isdigit() else None
    if match is None:
        return None
    year, _, month, day, half, hour, minute, second, name = match.groups()
    wall = f"{year}-{int(month):02}-{int(day):02}T{_hour(int(hour), half):02}:{minute}:{second}"
    try:
        datetime.fromisoformat(wall)
    except ValueError:
        return None
    return wall, (name or "").strip()


def is_object(line: str) -> bool:
    """True for the line that names the conversation."""
    return _OBJECT.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None


def is_banner(line: str) -> bool:
    return _BANNER.fullmatch(line.strip()) is not None


class _Walk:
    """What has been seen: which block the walk is in, and the role of the line before."""

    def __init__(self, guarded: bool) -> None:
        self._guarded = guarded
        self._block = 0
        self._last: Role = "blank"
        self._begun = self._named = False

    def line(self, number: int, line: str, after: str) -> Line:
        found = self._told(number, line, after)
        self._last = found.role
        return found

    def _told(self, number: int, line: str, after: str) -> Line:
        if not line.strip():
            return Line(number, "blank", line, self._block)
        if line[0] in _FRAMES and (found := self._framed(number, line, after)):
            return found
        header = header_of(line) if not self._guarded or self._last not in ("text", "message") else None
        if header:
            self._begun = True
            return Line(number, "message", line, self._block, header[1], header[0])
        if not self._begun and is_banner(line):
            return Line(number, "banner", line, self._block)
        return Line(number, "text", line, self._block)

    def _framed(self, number: int, line: str, after: str) -> Line | None:
        """A rule, or what stands between two of them; in a body both are text."""
        if is_rule(line):
            belongs = self._last in ("group", "object") or _is_framed(after)
            if _is_framed(after) and self._last not in ("group", "object"):
                self._next_block()
            return Line(number, "rule", line, self._block) if belongs or not self._begun else None
        if self._begun:
            return None
        if match := _GROUP.fullmatch(line):
            return Line(number, "group", line, self._block, match[1].strip())
        if match := _OBJECT.fullmatch(line):
            self._named = True
            return Line(number, "object", line, self._block, match[1].strip())
        return None

    def _next_block(self) -> None:
        if self._begun or self._named:
            self._block += 1
        self._begun = self._named = False


def _is_framed(line: str) -> bool:
    return _GROUP.fullmatch(line) is not None or is_object(line)


def _hour(hour: int, half: str | None) -> int:
    if half == "下午" and hour < 12:
        return hour + 12
    return 0 if half == "上午" and hour == 12 else hour


def _with_next(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """(number, line, line after it); "" behind the last."""
    waiting = None
    for number, line in numbered:
        if waiting is not None:
            yield *waiting, line
        waiting = (number, line)
    if waiting is not None:
        yield *waiting, ""
