"""This file is where long messages are parted, so that each part has room on a page and nothing of it is left out."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from core.types import Attachment, Message

MOST_LINES = 12
"""Lines of text in one part, as they are estimated."""

_ATTACHMENTS = 6
_WIDE_LETTERS = 38
_FIRST_WIDE = 0x1100


def pieces(message: Message) -> list[Message]:
    """The message, or its parts: a few attachments or lines each, in order."""
    texts = list(_texts(message.text)) or [""]
    items = message.attachments
    groups = [items[at : at + _ATTACHMENTS] for at in range(0, len(items), _ATTACHMENTS)]
    parts: list[tuple[tuple[Attachment, ...], str]] = [(group, "") for group in groups]
    if parts and _lines(texts[0]) <= MOST_LINES:
        parts[-1] = (parts[-1][0], texts.pop(0))
    parts += [((), text) for text in texts if text.strip() or not parts]
    made = [_part(message, place, part) for place, part in enumerate(parts)]
    made[-1] = replace(made[-1], reactions=message.reactions, edited=message.edited)
    return made


def _part(message: Message, place: int, part: tuple[tuple[Attachment, ...], str]) -> Message:
    items, text = part
    made = replace(message, attachments=items, text=text, reactions=(), edited=False)
    return made if place == 0 else replace(made, reply_to=None, forwarded_from=None, kind="message")


def _texts(text: str) -> Iterator[str]:
    kept: list[str] = []
    count = 0
    for line in _short_lines(text):
        own = _lines(line)
        if kept and count + own > MOST_LINES:
            yield "\n".join(kept)
            kept, count = [], 0
        kept.append(line)
        count += own
    if kept:
        yield "\n".join(kept)


def _short_lines(text: str) -> Iterator[str]:
    """Lines, a very long one parted where a word ends."""
    most = MOST_LINES * _WIDE_LETTERS
    for line in text.split("\n"):
        rest = line
        while len(rest) > most // 2 and _lines(rest) > MOST_LINES:
            end = _reach(rest, most)
            space = rest.rfind(" ", end // 2, end)
            end = space + 1 if space > 0 else end
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _reach(line: str, room: int) -> int:
    """How many characters have room; a wide one (Chinese, Japanese, Korean) takes the room of two."""
    used = 0
    for place, letter in enumerate(line):
        used += 2 if ord(letter) >= _FIRST_WIDE else 1
        if used > 2 * room:
            return max(place, 1)
    return len(line)


def _lines(text: str) -> int:
    widths = (sum(2 if ord(letter) >= _FIRST_WIDE else 1 for letter in line) for line in text.split("\n"))
    return sum(max(1, ceil(width / (2 * _WIDE_LETTERS))) for width in widths)
