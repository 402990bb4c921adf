"""This file is where the lines of a KakaoTalk export that hold no message are known (format specification, section 12).

NAME 님과 카카오톡 대화        GROUP 12 카카오톡 대화        KakaoTalk Chats with NAME        Talk_2026.4.25 10:20-1.txt
저장한 날짜 : 2020년 11월 3일 오전 11:29                Date Saved : Apr 25, 2026 at 10:38
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.types import ConversationKind
from core.written_times import readings

_TITLES: tuple[tuple[ConversationKind, str], ...] = (
    ("private", r"(.+?) 님과 카카오톡 대화"),
    ("group", r"(.+?) \d{1,5} 카카오톡 대화"),
    ("unknown", r"(.+?) 카카오톡 대화"),
    ("unknown", r"KakaoTalk Chats? with (.+)"),
    ("group", r"(.+?) \d{1,5} (?:with )?(?:KakaoTalk|Talk) Chats?"),
    ("unknown", r"(.+?)(?: with)? (?:KakaoTalk|Talk) Chats?"),
    ("private", r"(.+?)さんとのカカオトーク"),
    ("unknown", r"Talk_\d[\d._ :-]*?(?:\.txt)?"),
)
_SAVED = re.compile(r"(?:저장한 날짜|Date Saved|Saved Date|保存した日付|保存日時)\s?[:：].*", re.I)
_RULE = re.compile(r"-{5,}\s?(.{6,60}?)\s?-{5,}")
_DATED_NAME = re.compile(r"_\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d$")
_APP_NAME = re.compile(r"(?:KakaoTalk|Talk)(?:Chats?|_\d|[_ ]?Chat(?:_|$)).*|KakaoTalk\w*", re.I)
_MAC_NAME = re.compile(r"KakaoTalk_Chat_(.+)", re.I)


class Title(NamedTuple):
    """name: "" where the line names no chat."""

    name: str
    kind: ConversationKind


def title_of(line: str) -> Title | None:
    """The chat that the first line of an export names; None for any other line."""
    text = line.strip().strip("\ufeff\u200e\u200f").strip()
    if len(text) > 300:
        return None
    for kind, form in _TITLES:
        if match := re.fullmatch(form, text, re.I):
            return Title(match[1].strip() if match.groups() else "", kind)
    return None


def is_saved(line: str) -> bool:
    """True for the line that tells when the chat was exported."""
    return len(line) < 120 and _SAVED.fullmatch(line.strip()) is not None


@lru_cache(maxsize=4096)
def ruled_day(line: str) -> str | None:
    """The day in "--------------- 2020년 6월 28일 일요일 ---------------"; None for any other line."""
    match = _RULE.fullmatch(line.strip()) if line.startswith("-----") else None
    return _date(match[1]) if match else None


@lru_cache(maxsize=4096)
def bare_day(line: str) -> str | None:
    """The day in a line of nothing but a date with its weekday, "2021년 12월 29일 수요일"."""
    text = line.strip()
    if not 8 < len(text) < 50 or not any(char.isdecimal() for char in text):
        return None
    worded = re.search(r"요일|曜日|day\b", text, re.I)
    return _date(text) if worded else None


def title_in_name(stem: str) -> str:
    """What a file name says of the chat; "" where it bears the app's own name."""
    bare = _DATED_NAME.sub("", stem)
    if match := _MAC_NAME.fullmatch(bare):
        return match[1].replace("_", " ").strip()
    return "" if _APP_NAME.fullmatch(bare) else bare.strip()


def _date(text: str) -> str | None:
    walls = {reading.wall for reading in readings(text).values()}
    return walls.pop() if len(walls) == 1 and "T" not in min(walls) else None
