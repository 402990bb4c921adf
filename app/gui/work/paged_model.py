"""This file is where a list of any length is a Qt model: how many rows there are at once, what they are by the page."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, Signal

from app.gui.work.lanes import Lane

if TYPE_CHECKING:
    from app.session import Session

PAGE = 64

Read = TypeVar("Read")
"""What the rows of one page are."""


class PagedModel(QAbstractListModel, Generic[Read]):
    """A row whose page is not there has nothing to show yet.

    arrived: first and last row of a page that has just been loaded.
    """

    arrived = Signal(int, int)
    kept_pages = 48

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._pages: OrderedDict[int, Read] = OrderedDict()
        self._wanted: list[int] = []
        self._loading: int | None = None
        self._turn = 0

    def ids_of(self, rows: slice) -> Sequence[int]:
        """The ids of these rows."""
        raise NotImplementedError

    def read(self, session: "Session", ids: Sequence[int]) -> Read:
        """Loads a page, on the lane's thread."""
        raise NotImplementedError

    def count_of(self, read: Read) -> int:
        """How many rows of a page were read."""
        raise NotImplementedError

    def forget_pages(self) -> None:
        """Other rows: what was loaded, and what is still on its way, is of those before."""
        self._turn += 1
        self._pages.clear()
        self._wanted, self._loading = [], None

    def want(self, first: int, last: int) -> None:
        """Loads what is missing of these rows, and a page on both sides; the latest wish is met first."""
        pages = range(first // PAGE, last // PAGE + 1)
        for page in pages:
            if page in self._pages:
                self._pages.move_to_end(page)
        around = [*pages, pages.stop, pages.start - 1]
        self._wanted = [page for page in around if page not in self._pages and 0 <= page * PAGE < self.rowCount()]
        self._load_next()

    def put(self, page: int, read: Read) -> None:
        """A page that is there; those not looked at for longest give way."""
        self._pages[page] = read
        while len(self._pages) > self.kept_pages:
            self._pages.popitem(last=False)

    def _load_next(self) -> None:
        if self._loading is not None or not self._wanted:
            return
        page, turn = self._wanted.pop(0), self._turn
        self._loading = page
        ids = self.ids_of(slice(page * PAGE, (page + 1) * PAGE))
        self._lane.submit(
            lambda session, job: self.read(session, ids),
            done=lambda read: self._take(turn, page, read),
            failed=lambda error: self._take(turn, page, None),
            stopped=lambda _: self._take(turn, page, None),
        )

    def _take(self, turn: int, page: int, read: Read | None) -> None:
        if turn != self._turn:
            return
        self._loading = None
        count = self.count_of(read) if read is not None else 0
        if read is not None and count:
            self.put(page, read)
            first, last = page * PAGE, page * PAGE + count - 1
            self.dataChanged.emit(self.index(first), self.index(last))
            self.arrived.emit(first, last)
        self._load_next()
