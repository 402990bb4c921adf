"""This file is where it is asked how much was written when, and where a day of a conversation begins."""

from datetime import date
from typing import TYPE_CHECKING

from app.session.opened import Opened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Active(Opened):
    """Days are those of the export's clock, else of this machine's (core.archive.activity)."""

    def activity(self, conversation_id: int | None = None) -> list[tuple[date, int]]:
        """Each day with messages and how many, of one conversation or of all."""
        return self._archive.activity.days(conversation_id)

    def first_message_on(self, conversation_id: int, day: date) -> int | None:
        """The first message of a day, or the next one after it."""
        return self._archive.activity.first_on(conversation_id, day)

    def message_ids_between(self, conversation_id: int, first: date, last: date) -> "NDArray[np.int64]":
        """Messages and notices of these days, both included, in their order."""
        return self._archive.activity.ids_between(conversation_id, first, last)
