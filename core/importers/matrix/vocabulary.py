"""This file is where the words are known that Element writes itself - for files, deleted messages, changes of the
room - in its languages. They are facts about its text export, which says everything in the language of the person.
"""

import json
from functools import cache
from pathlib import Path

_LONGEST = 2000


@cache
def phrases(kind: str) -> frozenset[str]:
    """Words of one kind: "left_out", "attached", "failed", "deleted"."""
    return frozenset(_words()[kind])


def named(kind: str, text: str) -> str | None:
    """The name in a sentence of that kind ("image", "sticker", "deleted_by"); None when it is no such sentence."""
    for sentence in _words()[kind]:
        before, _, after = sentence.partition("{name}")
        if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after):
            return text[len(before) : len(text) - len(after)].strip()
    return None


def is_sentence(kind: str, text: str) -> bool:
    """True for a sentence of that kind with any names in it: "room" (about the room itself), "reasoned" (the rest)."""
    return len(text) <= _LONGEST and any(_fits(parts, text) for parts in _sentences(kind))


def _fits(parts: tuple[str, ...], text: str) -> bool:
    """True when the parts stand in the text in turn, from its start to its end, with something between them."""
    if not (text.startswith(parts[0]) and text.endswith(parts[-1])):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = text.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return at < len(text) - len(parts[-1])


@cache
def _sentences(kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sentence.split("{}")) for sentence in _words()[kind])


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = json.loads(Path(__file__).with_name("vocabulary.json").read_text("utf-8"))
    return words
