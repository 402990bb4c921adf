"""This file is where any number of pictures or files is a Qt model: all ids at once, what they are by the page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from app.gui.look.dates import day_and_clock, wall_time
from app.gui.work.lanes import Lane
from app.gui.work.paged_model import PAGE, PagedModel
from core.types import MediaItem, MediaRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.session import Session

_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


def no_rows() -> MediaRows:
    nothing = np.zeros(0, np.int64)
    return MediaRows(nothing, nothing, nothing, np.zeros(0, np.bool_))


class GalleryModel(PagedModel[list[MediaItem]]):
    """Rows are attachments, newest first. A row whose page is not there has no item yet."""

    kept_pages = 40

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self._rows = no_rows()

    def ids_of(self, rows: slice) -> Sequence[int]:
        ids: list[int] = self._rows.ids[rows].tolist()
        return ids

    def read(self, session: "Session", ids: Sequence[int]) -> list[MediaItem]:
        return session.gallery_items(ids)

    def count_of(self, read: list[MediaItem]) -> int:
        return len(read)

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
        self._rows = rows
        self.forget_pages()
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
