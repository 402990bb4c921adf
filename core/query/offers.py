"""This file is where it is known what a filter can be completed with: people, chats, kinds of media, dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.dates import Window
from core.errors import QueryError
from core.names import folded
from core.query.filters import KINDS, Filter, dated
from core.types import Conversation, Person

_DAYS = {
    "en": ("today", "yesterday", "this week", "last week", "last weekend", "this month", "last month"),
    "zh": ("今天", "昨天", "本周", "上周", "上周末", "本月", "上个月"),
}
_PERIODS = {
    "en": ("last summer", "last winter", "this year", "last year"),
    "zh": ("去年夏天", "去年冬天", "今年", "去年"),
}
_RECENT = {"en": ("last 7 days", "last 30 days"), "zh": ("最近7天", "最近30天")}
_YEARS = 12


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a filter can have. sources: the apps it stands in; messages: how many, of all who are called so."""

    name: str
    folded: str
    sources: tuple[str, ...]
    messages: int


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what an archive knows, most messages first; years: those it has messages of, latest first."""

    people: tuple[Name, ...] = ()
    chats: tuple[Name, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Date:
    """A date to offer, as it can be typed, and what it means behind the filter it is offered for."""

    text: str
    window: Window


def names_of(people: Iterable[Person], conversations: Sequence[Conversation]) -> Names:
    """What the archive holds as names to offer: those that a filter cannot tell apart are one."""
    spans = [(each.first_at, each.last_at) for each in conversations]
    firsts, lasts = [first for first, _ in spans if first is not None], [last for _, last in spans if last is not None]
    years: tuple[int, ...] = ()
    if firsts and lasts:
        first, last = (_year(min(firsts)), _year(max(lasts)))
        years = tuple(range(last, max(first, last - _YEARS) - 1, -1))
    return Names(
        _joined((each.name, each.source, each.messages) for each in people if each.name.strip()),
        _joined((each.title, each.source, each.messages) for each in conversations if each.title.strip()),
        years,
    )


def fitting(names: Sequence[Name], value: str, limit: int = 50) -> list[Name]:
    """The names that begin with what was typed, then those with a word that does, then those that hold it."""
    wanted = folded(" ".join(value.split()))
    if not wanted:
        return list(names[:limit])
    ranked: tuple[list[Name], list[Name], list[Name]] = ([], [], [])
    for each in names:
        at = each.folded.find(wanted)
        if at < 0:
            continue
        word = at == 0 or f" {wanted}" in each.folded
        ranked[0 if at == 0 else 1 if word else 2].append(each)
    return [each for rank in ranked for each in rank][:limit]


def beginning(names: Sequence[Name], word: str, limit: int = 2) -> list[Name]:
    """The names with a word that begins with this one; a single letter says too little, a Chinese character enough."""
    wanted = folded(word)
    if not wanted or (len(wanted) < 2 and wanted.isascii()):
        return []
    found = [each for each in names if each.folded.startswith(wanted) or f" {wanted}" in each.folded]
    return found[:limit] or [each for each in names if not wanted.isascii() and wanted in each.folded][:limit]


def kinds(value: str) -> list[str]:
    """The kinds of media with a name, English or Chinese, that begins with what was typed."""
    wanted = value.strip().casefold()
    return [kind for kind, known in KINDS.items() if any(name.startswith(wanted) for name in known.split())]


def dates(filter_: Filter, value: str, language: str, known: tuple[datetime, Sequence[int]]) -> list[Date]:
    """Dates in the language of the window that hold what was typed. known: the local time, and the archive's years."""
    now, years = known
    language = "zh" if language.lower().startswith("zh") else "en"
    wanted = " ".join(value.split()).casefold()
    texts = [*_DAYS[language], *_RECENT[language], *_PERIODS[language], *map(str, years)]
    fits = [text for text in texts if text.startswith(wanted)] + [
        text for text in texts if wanted in text and not text.startswith(wanted)
    ]
    offered: list[Date] = []
    for text in fits:
        try:
            offered.append(Date(text, dated(filter_, text, now)))
        except QueryError:
            continue
    return offered


def _joined(rows: Iterable[tuple[str, str, int]]) -> tuple[Name, ...]:
    """One name for all that are alike without case and accents: written as the one with most messages."""
    by_name: dict[str, list[tuple[str, str, int]]] = {}
    for name, source, messages in rows:
        by_name.setdefault(folded(" ".join(name.split())), []).append((name, source, messages))
    made = []
    for key, alike in by_name.items():
        most = sorted(alike, key=lambda row: -row[2])
        sources = tuple(dict.fromkeys(source for _, source, _ in most))
        made.append(Name(most[0][0], key, sources, sum(messages for _, _, messages in alike)))
    return tuple(sorted(made, key=lambda each: (-each.messages, each.folded)))


def _year(instant: int) -> int:
    bounded = min(max(instant, 0), 4_102_444_800_000)
    return datetime.fromtimestamp(bounded / 1000).year  # noqa: DTZ006 - the year on this machine's calendar
