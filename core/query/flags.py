"""This file is where the command line's flags join the filters typed in the question."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from core.errors import QueryError
from core.query.filters import NO_TIME_LEFT, Filter, dated, kind_of
from core.types import Query


@dataclass(frozen=True, slots=True)
class DateFlags:
    """Dates as typed behind --after, --before, --on and --during; None where a flag is not given."""

    after: str | None = None
    before: str | None = None
    on: str | None = None
    during: str | None = None


def with_flags(
    query: Query,
    *,
    senders: Iterable[str] = (),
    chats: Iterable[str] = (),
    people: Iterable[str] = (),
    kinds: Iterable[str] = (),
    dates: DateFlags | None = None,
    now: datetime,
    zone: tzinfo,
) -> Query:
    """The query narrowed by flags that mean what the filters of the same name mean. Raises QueryError.

    `now` is aware; dates mean days in `zone`.
    """
    after, before = _window(query, dates or DateFlags(), now.astimezone(zone).replace(tzinfo=None), zone)
    return replace(
        query,
        senders=_joined(query.senders, senders),
        chats=_joined(query.chats, chats),
        people=_joined(query.people, people),
        kinds=_joined(query.kinds, map(kind_of, kinds)),
        after=after,
        before=before,
    )


def _window(query: Query, dates: DateFlags, now: datetime, zone: tzinfo) -> tuple[int | None, int | None]:
    typed: tuple[tuple[Filter, str | None], ...] = (
        ("after", dates.after),
        ("before", dates.before),
        ("on", dates.on),
        ("during", dates.during),
    )
    given = [dated(name, value, now).instants(zone) for name, value in typed if value is not None]
    afters = [after for after, _ in [*given, (query.after, None)] if after is not None]
    befores = [before for _, before in [*given, (None, query.before)] if before is not None]
    after, before = max(afters, default=None), min(befores, default=None)
    if after is not None and before is not None and after >= before:
        raise QueryError(NO_TIME_LEFT)
    return after, before


def _joined(typed: tuple[str, ...], flags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*typed, *(flag.strip() for flag in flags if flag.strip())]))
