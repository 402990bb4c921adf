"""This file is where any number of pictures or files is a Qt model: all ids at once, what they are by the page."""

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.gui.look.dates import day_and_clock, wall_time
from app.gui.work.lanes import Lane
from core.types import MediaItem, MediaRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAGE = 64
_KEPT_PAGES = 40
_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


def no_rows() -> MediaRows:
    nothing = np.zeros(0, np.int64)
    return MediaRows(nothing, nothing, nothing, np.zeros(0, np.bool_))


class GalleryModel(QAbstractListModel):
    """Rows are attachments, newest first. A row whose page is not there has no item yet.

    arrived: first and last row of a page that has just been loaded.
    """

    arrived = Signal(int, int)

    def __init__(self, lane: Lane) -> None:
        super().__init__()
        self._lane = lane
        self._rows = no_rows()
        self._pages: OrderedDict[int, list[MediaItem]] = OrderedDict()
        self._wanted: list[int] = []
        self._loading: int | None = None
        self._turn = 0

    @property
    def ids(self) -> "NDArray[np.int64]":
        return self._rows.ids

    @property
    def days(self) -> "NDArray[np.int64]":
        return self._rows.days

    def show_rows(self, rows: MediaRows) -> None:
        """Shows other rows; the same ones stay where they are and are only read again."""
        same = np.array_equal(rows.ids, self._rows.ids)
        if not same:
            self.beginResetModel()
        self._turn += 1
        self._rows = rows
        self._pages.clear()
        self._wanted, self._loading = [], None
        if not same:
            self.endResetModel()
        else:
            self.arrived.emit(0, len(rows.ids) - 1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows.ids)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item(index.row()) if index.isValid() else None
        if item is None or role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.attachment.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            when, attachment = day_and_clock(wall_time(item.message)), item.attachment
            parts = [attachment.name, item.message.sender or "", item.title, when, attachment.ocr_text[:200]]
            return ", ".join(part for part in parts if part)
        return None

    def item(self, row: int) -> MediaItem | None:
        """What a row is, None while its page is not there."""
        page = self._pages.get(row // PAGE)
        if page is None or not 0 <= row % PAGE < len(page):
            return None
        return page[row % PAGE]

    def row_of(self, attachment_id: int) -> int | None:
        places = np.flatnonzero(self._rows.ids == attachment_id)
        return int(places[0]) if len(places) else None

    def want(self, first: int, last: int) -> None:
        """Loads what is missing of these rows, and a page on both sides; the latest wish is met first."""
        pages = range(first // PAGE, last // PAGE + 1)
        for page in pages:
            if page in self._pages:
                self._pages.move_to_end(page)
        around = [*pages, pages.stop, pages.start - 1]
        self._wanted = [page for page in around if page not in self._pages and 0 <= page * PAGE < len(self._rows.ids)]
        self._load_next()

    def _load_next(self) -> None:
        if self._loading is not None or not self._wanted:
            return
        page, turn = self._wanted.pop(0), self._turn
        self._loading = page
        ids = self._rows.ids[page * PAGE : (page + 1) * PAGE].tolist()
        self._lane.submit(
            lambda session, job: session.gallery_items(ids),
            done=lambda items: self._take(turn, page, items),
            failed=lambda error: self._take(turn, page, []),
            stopped=lambda _: self._take(turn, page, []),
        )

    def _take(self, turn: int, page: int, items: list[MediaItem]) -> None:
        if turn != self._turn:
            return
        self._loading = None
        if items:
            self._put(page, items)
            first, last = page * PAGE, page * PAGE + len(items) - 1
            self.dataChanged.emit(self.index(first), self.index(last))
            self.arrived.emit(first, last)
        self._load_next()

    def _put(self, page: int, items: list[MediaItem]) -> None:
        self._pages[page] = items
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
