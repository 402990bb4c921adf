"""This file is where the name in a header of QQ becomes a person: "【admin】Name(12345)", "Name<mail>", or a bare name.

Format specification, section 10: a number is the identity, whatever name stands before it; a number that is written in
the place of a name is that person too. In a chat of two there are names only.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_NUMBERED = re.compile(r"(.*?)\((\d{4,12})\)")
_MAILED = re.compile(r"(.*?)<([^<>@\s]{1,100}@[^<>\s]{1,100})>")
_NUMBER = re.compile(r"\d{5,12}")
_TITLE = re.compile(r"【[^【】]{1,30}】(?=.)")
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_APP = frozenset(("10000", "1000000", "80000000"))
_APP_NAMES = frozenset(("系统消息", "系统提示"))


class Person(NamedTuple):
    """key: the number or mail, None where the name is all there is. is_app: QQ itself, not a person."""

    name: str
    key: str | None
    is_app: bool


@lru_cache(maxsize=4096)
def person_of(written: str) -> Person:
    """Who is meant by the rest of a header line."""
    for form in (_NUMBERED, _MAILED):
        if match := form.fullmatch(written):
            name = _clean(match[1])
            is_app = match[2] in _APP and (not name or name in _APP_NAMES)
            return Person(name or match[2], match[2], is_app)
    name = _clean(written)
    return Person(name, name if _NUMBER.fullmatch(name) else None, name in _APP_NAMES)


def _clean(name: str) -> str:
    """A name without the titles that groups give and without invisible marks; a name that is only a title stays."""
    bare = _MARKS.sub("", name).strip()
    untitled = _TITLE.sub("", bare, count=1) if bare.startswith("【") else bare
    return untitled.strip() or bare
