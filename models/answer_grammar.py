"""This file is where the form of an answer is told to programs that constrain a model themselves.

gbnf: for llama.cpp. regex and json_schema: for servers. gbnf and regex admit exactly the texts of
models.answer_form.AnswerStates; a JSON schema cannot say that numbers ascend, so models.answer_form.parse sorts.
"""

import re
from collections.abc import Iterator
from typing import Any

from models.answer_form import FRAME, any_with_prefix


def gbnf(utterances: int, images: int) -> str:
    """A grammar in llama.cpp's notation, `root` its start. Its size is linear in the number of ids.

    Numbers are told digit by digit, so that llama.cpp never holds more than a dozen ways open at once.
    """
    lists = (("u", utterances), ("i", images))
    first, second = (f" {name}-from-0? " if count else " " for name, count in lists)
    root = f'root ::= "{FRAME[0]}"{first}"{FRAME[1]}"{second}"{FRAME[2]}"'
    return "\n".join([root, *(rule for name, count in lists for rule in _rules(name, count))]) + "\n"


def regex(utterances: int, images: int) -> str:
    """A regular expression without look-around or back-references, for a whole answer; some n log n characters.

    A list is halved: a part of the first half with some of the second after it, or only of the second.
    """
    first, second = (f"(?:{_some(0, count)})?" if count else "" for count in (utterances, images))
    frame = [re.escape(part) for part in FRAME]
    return f"{frame[0]}{first}{frame[1]}{second}{frame[2]}"


def json_schema(utterances: int, images: int) -> dict[str, Any]:
    """The same answer as an object {"utterances": [3,4,7], "images": [0]}, which models.answer_form.parse takes too."""
    return {
        "type": "object",
        "properties": {"utterances": _array(utterances), "images": _array(images)},
        "required": ["utterances", "images"],
        "additionalProperties": False,
    }


def _array(count: int) -> dict[str, Any]:
    if count == 0:
        return {"type": "array", "items": {"type": "integer"}, "maxItems": 0}
    return {
        "type": "array",
        "items": {"type": "integer", "enum": list(range(count))},
        "maxItems": count,
        "uniqueItems": True,
    }


def _some(first: int, last: int) -> str:
    """Numbers from `first` to below `last`, at least one of them."""
    if last - first == 1:
        return str(first)
    middle = (first + last) // 2
    others = "".join(f"(?:,{number})?" for number in range(middle, last))
    return f"(?:{_some(first, middle)}{others}|{_some(middle, last)})"


def _rules(name: str, count: int) -> Iterator[str]:
    """name-from-k: ids from k on; name-id-k: what may follow the digits of k; name-more-k: numbers that begin with them
    and are longer; name-end-k: a comma with further ids, or nothing."""
    for number in range(count):
        yield f"{name}-from-{number} ::= {_alternatives(name, '', number, count)}"
        after = f'("," {name}-from-{number + 1})?' if number + 1 < count else '""'
        longer = f" | {name}-more-{number}" if 0 < number * 10 < count else ""
        yield f"{name}-id-{number} ::= {after}{longer}"
        if longer:
            yield f"{name}-more-{number} ::= {_alternatives(name, str(number), 0, count)}"


def _alternatives(name: str, prefix: str, least: int, count: int) -> str:
    """The next digits of the ids that begin with `prefix`, are longer than it and are at least `least`."""
    told = []
    for digit in "0123456789":
        number = prefix + digit
        if any_with_prefix(number, least, count):
            told.append(f'"{digit}" {_following(name, number, least, count)}')
    return " | ".join(told)


def _following(name: str, digits: str, least: int, count: int) -> str:
    """What comes after these digits: where all ids that begin with them are allowed, the rule that all share."""
    number = int(digits)
    if number >= least:
        return f"{name}-id-{number}"
    if least <= number * 10:
        return f"{name}-more-{number}"
    return f"({_alternatives(name, digits, least, count)})"
