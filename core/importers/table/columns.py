"""This file is where the values of a column are looked at: whether they can be times, people, texts, ids or files."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from core.importers.table.contents import said
from core.importers.table.times import TimeColumn, column_of, moment
from core.importers.table.words import known_words

_NAME_LENGTH = 80
_FEW = 10
_NOTHING: tuple[object, ...] = ("", None, [], {})
_NO_NAME = re.compile(
    r"https?:|www\.|[/\\{}<>;=]|^\W*$|^[\d\s.,:+()-]*$|^(?:true|false|yes|no|null|none|nan|n/a|debug|info|notice|warn(?:ing)?|"
    r"error|critical|fatal|trace|verbose|get|post|put|delete|ok|success|failed|failure)$",
    re.I,
)
_FILE = re.compile(r"[^\s/\\]\.\w{1,5}$|[/\\]")
_NUMBER = re.compile(r"[\d\s.,:+()%$€£¥-]*")
_WIDE = re.compile(r"[\u2e80-\uffef]")


class Column(NamedTuple):
    """The name and the first values of a column, in row order; times: what they are where they are times."""

    name: str
    values: tuple[Any, ...]
    times: TimeColumn | None

    @property
    def filled(self) -> list[Any]:
        return [value for value in self.values if value not in _NOTHING]


def column(name: str, values: Sequence[Any]) -> Column:
    filled = [value for value in values if value not in ("", None)]
    return Column(name, tuple(values), column_of(filled))


def can_name(column: Column) -> bool:
    """Short values on one line: people, or their ids."""
    filled = column.filled
    return bool(filled) and all(
        isinstance(value, str | int) and not isinstance(value, bool) and 0 < len(str(value).strip()) <= _NAME_LENGTH
        for value in filled
    )


def looks_like_people(column: Column) -> bool:
    """A few short names again and again; no levels of a log, no addresses, no numbers, no times."""
    filled = [str(value) for value in column.filled]
    if not can_name(column) or column.times or len(filled) < 2:
        return False
    distinct = set(filled)
    words = sum(len(name.split()) for name in distinct) / len(distinct)
    repeated = len(distinct) <= max(2, 0.6 * len(filled))
    return repeated and len(distinct) > 1 and words <= 4 and not any(_NO_NAME.search(name) for name in distinct)


def can_say(column: Column) -> bool:
    """Text, or parts of text, in at least half of the cells that hold anything."""
    filled = column.filled
    words = sum(not (isinstance(value, str) and _NUMBER.fullmatch(value)) for value in filled if not _is_bare(value))
    return bool(filled) and 2 * words >= len(filled) and not (column.times and column.times.share >= 0.8)


def holds_only(column: Column, words: str) -> bool:
    """Every value is one of the words of that list."""
    filled = {str(value).strip().casefold() for value in column.filled}
    return bool(filled) and filled <= known_words(words)


def looks_like_texts(column: Column) -> bool:
    """Mostly different texts of several words."""
    filled = [value for value in column.filled if isinstance(value, str)]
    if not filled or column.times or not can_say(column):
        return False
    spoken = sum(" " in value.strip() or _WIDE.search(value) is not None for value in filled)
    return len(set(filled)) * 2 >= len(filled) and spoken * 2 >= len(filled)


def length_of(column: Column) -> float:
    """The mean number of characters of its texts."""
    filled = [len(value) for value in column.filled if isinstance(value, str)]
    return sum(filled) / len(filled) if filled else 0.0


def can_identify(column: Column) -> bool:
    """Every row has a value of its own."""
    values = {str(value) for value in column.values if isinstance(value, str | int) and value != ""}
    return len(values) == len(column.values)


def can_refer_to_files(column: Column) -> bool:
    filled = column.filled
    return bool(filled) and all(
        isinstance(value, list | dict) or (isinstance(value, str) and _FILE.search(value.strip())) for value in filled
    )


def can_group(column: Column) -> bool:
    """Names or ids of conversations: several rows share one."""
    filled = [str(value) for value in column.filled]
    distinct = len(set(filled))
    return can_name(column) and (distinct == 1 or distinct * 2 <= len(filled) or distinct < len(filled) < _FEW)


def is_chain(reply: Column, key: Column) -> bool:
    """Every row answers the row before it: that is the order of the rows and no reply."""
    pairs = [pair for pair in zip(key.values, reply.values[1:], strict=False) if pair[1] not in ("", None)]
    return len(pairs) > 1 and sum(before == answered for before, answered in pairs) >= 0.8 * len(pairs)


def differ(one: Column, other: Column) -> bool:
    """Whether two columns that claim the same say different things, whatever form they say them in."""
    pairs = zip(one.values, other.values, strict=True)
    both = [(_meant(mine), _meant(its)) for mine, its in pairs if mine not in _NOTHING and its not in _NOTHING]
    return not both or any(mine != its for mine, its in both)


def _meant(value: Any) -> object:
    """The second of a time (of other columns the text) that a value stands for."""
    text = said(value)[0].strip() if isinstance(value, list) else str(value).strip()
    instant = moment(text, None, False).sent_at
    return text if instant is None else instant // 1000


def _is_bare(value: Any) -> bool:
    return isinstance(value, bool | int | float)
