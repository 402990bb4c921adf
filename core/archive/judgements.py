"""This file is where judgements of answers are kept, each once for a question and a place."""

import sqlite3
from collections.abc import Iterable

from core.types import Judgement

_JUDGEMENT = (
    "SELECT question, conversation_id, message_id, attachment_id, verdict, confidence, reader, judged_at "
    "FROM judgements "
)
_HERE = (
    "question = ? AND conversation_id = ? AND coalesce(message_id, 0) = coalesce(?, 0) "
    "AND coalesce(attachment_id, 0) = coalesce(?, 0)"
)


class Judgements:
    """The judgements of one archive; the caller opens the transactions. What is forgotten takes its own along."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, judgements: Iterable[Judgement]) -> None:
        """Keeps them, each in place of the one that was there."""
        rows = [(*_key(each), int(each.right), each.confidence, each.reader, each.judged_at) for each in judgements]
        self._connection.executemany(
            "INSERT OR REPLACE INTO judgements "
            "(question, conversation_id, message_id, attachment_id, verdict, confidence, reader, judged_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def take_back(self, judgements: Iterable[Judgement]) -> None:
        """Deletes the verdicts on these places for these questions, whatever they were."""
        self._connection.executemany(f"DELETE FROM judgements WHERE {_HERE}", [_key(each) for each in judgements])

    def of(self, question: str) -> list[Judgement]:
        """Those on the answers to one question."""
        rows = self._connection.execute(_JUDGEMENT + "WHERE question = ? ORDER BY id", (question,))
        return [_judgement(row) for row in rows]

    def all(self) -> list[Judgement]:
        """Every one, in the order of their time."""
        rows = self._connection.execute(_JUDGEMENT + "ORDER BY judged_at, id")
        return [_judgement(row) for row in rows]

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM judgements").fetchone()[0])

    def clear(self) -> int:
        """Deletes all; returns how many there were."""
        return self._connection.execute("DELETE FROM judgements").rowcount


def _key(each: Judgement) -> tuple[str, int, int | None, int | None]:
    return (each.question, *each.place)


def _judgement(row: tuple[object, ...]) -> Judgement:
    question, conversation, message, attachment, verdict, confidence, reader, judged_at = row
    place = (question, conversation, message, attachment)
    return Judgement(*place, bool(verdict), confidence, reader, judged_at)  # type: ignore[arg-type]
