"""This file is where an answer is looked for in what an unconstrained model wrote: a server's, that may say anything.

Only numbers come out, and only those that are ids: nothing of the text is kept, shown or told.
"""

import json
import re
from collections.abc import Iterator

from models.answer_form import Ids

_READ = 200_000
_NUMBERS = r"\[([0-9,;\s]{0,20000})\]"
_UTTERANCES = re.compile(r"<\|utt_ids_start\|>\s*" + _NUMBERS)
_IMAGES = re.compile(r"<\|img_ids_start\|>\s*" + _NUMBERS)
# Servers that leave special tokens out of their text give only the lists.
_BARE = re.compile(_NUMBERS + r"\s*;\s*" + _NUMBERS)
_OBJECT = re.compile(r"\{[^{}]{0,40000}\}")
_ITEM = re.compile(r"[0-9]{1,7}", re.ASCII)


def found(text: str, utterances: int, images: int) -> tuple[Ids, Ids]:
    """The ids of the last answer in the text, ascending; empty where none is found. Never raises."""
    lists = _lists(text[-_READ:])
    if lists is None:
        return (), ()
    return _ids(lists[0], utterances), _ids(lists[1], images)


def resembles_an_answer(text: str) -> bool:
    """Whether there is anything in the text that `found` reads ids from; "[];[]" is, an apology is not."""
    return _lists(text[-_READ:]) is not None


def _lists(text: str) -> tuple[list[str], list[str]] | None:
    marked = [_last(pattern, text) for pattern in (_UTTERANCES, _IMAGES)]
    if any(each is not None for each in marked):
        return _items(marked[0]), _items(marked[1])
    told = next(_objects(text), None)
    if told is not None:
        return told
    bare = list(_BARE.finditer(text))
    return (_items(bare[-1][1]), _items(bare[-1][2])) if bare else None


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    matches = pattern.findall(text)
    return matches[-1] if matches else None


def _items(numbers: str | None) -> list[str]:
    return [each.strip() for each in (numbers or "").split(",")]


def _objects(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """The objects of models.answer_grammar.json_schema, the last first."""
    for match in reversed(list(_OBJECT.finditer(text))):
        try:
            told = json.loads(match[0])
        except (ValueError, RecursionError):
            continue
        values = [told.get(key) for key in ("utterances", "images")]
        if any(isinstance(value, list) for value in values):
            first, second = (
                [str(each) for each in value if type(each) is int] if isinstance(value, list) else []
                for value in values
            )
            yield first, second


def _ids(items: list[str], count: int) -> Ids:
    numbers = {int(item) for item in items if _ITEM.fullmatch(item)}
    return tuple(sorted(number for number in numbers if number < count))
