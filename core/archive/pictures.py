"""This file is where the text in pictures is kept: which files are still to be read, and what was read in them.

A file is read once, however often it was sent. Its messages then take the text one after the other, each together with
its entry in the words index, so that a kill leaves every message without the text, or with all that belongs to it.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.archive.chats import Chats
from core.archive.chunks import chunks
from core.archive.history import stored_words
from core.archive.words import Words
from core.types import Message

TRIES = 3
"""A picture with which the program ended so often is left alone: it may be what ended it."""

_PICTURES = "(a.kind IN ('image', 'sticker', 'gif') OR f.width IS NOT NULL)"
_ATTACHED = "attachments AS a JOIN media AS f ON f.sha256 = a.sha256"
_UNREAD = f"f.text IS NULL AND f.unreadable = 0 AND {_PICTURES}"
_UNTOLD = "f.text <> '' AND a.ocr_text <> f.text"


@dataclass(frozen=True, slots=True)
class PictureTotals:
    """Files, not messages. read: looked at to the end; with_text: those of them that show any; unreadable: not
    pictures, or damaged; waiting: to be read yet."""

    read: int
    with_text: int
    unreadable: int
    waiting: int


class Pictures:
    """The pictures of one archive; the caller opens the transactions."""

    def __init__(self, connection: sqlite3.Connection, chats: Chats, words: Words) -> None:
        self._connection, self._chats, self._words = connection, chats, words

    def waiting(self) -> list[str]:
        """Digests of files that are still to be read, or whose messages do not all know their text; the one that was
        sent last comes first."""
        sql = (
            f"SELECT a.sha256 FROM {_ATTACHED} JOIN messages AS m ON m.id = a.message_id "
            f"WHERE ({_UNREAD}) OR ({_UNTOLD}) GROUP BY a.sha256 ORDER BY max(m.ordinal) DESC, a.sha256"
        )
        return [row[0] for row in self._connection.execute(sql)]

    def totals(self) -> PictureTotals:
        sql = "SELECT count(text), count(nullif(text, '')), coalesce(sum(unreadable), 0) FROM media"
        read, with_text, unreadable = self._connection.execute(sql).fetchone()
        return PictureTotals(int(read), int(with_text), int(unreadable), len(self.waiting()))

    def text(self, sha256: str) -> str | None:
        """What was read in a file, None while it was not."""
        row = self._connection.execute("SELECT text FROM media WHERE sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else None

    def names(self, sha256: str) -> list[str]:
        """The names under which a file was sent."""
        rows = self._connection.execute("SELECT DISTINCT name FROM attachments WHERE sha256 = ?", (sha256,))
        return [row[0] for row in rows]

    def begin(self, sha256: str) -> bool:
        """Notes that the reading of a file begins; False when it has ended the program too often."""
        row = self._connection.execute("SELECT text_tries FROM media WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None or row[0] >= TRIES:
            return False
        self._connection.execute("UPDATE media SET text_tries = text_tries + 1 WHERE sha256 = ?", (sha256,))
        return True

    def leave(self, sha256: str) -> None:
        """The reading was stopped, through no fault of the file."""
        self._connection.execute("UPDATE media SET text_tries = text_tries - 1 WHERE sha256 = ?", (sha256,))

    def keep(self, sha256: str, text: str | None) -> None:
        """Notes what was read in a file; None when it cannot be read."""
        row = (text, text is None, sha256)
        self._connection.execute("UPDATE media SET text = ?, unreadable = ?, text_tries = 0 WHERE sha256 = ?", row)

    def untold(self, sha256: str) -> list[int]:
        """Ids of the messages that carry a file and do not know its text yet."""
        sql = f"SELECT DISTINCT a.message_id FROM {_ATTACHED} WHERE a.sha256 = ? AND {_UNTOLD} ORDER BY a.message_id"
        return [row[0] for row in self._connection.execute(sql, (sha256,))]

    def tell(self, sha256: str, ids: Sequence[int]) -> None:
        """Gives the text of a file to these messages, and to the words by which they are found."""
        text = self.text(sha256) or ""
        before = self._chats.messages(ids)
        self._words.remove([stored_words(message) for message in before])
        for chunk in chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = f"UPDATE attachments SET ocr_text = ? WHERE sha256 = ? AND message_id IN ({marks})"
            self._connection.execute(sql, (text, sha256, *chunk))
        self._words.add([stored_words(_with_text(message, sha256, text)) for message in before])


def _with_text(message: Message, sha256: str, text: str) -> Message:
    attachments = (replace(item, ocr_text=text) if item.sha256 == sha256 else item for item in message.attachments)
    return replace(message, attachments=tuple(attachments))
