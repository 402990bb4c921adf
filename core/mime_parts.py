"""This file is where mails and web archives (.eml, .mht) are taken apart in constant memory, part by part.

Chat apps write them loosely - no semicolon before the boundary, pages of a gigabyte on one line - so that only what
matters is read: where a part begins and ends, what it is, how its bytes are packed (RFC 2045, 2046, 2557).
"""

import base64
import binascii
import email.header
import io
import quopri
import re
from collections.abc import Iterator, Mapping
from email.errors import HeaderParseError
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from core.html_encoding import codec_of

_CHUNK = 1 << 16
_LONGEST_HEAD = 1 << 16
_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.S)
_FOLD = re.compile(r"\r?\n[ \t]+")
_BOUNDARY = re.compile(r"""boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))""", re.I)
_EXTENDED = re.compile(r"\bfilename\*\s*=\s*([\w-]*)'[^';]*'([^\s;]+)", re.I)
_DELIMITER = re.compile(rb"(?:\A|(?<=\n))--([^\r\n]{1,200})\r?\n?")
_HEAD_END = re.compile(rb"\A\r?\n|\r?\n\r?\n")
_LONGEST_LINE = 300
_DEEPEST = 20


class Part(NamedTuple):
    """One part. headers: by lower-case name, unfolded; start, end: where its packed bytes are in the file."""

    headers: Mapping[str, str]
    start: int
    end: int

    @property
    def media_type(self) -> str:
        """ "text/html"; "text/plain" where nothing is said, as the standard has it."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or "text/plain"

    @property
    def charset(self) -> str:
        return self._parameter("content-type", "charset")

    @property
    def location(self) -> str:
        """What pages call this part by."""
        return self.headers.get("content-location", "").strip()

    @property
    def name(self) -> str:
        """The name of the attached file, "" where there is none."""
        if match := _EXTENDED.search(self.headers.get("content-disposition", "")):
            return unquote(match[2], codec_of(match[1]) or "utf-8", "replace")
        raw = self._parameter("content-disposition", "filename") or self._parameter("content-type", "name")
        return decoded_words(raw)

    @property
    def packing(self) -> str:
        return self.headers.get("content-transfer-encoding", "").strip().lower()

    def _parameter(self, header: str, key: str) -> str:
        match = re.search(rf'\b{key}\s*=\s*(?:"([^"]*)"|([^\s;"]+))', self.headers.get(header, ""), re.I)
        return (match[1] or match[2] or "") if match else ""


def headers_of(raw: bytes) -> dict[str, str]:
    """The headers at the beginning of a mail or part; of two with one name the first."""
    end = _HEAD_END.search(raw)
    text = _FOLD.sub(" ", raw[: end.start() if end else len(raw)].decode("utf-8", "replace"))
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if match := _HEADER.fullmatch(line.rstrip("\r")):
            found.setdefault(match[1].lower(), match[2])
    return found


def decoded_words(value: str) -> str:
    """A header in words: "=?utf-8?B?...?=" decoded, anything broken as it stands."""
    try:
        return str(email.header.make_header(email.header.decode_header(value))) or value
    except (HeaderParseError, UnicodeError, LookupError, ValueError):
        return value


def parts_in(stream: BinaryIO) -> Iterator[Part]:
    """All parts that hold something, those of inner multiparts too, in file order. A file without parts is one part.

    Raises BrokenExport where the stream is damaged.
    """
    head = _head(stream)
    end = _HEAD_END.search(head)
    headers, start = headers_of(head), end.end() if end else len(head)
    known = _boundary(headers)
    if known is None:
        yield Part(headers, start, _length(head, stream))
        return
    yield from _Scan(head, stream, known).parts()


def opened(stream: BinaryIO, part: Part) -> BinaryIO:
    """The unpacked bytes of a part of the file that `stream` was just opened on; closing it closes the stream."""
    return io.BufferedReader(_Unpacked(stream, part), 1 << 16)


class _Scan:
    """Looks for lines that begin with the boundaries known so far; an inner multipart brings its own."""

    def __init__(self, head: bytes, stream: BinaryIO, boundary: bytes) -> None:
        self._buffer, self._stream = head, stream
        self._passed = 0
        self._known = {boundary}
        self._ended = False

    def parts(self) -> Iterator[Part]:
        begun: tuple[dict[str, str], int] | None = None
        while True:
            found = self._delimiter()
            if begun is not None:
                yield Part(*begun, self._before(found))
            if found is None:
                return
            self._forget(found[1])
            begun = None if found[2] else self._headers()
            inner = _boundary(begun[0]) if begun else None
            if inner and len(self._known) < _DEEPEST:
                self._known.add(inner)
                begun = None

    def _delimiter(self) -> tuple[int, int, bool] | None:
        """(start, end, whether it closes) of the next boundary line in the buffer; what is passed is forgotten."""
        while True:
            kept = len(self._buffer)
            for match in _DELIMITER.finditer(self._buffer):
                name = match[1].rstrip()
                closes = name not in self._known
                if (name.removesuffix(b"--") if closes else name) not in self._known:
                    continue
                if match.end() < len(self._buffer) or self._ended:
                    return match.start(), match.end(), closes
                kept = match.start()
            # A boundary may be cut in two by the end of the buffer: its line is kept, and the line end above it.
            line = self._buffer.rfind(b"\n") + 1
            self._forget(max(0, min(kept, max(line, kept - _LONGEST_LINE)) - 2))
            if self._ended:
                return None
            self._more()

    def _headers(self) -> tuple[dict[str, str], int]:
        while (end := _HEAD_END.search(self._buffer)) is None and len(self._buffer) < _LONGEST_HEAD:
            if not self._more():
                break
        headers = headers_of(self._buffer)
        self._forget(end.end() if end else len(self._buffer))
        return headers, self._passed

    def _before(self, found: tuple[int, int, bool] | None) -> int:
        """Where a part ends: the line end before a boundary belongs to the boundary."""
        if found is None:
            return self._passed + len(self._buffer)
        at = found[0]
        lines = 2 if self._buffer[max(0, at - 2) : at] == b"\r\n" else 1
        return self._passed + max(0, at - lines)

    def _forget(self, count: int) -> None:
        self._buffer, self._passed = self._buffer[count:], self._passed + count

    def _more(self) -> bool:
        chunk = self._stream.read(_CHUNK)
        self._buffer += chunk
        self._ended = not chunk
        return bool(chunk)


class _Unpacked(io.RawIOBase):
    """Unpacks base64 and quoted-printable; whatever is no base64 is passed over."""

    def __init__(self, stream: BinaryIO, part: Part) -> None:
        self._stream, self._packing = stream, part.packing
        self._left = part.end - part.start
        self._rest = self._out = b""
        _pass_over(stream, part.start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._out and self._left > 0:
            raw = self._stream.read(min(_CHUNK, self._left))
            self._left = self._left - len(raw) if raw else 0
            self._out = self._unpack(raw, last=self._left <= 0)
        data, self._out = self._out[: len(buffer)], self._out[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _unpack(self, raw: bytes, last: bool) -> bytes:
        if self._packing == "base64":
            plain = self._rest + re.sub(rb"[^A-Za-z0-9+/]+", b"", raw)
            whole = len(plain) if last else len(plain) // 4 * 4
            self._rest = plain[whole:]
            return _decoded(plain[:whole])
        if self._packing == "quoted-printable":
            text = self._rest + raw
            cut = len(text) if last else text.rfind(b"\n") + 1
            self._rest = text[cut:]
            return quopri.decodestring(text[:cut])
        return raw

    def close(self) -> None:
        self._stream.close()
        super().close()


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return base64.b64decode(text[: len(text) // 4 * 4])


def _pass_over(stream: BinaryIO, count: int) -> None:
    if stream.seekable():
        stream.seek(count)
        return
    while count > 0 and (chunk := stream.read(min(_CHUNK, count))):
        count -= len(chunk)


def _boundary(headers: Mapping[str, str]) -> bytes | None:
    kind = headers.get("content-type", "")
    match = _BOUNDARY.search(kind) if kind.strip().lower().startswith("multipart/") else None
    return (match[1] or match[2]).encode("utf-8", "replace") if match else None


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < _LONGEST_HEAD and not _HEAD_END.search(head) and (chunk := stream.read(_CHUNK)):
        head += chunk
    return head


def _length(head: bytes, stream: BinaryIO) -> int:
    length = len(head)
    while chunk := stream.read(_CHUNK):
        length += len(chunk)
    return length
