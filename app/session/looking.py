"""This file is where what an archive holds is looked at: conversations, people, messages, files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.opened import Opened
from core.types import Conversation, Message, Person

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Looking(Opened):
    """Conversations and people; of people also who is one and the same."""

    def conversations(self) -> list[Conversation]:
        return self._archive.chats.conversations()

    def conversation(self, conversation_id: int) -> Conversation:
        return self._archive.chats.conversation(conversation_id)

    def people(self) -> list[Person]:
        return self._archive.people.all()

    def merge_people(self, ids: Sequence[int]) -> None:
        """Says that these accounts are one person; `from:` and `with:` then mean all of them. Raises ArchiveError."""
        with self._archive.writing(), self._archive.transaction():
            self._archive.people.merge(ids)

    def split_person(self, number: int) -> None:
        """Takes an account out of the person it was merged into, or parts the whole (see core.archive.people)."""
        with self._archive.writing(), self._archive.transaction():
            self._archive.people.split(number)

    def message_ids(self, conversation_id: int) -> "NDArray[np.int64]":
        return self._archive.chats.message_ids(conversation_id)

    def messages(self, ids: Sequence[int]) -> list[Message]:
        return self._archive.chats.messages(ids)

    def message_with_key(self, conversation_id: int, key: str) -> int | None:
        return self._archive.chats.by_key(conversation_id, key)

    def walk(self, conversation_id: int) -> Iterator[list[Message]]:
        return self._archive.chats.walk(conversation_id)

    def totals(self) -> tuple[int, int, int]:
        """(conversations, messages without notices, attachments with a file)."""
        return self._archive.chats.totals()

    def media_path(self, sha256: str) -> Path | None:
        """Where a stored file lies now; None when it is unknown or gone."""
        facts = self._archive.chats.media(sha256)
        if facts is None:
            return None
        path = Path(facts[1]) if facts[1] else self._media.path(sha256)
        return path if path.is_file() else None

    def thumbnail(self, sha256: str, side: int = 320) -> Path | None:
        """A small upright picture, made on first use; None when the file is no picture."""
        source = self.media_path(sha256)
        return self._media.thumbnail(sha256, source, side) if source else None
