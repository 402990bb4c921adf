"""This file is where it is said what a rule for one kind of written date is, and how text is made ready for rules."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from core.dates.windows import Window

# One character for one character, so that every place in the plain text is the same place in the text as typed.
_WIDE = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20, 0xA0: 0x20}
_SIMPLE = str.maketrans("週號這個後禮兩過從開時間來圖檔連結語聯與跟淩", "周号这个后礼两过从开时间来图档连结语联与跟凌")
_PLAIN = _WIDE | _SIMPLE

WORD_START = r"(?<![0-9A-Za-z_À-ɏ])"
WORD_END = r"(?![0-9A-Za-z_À-ɏ])"


class Clear(IntEnum):
    """How much must stand before an expression before a sentence may be taken to mean a date by it."""

    ALONE = 0
    LED = 1
    NEVER = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of date. `build` may raise ValueError or OverflowError, which means "no such date".

    yearless: a name that comes round every year, so that the other end of a range may decide its year.
    """

    pattern: re.Pattern[str]
    build: Callable[[re.Match[str], datetime], Window]
    clear: Clear = Clear.ALONE
    yearless: bool = False


def plain(text: str) -> str:
    """Full-width forms as ASCII and the traditional characters of dates as simplified ones; same length."""
    return text.translate(_PLAIN)


def compiled(pattern: str) -> re.Pattern[str]:
    """Without regard to case, and ASCII only: no other script's letters fold into the words of the rules."""
    return re.compile(pattern, re.IGNORECASE | re.ASCII)
