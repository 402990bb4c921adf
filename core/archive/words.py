"""This file is where exact words are indexed and found: any run of characters in scripts without spaces, words and
their beginnings elsewhere.

FTS5's tokenizers cannot find one or two Chinese characters inside a sentence. So every character of a script that is
written without spaces becomes a token of its own, and a run of them is asked for as a phrase. Filters are tokens too
(column "tags"), so a common word inside a rare filter costs an intersection of sorted lists, not a walk over its hits.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.archive.bulk import insert
from core.archive.chunks import chunks

# Han (with extensions and radicals), kana, bopomofo, Hangul, Yi; Thai, Lao, Myanmar, Khmer, Tibetan; emoji and symbols.
_UNSPACED = (
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3040-\u30ff\u3100-\u312f\u3130-\u318f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48f\uac00-\ud7a3\uf900-\ufaff\uff66-\uffdc"
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
    "\u2600-\u27bf\U0001f000-\U0001faff\U00020000-\U0003ffff]"
)
_ALONE = re.compile(_UNSPACED)
_BESIDE = re.compile(f"(?={_UNSPACED})|(?<={_UNSPACED})")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LINK = re.compile(r"https?://|www\.\w", re.IGNORECASE)
_PREFIX_FROM = 2
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class WordFilter:
    """What a hit must also satisfy; empty tuples and None mean "anything". Instants as in core.types."""

    conversations: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    after: int | None = None
    before: int | None = None

    @property
    def active(self) -> bool:
        by_name = self.conversations or self.people or self.kinds
        return bool(by_name) or self.after is not None or self.before is not None

    @property
    def tags(self) -> list[tuple[str, ...]]:
        """Groups of tags: one of each group must be there."""
        groups = [
            tuple(f"c{number}" for number in self.conversations),
            tuple(f"p{number}" for number in self.people),
            tuple(f"h{kind}" for kind in self.kinds),
            months_between(self.after, self.before),
        ]
        return [group for group in groups if group]


def split_scripts(text: str) -> str:
    """The text as it is indexed: characters of scripts without spaces stand alone."""
    return text if text.isascii() else _BESIDE.sub(" ", text)


def message_tags(conversation_id: int, sender_id: int | None, sent_at: int | None, kinds: Iterable[str]) -> str:
    """The filter tokens of one message; `kinds` as from `kinds_of`."""
    parts = [f"c{conversation_id}"]
    if sender_id is not None:
        parts.append(f"p{sender_id}")
    if sent_at is not None:
        parts.append(_day_tags(sent_at // _DAY))
    parts.extend(f"h{kind}" for kind in kinds)
    return " ".join(parts)


def kinds_of(text: str, attachment_kinds: Iterable[str]) -> list[str]:
    """Which of the has: filters a message satisfies."""
    kinds = set()
    for kind in attachment_kinds:
        if kind in ("image", "sticker", "gif"):
            kinds.add("image")
        elif kind in ("voice", "audio"):
            kinds.add("voice")
        elif kind in ("file", "contact", "video"):
            kinds.add("file")
    if ("://" in text or "www." in text) and _LINK.search(text):
        kinds.add("link")
    return sorted(kinds)


def term(word: str, *, prefix: bool = True) -> str | None:
    """One word or phrase as an FTS5 expression, None when nothing in it is indexed.

    Everything the person typed ends up inside quotes, so no operator of FTS5 can be reached from a query.
    """
    whole = word.encode("utf-8", "replace").decode("utf-8")  # half surrogates, as of a damaged command line
    tokens = split_scripts(whole).replace('"', " ").split()
    tokens = [token for token in tokens if _WORD.search(token) or _ALONE.search(token)]
    if not tokens:
        return None
    last = tokens[-1]
    beginning = prefix and len(last) >= _PREFIX_FROM and last[-1:].isalnum() and not _ALONE.search(last)
    return f'"{" ".join(tokens)}"' + ("*" if beginning else "")


class Words:
    """Exact search over messages and over the tags of fragments."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Rows of (message id, text to be found as `split_scripts` gives it, tags)."""
        insert(self._connection, "words", "rowid, text, tags", rows)

    def remove(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """The same rows as they were added (the index keeps no text of its own)."""
        self._connection.executemany("INSERT INTO words (words, rowid, text, tags) VALUES ('delete', ?, ?, ?)", rows)

    def clear(self) -> None:
        """Forgets everything; what `add` is given next is all there is."""
        self._connection.execute("INSERT INTO words (words) VALUES ('delete-all')")

    def newest(
        self, expressions: Sequence[str], where: WordFilter, limit: int, excluded: Sequence[str] = ()
    ) -> NDArray[np.int64]:
        """Ids of messages in which every expression occurs and none of the excluded, latest stored first, at most
        `limit`."""
        return self._ids(self._match(expressions, where, excluded), where, limit)

    def among(self, expression: str, where: WordFilter, ids: Sequence[int]) -> set[int]:
        """Those of these messages in which the expression occurs, within the filter."""
        found: set[int] = set()
        match = self._match([expression], where, ())
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT words.rowid FROM words{self._dates(where)} AND words.rowid IN ({marks})"
            rows = self._connection.execute(sql, (match, *self._date_values(where), *chunk))
            found.update(row[0] for row in rows)
        return found

    def filtered(self, where: WordFilter, limit: int, excluded: Sequence[str] = ()) -> NDArray[np.int64]:
        """Ids of messages that pass the filter and hold none of the excluded expressions, latest stored first."""
        return self.newest([], where, limit, excluded) if where.tags else np.zeros(0, np.int64)

    def fragments(self, where: WordFilter) -> NDArray[np.int64]:
        """Ids of fragments that have every wanted tag somewhere: a superset of those that pass the filter."""
        match = " AND ".join(f"({' OR '.join(group)})" for group in where.tags)
        rows = self._connection.execute("SELECT rowid FROM fragment_tags WHERE fragment_tags MATCH ?", (match,))
        return np.array(rows.fetchall(), np.int64).ravel()

    def _ids(self, match: str, where: WordFilter, limit: int) -> NDArray[np.int64]:
        sql = f"SELECT words.rowid FROM words{self._dates(where)} ORDER BY words.rowid DESC LIMIT ?"
        rows = self._connection.execute(sql, (match, *self._date_values(where), limit))
        return np.array(rows.fetchall(), np.int64).ravel()

    @staticmethod
    def _match(expressions: Sequence[str], where: WordFilter, excluded: Sequence[str]) -> str:
        parts = [f"(text : ({expression}))" for expression in expressions]
        parts += [f"(tags : ({' OR '.join(group)}))" for group in where.tags]
        wanted = " AND ".join(parts)
        return f"({wanted}) NOT (text : ({' OR '.join(excluded)}))" if excluded else wanted

    @staticmethod
    def _dates(where: WordFilter) -> str:
        """Month tags are coarse: the exact bounds are checked on the message."""
        if where.after is None and where.before is None:
            return " WHERE words MATCH ?"
        return " JOIN messages ON messages.id = words.rowid WHERE words MATCH ? AND messages.sent_at BETWEEN ? AND ?"

    @staticmethod
    def _date_values(where: WordFilter) -> tuple[int, ...]:
        if where.after is None and where.before is None:
            return ()
        last = (where.before - 1) if where.before is not None else 1 << 62
        return (where.after if where.after is not None else -(1 << 62), last)


def months_between(after: int | None, before: int | None) -> tuple[str, ...]:
    """Tags of the years and months that cover [after, before): whole years as one tag; empty when an end is open."""
    if after is None or before is None or before <= after:
        return ()
    first, last = _month(after), _month(before - 1)
    tags: list[str] = []
    while first <= last:
        whole_year = first % 12 == 0 and first + 11 <= last
        tags.append(f"y{first // 12:04d}" if whole_year else f"m{first // 12:04d}{first % 12 + 1:02d}")
        first += 12 if whole_year else 1
    return tuple(tags)


@lru_cache(maxsize=4096)
def _day_tags(day: int) -> str:
    moment = _date(day * _DAY)
    return f"y{moment.year:04d} m{moment.year:04d}{moment.month:02d}"


def _month(sent_at: int) -> int:
    """Months since year 0."""
    moment = _date(sent_at)
    return moment.year * 12 + moment.month - 1


def _date(sent_at: int) -> datetime:
    bounded = min(max(sent_at, -62_135_596_800_000), 253_402_300_799_000)
    return datetime.fromtimestamp(bounded / 1000, UTC)
