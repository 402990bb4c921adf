"""This file is where the beginning of one entry is looked at, once for all importers that want to recognise it."""

import io
import re
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, Literal

import orjson

from core.encoding import encoding_of
from core.export import HEAD_BYTES, Export
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable

Form = Literal["empty", "json", "html", "sqlite", "text", "binary"]

KEPT = 20
"""So many items of a list are kept, wherever it stands."""

_LINES = 2000
_DEEPEST = 8
_SQLITE = b"SQLite format 3\0"
_MAGICS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF",
    b"\x1f\x8b",
    b"ID3",
    b"7z\xbc\xaf",
    b"Rar!",
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|table|meta|title)\b", re.I | re.S
)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]])|\s*\[\s*(?:-?\d+(?:\.\d+)?|true|false|null)\s*[,\]]')
_COMMENTS = re.compile(r"(?:\s*#[^\n]*(?:\n|$))+")


class Beginning:
    """The first bytes (at most 1 MiB) of an entry and what they look like. Never raises; what is damaged is short."""

    def __init__(self, export: Export, entry: str) -> None:
        self.export, self.entry = export, entry

    @cached_property
    def raw(self) -> bytes:
        return self.export.head(self.entry)

    @cached_property
    def form(self) -> Form:
        """What kind of content it is, by its bytes only."""
        if not self.raw.strip(b"\0 \r\n\t"):
            return "empty"
        if self.raw.startswith(_SQLITE):
            return "sqlite"
        if self.raw.startswith(_MAGICS) or self._is_binary:
            return "binary"
        start = self.text[:4096]
        if _HTML.match(start):
            return "html"
        return "json" if _JSON.match(self._without_comments[:4096]) else "text"

    @cached_property
    def encoding(self) -> str:
        return encoding_of(io.BytesIO(self._whole_lines))

    @cached_property
    def text(self) -> str:
        """The beginning as text, without a byte order mark."""
        return self._whole_lines.decode(self.encoding, "replace").removeprefix("\ufeff")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The first complete lines, at most 2,000, split on LF and CRLF only."""
        found = self.text.split("\n", _LINES)
        return tuple(line.removesuffix("\r") for line in found[:_LINES])

    @property
    def facts(self) -> Mapping[str, Any]:
        """The members of a JSON object as far as they stand in the beginning, lists cut; {} when it is no object."""
        return self._json if isinstance(self._json, dict) else {}

    @property
    def records(self) -> tuple[Any, ...]:
        """The first items of a JSON list, or of JSONL; () when it is neither."""
        return tuple(self._json) if isinstance(self._json, list) else ()

    @property
    def _is_binary(self) -> bool:
        """Control characters that no text has, in bytes that are no UTF-16."""
        start = self.raw[:4096]
        if start.startswith((b"\xff\xfe", b"\xfe\xff")) or encoding_of(io.BytesIO(start)).startswith("utf-16"):
            return False
        strange = sum(start.count(code) for code in b"\x00\x01\x04\x05\x06\x07\x08\x0e\x10\x13\x14\x17\x18\x19\x1a")
        return strange * 50 > len(start)

    @cached_property
    def _whole_lines(self) -> bytes:
        """The raw bytes, cut at a line's end where they are only a part, so that no character is split."""
        if len(self.raw) < HEAD_BYTES:
            return self.raw
        end = self.raw.rfind(b"\n") + 1
        return self.raw[:end] if end > len(self.raw) // 2 else self.raw

    @cached_property
    def _without_comments(self) -> str:
        match = _COMMENTS.match(self.text)
        return self.text[match.end() :] if match else self.text

    @cached_property
    def _json(self) -> Any:
        if self.form != "json":
            return None
        raw = self.raw if self.encoding.startswith("utf-8") else self.text.encode("utf-8", "replace")
        if self._without_comments is not self.text:
            raw = self._without_comments.encode("utf-8", "replace")
        try:
            return _many(orjson.loads(raw.removeprefix(b"\xef\xbb\xbf")))
        except (orjson.JSONDecodeError, RecursionError):
            return _first_of(raw)


def _many(value: Any) -> Any:
    return value[:KEPT] if isinstance(value, list) else value


def _first_of(raw: bytes) -> Any:
    """What a text that is cut off, damaged or many values (JSONL) begins with."""
    values: list[Any] = []
    walk = JsonStream(io.BytesIO(raw))
    try:
        _fill(walk, values.append, 0)
        if walk.at_end() or not isinstance(values[0], dict):
            return _many(values[0])
    except JsonEnd:
        return _many(values[0]) if values else None
    values += _more_lines(walk)
    return values if len(values) > 1 else values[0]


def _more_lines(walk: JsonStream) -> list[Any]:
    found: list[Any] = []
    try:
        for value in walk.lines():
            found.append(value.value if isinstance(value, Mended) else value)
            if len(found) == KEPT:
                break
    except JsonEnd:
        pass
    return [value for value in found if not isinstance(value, Unreadable)]


def _fill(walk: JsonStream, put: Callable[[Any], None], depth: int) -> None:
    """Puts the value that begins here; of one that breaks off, what stands before the break stays."""
    first = walk.peek()
    if first == b"{" and depth < _DEEPEST:
        members: dict[str, Any] = {}
        put(members)
        for key in walk.members():
            _fill(walk, partial(members.__setitem__, key), depth + 1)
    elif first == b"[" and depth < _DEEPEST:
        items: list[Any] = []
        put(items)
        for _ in walk.items():
            _fill(walk, items.append, depth + 1)
            if len(items) == KEPT:
                walk.leave()
                break
    else:
        put(walk.value())
