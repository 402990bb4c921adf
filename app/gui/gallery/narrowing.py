"""This file is where what was found is narrowed to one person and a period, at once and without asking the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.gui.gallery.model import no_rows
from core.types import MediaRows, Person

Period = tuple[date, date]


@dataclass(frozen=True)
class Sender:
    """Somebody who sent some of what is listed. id: the account that stands for the person."""

    id: int
    name: str
    count: int


class Narrowing:
    """`shown` and `left_out` follow `rows`, `person` (an id, None for everybody) and `period`."""

    def __init__(self) -> None:
        self._rows = no_rows()
        self._groups: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self.person: int | None = None
        self.period: Period | None = None

    def show_people(self, people: Sequence[Person]) -> None:
        self._groups = {each.id: each.group for each in people}
        self._names = {each.id: each.name for each in people}

    def show_rows(self, rows: MediaRows) -> None:
        self._rows = rows

    @property
    def active(self) -> bool:
        return self.person is not None or self.period is not None

    @property
    def shown(self) -> MediaRows:
        """What has a file, by this person in this period."""
        kept = self._by_person()
        return kept.among(kept.there & _within(kept, self.period))

    @property
    def left_out(self) -> int:
        """How much of it has no file."""
        kept = self._by_person()
        return int(np.count_nonzero(~kept.there & _within(kept, self.period)))

    def days(self) -> list[tuple[date, int]]:
        """How much this person sent on each day, whatever the period."""
        kept = self._by_person()
        days, counts = np.unique(kept.days[kept.there & (kept.days > 0)], return_counts=True)
        return [(date.fromordinal(day), count) for day, count in zip(days.tolist(), counts.tolist(), strict=True)]

    def senders(self) -> list[Sender]:
        """Who sent what was found, whoever sent most first."""
        ids, counts = np.unique(self._rows.senders[self._rows.there], return_counts=True)
        sent: dict[int, int] = {}
        for number, count in zip(ids.tolist(), counts.tolist(), strict=True):
            group = self._groups.get(number, number)
            sent[group] = sent.get(group, 0) + count
        known = [Sender(number, self._names[number], count) for number, count in sent.items() if number in self._names]
        return sorted(known, key=lambda each: (-each.count, each.name))

    def _by_person(self) -> MediaRows:
        if self.person is None:
            return self._rows
        accounts = [number for number, group in self._groups.items() if group == self.person] or [self.person]
        return self._rows.among(np.isin(self._rows.senders, accounts))


def _within(rows: MediaRows, period: Period | None) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    if period is None:
        return np.ones(len(rows.ids), np.bool_)
    first, last = period
    return (rows.days >= first.toordinal()) & (rows.days <= last.toordinal())
