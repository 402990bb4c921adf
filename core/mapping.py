"""This file is where it is said which columns of a table are what: the time, the sender, the text and the rest.

A person writes it as "time=Date+Time, sender=Author, text=Body"; an importer guesses it; the app keeps it by name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, get_args

from core.types import Ambiguity, DateOrder

ROLES = ("time", "sender", "text", "sender_id", "id", "reply_to", "media", "conversation")
"""What a column may be, in the order in which it is told."""

_PART = r'(?:"(?:[^"]|"")*"|[^",])*'
_FIELD = re.compile(rf"\s*(\w+)\s*=({_PART})(?:,|$)")
_PLUS = re.compile(r'((?:"(?:[^"]|"")*"|[^"+])*)(?:\+|$)')
_PLAIN = re.compile(r'[^\s",=+](?:[^",=+]*[^\s",=+])?')
_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
_SETTINGS = {"order": "date_order", "list": "place", "delimiter": "delimiter"}
_ANSWERS = {"yes": True, "no": False}
_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|"}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a table, or key of its records ("author.name"), is what; "" is none.

    A column is called by its name, or by its number from 1. time: one column, or a date and a time of day that belong
    together. date_order, delimiter, header: None or "" where the file tells itself. place: where the list of records
    stands in a JSON file ("data.messages", "*.messages" for one list in each item). columns: the table that it was
    made for; where they are given it is used for tables with exactly these columns only.
    """

    time: tuple[str, ...] = ()
    sender: str = ""
    text: str = ""
    sender_id: str = ""
    id: str = ""
    reply_to: str = ""
    media: str = ""
    conversation: str = ""
    date_order: DateOrder | None = None
    delimiter: str = ""
    header: bool | None = None
    place: str = ""
    columns: tuple[str, ...] = ()

    def named(self) -> dict[str, tuple[str, ...]]:
        """The columns of each role that has any, in the order of ROLES."""
        found = {role: self.time if role == "time" else (getattr(self, role),) for role in ROLES}
        return {role: columns for role, columns in found.items() if any(columns)}

    def fits(self, columns: Sequence[str]) -> bool:
        """True for the table that it was made for, and for any when it was made for none in particular."""
        return not self.columns or self.columns == tuple(columns)

    def only_for(self, columns: Sequence[str]) -> "ColumnMapping":
        """The same, to be used again for tables with exactly these columns."""
        return replace(self, columns=tuple(columns))

    def __str__(self) -> str:
        """As `mapping_of` reads it; without `columns`."""
        parts = [f"{role}={'+'.join(map(_quoted, columns))}" for role, columns in self.named().items()]
        sign = next((name for name, sign in _DELIMITERS.items() if sign == self.delimiter), self.delimiter)
        settings = (("order", self.date_order), ("list", self.place), ("delimiter", sign))
        parts += [f"{name}={_quoted(value)}" for name, value in settings if value]
        if self.header is not None:
            parts.append(f"header={'yes' if self.header else 'no'}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first rows of an entry that may be a table of messages, as text, for a person to look at.

    base: where and how its rows stand, for mappings of it. guesses: those that fit, likeliest first; sure: the first
    one needs no question. headed: the columns have names; delimited: it is no JSON, and its first row may be a header.
    """

    entry: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    base: ColumnMapping
    guesses: tuple[ColumnMapping, ...] = ()
    sure: bool = False
    headed: bool = True
    delimited: bool = True


class Reading(NamedTuple):
    """A row as a mapping reads it. when: its time in ISO, "" where that is not settled; written: as it stands."""

    when: str
    written: str
    sender: str | None
    text: str
    files: tuple[str, ...] = ()


def mapping_of(text: str) -> ColumnMapping:
    """The mapping that a person wrote. Raises ValueError, with what is wrong, for people."""
    fields: dict[str, object] = {}
    place = 0
    while place < len(text):
        match = _FIELD.match(text, place)
        if match is None:
            raise ValueError(f"“{text[place:].strip()}” is not of the form time=Date, sender=Author, text=Body")
        name, value = match[1], match[2].strip()
        if name in fields:
            raise ValueError(f"“{name}” is said twice")
        fields[name] = _value(name, value)
        place = match.end()
    if "text" not in fields and "media" not in fields:
        raise ValueError("no column is named for the text (text=...)")
    return ColumnMapping(**{_SETTINGS.get(name, name): value for name, value in fields.items()})  # type: ignore[arg-type]


def asks_for_columns(question: Ambiguity) -> bool:
    """True when the answer is a mapping, False when it is an order of day, month and year."""
    return not question.readings or not set(question.readings) <= set(_ORDERS)


def _value(name: str, value: str) -> object:
    if name == "time":
        return tuple(_unquoted(match[1]) for match in _PLUS.finditer(value) if match[1].strip())
    if name == "order" and value not in _ORDERS:
        raise ValueError(f"order={value}: it is one of {', '.join(_ORDERS)}")
    if name == "header" and value not in _ANSWERS:
        raise ValueError(f"header={value}: it is yes or no")
    if name == "delimiter":
        value = _DELIMITERS.get(value, value)
    if name not in ROLES and name not in _SETTINGS and name != "header":
        raise ValueError(f"“{name}” is unknown; a column is one of {', '.join(ROLES)}")
    return _ANSWERS[value] if name == "header" else _unquoted(value)


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text
