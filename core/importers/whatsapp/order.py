"""This file is where it is decided which part of a date is the day (format specification 1.3, day/month decision).

The evidence, in this order: a part that can only be one thing (a thirteenth month, a 31 June); dates in the names of
attached files; dates that would lie after the export was written; dates that would run backwards; the part that
changes alone; the language of the app's own words. If all of it is silent, nothing is decided and the person is asked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from core.importers.whatsapp.calendar import Parts, day_of, orders_of
from core.importers.whatsapp.survey import Pair, Run, Sighting
from core.importers.whatsapp.vocabulary import fitting_language
from core.types import DateOrder

_SLACK = timedelta(days=2)
_NOISE_SHARE = 0.02
_FIRST_YEAR = 9
"""The app is of 2009: 23.05.06 is hardly of 2006, and may be year first; 23-05-10 is written both ways."""


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
    """What is known beside the dates. last: the day the export was written; languages: of the app's words."""

    last: date | None
    languages: frozenset[str]


def decide(sighting: Sighting, witness: Witness) -> Decision:
    """The order of all dates of one shape."""
    runs = sighting.runs
    candidates = _plausible(sighting, witness)
    if len(candidates) == 1:
        return Decision(candidates[0], candidates, True)
    against = tuple((order, bad[0]) for order in candidates if (bad := _impossible(runs, order)))
    open_orders, mixed = _possible(runs, candidates)
    if mixed:
        return Decision(None, open_orders, against=against, mixed=True)
    if len(open_orders) == 1 or _all_the_same(runs, open_orders):
        return Decision(open_orders[0], open_orders, True, against)
    for rule in (_by_names, _by_future, _by_sequence):
        chosen = rule(sighting, open_orders, witness)
        if chosen:
            return Decision(chosen, open_orders, True, against)
    weak = _by_change(sighting, open_orders, witness) or _by_language(sighting, open_orders, witness)
    return Decision(weak, open_orders, False, against)


def _plausible(sighting: Sighting, witness: Witness) -> tuple[DateOrder, ...]:
    """All orders; with a two-digit year, year-first only when something speaks for it, else every date would do."""
    orders = orders_of(sighting.shape.year)
    if sighting.shape.year != "open":
        return orders
    changes = [sum(a[i] != b[i] for a, b in _steps(sighting.runs)) for i in range(3)]
    spoken = bool(witness.languages & fitting_language("ymd", sighting.shape.separator))
    single_day = sighting.shape.separator == "-" and changes[2] >= changes[0]
    years = range(_FIRST_YEAR, witness.last.year - 1999 if witness.last else 100)
    odd_year = any(run.parts.third <= 31 and run.parts.third not in years for run in sighting.runs)
    if changes[2] > changes[0] or spoken or single_day or odd_year or _votes(sighting.pairs, orders)["ymd"]:
        return orders
    return ("dmy", "mdy")


def _possible(runs: Sequence[Run], orders: tuple[DateOrder, ...]) -> tuple[tuple[DateOrder, ...], bool]:
    """The orders that no date refutes; with a few odd dates (quoted headers) those that almost none refutes."""
    wrong = {order: len(_impossible(runs, order)) for order in orders}
    least = min(wrong.values())
    if least and least > _NOISE_SHARE * len(runs):
        return orders, True
    return tuple(order for order in orders if wrong[order] <= least), False


def _impossible(runs: Sequence[Run], order: DateOrder) -> list[Run]:
    return [run for run in runs if _day(run.parts, order) is None]


def _all_the_same(runs: Sequence[Run], orders: tuple[DateOrder, ...]) -> bool:
    return all(len({_day(run.parts, order) for order in orders}) == 1 for run in runs)


def _by_names(sighting: Sighting, orders: tuple[DateOrder, ...], _: Witness) -> DateOrder | None:
    votes = _votes(sighting.pairs, orders)
    return _clear(votes, lambda best, other: best >= 1 and best > 3 * other)


def _by_future(sighting: Sighting, orders: tuple[DateOrder, ...], witness: Witness) -> DateOrder | None:
    """Only one order has all days before the export was written."""
    if witness.last is None:
        return None
    limit = witness.last + _SLACK
    past = [order for order in orders if all((_day(run.parts, order) or limit) <= limit for run in sighting.runs)]
    return past[0] if len(past) == 1 else None


def _by_sequence(sighting: Sighting, orders: tuple[DateOrder, ...], _: Witness) -> DateOrder | None:
    """Only one order has (nearly) no day that lies well before the day above it."""
    falls = {order: -_falls(sighting.runs, order) for order in orders}
    return _clear(falls, lambda best, other: -other >= 1 - 4 * best)


def _by_change(sighting: Sighting, orders: tuple[DateOrder, ...], _: Witness) -> DateOrder | None:
    """The part that changes alone again and again is the day: a month changes alone only on equal days of months."""
    alone = [0, 0, 0]
    for before, after in _steps(sighting.runs):
        changed = [place for place in range(3) if before[place] != after[place]]
        if len(changed) == 1:
            alone[changed[0]] += 1
    day_place: dict[DateOrder, int] = {"dmy": 0, "mdy": 1, "ymd": 2}
    return _clear({order: alone[day_place[order]] for order in orders}, lambda best, other: best >= 3 + 4 * other)


def _by_language(sighting: Sighting, orders: tuple[DateOrder, ...], witness: Witness) -> DateOrder | None:
    """Every language that the app's words may be in writes dates with this separator in the same order."""
    fitting = {order: fitting_language(order, sighting.shape.separator) for order in orders}
    found = {order for order in orders if witness.languages and witness.languages <= fitting[order]}
    return found.pop() if len(found) == 1 else None


def _clear(scores: dict[DateOrder, int], enough: Callable[[int, int], bool]) -> DateOrder | None:
    """The order whose score is far enough above every other."""
    best, *others = sorted(scores, key=lambda order: -scores[order])
    return best if all(enough(scores[best], scores[other]) for other in others) else None


def _votes(pairs: Iterable[Pair], orders: tuple[DateOrder, ...]) -> dict[DateOrder, int]:
    votes: dict[DateOrder, int] = dict.fromkeys(orders, 0)
    for pair in pairs:
        fitting = [order for order in orders if _close(_day(pair.parts, order), pair.named)]
        if len(fitting) == 1:
            votes[fitting[0]] += 1
    return votes


def _close(day: date | None, named: date) -> bool:
    return day is not None and abs(day - named) <= timedelta(days=1)


def _falls(runs: Sequence[Run], order: DateOrder) -> int:
    days = [day for run in runs if (day := _day(run.parts, order)) is not None]
    return sum(before - after > _SLACK for before, after in pairwise(days))


def _steps(runs: Sequence[Run]) -> Iterable[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    return pairwise((run.parts.first, run.parts.second, run.parts.third) for run in runs)


@cache
def _days(order: DateOrder) -> dict[Parts, date | None]:
    return {}


def _day(parts: Parts, order: DateOrder) -> date | None:
    days = _days(order)
    if parts not in days:
        if len(days) > 50_000:
            days.clear()
        days[parts] = day_of(parts, order)
    return days[parts]
