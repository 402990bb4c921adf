"""This file is where the visible part of a conversation is laid out, however long the whole is.

One row is the anchor, at a known place in the viewport; its neighbours are laid out up and down from it. So a million
messages cost what a hundred do, and a page that arrives above moves nothing the eye is on.
"""

from collections import OrderedDict

from app.gui.conversation.model import ConversationModel
from app.gui.conversation.rows import Marks, Row

MARGIN = 20.0
WIDEST = 780.0
_KEPT_ROWS = 260


class Strip:
    """`shown` are the rows in the viewport: number, top, content. Everything in device-independent pixels."""

    def __init__(self, model: ConversationModel) -> None:
        self._model = model
        self.marks = Marks()
        self.shown: list[tuple[int, float, Row]] = []
        self.width = self.height = 0.0
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._expanded: set[int] = set()
        self._anchor = (0, MARGIN)
        self._at_end = False

    @property
    def column(self) -> tuple[float, float]:
        """Left edge and width of the messages."""
        across = min(WIDEST, self.width - 2 * MARGIN)
        return (self.width - across) / 2, across

    def resize(self, width: float, height: float) -> None:
        if width != self.width:
            self._rows.clear()
        self.width, self.height = width, height

    def begin(self) -> None:
        """Another conversation."""
        self._rows.clear()
        self._expanded.clear()
        self.put(0, MARGIN)

    def put(self, row: int, top: float) -> None:
        """The next arrangement has this row here."""
        self._anchor, self._at_end = (row, top), False

    def put_at_end(self) -> None:
        """The next arrangements end with the last row, until the person scrolls."""
        self._at_end = True

    def move(self, pixels: float) -> None:
        row, top = self._anchor
        self.put(row, top - pixels)

    def expand(self, row: int) -> None:
        """Shows a long message whole."""
        self._expanded.add(row)
        self._rows.pop(row, None)

    def forget(self, first: int = 0, last: int | None = None) -> None:
        """Lays these rows out anew, by default all."""
        if last is None:
            self._rows.clear()
            return
        for row in range(first, last + 1):
            self._rows.pop(row, None)

    def arrange(self) -> None:
        """Fills the viewport from the anchor downwards and upwards, and keeps to the ends."""
        count = self._model.rowCount()
        self.shown = []
        if not count:
            return
        if self._at_end:
            self._anchor = (count - 1, self.height - MARGIN - self.row(count - 1).height)
        self._fill(count)
        self._keep_to_ends(count)
        self._choose_anchor()

    def row(self, number: int) -> Row:
        """A row laid out; those that have their message are kept for a while."""
        if number in self._rows:
            self._rows.move_to_end(number)
            return self._rows[number]
        made = Row(self._model, number, self.column[1], self.marks, number in self._expanded)
        if made.message is not None:
            self._rows[number] = made
            while len(self._rows) > _KEPT_ROWS:
                self._rows.popitem(last=False)
        return made

    def place(self, count: int) -> float:
        """Where the view is: 0 at the first message, 1 at the last."""
        if not self.shown:
            return 0.0
        first, top, upper = self.shown[0]
        last, low, lower = self.shown[-1]
        begin = first + max(0.0, -top) / upper.height
        end = last + min(1.0, (self.height - low) / lower.height)
        return min(1.0, begin / max(count - (end - begin), 1e-6))

    def part(self, count: int) -> tuple[float, float]:
        """Which part of the messages is in sight, from 0 to 1."""
        if not self.shown or not count:
            return 0.0, 1.0
        first, top, upper = self.shown[0]
        last, low, lower = self.shown[-1]
        begin = first + min(1.0, max(0.0, -top) / upper.height)
        return begin / count, (last + max(0.0, min(1.0, (self.height - low) / lower.height))) / count

    def put_at(self, place: float, count: int) -> None:
        """The other way round, for the scroll bar."""
        if place >= 1.0:
            self.put_at_end()
            return
        first = place * max(count - max(1, len(self.shown)), 0)
        row = int(first)
        self.put(row, -(first - row) * self.row(row).height if place else MARGIN)

    def fits(self, count: int) -> bool:
        """All messages are in sight."""
        if not self.shown or len(self.shown) < count:
            return False
        _, top, last = self.shown[-1]
        return self.shown[0][1] >= 0 and top + last.height <= self.height

    def at(self, y: float) -> tuple[int, float, Row] | None:
        return next((each for each in self.shown if each[1] <= y < each[1] + each[2].height), None)

    def _fill(self, count: int) -> None:
        row, top = self._anchor
        row = min(max(row, 0), count - 1)
        filled: list[tuple[int, float, Row]] = []
        at, y = row, top
        while at < count and y < self.height:
            filled.append((at, y, self.row(at)))
            y += filled[-1][2].height
            at += 1
        at, y = row - 1, top
        while at >= 0 and y > 0:
            shape = self.row(at)
            y -= shape.height
            filled.insert(0, (at, y, shape))
            at -= 1
        self.shown = filled or [(row, top, self.row(row))]

    def _keep_to_ends(self, count: int) -> None:
        """No gap before the first or after the last message, unless all of them fit."""
        last, top, shape = self.shown[-1]
        gap = self.height - MARGIN - (top + shape.height)
        if last == count - 1 and gap > 0:
            self._anchor = (last, top + gap)
            self._fill(count)
        first, top, _ = self.shown[0]
        if first == 0 and top > MARGIN:
            self._anchor = (0, MARGIN)
            self._fill(count)

    def _choose_anchor(self) -> None:
        """The first row that begins in sight: what arrives above it then moves nothing the eye is on."""
        self.shown = [each for each in self.shown if each[1] + each[2].height > 0] or self.shown[-1:]
        inside = [each for each in self.shown if each[1] >= 0 and each[2].message is not None]
        row, top, _ = (inside or self.shown)[0]
        self._anchor = (row, top)
