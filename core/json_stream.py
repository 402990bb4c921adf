"""This file is where a JSON file of any size is walked in constant memory, and read past its broken records.

A streaming parser stops at the first illegal byte and cannot say where it was. Chats deserve better: here the brackets
of one buffer are found all at once (numpy), each record between them is parsed on its own (`core.json_text`), and a
record that does not parse costs that record only. Places are told as byte and line.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from core.errors import BrokenExport
from core.json_scan import CHUNK, spans, structure, utf8_chunks, value_end
from core.json_text import parsed

LARGEST_RECORD = 16 << 20
"""Bytes. No messenger writes one message as large; more means that a bracket or a quote is missing."""

_CLOSE_LIST = 0x5D
_FIRST_LOOK = 4096
"""Bytes indexed at first: most values are small, and a buffer full of small chats is not indexed once per chat."""
_SPACES = re.compile(rb"[ \t\r\n]*")
_BARE = re.compile(rb"[\s,]*")


class JsonEnd(Exception):
    """The walk cannot go on; `str(error)` is the reason. The place is `JsonStream.place`."""


class Mended(NamedTuple):
    """A record that could be read after a repair."""

    value: Any
    place: str
    repair: str


class Unreadable(NamedTuple):
    """A record that could not be read; the walk went on after it."""

    place: str
    reason: str


class JsonStream:
    """Walks one JSON text front to back: the caller consumes each value with exactly one of value(), skip(),
    members(), items() or records(). All raise JsonEnd when the text is cut off, damaged, or not what was expected.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._chunks = utf8_chunks(stream)
        self._text = b""
        self._at = 0
        self._passed_bytes = 0
        self._passed_lines = 0
        self._end = ""

    @property
    def place(self) -> str:
        """Where the walk stands."""
        return self._place(self._at)

    def peek(self) -> bytes:
        """The next byte that is no space; b"" at the end of the text."""
        while True:
            self._at = _SPACES.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at : self._at + 1]
            if not self._more():
                return b""

    def at_end(self) -> bool:
        """True when nothing but spaces is left. Raises JsonEnd when reading failed instead of ending."""
        if self.peek():
            return False
        if self._end:
            raise JsonEnd(self._end)
        return True

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; a value the caller leaves alone is skipped."""
        self._take(b"{")
        if self._next_is(b"}"):
            return
        while True:
            if self.peek() != b'"':
                raise self._ended("a member of an object was expected")
            key = self.value()
            self._take(b":")
            self.peek()
            before = self._absolute
            yield str(key)
            if self._absolute == before:
                self.skip()
            if self._next_is(b"}"):
                return
            self._take(b",")

    def items(self) -> Iterator[int]:
        """The positions of the list that begins here; an item the caller leaves alone is skipped."""
        self._take(b"[")
        if self._next_is(b"]"):
            return
        position = 0
        while True:
            self.peek()
            before = self._absolute
            yield position
            if self._absolute == before:
                self.skip()
            position += 1
            if self._next_is(b"]"):
                return
            self._take(b",")

    def value(self) -> Any:
        """The value that begins here, parsed; at most LARGEST_RECORD bytes."""
        self.peek()
        end = self._end_of_value()
        raw, self._at = self._text[self._at : end], end
        try:
            return parsed(raw)[0]
        except ValueError as error:
            raise JsonEnd(str(error)) from error

    def skip(self) -> None:
        """Passes over the value that begins here, however large, without keeping it."""
        first = self.peek()
        if first not in (b'"', b"{", b"["):
            self._at = self._end_of_value()
            return
        self._pass(0, string=first == b'"')

    def leave(self) -> None:
        """Passes over the rest of the list or object whose items are being walked; the walk must stand behind one."""
        self._pass(1, string=False)

    def _pass(self, depth: int, *, string: bool) -> None:
        """Goes behind the bracket (or the quote of a string) that closes what is `depth` levels open here."""
        in_string, size = False, _FIRST_LOOK
        while text := self._whole_escapes(size):
            found, steps, quotes = structure(text, in_string)
            ends = quotes[not in_string :] if string else found[depth + np.cumsum(steps) == 0]
            if len(ends):
                self._at += int(ends[0]) + 1
                return
            depth += int(steps.sum())
            in_string ^= bool(len(quotes) & 1)
            self._at += len(text)
            size = min(size * 4, CHUNK)
        raise self._ended("the text ends inside a value")

    def records(self, restart: re.Pattern[bytes] | None = None) -> Iterator[Any]:
        """The items of the list that begins here, parsed one by one; Mended and Unreadable where it was not easy.

        restart: how a record begins, to go on after one whose brackets or quotes do not match.
        """
        self._take(b"[")
        size = _FIRST_LOOK
        while True:
            text, origin = self._ahead(size), self._at
            complete, closed = spans(text)
            for start, end in complete:
                if stray := self._stray(text, start, origin):
                    yield stray
                value = self._record(text[start:end], origin + start)
                yield value
                if type(value) is Unreadable and restart and (again := restart.search(text, start + 1, end)):
                    self._at = origin + again.start()
                    break
                self._at = origin + end
            else:
                if closed is not None and text[closed] == _CLOSE_LIST:
                    if stray := self._stray(text, closed, origin):
                        yield stray
                    self._at = origin + closed + 1
                    return
                if closed is not None or (not complete and (len(text) < size or size > LARGEST_RECORD)):
                    yield self._restarted(restart)
                size = min(size * 4, CHUNK) if complete else size * 4

    def lines(self) -> Iterator[Any]:
        """One value after another: JSONL, where what cannot be read costs its line, or a value over many lines.

        Raises JsonEnd when two lines on end, before any could be read, make no sense either way.
        """
        by_line, failed = False, False
        while self.peek():
            line = self._line()
            value = self._record(line, self._at)
            if type(value) is not Unreadable:
                by_line, self._at = True, self._at + len(line)
            elif not by_line and (end := self._seen_end()) is not None:
                value, self._at = self._record(self._text[self._at : end], self._at), end
            elif failed and not by_line:
                raise self._ended("this is neither JSON nor JSONL")
            else:
                failed, self._at = True, self._at + len(line)
            yield value

    def _line(self) -> bytes:
        """The rest of the line, without its end; the walk does not move."""
        size = _FIRST_LOOK
        while b"\n" not in (text := self._ahead(size)) and len(text) == size and size <= LARGEST_RECORD:
            size *= 4
        return text.partition(b"\n")[0]

    def _seen_end(self) -> int | None:
        try:
            return self._end_of_value()
        except JsonEnd:
            return None

    def _record(self, raw: bytes, at: int) -> Any:
        try:
            value, repair = parsed(raw)
        except ValueError as error:
            return Unreadable(self._place(at), f"not a readable record ({error})")
        return Mended(value, self._place(at), repair) if repair else value

    def _stray(self, text: bytes, until: int, origin: int) -> Unreadable | None:
        """What stands before the next record when it is more than commas and spaces."""
        start = _BARE.match(text, self._at - origin, until).end()  # type: ignore[union-attr]
        return Unreadable(self._place(origin + start), "something that is not a record") if start < until else None

    def _restarted(self, restart: re.Pattern[bytes] | None) -> Unreadable:
        """Goes to the next thing that looks like a record, or raises JsonEnd where the broken one begins."""
        self._at = _BARE.match(self._text, self._at).end()  # type: ignore[union-attr]
        again = restart.search(self._text, self._at + 1) if restart else None
        if again is None:
            raise self._ended("the file breaks off here, and nothing after this can be read")
        broken = Unreadable(self.place, "a record with a bracket or a quote missing")
        self._at = again.start()
        return broken

    def _end_of_value(self) -> int:
        """The end of the value at the walk's place, which is then in the buffer whole."""
        size = _FIRST_LOOK
        while True:
            text = self._ahead(size)
            last = len(text) < size
            if end := value_end(text, last):
                return self._at + end
            if last or size > LARGEST_RECORD or text[:1] in (b",", b":", b"]", b"}"):
                raise self._ended("a value is not complete")
            size *= 4

    def _ahead(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end of the text."""
        while len(self._text) - self._at < size and self._more():
            pass
        return self._text[self._at : self._at + size]

    def _whole_escapes(self, size: int) -> bytes:
        """The next bytes, cut so that no escape is split; b"" at the end of the text."""
        text = self._ahead(size)
        return text[: len(text) - ((len(text) - len(text.rstrip(b"\\"))) & 1)]

    def _take(self, mark: bytes) -> None:
        if not self._next_is(mark):
            raise self._ended(f"{mark.decode()} was expected")

    def _next_is(self, mark: bytes) -> bool:
        """True, and the mark is passed, when it comes next."""
        hit = self.peek() == mark
        self._at += hit
        return hit

    def _ended(self, reason: str) -> JsonEnd:
        return JsonEnd(self._end or (reason if self.peek() else "the file ends too early"))

    @property
    def _absolute(self) -> int:
        return self._passed_bytes + self._at

    def _place(self, at: int) -> str:
        lines = self._passed_lines + self._text.count(b"\n", 0, at)
        return f"byte {self._passed_bytes + at}, line {lines + 1}"

    def _more(self) -> bool:
        """Another chunk, with what was passed forgotten; False at the end, which a damaged file has earlier."""
        try:
            chunk = next(self._chunks, b"")
        except BrokenExport as error:
            self._end, chunk = str(error), b""
        if not chunk:
            return False
        self._passed_bytes += self._at
        self._passed_lines += self._text.count(b"\n", 0, self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return True
