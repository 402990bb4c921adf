"""This file is where the encoding of exported text is found out: bytes first (format specification, section 0.2).

General detectors need long texts; a chat may have three lines. Here the few encodings that chats come in are compared
by what people write in them: the common characters of each lie in a small part of its table.
"""

import codecs
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5", "shift_jis", "cp949", "cp874", "cp1252")
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_STRAY = 4
"""So many good characters excuse one that is no UTF-8: then it is a stray byte and not another encoding."""

# Credits by first byte (and least second byte) of a two-byte character: common characters, then rarer ones.
_COMMON = {
    "gb18030": ((0xA1, 0xA1, 0xA1, 0.95), (0xA3, 0xA3, 0xA1, 0.95), (0xB0, 0xD7, 0xA1, 0.95), (0xD8, 0xF7, 0xA1, 0.5)),
    "big5": ((0xA1, 0xA3, 0x40, 0.95), (0xA4, 0xC6, 0x40, 0.95), (0xC9, 0xF9, 0x40, 0.4)),
    "shift_jis": ((0x81, 0x84, 0x40, 0.97), (0x88, 0x98, 0x40, 0.95), (0x99, 0xEA, 0x40, 0.4)),
    "cp949": (
        (0xA1, 0xA1, 0xA1, 0.6),
        (0xA3, 0xA3, 0xA1, 0.2),
        (0xA4, 0xA4, 0xA1, 0.95),
        (0xB0, 0xC8, 0xA1, 1.0),
        (0xCA, 0xFD, 0xA1, 0.2),
    ),
}
_RARE, _WRONG = 0.1, -1.0
_PUNCTUATION = frozenset("€‚„…†‰‹‘’“”•–—™›¡©«°±·»¿£¥§´¨")


def encoding_of(stream: BinaryIO) -> str:
    """The codec name for a whole text: BOM, else UTF-8 when (nearly) every byte fits, else the likeliest legacy one.

    Reads the stream to its end. A few stray bytes in UTF-8 text do not make it another encoding.
    """
    chunks = _chunks(stream)
    head = next(chunks, b"")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _without_mark(head):
        return wide
    is_utf8, sample = _surveyed(head, chunks)
    if is_utf8 or _is_nearly_utf8(sample):
        return "utf-8"
    return max(_LEGACY, key=lambda name: _plausibility(sample, name))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _without_mark(head: bytes) -> str | None:
    """UTF-16 that lost its mark: every other byte of spaces, digits and Latin letters is zero."""
    start = head[:4096]
    first, second = start[0::2].count(0), start[1::2].count(0)
    if max(first, second) * 5 < len(start) or min(first, second) * 10 > max(first, second):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _surveyed(head: bytes, rest: Iterator[bytes]) -> tuple[bool, bytes]:
    """Whether all of it is UTF-8, and up to 64 KB of lines that are not ASCII, from wherever they stand."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, sample, chunk = True, b"", head
    while chunk:
        if is_utf8:
            is_utf8 = _decodes(decoder, chunk)
        if len(sample) < _SAMPLE and not chunk.isascii():
            foreign = (line for line in chunk.splitlines(keepends=True) if not line.isascii())
            sample += b"".join(foreign)[: _SAMPLE - len(sample)]
        if not is_utf8 and len(sample) >= _SAMPLE:
            break
        chunk = next(rest, b"")
    return is_utf8 and _decodes(decoder, b"", final=True), sample


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    wrong = text.count("�")
    return sum(1 for char in text if char > "\x7f") - wrong > wrong * _STRAY


def _plausibility(sample: bytes, encoding: str) -> float:
    """Mean credit of the characters outside ASCII, from -1 (none can be) to 1."""
    text = sample.decode(encoding, "replace")
    if encoding == "cp1252":
        credits = _western(text)
    elif encoding == "cp874":
        credits = _thai(text)
    else:
        credits = [_two_byte(char, encoding) for char in text if char > "\x7f"]
    return sum(credits) / len(credits) if credits else _WRONG


def _two_byte(char: str, encoding: str) -> float:
    try:
        raw = char.encode(encoding)
    except UnicodeEncodeError:
        return _WRONG
    if char == "�" or len(raw) == 1:
        return _RARE if len(raw) == 1 else _WRONG
    ranges = _COMMON[encoding]
    return next((credit for low, high, second, credit in ranges if low <= raw[0] <= high and raw[1] >= second), _RARE)


def _western(text: str) -> list[float]:
    """Accented letters stand alone or in twos between plain ones."""
    credits: list[float] = []
    for foreign, run in groupby(text, lambda char: char > "\x7f"):
        chars = list(run) if foreign else []
        fits = 0.9 if len(chars) <= 2 else _RARE
        credits.extend(fits if char.isalpha() or char in _PUNCTUATION else _WRONG for char in chars)
    return credits


def _thai(text: str) -> list[float]:
    """Words are long, and vowels above and below and tone marks need a consonant before them."""
    credits: list[float] = []
    for foreign, run in groupby(text, lambda char: char > "\x7f"):
        chars = list(run) if foreign else []
        fits = 0.9 if len(chars) > 2 else 0.3
        credits.extend(fits if _is_thai(char, before) else _WRONG for before, char in pairwise(["", *chars]))
    return credits


def _is_thai(char: str, before: str) -> bool:
    carried = char in "\u0e31\u0e33" or "\u0e34" <= char <= "\u0e3a" or "\u0e47" <= char <= "\u0e4e"
    return "\u0e01" <= char <= "\u0e5b" and (not carried or "\u0e01" <= before <= "\u0e4e")
