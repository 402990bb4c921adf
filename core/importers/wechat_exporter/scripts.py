"""This file is where the messages are found that a page loads later: a list of texts of HTML inside a script.

New versions keep them in scripts of their own ("msgArray = [...]"), older ones in a script inside the page
("window.moreWechatMsgs = [...]"; format specification, section 8).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, cast

from core.json_stream import JsonEnd, JsonStream

_LIST = re.compile(rb"\b(?:msgArray|moreWechatMsgs)\s{0,8}=\s{0,8}\[(?!\s{0,8}\])")
_KEPT = 64
_CHUNK = 1 << 20


class Cut(Exception):
    """A list that cannot be read any further: the reason, and where."""


def texts(stream: BinaryIO) -> Iterator[str]:
    """The texts of the first list that is not empty; none where the script has no list. Raises Cut where it breaks
    off, after all that stand before."""
    inside = _from_list(stream)
    if inside is None:
        return
    walk = JsonStream(cast("BinaryIO", inside))
    try:
        for _ in walk.items():
            value: Any = walk.value() if walk.peek() == b'"' else None
            if isinstance(value, str):
                yield value
    except JsonEnd as error:
        raise Cut(f"{error} ({walk.place})") from error


def _from_list(stream: BinaryIO) -> "_Rest | None":
    """The stream from the bracket that opens the list."""
    kept = b""
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        match = _LIST.search(text)
        if match is not None:
            return _Rest(text[match.end() - 1 :], stream)
        kept = text[-_KEPT:]
    return None


class _Rest:
    """What was read of a stream already, and then the stream."""

    def __init__(self, text: bytes, stream: BinaryIO) -> None:
        self._text, self._stream = BytesIO(text), stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes; b"" at the end."""
        return self._text.read(size) or self._stream.read(size)
