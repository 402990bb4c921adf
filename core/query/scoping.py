"""This file is where a search is narrowed to what is in front of the person: a conversation, or the results shown."""

from dataclasses import dataclass, replace

from core.errors import QueryError
from core.query.filters import NO_TIME_LEFT
from core.types import Query


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search. conversations: ids, none of them means everywhere; titles may be alike, so no filter by name can
    say this. after and before: instants as in Query."""

    conversations: tuple[int, ...] = ()
    after: int | None = None
    before: int | None = None


EVERYTHING = Scope()


def within(query: Query, scope: Scope) -> Query:
    """The query, searched only there. Raises QueryError when its dates and those of the scope exclude each other."""
    if scope == EVERYTHING:
        return query
    after = max((end for end in (query.after, scope.after) if end is not None), default=None)
    before = min((end for end in (query.before, scope.before) if end is not None), default=None)
    if after is not None and before is not None and after >= before:
        raise QueryError(NO_TIME_LEFT)
    return replace(query, conversations=scope.conversations, after=after, before=before)
