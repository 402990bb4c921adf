"""This file is where a conversation of any length is a Qt model: all ids at once, messages by the page when seen."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.gui.look.dates import day_and_clock, wall_time
from app.gui.work.lanes import Lane
from core.types import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Ids: TypeAlias = "Sequence[int] | NDArray[np.int64]"
"""Message ids in the order of the conversation; an array where there may be a million."""

PAGE = 64
_KEPT_PAGES = 48
_ROOT = QModelIndex()


class ConversationModel(QAbstractListModel):
    """Rows are the conversation's messages in order. A row whose page is not there has no message yet.

    arrived: first and last row of a page that has just been loaded.
    """

    arrived = Signal(int, int)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._ids: Ids = ()
        self._pages: OrderedDict[int, list[Message]] = OrderedDict()
        self._keys: dict[str, Message] = {}
        self._wanted: list[int] = []
        self._loading: int | None = None
        self._turn = 0

    def show_ids(self, ids: Ids, page: int = 0, messages: Sequence[Message] = ()) -> None:
        """Shows another conversation; one page of it may come along so that the first sight is complete."""
        self.beginResetModel()
        self._turn += 1
        self._ids = ids
        self._pages.clear()
        self._keys.clear()
        self._wanted, self._loading = [], None
        if messages:
            self._put(page, list(messages))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        message = self.message(index.row()) if index.isValid() else None
        if message is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return message.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{message.sender or ''}, {day_and_clock(wall_time(message))}: {message.text[:500]}"
        return message if role == Qt.ItemDataRole.UserRole else None

    def message(self, row: int) -> Message | None:
        """The message of a row, None while its page is not there."""
        page = self._pages.get(row // PAGE)
        if page is None or not 0 <= row % PAGE < len(page):
            return None
        return page[row % PAGE]

    def by_key(self, key: str) -> Message | None:
        """A loaded message by its platform key, for showing what a reply answers."""
        return self._keys.get(key)

    def want(self, first: int, last: int) -> None:
        """Loads what is missing of these rows, and a page on both sides; the latest wish is met first."""
        pages = range(first // PAGE, last // PAGE + 1)
        for page in pages:
            if page in self._pages:
                self._pages.move_to_end(page)
        around = [*pages, pages.stop, pages.start - 1]
        self._wanted = [page for page in around if page not in self._pages and 0 <= page * PAGE < len(self._ids)]
        self._load_next()

    def _load_next(self) -> None:
        if self._loading is not None or not self._wanted:
            return
        page, turn = self._wanted.pop(0), self._turn
        self._loading = page
        ids = [int(each) for each in self._ids[page * PAGE : (page + 1) * PAGE]]
        self._lane.submit(
            lambda session, job: session.messages(ids),
            done=lambda messages: self._take(turn, page, messages),
            failed=lambda error: self._take(turn, page, []),
            stopped=lambda _: self._take(turn, page, []),
        )

    def _take(self, turn: int, page: int, messages: list[Message]) -> None:
        if turn != self._turn:
            return
        self._loading = None
        if messages:
            self._put(page, messages)
            first, last = page * PAGE, page * PAGE + len(messages) - 1
            self.dataChanged.emit(self.index(first), self.index(last))
            self.arrived.emit(first, last)
        self._load_next()

    def _put(self, page: int, messages: list[Message]) -> None:
        self._pages[page] = messages
        self._keys.update((message.key, message) for message in messages)
        while len(self._pages) > _KEPT_PAGES:
            _, dropped = self._pages.popitem(last=False)
            for message in dropped:
                self._keys.pop(message.key, None)
