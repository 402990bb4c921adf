"""This file is where all times of one file vote for the order of day, month and year, and where the person is asked."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from core.types import Ambiguity, DateOrder
from core.written_times.calendar import Parts, YearPlace, day_of
from core.written_times.frames import Frame, frame_of
from core.written_times.order import Decision, Direction, Evidence, Run, Witness, decide
from core.written_times.reading import frame_in, quick_split

MAX_RUNS = 100_000
_SAMPLES = 3
_SHOWN = 80
_LOOKED_AT = 2000
WORDS: dict[DateOrder, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


ToDay = Callable[[Parts, DateOrder], date | None]


class _Manner(NamedTuple):
    """One way to write dates in numbers; a file may have several ("5/1/2024" and "5/1/24")."""

    year: YearPlace
    separator: str


class OrderVote:
    """Takes all times of a file in file order, and decides once how their dates are to be read.

    Memory grows with the number of days only.
    """

    def __init__(self) -> None:
        self._runs: dict[_Manner, list[Run]] = {}
        self._settled: DateOrder | None = None
        self._last: Frame | None = None
        self._number = 0
        self._clock = ""
        self._rising = self._falling = 0

    def add(self, text: str) -> None:
        """One written time (or bare date), as it stands in the file; what is no time has no vote."""
        self._number += 1
        before, clock, after = quick_split(text)
        frame = frame_of(before, after) if clock else None
        frame = frame or frame_in(text)
        if frame is None:
            return
        if frame is self._last:
            self._rising += len(clock) == len(self._clock) and clock > self._clock
            self._falling += len(clock) == len(self._clock) and clock < self._clock
            self._clock = clock
            return
        self._last, self._clock = frame, clock
        if frame.settled is not None or frame.parts is None:
            self._settled = self._settled or next(iter(frame.days))
            return
        runs = self._runs.setdefault(_Manner(frame.parts.year, frame.parts.separator), [])
        if len(runs) < MAX_RUNS:
            runs.append(Run(frame.parts, self._number, text[:_SHOWN]))

    def decide(self, not_after: int | None, asked: DateOrder | None = None) -> DateOrder | None:
        """The order of the file's dates; None when the person must be asked.

        not_after: when the file was last written, milliseconds since 1970 UTC. asked: the person's answer, which
        settles what the dates leave open, but does not overrule dates that prove otherwise.
        """
        decisions = self._decisions(not_after)
        orders = {decision.order for decision in decisions.values() if decision.order}
        firm = {decision.order for decision in decisions.values() if decision.firm}
        if not decisions:
            return asked or self._settled or "ymd"
        if len(firm) == 1 and not any(decision.mixed for decision in decisions.values()):
            return firm.pop()
        if asked is not None:
            return asked
        return orders.pop() if len(orders) == 1 and not firm else None

    def question(self, where: str, not_after: int | None = None) -> Ambiguity:
        """What to ask, with real lines of the file under each order that they may have."""
        decisions = self._decisions(not_after)
        manner = next((manner for manner, decision in decisions.items() if decision.order is None), None)
        manner = manner or next(iter(decisions))
        return question_of(where, decisions[manner], self._runs[manner], (day_of, "The file mixes both."))

    def _decisions(self, not_after: int | None) -> dict[_Manner, Decision]:
        last = datetime.fromtimestamp(not_after / 1000, UTC).date() if not_after is not None else None
        return {
            manner: decide(Evidence(*manner, runs, direction=self._direction), Witness(last))
            for manner, runs in self._runs.items()
        }

    @property
    def _direction(self) -> Direction:
        """By the clock times within one day."""
        if self._rising > 2 * self._falling:
            return "oldest first"
        return "newest first" if self._falling > 2 * self._rising else "unknown"


def question_of(where: str, decision: Decision, runs: Sequence[Run], how: tuple[ToDay, str]) -> Ambiguity:
    """The question that a decision leaves open. how: what makes days of dates, and what to say where orders are mixed.

    Its samples are real lines of different days that the candidates read differently.
    """
    day, if_mixed = how
    telling: dict[Parts, Run] = {}
    for run in runs[:_LOOKED_AT]:
        days = {day(run.parts, order) for order in decision.candidates}
        if len(days) > 1 and (decision.mixed or None not in days):
            telling.setdefault(run.parts, run)
    samples = list(telling.values())[:_SAMPLES]
    readings: dict[str, tuple[str, ...]] = {
        order: tuple(_reading(run, day(run.parts, order)) for run in samples) for order in decision.candidates
    }
    first = samples[0].line.split(" - ")[0].strip() if samples else ""
    which = " or ".join(WORDS[order] for order in decision.candidates)
    mixed = f" {if_mixed}" if decision.mixed else ""
    return Ambiguity(where, f"Are dates like {first} written {which}?{mixed}", readings)


def _reading(run: Run, day: date | None) -> str:
    return f"{run.line} → {day.isoformat() if day else 'no such day'}"
