"""This file is where it is seen what a person is typing: a filter whose value can be completed, or the word so far."""

import re
from dataclasses import dataclass

from core.dates import plain
from core.query.filters import OPERATORS, Filter
from core.query.scanning import quoted_at

_OPENING = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_QUOTES = (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』"))
_NAMES = "|".join(sorted(OPERATORS, key=len, reverse=True))
_OPERATOR = re.compile(rf"(?:(?<=\s)|^)(?P<name>{_NAMES}):", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"(?:(?<=\s)|^)[^\s:\"“”„«»「」『』-][^\s:\"“”„«»「」『』]*$")
_LONGEST_VALUE = 80
_BARE = re.compile(r"[^\s,;.!?，。；！？、\"“”„«»「」『』]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands at the cursor. filter: the filter that is being typed, None for a plain word. operator: the filter's
    name as typed with its colon, "" for a word. value: what is typed of the value, or the word.

    text[start:end] is what a completion replaces, from the operator on.
    """

    filter: Filter | None
    operator: str
    value: str
    start: int
    end: int


def typed_at(text: str, cursor: int) -> Typed | None:
    """The filter or the word that the cursor stands at the end of, None where there is nothing to complete.

    The value of a filter may have spaces here ("before:last we"): whether they belong to it is for whoever completes.
    """
    head = text[:cursor]
    last = None
    for found in _OPERATOR.finditer(plain(head), max(0, cursor - _LONGEST_VALUE)):
        last = found
    if last is not None and not _inside_phrase(text, last.start("name")):
        typed = _value(text, cursor, last)
        if typed is not None:
            return typed
    return word_at(text, cursor)


def word_at(text: str, cursor: int) -> Typed | None:
    """The plain word that the cursor stands at the end of, whatever filter stands before it."""
    head = text[:cursor]
    word = _WORD.search(head, max(0, cursor - _LONGEST_VALUE))
    if word is None or _inside_phrase(text, word.start()) or (cursor < len(text) and not text[cursor].isspace()):
        return None
    return Typed(None, "", word[0], word.start(), cursor)


def quoted(value: str) -> str:
    """A filter's value as it has to be typed: in quotes where spaces or punctuation would end it."""
    line = " ".join(value.split())
    if _BARE.fullmatch(line):
        return line
    for opening, closing in _QUOTES:
        if closing not in line:
            return f"{opening}{line}{closing}"
    return '"' + line.replace('"', " ") + '"'


def completed(text: str, typed: Typed, operator: str, value: str) -> tuple[str, int]:
    """The text with the completion in it, and where the cursor goes: behind a space, to type on. value: as quoted;
    "" leaves the filter open for its value."""
    behind = text[typed.end :]
    inserted = operator + value + ("" if not value or behind.startswith(" ") else " ")
    cursor = typed.start + len(inserted) + (1 if value and behind.startswith(" ") else 0)
    return text[: typed.start] + inserted + behind, cursor


def _value(text: str, cursor: int, found: re.Match[str]) -> Typed | None:
    """What is typed behind the colon; None where the value has ended before the cursor."""
    name, operator = OPERATORS[found["name"].lower()], text[found.start("name") : found.end()]
    start, value = found.start("name"), text[found.end() : cursor]
    closing = _OPENING.get(value[:1])
    if closing is not None:
        if closing in value[1:]:
            return None
        whole = quoted_at(text, found.end())
        return Typed(name, operator, value[1:], start, whole[1] if whole else cursor)
    rest = re.compile(r"\S*").match(text, cursor)
    end = rest.end() if rest and not value[-1:].isspace() else cursor
    return Typed(name, operator, value, start, end)


def _inside_phrase(text: str, place: int) -> bool:
    """Whether a phrase that opened earlier closes behind this place."""
    position = 0
    while position < place:
        whole = quoted_at(text, position)
        if whole is not None and whole[1] > place:
            return True
        position = whole[1] if whole is not None else position + 1
    return False
