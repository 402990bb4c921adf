"""This file is where it is decided which part of a date is the day (format specification 1.3, day/month decision).

The evidence, in this order: a part that can only be one thing (a thirteenth month, a 31 June, another weekday); dates
in the names of attached files; dates that would lie after the export was written; dates that would run backwards; the
part that changes alone; the language of the app's own words. If all of it is silent, nothing is decided and the person
is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from core.types import DateOrder
from core.written_times.calendar import Parts, YearPlace, century_of, day_of, orders_of

_SLACK = timedelta(days=2)
_NOISE_SHARE = 0.02
_DAY_PLACE: dict[DateOrder, int] = {"dmy": 0, "mdy": 1, "ymd": 2}

Direction = Literal["oldest first", "newest first", "unknown"]
Century = Callable[[int], int]


class Run(NamedTuple):
    """Consecutive times with one date: its parts, and the number and words of the first of their lines."""

    parts: Parts
    number: int
    line: str


class Pair(NamedTuple):
    """A date beside the date in the name of the file that the message carries."""

    parts: Parts
    named: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """All dates of one file that are written in one way, in file order."""

    year: YearPlace
    separator: str
    runs: Sequence[Run]
    pairs: Sequence[Pair] = ()
    direction: Direction = "oldest first"


@dataclass(frozen=True, slots=True)
class Decision:
    """order is None when the person must be asked among `candidates`.

    firm: dates prove it, so that another choice of the person would misread them. against: per impossible order the
    first line that refutes it. mixed: no single order fits all lines.
    """

    order: DateOrder | None
    candidates: tuple[DateOrder, ...]
    firm: bool = False
    against: tuple[tuple[DateOrder, Run], ...] = ()
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known beside the dates. last: the day the export was written; first_year: no chat is older (two digits).

    may_be: orders that some language of the app's own words writes; must_be: those that all of them write.
    """

    last: date | None = None
    first_year: int = 0
    may_be: frozenset[DateOrder] = frozenset()
    must_be: frozenset[DateOrder] = frozenset()
    century: Century = century_of


def decide(evidence: Evidence, witness: Witness) -> Decision:
    """The order of all dates that are written in one way."""
    return _Case(evidence, witness).decision()


class _Case:
    """The dates under each order they may have."""

    def __init__(self, evidence: Evidence, witness: Witness) -> None:
        self._evidence, self._witness, self._runs = evidence, witness, evidence.runs
        known: dict[tuple[Parts, DateOrder], date | None] = {}
        self._days: dict[DateOrder, list[date | None]] = {}
        for order in orders_of(evidence.year):
            for run in self._runs:
                if (run.parts, order) not in known:
                    known[run.parts, order] = day_of(run.parts, order, witness.century)
            self._days[order] = [known[run.parts, order] for run in self._runs]

    def decision(self) -> Decision:
        candidates = self._plausible()
        if len(candidates) == 1:
            return Decision(candidates[0], candidates, True)
        against = tuple((order, run) for order in candidates if (run := self._refuting(order)))
        orders, mixed = self._possible(candidates)
        if mixed:
            return Decision(None, orders, against=against, mixed=True)
        if len(orders) == 1 or self._all_the_same(orders):
            return Decision(orders[0], orders, True, against)
        for rule in (self._by_names, self._by_future, self._by_sequence):
            if chosen := rule(orders):
                return Decision(chosen, orders, True, against)
        return Decision(self._by_change(orders) or self._by_language(orders), orders, False, against)

    def _plausible(self) -> tuple[DateOrder, ...]:
        """All orders; with a two-digit year, year-first only when something speaks for it, else every date would do."""
        evidence, witness = self._evidence, self._witness
        orders = orders_of(evidence.year)
        if evidence.year != "open":
            return orders
        changes = [sum(a[i] != b[i] for a, b in pairwise(run.parts[:3] for run in self._runs)) for i in range(3)]
        single_day = evidence.separator == "-" and changes[2] >= changes[0]
        years = range(witness.first_year, witness.last.year - 1999 if witness.last else 100)
        odd_year = any(run.parts.third <= 31 and run.parts.third not in years for run in self._runs)
        spoken = "ymd" in witness.may_be or self._votes(orders)["ymd"] > 0
        return orders if changes[2] > changes[0] or single_day or odd_year or spoken else ("dmy", "mdy")

    def _refuting(self, order: DateOrder) -> Run | None:
        """The first line that has no day under an order."""
        return next((run for run, day in zip(self._runs, self._days[order], strict=True) if day is None), None)

    def _possible(self, orders: tuple[DateOrder, ...]) -> tuple[tuple[DateOrder, ...], bool]:
        """The orders that no date refutes; with a few odd dates (quoted headers) those that almost none refutes."""
        wrong = {order: self._days[order].count(None) for order in orders}
        least = min(wrong.values())
        if least and least > _NOISE_SHARE * len(self._runs):
            return orders, True
        return tuple(order for order in orders if wrong[order] <= least), False

    def _all_the_same(self, orders: tuple[DateOrder, ...]) -> bool:
        return all(len(set(days)) == 1 for days in zip(*(self._days[order] for order in orders), strict=True))

    def _by_names(self, orders: tuple[DateOrder, ...]) -> DateOrder | None:
        return _clear(self._votes(orders), lambda best, other: best >= 1 and best > 3 * other)

    def _by_future(self, orders: tuple[DateOrder, ...]) -> DateOrder | None:
        """Only one order has all days before the export was written."""
        if self._witness.last is None:
            return None
        limit = self._witness.last + _SLACK
        past = [order for order in orders if all((day or limit) <= limit for day in self._days[order])]
        return past[0] if len(past) == 1 else None

    def _by_sequence(self, orders: tuple[DateOrder, ...]) -> DateOrder | None:
        """Only one order has (nearly) no day that lies well before the day above it."""
        falls = {order: -self._falls(order) for order in orders}
        return _clear(falls, lambda best, other: -other >= 1 - 4 * best)

    def _by_change(self, orders: tuple[DateOrder, ...]) -> DateOrder | None:
        """The part that changes alone again and again is the day: a month changes alone only on equal days."""
        alone = [0, 0, 0]
        for before, after in pairwise(run.parts for run in self._runs):
            changed = [place for place in range(3) if before[place] != after[place]]
            if len(changed) == 1:
                alone[changed[0]] += 1
        return _clear({order: alone[_DAY_PLACE[order]] for order in orders}, lambda best, other: best >= 3 + 4 * other)

    def _by_language(self, orders: tuple[DateOrder, ...]) -> DateOrder | None:
        """Every language that the app's words may be in writes dates with this separator in the same order."""
        found = self._witness.must_be & set(orders)
        return min(found) if len(found) == 1 else None

    def _votes(self, orders: tuple[DateOrder, ...]) -> Mapping[DateOrder, int]:
        """How many files' names agree with one order only."""
        votes: dict[DateOrder, int] = dict.fromkeys(orders, 0)
        for pair in self._evidence.pairs:
            days = {order: day_of(pair.parts, order, self._witness.century) for order in orders}
            fitting = [order for order, day in days.items() if day and abs(day - pair.named) <= timedelta(days=1)]
            if len(fitting) == 1:
                votes[fitting[0]] += 1
        return votes

    def _falls(self, order: DateOrder) -> int:
        """Days that lie well before the day above (well after, where the newest is first; the fewer of both where that
        is unknown)."""
        days = [day for day in self._days[order] if day is not None]
        falls = sum(before - after > _SLACK for before, after in pairwise(days))
        rises = sum(after - before > _SLACK for before, after in pairwise(days))
        return {"oldest first": falls, "newest first": rises, "unknown": min(falls, rises)}[self._evidence.direction]


def _clear(scores: Mapping[DateOrder, int], enough: Callable[[int, int], bool]) -> DateOrder | None:
    """The order whose score is far enough above every other."""
    best, *others = sorted(scores, key=lambda order: -scores[order])
    return best if all(enough(scores[best], scores[other]) for other in others) else None
