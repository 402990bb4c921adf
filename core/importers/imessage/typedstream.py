"""This file is where the text of an attributedBody is found: an NSAttributedString in NeXT's typedstream format.

Since macOS 13 the column `text` is often NULL and the message stands only here. The string's class is named, then
"+" (a counted string) begins its bytes after their length: one byte below 0x80; 0x81 and 2 bytes; 0x82 and 4 bytes, all
little endian (format specification, section 7).
"""

import re

_STREAM = re.compile(rb"\x04[\x0b\x0a](?:streamtyped|typedstream)", re.S)
_STRING = re.compile(rb"NS(?:Mutable)?String\x01?")
_COUNTED = b"\x84\x01+"
_WIDTHS = {0x81: 2, 0x82: 4}
_BETWEEN_WORDS = re.compile("(?<=[^\\s\ufffc])\ufffc+(?=[^\\s\ufffc])")


def is_typedstream(raw: bytes) -> bool:
    return _STREAM.match(raw) is not None


def stream_text(raw: bytes) -> str | None:
    """The string of an attributedBody as written, "\\ufffc" where a file stands; None when there is none to be found.

    Lengths count bytes of UTF-8. A length that goes beyond the end takes what is there.
    """
    named = _STRING.search(raw)
    if named is None:
        return None
    counted = raw.find(_COUNTED, named.end())
    if counted < 0:
        return None
    start, length = _length(raw, counted + len(_COUNTED))
    if length < 0:
        return None
    return raw[start : start + length].decode("utf-8", "replace")


def without_marks(text: str) -> str:
    """Text without the marks that stand for files; words that they kept apart stay apart."""
    return _BETWEEN_WORDS.sub("\n", text).replace("\ufffc", "") if "\ufffc" in text else text


def _length(raw: bytes, at: int) -> tuple[int, int]:
    """(where the string begins, its bytes); -1 bytes where there is no length."""
    mark = raw[at] if at < len(raw) else 0xFF
    if mark < 0x80:
        return at + 1, mark
    width = _WIDTHS.get(mark)
    if width is None or at + 1 + width > len(raw):
        return at, -1
    return at + 1 + width, int.from_bytes(raw[at + 1 : at + 1 + width], "little")
