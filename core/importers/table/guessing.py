"""This file is where it is guessed which columns are the time, the sender and the text, and how sure that is.

Names speak first (words.py), values must fit them; where names are missing, values speak alone and the person is asked.
"""

from collections.abc import Callable, Sequence
from itertools import islice, product
from typing import NamedTuple

from core.importers.table.columns import (
    Column,
    can_group,
    can_identify,
    can_name,
    can_refer_to_files,
    can_say,
    differ,
    holds_only,
    is_chain,
    length_of,
    looks_like_people,
    looks_like_texts,
)
from core.importers.table.words import BEST, is_known, known_words, rank
from core.mapping import ColumnMapping

_SHARE, _SHARE_OF_NAMED = 0.8, 0.5
_USUAL = 1.5
_ASKED = 3


class Guessed(NamedTuple):
    """mappings: likeliest first; sure: the first one needs no question; claimed: this is a table of messages at all."""

    mappings: tuple[ColumnMapping, ...] = ()
    sure: bool = False
    claimed: bool = False


NO_GUESS = Guessed()


class _Choice(NamedTuple):
    """Columns that may be one role, likeliest first; how they were found, and whether a rival says something else."""

    columns: tuple[Column, ...] = ()
    rank: float = 0.0
    rival: bool = False

    @property
    def best(self) -> Column | None:
        return self.columns[0] if self.columns else None


def guessed(columns: Sequence[Column], headed: bool, needs_time: bool) -> Guessed:
    """What the columns are. headed: their names are words and no numbers; needs_time: messages without any time are
    not expected here."""
    if any(holds_only(column, "levels") and not _may_speak(column) for column in columns):
        return NO_GUESS
    if not headed or not any(is_known(column.name) for column in columns):
        return _by_values(columns)
    times, time_rank = _times(columns)
    rival = _rival_times(columns, times)
    text = _named("text", columns, can_say, length_of)
    sender = _named("sender", [column for column in columns if column.name not in times], can_name)
    if not sender.columns:
        sender = _named("sender_id", columns, can_name)
    if sender.best and text.best:
        found = _mappings(columns, times, sender, text)
        untimed = not times and (needs_time or not _is_dialogue(sender, text))
        rival = rival or sender.rival or text.rival or _one_sided(columns, sender) or _is_time_unread(columns, times)
        sure = not rival and (time_rank >= 1 if times else not untimed)
        return Guessed(found, sure and bool(found), not untimed and bool(found))
    return _helped_by_values(columns, times, sender, text)


def _by_values(columns: Sequence[Column]) -> Guessed:
    """Without names: a time, people and texts that look like nothing else."""
    times, _ = _times(columns)
    rest = [column for column in columns if column.name not in times]
    senders = sorted((each for each in rest if looks_like_people(each)), key=_people_first)
    texts = sorted((each for each in rest if looks_like_texts(each)), key=length_of, reverse=True)
    if not times or not senders or not texts:
        return NO_GUESS
    found = _mappings(columns, times, _Choice(tuple(senders)), _Choice(tuple(texts)))
    return Guessed(found, False, bool(found))


def _people_first(column: Column) -> tuple[float, int]:
    """Names have capitals where their script has any; of two such columns the one with fewer values."""
    distinct = {str(value) for value in column.filled}
    return sum(name[:1].islower() for name in distinct) / len(distinct), len(distinct)


def _helped_by_values(columns: Sequence[Column], times: tuple[str, ...], sender: _Choice, text: _Choice) -> Guessed:
    """Some names are known: the text's or surely the sender's must be, for the values to speak for the others."""
    rest = [column for column in columns if column.name not in times]
    if not times or not (text.rank >= 2 or sender.rank >= BEST):
        return NO_GUESS
    if not sender.columns:
        sender = _Choice(tuple(sorted((each for each in rest if looks_like_people(each)), key=_people_first)))
    if not text.columns:
        text = _Choice(tuple(sorted((each for each in rest if looks_like_texts(each)), key=length_of, reverse=True)))
    found = _mappings(columns, times, sender, text)
    return Guessed(found, False, bool(found))


def _times(columns: Sequence[Column]) -> tuple[tuple[str, ...], float]:
    """The column of the time, or a date and a time of day, and how surely their names say so."""
    kinds = {kind: [each for each in columns if _is_time(each, kind)] for kind in ("instant", "wall", "date", "clock")}
    ranked = sorted(kinds["instant"] + kinds["wall"], key=_time_rank, reverse=True)
    dates = sorted(kinds["date"], key=_time_rank, reverse=True)
    if ranked and (rank("time", ranked[0].name) >= 1 or not dates):
        return (ranked[0].name,), rank("time", ranked[0].name)
    if dates and kinds["clock"]:
        clock = max(kinds["clock"], key=_time_rank)
        return (dates[0].name, clock.name), min(rank("time", dates[0].name), rank("time", clock.name))
    return ((dates[0].name,), rank("time", dates[0].name)) if dates else ((), 0)


def _rival_times(columns: Sequence[Column], times: tuple[str, ...]) -> bool:
    """Another column claims as surely to be the time, is written in the same way, and says something else."""
    best = next((column for column in columns if times == (column.name,)), None)
    if best is None or best.times is None:
        return False
    equal = (each for each in columns if each is not best and _is_time(each, best.times.kind))
    return any(_time_rank(each) == _time_rank(best) and differ(best, each) for each in equal)


def _is_time_unread(columns: Sequence[Column], times: tuple[str, ...]) -> bool:
    """No time was found, though a column is called one."""
    return not times and any(rank("time", column.name) >= 2 and column.filled for column in columns)


def _is_time(column: Column, kind: str) -> bool:
    enough = _SHARE_OF_NAMED if rank("time", column.name) >= 2 else _SHARE
    return column.times is not None and column.times.kind == kind and column.times.share >= enough


def _time_rank(column: Column) -> tuple[float, bool]:
    return rank("time", column.name), column.times is not None and column.times.kind == "instant"


def _named(
    role: str,
    columns: Sequence[Column],
    fits: Callable[[Column], bool],
    order: Callable[[Column], float] = lambda _: 0.0,
) -> _Choice:
    """The columns whose names say the role and whose values fit it."""
    named = [column for column in columns if rank(role, column.name) and fits(column)]
    named.sort(key=lambda column: (rank(role, column.name), order(column)), reverse=True)
    if not named:
        return _Choice()
    best = rank(role, named[0].name)
    equal = [column for column in named[1:] if rank(role, column.name) == best]
    return _Choice(tuple(named), best, any(differ(named[0], other) for other in equal))


def _speak(sender: _Choice) -> bool:
    """The roles of a talk with a machine."""
    spoken = {str(value).casefold() for value in sender.best.filled} if sender.best else {""}
    return spoken <= known_words("speakers")


def _is_dialogue(sender: _Choice, text: _Choice) -> bool:
    """Messages without times: names that say so, and people who speak more than once."""
    if sender.best is None or min(sender.rank, text.rank) < _USUAL:
        return False
    spoken = sender.best.filled
    return _speak(sender) or (len(spoken) > 1 and len(set(spoken)) <= max(2, len(spoken) // 2))


def _one_sided(columns: Sequence[Column], sender: _Choice) -> bool:
    """A column says which messages were sent and which received: then "name" may be the other side's in both."""
    told = (rank("direction", column.name) or holds_only(column, "directions") for column in columns)
    return sender.rank < BEST and any(told)


def _may_speak(column: Column) -> bool:
    return rank("sender", column.name) > 0 or rank("text", column.name) > 0


def _mappings(
    columns: Sequence[Column], times: tuple[str, ...], sender: _Choice, text: _Choice
) -> tuple[ColumnMapping, ...]:
    pairs = ((who, what) for who, what in product(sender.columns[:2], text.columns[:2]) if who.name != what.name)
    return tuple(islice((_mapping(columns, times, who, what) for who, what in pairs), _ASKED))


def _mapping(columns: Sequence[Column], times: tuple[str, ...], who: Column, what: Column) -> ColumnMapping:
    taken = {*times, who.name, what.name}
    found: dict[str, Column] = {}
    for role, fits in _OTHERS.items():
        named = (each for each in _named(role, columns, fits).columns if each.name not in taken)
        best = next(named, None)
        if best and (role != "reply_to" or ("id" in found and not is_chain(best, found["id"]))):
            found[role] = best
            taken.add(best.name)
    return ColumnMapping(times, who.name, what.name, **{role: each.name for role, each in found.items()})  # type: ignore[arg-type]


_OTHERS: dict[str, Callable[[Column], bool]] = {
    "sender_id": can_name,
    "id": can_identify,
    "reply_to": lambda column: True,
    "media": can_refer_to_files,
    "conversation": can_group,
}
