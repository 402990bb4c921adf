"""This file is where the structure of a piece of JSON text is found at once: brackets, quotes, where values end."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 20
"""Bytes read and indexed at a time."""

_QUOTE = 0x22
_STEP = np.zeros(256, np.int8)
_STEP[[0x7B, 0x5B]] = 1
_STEP[[0x7D, 0x5D]] = -1
_SHORT = 8192
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
_SCALAR = re.compile(rb"[^\s,\[\]{}\":]+")


def structure(text: bytes, in_string: bool) -> tuple[NDArray[np.intp], NDArray[np.int8], NDArray[np.intp]]:
    """Positions of the brackets outside strings, the change of depth at each, and positions of all real quotes."""
    plain = text.replace(rb"\\", b"  ").replace(rb"\"", b"  ") if b"\\" in text else text
    codes = np.frombuffer(plain, np.uint8)
    quotes = np.flatnonzero(codes == _QUOTE)
    steps = _STEP[codes]
    found = np.flatnonzero(steps)
    outside = (np.searchsorted(quotes, found) + in_string) & 1 == 0
    found = found[outside]
    return found, steps[found], quotes


def spans(text: bytes) -> tuple[list[tuple[int, int]], int | None]:
    """Where the complete records of a list's inside lie, and where the list is closed, if that is in the text."""
    found, steps, _ = structure(text, False)
    depths = np.cumsum(steps, dtype=np.int32)
    below = np.flatnonzero(depths < 0)
    closed = int(found[below[0]]) if len(below) else None
    inside = slice(None, below[0] if len(below) else None)
    opens = found[inside][(steps[inside] > 0) & (depths[inside] == 1)]
    closes = found[inside][(steps[inside] < 0) & (depths[inside] == 0)] + 1
    return list(zip(opens.tolist(), closes.tolist(), strict=False)), closed


def value_end(text: bytes, last: bool) -> int | None:
    """The end of the value that begins the text; None when it goes on after it (or, `last`, is none at all)."""
    if text[:1] not in (b"{", b"[", b'"'):
        scalar = _SCALAR.match(text)
        # A number at the very end may go on in the next bytes.
        return scalar.end() if scalar and (last or scalar.end() < len(text)) else None
    if text[:1] == b'"' and len(text) <= _SHORT:
        string = _STRING.match(text)
        return string.end() if string else None
    found, steps, quotes = structure(text, False)
    ends = quotes[1:] if text[:1] == b'"' else found[np.cumsum(steps) == 0]
    return int(ends[0]) + 1 if len(ends) else None


def utf8_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The text as UTF-8 without a byte order mark, whatever Unicode form it is stored in."""
    # One raw read at a time: a buffered read of more loses what it had when the file turns out to be damaged.
    read = getattr(stream, "read1", stream.read)
    first = read(CHUNK)
    if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        first = first.removeprefix(codecs.BOM_UTF8) or read(CHUNK)
        while first:
            yield first
            first = read(CHUNK)
        return
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    while first:
        yield decoder.decode(first).encode("utf-8", "replace") or b" "
        first = read(CHUNK)
