"""This file is where it is reckoned what stands where: months one below the other, their cells in rows.

Everything is reckoned from the number of cells in each month, so a hundred thousand take no longer than a hundred.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADING = 44.0
_BELOW = 10.0
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_UNDATED = -(1 << 40)


@dataclass(frozen=True)
class Form:
    """How cells stand: no narrower than `least`, as many in a row as fit, in equal width; height 0: square."""

    least: float
    height: float
    gap: float


LARGE = Form(164.0, 0.0, 6.0)
SMALL = Form(100.0, 0.0, 4.0)
LINES = Form(1e6, 60.0, 2.0)


@dataclass(frozen=True)
class Heading:
    """A month with its first row; first: its first day, None for what has no date; count: how many rows it has."""

    first: date | None
    start: int
    count: int


class Sections:
    """Where the cells of rows are, in the coordinates of a sheet of a certain width."""

    def __init__(self) -> None:
        self._form, self._width = LARGE, 1.0
        self._starts = self._counts = np.zeros(0, np.int64)
        self._tops = np.zeros(1)
        self._months: list[int] = []
        self.columns, self.across, self.down = 1, 1.0, 1.0

    @property
    def height(self) -> float:
        return float(self._tops[-1])

    def show_days(self, days: "NDArray[np.int64]") -> None:
        """Other rows; days as `date.toordinal` gives them, latest first, 0 where none is known."""
        months = (days - _EPOCH_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        months[days <= 0] = _UNDATED
        breaks = np.flatnonzero(np.diff(months)) + 1
        self._starts = np.concatenate([[0], breaks]) if len(days) else np.zeros(0, np.int64)
        self._counts = np.diff(np.append(self._starts, len(days)))
        self._months = months[self._starts].tolist()
        self._reckon()

    def arrange(self, form: Form, width: float) -> None:
        """Another form or width."""
        self._form, self._width = form, max(width, 1.0)
        self._reckon()

    def rect(self, row: int) -> QRectF:
        """The cell of a row."""
        section = self._section(row)
        line, column = divmod(row - int(self._starts[section]), self.columns)
        left = column * (self.across + self._form.gap)
        top = float(self._tops[section]) + HEADING + line * (self.down + self._form.gap)
        return QRectF(left, top, self.across, self.down)

    def row_at(self, x: float, y: float) -> int | None:
        """The row whose cell is at a point."""
        near = self.nearest(x, y)
        return near if near is not None and self.rect(near).contains(x, y) else None

    def nearest(self, x: float, y: float) -> int | None:
        """The row in whose month and line a point is, or next to which it is."""
        if not len(self._starts):
            return None
        section = min(max(int(np.searchsorted(self._tops, y, "right")) - 1, 0), len(self._starts) - 1)
        count = int(self._counts[section])
        line = int((y - float(self._tops[section]) - HEADING) // (self.down + self._form.gap))
        line = min(max(line, 0), (count - 1) // self.columns)
        column = min(max(int(x // (self.across + self._form.gap)), 0), self.columns - 1)
        return int(self._starts[section]) + min(line * self.columns + column, count - 1)

    def between(self, top: float, bottom: float) -> range:
        """The rows whose cells may be seen between two heights."""
        first, last = self.nearest(0, top), self.nearest(self._width, bottom)
        return range(0) if first is None or last is None else range(first, last + 1)

    def headings(self, top: float, bottom: float) -> Iterator[tuple[Heading, float]]:
        """The months that are seen between two heights, each with the height at which it begins."""
        section = max(int(np.searchsorted(self._tops, top, "right")) - 1, 0)
        while section < len(self._starts) and self._tops[section] <= bottom:
            yield self._heading(section), float(self._tops[section])
            section += 1

    def beside(self, row: int, lines: int) -> int:
        """The row so many lines below (or above) another, in its column where there is one."""
        section = self._section(row)
        column = (row - int(self._starts[section])) % self.columns
        step = 1 if lines > 0 else -1
        for _ in range(abs(lines)):
            row = self._next_line(row, column, step)
        return row

    def _next_line(self, row: int, column: int, step: int) -> int:
        section = self._section(row)
        line = (row - int(self._starts[section])) // self.columns + step
        if 0 <= line <= (int(self._counts[section]) - 1) // self.columns:
            return int(self._starts[section]) + min(line * self.columns + column, int(self._counts[section]) - 1)
        section += step
        if not 0 <= section < len(self._starts):
            return row
        line = 0 if step > 0 else (int(self._counts[section]) - 1) // self.columns
        return int(self._starts[section]) + min(line * self.columns + column, int(self._counts[section]) - 1)

    def _section(self, row: int) -> int:
        return int(np.searchsorted(self._starts, row, "right")) - 1

    def _heading(self, section: int) -> Heading:
        month = self._months[section]
        first = None if month == _UNDATED else date(1970 + month // 12, month % 12 + 1, 1)
        return Heading(first, int(self._starts[section]), int(self._counts[section]))

    def _reckon(self) -> None:
        form = self._form
        self.columns = max(1, int((self._width + form.gap) // (form.least + form.gap)))
        self.across = (self._width - form.gap * (self.columns - 1)) / self.columns
        self.down = form.height or self.across
        lines = -(-self._counts // self.columns)
        heights = HEADING + lines * (self.down + form.gap) + _BELOW
        self._tops = np.concatenate([[0.0], np.cumsum(heights, dtype=np.float64)])
