"""This file is where it is known what is selected in a conversation: whole messages, or a part of the text of one."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 10_000
"""Messages that can be selected at once."""


@dataclass(frozen=True)
class TextPart:
    """From and to which position of the text of a row; `start` may lie behind `end` while it is dragged."""

    row: int
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return min(self.start, self.end), max(self.start, self.end)


class Selection:
    """`rows` are selected; `cursor` is the row the keyboard is on, -1 for none; `text` is there only without rows."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.text: TextPart | None = None
        self.cursor = -1
        self._anchor = -1
        self._before: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self.rows) or self.text is not None

    def begin(self) -> None:
        """Other messages are shown."""
        self.clear()
        self.cursor = self._anchor = -1

    def clear(self) -> bool:
        """Selects nothing; False when nothing was."""
        was = bool(self)
        self.rows, self.text, self._before = set(), None, set()
        return was

    def put(self, row: int) -> None:
        """Puts the keyboard on a row; a range goes on from here."""
        self.cursor = self._anchor = row
        self._before = set(self.rows)

    def toggle(self, row: int) -> None:
        """Selects a row, or takes it out."""
        self.text = None
        if row in self.rows:
            self.rows.discard(row)
        elif len(self.rows) < MOST:
            self.rows.add(row)
        self.put(row)

    def extend(self, row: int) -> None:
        """Selects everything from where the range began to a row, beside what was selected before it."""
        self.text = None
        if self._anchor < 0:
            self.put(row)
        low, high = sorted((self._anchor, row))
        room = MOST - len(self._before)
        inside = range(low, high + 1)[:room] if row >= self._anchor else range(high, low - 1, -1)[:room]
        self.rows = self._before | set(inside)
        self.cursor = row

    def take_all(self, count: int) -> None:
        """Selects all rows; where they are too many, those around the cursor."""
        first = min(max(0, self.cursor - MOST // 2), max(0, count - MOST))
        self.text = None
        self.rows = set(range(first, min(count, first + MOST)))

    def take(self, rows: Iterable[int]) -> None:
        self.text, self.rows = None, set(rows)

    def mark_text(self, row: int, start: int, end: int) -> None:
        """Selects a part of the text of one row."""
        self.rows, self._before = set(), set()
        self.text = TextPart(row, start, end) if start != end else None

    def span_of(self, row: int) -> tuple[int, int] | None:
        """What is selected of the text of a row."""
        return self.text.span if self.text is not None and self.text.row == row else None
