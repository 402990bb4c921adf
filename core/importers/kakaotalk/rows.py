"""This file is where a line of a KakaoTalk export that begins something is taken apart (specification, section 12).

2016년 2월 5일 오전 1:33, NAME : TEXT         Dec 31, 2014 at 19:12, NAME : TEXT         오후 8:36, NAME : TEXT
2016년 2월 5일 오전 1:33, NOTICE              Dec 31, 2014 at 19:12: NOTICE              [NAME] [오전 1:01] TEXT
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from core.written_times import clock_time, readings

Role = Literal["message", "notice", "time"]
Manner = Literal["dated", "timed", "bracketed"]

_S = "[ \u00a0\u202f\u2009]"
_HALF = f"(?:오전|오후|午前|午後|上午|下午|[AaPp]{_S}?\\.?{_S}?[Mm]\\.?)"
_CLOCK = rf"(?:{_HALF}{_S}?)?\d{{1,2}}:\d\d(?::\d\d)?(?:{_S}?{_HALF})?"
_DATES = (
    rf"\d{{4}}{_S}?(?:년|年){_S}?\d{{1,2}}(?:월|月){_S}?\d{{1,2}}(?:일|日)",
    rf"\d{{4}}[./-]{_S}?\d{{1,2}}[./-]{_S}?\d{{1,2}}\.?",
    rf"[A-Z][a-z]{{2,8}}\.?{_S}\d{{1,2}},{_S}\d{{4}}(?:,|{_S}at)?",
    rf"\d{{1,2}}{_S}[A-Z][a-z]{{2,8}}\.?{_S}\d{{4}}(?:,|{_S}at)?",
    rf"\d{{1,2}}[./-]{_S}?\d{{1,2}}[./-]{_S}?\d{{2,4}},?",
)
_DATED = re.compile(rf"\ufeff?((?:{'|'.join(_DATES)}){_S}{{1,2}}{_CLOCK})(, |: ?|,?{_S}*$)(.*)", re.S)
_TIMED = re.compile(rf"\ufeff?({_CLOCK})(, |: )(.*)", re.S)
_BRACKETED = re.compile(rf"\ufeff?\[([^\n]{{1,120}}?)\] \[({_CLOCK})\](?: (.*))?", re.S)


class Row(NamedTuple):
    """time: a whole written time on a dated row, else a time of day ("20:36") that belongs to the day above."""

    role: Role
    time: str
    manner: Manner
    sender: str = ""
    text: str = ""


@lru_cache(maxsize=256)
def row_of(line: str) -> Row | None:
    """What a line begins; None for a line that goes on with the text above. Lines are looked at ahead, so again."""
    first = line[:1]
    if first == "[":
        return _bracketed(line)
    if match := _DATED.fullmatch(line):
        return _told(match[1], match[2], match[3], "dated") if _is_time(match[1]) else None
    match = _TIMED.fullmatch(line) if first.isdecimal() or first in "오午上下AP\ufeff" else None
    time = _clock(match[1]) if match else None
    return _told(time, match[2], match[3], "timed") if match and time else None


def _bracketed(line: str) -> Row | None:
    match = _BRACKETED.fullmatch(line)
    time = _clock(match[2]) if match else None
    return Row("message", time, "bracketed", match[1].strip(), match[3] or "") if match and time else None


def _told(time: str, sign: str, rest: str, manner: Manner) -> Row | None:
    """A name ends at the first " : " after the time; what has none is the app's."""
    if sign != ", ":
        role: Role = "notice" if rest.strip() else "time"
        return Row(role, time, manner, "", rest) if manner == "dated" or role == "notice" else None
    name, colon, text = rest.partition(" : ")
    if not colon and rest.endswith(" :"):
        name, colon, text = rest.removesuffix(" :"), ":", ""
    if colon and len(name) <= 120:
        return Row("message", time, manner, name.strip(), text)
    # A time of day alone may begin a line of somebody's text: "8:30, at the station".
    return Row("notice", time, manner, "", rest) if manner == "dated" else None


@lru_cache(maxsize=65536)
def _is_time(text: str) -> bool:
    return bool(readings(text))


@lru_cache(maxsize=8192)
def _clock(text: str) -> str | None:
    return clock_time(text)
