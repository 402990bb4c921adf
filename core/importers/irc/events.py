"""This file is where the sentences are known with which HexChat, XChat and mIRC tell what happened in a channel.

They begin like actions ("* nick ..."), in the language of the person; the table is a fact about these clients.
"""

import json
from functools import cache
from pathlib import Path

_LONGEST = 2000


def is_event(text: str) -> bool:
    """True when a text is such a sentence, with any names in it."""
    if len(text) > _LONGEST:
        return False
    words = text.split(" ", 2)
    table = _by_word()
    candidates = [*table.get(("first", words[0]), ()), *table.get(("any", ""), ())]
    if not text.isascii():
        candidates += table.get(("any", "foreign"), ())
    if len(words) > 1:
        candidates += table.get(("second", words[1]), ())
    return any(_fits(parts, text.removesuffix(".")) for parts in candidates)


def _fits(parts: tuple[str, ...], text: str) -> bool:
    """True when the parts stand in the text in turn, from its start to its end."""
    if not (text.startswith(parts[0]) and text.endswith(parts[-1]) and len(text) >= len(parts[0]) + len(parts[-1])):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at <= len(text) - len(parts[-1])


@cache
def _by_word() -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """The sentences by a word that stands firm: the first one, or the second where a name comes first; the rest by
    whether they have letters that English has not."""
    sentences: list[str] = json.loads(Path(__file__).with_name("events.json").read_text("utf-8"))["events"]
    table: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for sentence in sentences:
        words = sentence.split(" ")
        key = ("any", "" if sentence.isascii() else "foreign")
        if "{}" not in words[0]:
            key = ("first", words[0])
        elif words[0] == "{}" and len(words) > 1 and "{}" not in words[1]:
            key = ("second", words[1])
        table.setdefault(key, []).append(tuple(sentence.split("{}")))
    return table
