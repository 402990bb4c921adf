"""This file is where the speed of long work is measured, and from it the time that is left."""

import time
from dataclasses import dataclass

from core.types import Progress

_SMOOTH = 0.25


@dataclass(frozen=True)
class Pace:
    """Progress with its speed: done per second, and seconds left where the total is known."""

    progress: Progress
    per_second: float
    seconds_left: float | None


class Speed:
    """Speed of the stage under way, smoothed so that the time left does not jump."""

    def __init__(self) -> None:
        self._stage, self._done, self._at = "", 0, time.monotonic()
        self._rate = 0.0

    def measure(self, progress: Progress) -> Pace:
        now = time.monotonic()
        if progress.stage != self._stage or progress.done < self._done:
            self._stage, self._rate = progress.stage, 0.0
        elif progress.done == self._done:
            return self._pace(progress)
        elif now - self._at > 0.05:
            fresh = (progress.done - self._done) / (now - self._at)
            self._rate = fresh if not self._rate else self._rate + _SMOOTH * (fresh - self._rate)
        self._done, self._at = progress.done, now
        return self._pace(progress)

    def _pace(self, progress: Progress) -> Pace:
        left = progress.total - progress.done
        return Pace(progress, self._rate, left / self._rate if progress.total and self._rate > 0 else None)
