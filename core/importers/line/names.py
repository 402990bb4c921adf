"""This file is where the names in an export of LINE for computers are found: spaces part them from the text, and names
have spaces too.

Sure names stand before a placeholder or a verb of the app, or are the file's name. Others are the beginnings that many
rows share: "Tony Chou" when nearly every "Tony" goes on with "Chou" (format specification, section 11).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.importers.line.rows import Row, spaced
from core.importers.line.vocabulary import before_bare_word, is_doing, notice_by

_MOST_WORDS = 5
_LONGEST_NAME = 60
_MOST_KEPT = 200_000
_SHARE = 0.9
_NEVER = frozenset(("I", "I'm", "The", "And", "But", "So", "Ok", "OK", "No", "Yes", "Hi", "Hey", "What", "How", "Why"))

Names = Mapping[str, Sequence[str]]
"""Names by their first word."""


class NameFinder:
    """Takes the rows of one file, then tells the names in them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sure: Counter[str] = Counter()

    def add(self, rest: str) -> None:
        """What stands behind the time of one row."""
        if sure := _told_by_app(rest):
            self._sure[sure] += 1
        words = rest.split(" ")
        if len(self._counts) > _MOST_KEPT:
            return
        for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
            name = " ".join(words[:count])
            if len(name) <= _LONGEST_NAME:
                self._counts[name] += 1

    def names(self, hints: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """All names, long ones first; and those among them that only one row bears."""
        found = {name for name in self._sure if self._is_told(name)} | {hint for hint in hints if self._counts[hint]}
        children: dict[str, list[str]] = {}
        for name in self._counts:
            if " " in name:
                children.setdefault(name.rpartition(" ")[0], []).append(name)
        spoken_for: Counter[str] = Counter()
        for name in found:
            spoken_for[name.partition(" ")[0]] += self._counts[name]
        for word in [name for name in self._counts if " " not in name and name not in found]:
            rest = self._counts[word] - spoken_for[word]
            if rest > 0:
                found.update(self._grown(word, rest, (children, found)))
        weak = frozenset(name for name in found if self._counts[name] < 2 and not self._sure[name])
        return tuple(sorted(found, key=len, reverse=True)), weak.difference(hints)

    def _is_told(self, name: str) -> bool:
        """What stands before a placeholder may also be somebody's words: "Bob what a nice Photo"."""
        first, *more = name.split(" ")
        return all(_may_be_name(word) for word in more) or self._counts[name] >= _SHARE * self._counts[first]

    def _grown(self, name: str, total: int, known: tuple[dict[str, list[str]], set[str]]) -> list[str]:
        """The name, or the longer names that nearly all of its rows go on to."""
        children, found = known
        longer = [child for child in children.get(name, []) if child not in found]
        alike = [child for child in longer if self._is_name(child, len(longer))]
        if not alike or sum(self._counts[child] for child in alike) < _SHARE * total:
            return [name]
        return [grown for child in alike for grown in self._grown(child, self._counts[child], known)]

    def _is_name(self, longer: str, rivals: int) -> bool:
        word, count = longer.rpartition(" ")[2], self._counts[longer]
        return count >= 2 and (_may_be_name(word) or (count >= 4 and rivals == 1 and word[0].isalpha()))


def _may_be_name(word: str) -> bool:
    """True for a word in capitals, or of a script that has none."""
    if word in _NEVER or not word[:1].isalpha():
        return False
    return not word.isascii() or (word[0].isupper() and len(word) > 1)


def by_first_word(names: Iterable[str]) -> Names:
    """The names for `row_with`, long ones first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        found.setdefault(name.partition(" ")[0], []).append(name)
    return found


def row_with(names: Names, line: str) -> Row | None:
    """A row of a computer; None for a line of somebody's text that begins with a time."""
    parted = spaced(line)
    if parted is None:
        return None
    time, rest = parted
    for name in names.get(rest.partition(" ")[0], ()):
        text = rest[len(name) + 1 :]
        if rest.startswith(f"{name} ") and not is_doing(text):
            return Row(time, name, text)
    return Row(time, "", rest) if " " not in rest or notice_by(rest) is not None else None


def is_by_app(rest: str) -> bool:
    """True for a row that holds a placeholder, a call or a line of the app, as far as one row tells."""
    return _told_by_app(rest) is not None or notice_by(rest) is not None


def _told_by_app(rest: str) -> str | None:
    """The name before a placeholder at the end, a call, or a verb of the app."""
    before, sign, _ = rest.partition(" ☎")
    if sign:
        return before
    name = before_bare_word(rest) or notice_by(rest)
    return name if name and rest[len(name) : len(name) + 1] == " " and len(name) <= _LONGEST_NAME else None
