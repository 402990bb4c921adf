"""This file is where the lines of an IRC log become text, each in its own encoding.

People in one channel wrote in several encodings, and clients logged the bytes as they came: a line is UTF-8 or, where
that does not fit, CP1252 (format specification, section 14). Signs for colour and weight are left out.
"""

import re
from collections.abc import Iterator

from core.export import Export
from core.tally import Tally
from core.text_lines import numbered_lines, text_encoding

_LONGEST = 1 << 20
_SIGNS = re.compile(
    "\x03(?:\\d{1,2}(?:,\\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f\x07]"
)
_ASIAN = ("gb18030", "big5", "shift_jis", "cp949", "cp874")


def log_lines(export: Export, entry: str, tally: Tally | None = None) -> Iterator[tuple[int, str]]:
    """(number from 1, line without its end and without signs for colours) of every line.

    Bytes that fit nothing become U+FFFD and are counted. Raises BrokenExport where the entry is damaged.
    """
    encoding = text_encoding(export, entry)
    if encoding.startswith(("utf-16", "utf-32")):
        for number, line in numbered_lines(export, entry, tally):
            yield number, without_signs(line)
        return
    otherwise = encoding if encoding in _ASIAN and not _has_utf8(export.head(entry)) else "cp1252"
    with export.open(entry) as file:
        number = 0
        while raw := file.readline(_LONGEST):
            number += 1
            line = decoded(raw, otherwise)
            if tally is not None:
                tally.taken += 1
                tally.undecoded += not line.isascii() and "\ufffd" in line
            yield number, without_signs(line.removeprefix("\ufeff") if number == 1 else line)


def _has_utf8(raw: bytes) -> bool:
    """True when a good part of the lines with more than ASCII is UTF-8: then it is not all in an older encoding."""
    foreign = [line for line in raw.split(b"\n") if not line.isascii()]
    good = sum(1 for line in foreign if _is_utf8(line))
    return good * 5 >= len(foreign)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decoded(raw: bytes, otherwise: str) -> str:
    """One line without its end. Where UTF-8 does not fit, it is that all the same when only little of it is damaged:
    servers cut lines at 512 bytes, in the middle of a letter."""
    raw = raw.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for char in text if char > "\x7f") - wrong
    return text if right > wrong else raw.decode(otherwise, "replace")


def without_signs(line: str) -> str:
    """A line without mIRC's signs for colour, bold, underlined and the like."""
    return line if line.isprintable() else _SIGNS.sub("", line)
