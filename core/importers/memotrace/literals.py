"""This file is where the list of messages inside a page of MemoTrace is cut into its objects and read.

Version 4 writes JSON, version 3 JavaScript: names without quotes, texts in single quotes, and a comma behind the last
value. A page of any size is read in pieces; an object that cannot be read costs itself only.
"""

import re
from collections.abc import Iterator
from typing import Any

import orjson

LARGEST = 2 << 20
"""Characters of one object. More means that a quote or a bracket is missing."""

_BRACKET = re.compile(r"[{\]]")

MARK = re.compile(r"chatMessages\s{0,20}=\s{0,20}\[")
"""Behind this the list stands in the page."""

_KEPT = 64
_REREAD = 4 << 20
"""So many characters, and as many as the page has, may be read again behind objects that cannot be read."""

_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|[{}\[\]'\"]", re.S)
_RESTART = re.compile(r"\{\s{0,20}\"?type\"?\s{0,4}:")
_MEMBER = re.compile(
    r"\s*(?:([A-Za-z_]\w*)|\"([^\"\\\n]*)\")\s*:\s*"
    r"('(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|-?\d+(?:\.\d+)?|true|false|null|True|False|None|undefined)\s*(?:,|$)",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WORDS = {"true": True, "True": True, "false": False, "False": False}


def objects_of(chunks: Iterator[str]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The objects of the list behind the mark, each with its text; None for one that cannot be read.

    One that does not end ends where the next one seems to begin.
    """
    page = _Page(chunks)
    if not page.goes_to_list():
        return
    while page.goes_to_object():
        text = page.take(page.end())
        found = read_object(text)
        yield (page.shortened(text), None) if found is None else (text, found)


class _Page:
    """The piece of a page that is being read."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._text, self._place = "", 0
        self._credit = _REREAD

    def goes_to_list(self) -> bool:
        """Goes on to behind the mark; False where the page has none."""
        while self._grows():
            if match := MARK.search(self._text):
                self._place = match.end()
                return True
            self._place = max(len(self._text) - _KEPT, 0)
        return False

    def goes_to_object(self) -> bool:
        """Goes on to the next object; False where the list is over."""
        while True:
            match = _BRACKET.search(self._text, self._place)
            if match is not None:
                self._place = match.start()
                return match[0] == "{"
            self._place = len(self._text)
            if not self._grows():
                return False

    def end(self) -> int:
        """Behind the object that begins here; where it does not end, the beginning of the next one."""
        while True:
            found = _end_of(self._text, self._place)
            if found is not None:
                return found
            if len(self._text) - self._place > min(LARGEST, self._credit) or not self._grows():
                break
        self._credit -= len(self._text) - self._place
        again = _RESTART.search(self._text, self._place + 1) if self._credit > 0 else None
        return again.start() if again else len(self._text)

    def take(self, end: int) -> str:
        """The text up to there."""
        start, self._place = self._place, end
        return self._text[start:end]

    def shortened(self, text: str) -> str:
        """What was taken last and cannot be read, up to where another object begins in it; that is read next."""
        again = _RESTART.search(text, 1) if self._credit > 0 else None
        if again is None:
            return text
        self._credit -= len(text)
        self._place -= len(text) - again.start()
        return text[: again.start()]

    def _grows(self) -> bool:
        """Reads on; what lies before the place is dropped."""
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._text, self._place = self._text[self._place :] + chunk, 0
        self._credit += len(chunk)
        return True


def _end_of(text: str, start: int) -> int | None:
    """Behind the bracket that closes the object; None where it is not in the text."""
    depth = 0
    for match in _TOKEN.finditer(text, start):
        mark = text[match.start()]
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
            if depth == 0:
                return match.end()
        elif match.end() - match.start() == 1:
            return None  # a quote that is not closed
    return None


def read_object(text: str) -> dict[str, Any] | None:
    """The members of an object of either version; None where it cannot be read."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _read_script(text)
    return found if isinstance(found, dict) else None


def _read_script(text: str) -> dict[str, Any] | None:
    body = text.strip().removeprefix("{").removesuffix("}").strip()
    members: dict[str, Any] = {}
    place = 0
    while place < len(body):
        match = _MEMBER.match(body, place)
        if match is None:
            return None
        members[match[1] or match[2]] = _value(match[3])
        place = match.end()
    return members or None


def _value(literal: str) -> Any:
    if literal[0] in "'\"":
        return _ESCAPE.sub(_unescaped, literal[1:-1])
    if literal[0] == "-" or literal[0].isdigit():
        return float(literal) if "." in literal else int(literal) if len(literal) < 20 else 0
    return _WORDS.get(literal)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        char = chr(int(match[1], 16))
        return "\ufffd" if "\ud800" <= char <= "\udfff" else char
    return _NAMED.get(match[2], match[2])
