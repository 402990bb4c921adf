"""This file is where the year of chatlog's dates is found that have none ("05-01 12:33:05").

chatlog leaves the year out, it is never in the text itself. What tells it, best first: the month that stands in the
path of a picture of the same message ("…/2024-05/…"); else the file's own date, which no message can be later than:
then the latest year is taken that it allows, which is a guess, and told as one. A 29 February rules years out, and a
step back from winter to spring begins the next year. Where nothing tells, the messages are kept without times.
"""

import re
from calendar import isleap
from collections import Counter
from datetime import UTC, datetime, timedelta

from core.types import Repair

_PATH = re.compile(r"[\\/]((?:20)\d\d)-(\d\d)[\\/]")
_STEP_BACK = 60
_FIRST_YEAR = 2011
"""No WeChat message is older."""


class Calendar:
    """Counts the years of dates without one, in the order of the file."""

    def __init__(self) -> None:
        self.passed = 0
        self._last = 0

    def take(self, day: str) -> int:
        """How many years after the first message this "05-01" is."""
        place = int(day[:2]) * 31 + int(day[3:5])
        self.passed += self._last - place > _STEP_BACK
        self._last = place
        return self.passed


class YearSurvey:
    """What a first walk through the file finds out about its years."""

    def __init__(self) -> None:
        self._calendar = Calendar()
        self._votes: Counter[int] = Counter()
        self._leaps: set[int] = set()
        self._day = "01-01"

    def take_day(self, day: str) -> None:
        """The day of a message."""
        self._day = day
        passed = self._calendar.take(day)
        if day == "02-29":
            self._leaps.add(passed)

    def take_line(self, line: str) -> None:
        """A line of the body of that message."""
        if line.startswith("![") and (match := _PATH.search(line)) and match[2] == self._day[:2]:
            self._votes[int(match[1]) - self._calendar.passed] += 1

    def first_year(self, modified: int | None, where: str) -> tuple[int | None, Repair]:
        """The year of the first message, and what was done about it. modified: of the file, ms since 1970 UTC."""
        voted = self._votes.most_common(1)
        if voted and self._fits(voted[0][0]):
            told = f"the dates have no year: {self._years(voted[0][0])}, by the folders of its pictures"
            return voted[0][0], Repair(where, told)
        year = self._latest(modified)
        if year is None:
            return None, Repair(where, "the dates have no year, and nothing tells it: kept without times, in order")
        said = f"the dates have no year: read as {self._years(year)}, the latest that the file's own date allows"
        return year, Repair(where, said)

    def _latest(self, modified: int | None) -> int | None:
        if modified is None:
            return None
        moment = datetime.fromtimestamp(modified / 1000, UTC) + timedelta(days=1)
        last = moment.year if self._day <= moment.strftime("%m-%d") else moment.year - 1
        years = range(last - self._calendar.passed, _FIRST_YEAR - 1, -1)
        return next((year for year in years if self._fits(year)), None)

    def _fits(self, year: int) -> bool:
        return all(isleap(year + passed) for passed in self._leaps)

    def _years(self, first: int) -> str:
        last = first + self._calendar.passed
        return str(first) if last == first else f"{first} to {last}"
