"""This file is where the lines of a LINE export that hold no message are known: title, saving date, days.

    [LINE] Chat history with NAME        [LINE] NAMEとのトーク履歴        [LINE] 與NAME的聊天記錄 ...
    Saved on: 2024/05/01 12:33
    2024/05/01(水)     Wed, 05/01/2024     2024.05.01 Wednesday

The title tells by its wording whether the chat has two people (format specification, section 11).
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from core.types import ConversationKind
from core.written_times import readings

MARK = "[LINE]"
_PRIVATE = (
    r"Chat history with (.+)",
    r"(.+?)\s?とのトーク履歴",
    r"[與与](.+)的聊天[記记][錄录]",
    r"ประวัติการ(?:สนทนา|แชท)กับ\s?(.+)",
    r"(.+?)\s?님?[과와]의 (?:대화|채팅)(?: ?(?:내용|기록|내역))?",
    r"Riwayat (?:obrolan|chat) dengan (.+)",
    r"Historial de(?:l)? chat con (.+)",
    r"Chatverlauf mit (.+)",
    r"Lịch sử trò chuyện với (.+)",
)
_GROUP = (
    r"Chat history in (.+)",
    r"(.+?)\s?のトーク履歴",
    r"(.+)的聊天[記记][錄录]",
    r"ประวัติการ(?:สนทนา|แชท)(?:ใน)?\s?(.+)",
    r"(.+?)의 (?:대화|채팅)(?: ?(?:내용|기록|내역))?",
    r"Riwayat (?:obrolan|chat) (?:di|dalam) (.+)",
)
_EITHER = (r"トーク履歴[:：]\s?(.+)",)
_SAVED = re.compile(
    r".{0,30}?(?:saved|date|保存|儲存|存储|บันทึก|저장|disimpan|guardado|gespeichert|lưu).{0,20}?[:：]?.{0,30}\d.*", re.I
)
_DATE = r"\d{1,4}(?:[/.\-]\s?|年\s?|년\s?)\d{1,2}(?:[/.\-]\s?|月\s?|월\s?)\d{1,4}(?:[.日일](?!\d))?"
_WORD = r"[^\s\d()（）,，]{1,16}"
_DAY = re.compile(rf"({_DATE})\s?[(（]?({_WORD})[)）]?|({_WORD}),?\s({_DATE})")
_SEVEN = tuple(f"2024-01-{day:02}" for day in range(1, 8))


class Title(NamedTuple):
    name: str
    kind: ConversationKind


class Day(NamedTuple):
    """A line that may begin a day. written: the date as it is to be read; sure: its word is a weekday; fits: the
    weekday is that of the date under some reading."""

    written: str
    sure: bool
    fits: bool


def title_of(line: str) -> Title | None:
    """The name in the first line of an export, or in a file name that begins like it; None for any other line."""
    text = line.strip().removeprefix("\ufeff").lstrip()
    if not text.startswith(MARK):
        return None
    text = text.removeprefix(MARK).strip()
    kinds: tuple[tuple[ConversationKind, tuple[str, ...]], ...] = (
        ("private", _PRIVATE),
        ("unknown", _EITHER),
        ("group", _GROUP),
    )
    for kind, forms in kinds:
        for form in forms:
            if match := _form(form).fullmatch(text):
                return Title(match[1].strip(), kind)
    return Title(text, "unknown")


def is_saved(line: str) -> bool:
    """True for the line that tells when the chat was exported."""
    return len(line) < 90 and _SAVED.fullmatch(line.strip()) is not None


@lru_cache(maxsize=4096)
def day_of(line: str) -> Day | None:
    """The day that a line of nothing but a date and a weekday names."""
    match = _DAY.fullmatch(line.strip().strip("\ufeff\u200e\u200f")) if len(line) < 50 else None
    if match is None:
        return None
    bare, word = (match[1], match[2]) if match[1] else (match[4], match[3])
    if readings(line):
        return Day(line.strip(), True, True)
    return Day(bare, _is_weekday(word.rstrip(".")), False) if readings(bare) else None


@cache
def _form(form: str) -> re.Pattern[str]:
    return re.compile(form, re.I | re.S)


@lru_cache(maxsize=512)
def _is_weekday(word: str) -> bool:
    return any(readings(f"{day} {word}") for day in _SEVEN) and not all(readings(f"{day} {word}") for day in _SEVEN)
