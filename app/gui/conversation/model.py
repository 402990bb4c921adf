"""This file is where a conversation of any length is a Qt model: all ids at once, messages by the page when seen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from app.gui.messages.spoken import spoken
from app.gui.work.lanes import Lane
from app.gui.work.paged_model import PAGE, PagedModel
from core.types import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.session import Session

Ids: TypeAlias = "Sequence[int] | NDArray[np.int64]"
"""Message ids in the order of the conversation; an array where there may be a million."""

_AT_ONCE = 200
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Page:
    """Messages in their order, and those that they answer by key, wherever they stand in the conversation."""

    messages: Sequence[Message] = ()
    answered: Mapping[str, Message] = field(default_factory=dict)


def read_page(session: "Session", ids: Sequence[int]) -> Page:
    """Loads messages with what they answer, on a lane's thread."""
    messages = session.messages(ids)
    known = {message.key: message for message in messages}
    wanted = {message.reply_to: message.conversation_id for message in messages if message.reply_to}
    found = {key: session.message_with_key(chat, key) for key, chat in wanted.items() if key not in known}
    known.update({each.key: each for each in session.messages([each for each in found.values() if each is not None])})
    return Page(messages, {key: known[key] for key in wanted if key in known})


class ConversationModel(PagedModel[Page]):
    """Rows are the conversation's messages in order. A row whose page is not there has no message yet."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self._ids: Ids = ()

    def ids_of(self, rows: slice) -> Sequence[int]:
        return [int(each) for each in self._ids[rows]]

    def read(self, session: "Session", ids: Sequence[int]) -> Page:
        return read_page(session, ids)

    def count_of(self, read: Page) -> int:
        return len(read.messages)

    def show_ids(self, ids: Ids, page: int = 0, read: Page | None = None) -> None:
        """Shows other messages; one page of them may come along so that the first sight is complete."""
        self.beginResetModel()
        self._ids = ids
        self.forget_pages()
        if read is not None and read.messages:
            self.put(page, read)
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
            return spoken(message, self.answered(index.row()))
        return message if role == Qt.ItemDataRole.UserRole else None

    def message(self, row: int) -> Message | None:
        """The message of a row, None while its page is not there."""
        page = self._pages.get(row // PAGE)
        if page is None or not 0 <= row % PAGE < len(page.messages):
            return None
        return page.messages[row % PAGE]

    def answered(self, row: int) -> Message | None:
        """The message that the one of a row replies to; None where it replies to none, or to one the archive lacks."""
        message, page = self.message(row), self._pages.get(row // PAGE)
        if message is None or page is None or message.reply_to is None:
            return None
        return page.answered.get(message.reply_to)

    def id_at(self, row: int) -> int:
        """The id of a row's message."""
        return int(self._ids[row])

    def row_of(self, message_id: int) -> int | None:
        """The row of a message; None when it is not among those shown."""
        import numpy as np

        found = np.flatnonzero(np.asarray(self._ids) == message_id)
        return int(found[0]) if len(found) else None

    def gather(
        self, rows: Iterable[int], done: Callable[[Any], None], make: Callable[[list[Message]], object] = list
    ) -> None:
        """Hands over what is made of the messages of these rows in their order: at once where they are few and there,
        else it is made on the lane's thread."""
        wanted = [row for row in sorted(rows) if 0 <= row < len(self._ids)]
        there = [message for message in map(self.message, wanted[:_AT_ONCE]) if message is not None]
        if len(there) == len(wanted):
            done(make(there))
            return
        ids = [self.id_at(row) for row in wanted]
        self._lane.submit(lambda session, job: make(session.messages(ids)), done=done)
