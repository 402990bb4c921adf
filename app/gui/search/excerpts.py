"""This file is where the part of a message is found that fits into one line, and the typed words in it."""

from collections.abc import Sequence

from core.types import Message

_BEFORE = 24
_MOST_MARKS = 20


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """(start, length) of the words, whatever their case; one in Latin letters only where a word begins."""
    lower = text.lower()
    found: list[tuple[int, int]] = []
    for word in [word.lower() for word in words if word] if len(lower) == len(text) else []:
        at = lower.find(word)
        while at >= 0 and len(found) < _MOST_MARKS:
            if not (word[0].isascii() and at and lower[at - 1].isalnum() and lower[at - 1].isascii()):
                found.append((at, len(word)))
            at = lower.find(word, at + len(word))
    return found


def told(message: Message, words: Sequence[str]) -> str:
    """A message's text, or what is written in its picture where the words stand only there."""
    first = words[0].casefold() if words else ""
    written = [item.ocr_text for item in message.attachments if first in item.ocr_text.casefold()]
    return message.text if first in message.text.casefold() or not written else written[0]


def around(text: str, words: Sequence[str]) -> str:
    """The part of a long message where the first of the words stands."""
    line = " ".join(text[:4_000].split())
    for word in words:
        at = line.casefold().find(word.casefold())
        if at > _BEFORE * 2:
            return "…" + line[at - _BEFORE :]
        if at >= 0:
            return line
    return line
