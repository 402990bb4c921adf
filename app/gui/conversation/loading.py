"""This file is where a conversation is read from the archive to be shown, on a lane's thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.gui.conversation.minimap import Highlight
from app.gui.conversation.model import Ids, Page, read_page
from app.gui.conversation.rows import Marks
from app.gui.work.paged_model import PAGE
from core.types import Conversation

if TYPE_CHECKING:
    from app.session import Session

Period = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Wish:
    """What is to be shown. message: the id of the message to open at, None for the end; period: only these days;
    sought: the message is what one came for, not only a place on the way."""

    conversation: int
    message: int | None = None
    marks: Marks = field(default_factory=Marks)
    period: Period | None = None
    sought: bool = True


@dataclass(frozen=True)
class Opened:
    """`ids` of all messages that are shown; rows: those of the highlights; row: where to open, -1 for the end."""

    wish: Wish
    conversation: Conversation
    ids: Ids
    row: int
    rows: list[int]
    page: int
    read: Page

    @property
    def highlights(self) -> list[Highlight]:
        """The highlights for the strip beside the messages."""
        known: Mapping[int, float | None] = self.wish.marks.messages
        count = max(len(self.ids), 1)
        return [Highlight(row / count, known.get(int(self.ids[row]))) for row in self.rows]


def open_conversation(session: "Session", wish: Wish) -> Opened:
    """Reads the ids and the first page to be seen. Raises ArchiveError when the conversation is gone."""
    import numpy as np

    number = wish.conversation
    ids = session.message_ids(number) if wish.period is None else session.message_ids_between(number, *wish.period)
    wanted = np.fromiter(wish.marks.messages, np.int64, len(wish.marks.messages))
    rows = np.flatnonzero(np.isin(ids, wanted)).tolist() if len(wanted) else []
    at = np.flatnonzero(ids == wish.message) if wish.message is not None else np.empty(0, np.int64)
    row = int(at[0]) if len(at) else -1
    page = (row if row >= 0 else max(0, len(ids) - 1)) // PAGE
    read = read_page(session, [int(each) for each in ids[page * PAGE : (page + 1) * PAGE]])
    return Opened(wish, session.conversation(number), ids, row, rows, page, read)
