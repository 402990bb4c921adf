"""This file is where it is told whom a message addresses: "ana: ...", "@ana ...", or a speaker's name in its text."""

import re
from collections.abc import Mapping, Sequence

from core.fragments import SPEAKER_CHARACTERS, clean
from core.lexical import is_unspaced, terms
from models.term_weights import weight

NOBODY = -1
_LEAD = re.compile(r"^\s*@?([^\s:,，：;@]{2,40})\s*[:,，：;](?=\s|$)")
_AT = re.compile(r"@([^\s:,，：;@]{2,40})")
_WORD = re.compile(r"[^\W_][\w\-\[\]|`^{}]{2,39}")
_LOOKED_AT = 300
_RARE = 6.0
_MOST_NAMES = 400


class People:
    """Who speaks, as numbers from 0; those who are only ever addressed ("ana: ...") get numbers too."""

    def __init__(self, speakers: Sequence[str | None]) -> None:
        self._numbers: dict[str, int] = {}
        self.speakers = [NOBODY if not speaker else self._number(_plain(speaker)) for speaker in speakers]
        self._called = _names(self._numbers)
        self._names = {name: at for name, at in self._called.items() if " " in name or _tells(name)}
        self._unspaced = [name for name in self._names if is_unspaced(name) and len(name) > 1][:_MOST_NAMES]

    def addressed(self, text: str) -> int:
        """The number of the person whom the text addresses first, NOBODY where it names none."""
        head = text[:_LOOKED_AT].casefold()
        lead = _LEAD.match(head)
        if lead is not None:
            known = self._called.get(lead[1])
            if known is not None:
                return known
        for name in _AT.findall(head):
            if name in self._called:
                return self._called[name]
        for word in _WORD.findall(head):
            if word in self._names:
                return self._names[word]
        for name in self._unspaced:
            if name in head:
                return self._names[name]
        # Only at the head of a line, and only a word that is no common one: "Note: ..." addresses nobody.
        if lead is not None and not is_unspaced(lead[1]) and _is_rare(lead[1]):
            return self._number(lead[1])
        return NOBODY

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))


def _plain(speaker: str) -> str:
    return clean(speaker, SPEAKER_CHARACTERS).casefold()


def _names(numbers: Mapping[str, int]) -> dict[str, int]:
    """Whole names, and single words of them that only one person has."""
    found = dict(numbers)
    holders: dict[str, set[int]] = {}
    for name, number in numbers.items():
        for word in name.split():
            holders.setdefault(word, set()).add(number)
    for word, owners in holders.items():
        if len(owners) == 1:
            found.setdefault(word, *owners)
    return {name: number for name, number in found.items() if len(name) > 1}


def _tells(word: str) -> bool:
    """True for names that are no everyday word, so that they need no mark to be one."""
    return is_unspaced(word) or _is_rare(word)


def _is_rare(word: str) -> bool:
    return len(word) > 2 and max((weight(term) for term in terms(word)), default=0.0) > _RARE
