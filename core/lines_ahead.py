"""This file is where numbered lines can be looked at before they are taken: what one is, the next ones often tell."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice


class LinesAhead:
    """Numbered lines, one by one, with a look at those that follow; what was looked at is kept until it is taken."""

    def __init__(self, numbered: Iterable[tuple[int, str]]) -> None:
        self._rest = iter(numbered)
        self._waiting: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        """The next line, None behind the last."""
        return self._waiting.popleft() if self._waiting else next(self._rest, None)

    def ahead(self) -> Iterator[str]:
        """The lines that follow, as far as one looks."""
        place = 0
        while True:
            if place == len(self._waiting):
                more = next(self._rest, None)
                if more is None:
                    return
                self._waiting.append(more)
            yield self._waiting[place][1]
            place += 1

    def next_written(self, within: int = 5) -> str | None:
        """The next line that is not blank, None when there is none so near."""
        return next((line for line in islice(self.ahead(), within) if line.strip()), None)
