"""This file is where a chat.db is surveyed: which message stands in which conversation, and in which order.

Only numbers are held: about 60 bytes per message, so a database of a million messages takes 60 MB whatever its texts.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.importers.imessage.chats import Chats
from core.importers.imessage.instants import comparable
from core.sqlite_rows import Database, Numbers, grouped

NOWHERE = -1
"""The conversation of messages that stand in no chat."""

_PAIR = np.dtype([("left", np.int64), ("right", np.int64)])


class Part(NamedTuple):
    """One conversation: its index in Chats (or NOWHERE) and the ROWIDs of its messages, oldest first."""

    chat: int
    messages: Numbers


@dataclass
class Survey:
    """links_to_nothing: links of chats to messages, or to chats, that are gone. shared: ROWIDs of messages that stand
    in several conversations; recovered: of those in Recently Deleted."""

    parts: list[Part] = field(default_factory=list)
    links_to_nothing: int = 0
    shared: frozenset[int] = frozenset()
    recovered: frozenset[int] = frozenset()
    files: "Links" = field(default_factory=lambda: Links(np.empty(0, _PAIR)))


class Links:
    """Pairs of numbers from a join table, found by the left one without an index of the database."""

    def __init__(self, pairs: NDArray[np.void]) -> None:
        unique = np.unique(pairs)
        self.left: Numbers = unique["left"]
        self.right: Numbers = unique["right"]

    def of(self, number: int) -> list[int]:
        start, end = np.searchsorted(self.left, (number, number + 1))
        return [int(right) for right in self.right[start:end]]


def surveyed(database: Database, chats: Chats) -> Survey:
    """Every message of the database in exactly one part, those in no chat last, and what the join tables say besides.
    Raises DamagedDatabase."""
    numbers, dates = _messages(database)
    kept = _pairs(database, "chat_message_join", "message_id", "chat_id")
    gone = _pairs(database, "chat_recoverable_message_join", "message_id", "chat_id")
    where = np.full(len(numbers), NOWHERE, np.int64)
    gone_positions = _place(where, numbers, gone, chats)
    positions = _place(where, numbers, kept, chats)
    parts = [Part(*part) for part in grouped(where, dates, numbers)]
    return Survey(
        parts=parts[1:] + parts[:1] if parts and parts[0].chat == NOWHERE else parts,
        links_to_nothing=len(kept) + len(gone) - len(positions.left) - len(gone_positions.left),
        shared=_in_several(positions, numbers),
        recovered=frozenset(numbers[np.setdiff1d(gone_positions.left, positions.left)].tolist()),
        files=Links(_pairs(database, "message_attachment_join", "message_id", "attachment_id")),
    )


def _messages(database: Database) -> tuple[Numbers, Numbers]:
    """ROWIDs, ascending, and the dates of all messages."""
    found = np.fromiter(database.integers("message", ["date"]), _PAIR)
    return found["left"].copy(), comparable(found["right"].copy())


def _pairs(database: Database, table: str, left: str, right: str) -> NDArray[np.void]:
    return np.fromiter((row[1:] for row in database.integers(table, [left, right])), _PAIR)


def _place(where: Numbers, numbers: Numbers, pairs: NDArray[np.void], chats: Chats) -> Links:
    """Writes the conversation of each message into `where`; the links that hold, as (position, conversation).

    Of several conversations of one message the first of the database is taken.
    """
    conversations = np.array([chats.by_number.get(int(chat), NOWHERE) for chat in pairs["right"]], np.int64)
    positions = np.searchsorted(numbers, pairs["left"])
    held = (positions < len(numbers)) & (conversations != NOWHERE)
    held[held] &= numbers[positions[held]] == pairs["left"][held]
    found = np.empty(int(held.sum()), _PAIR)
    found["left"], found["right"] = positions[held], conversations[held]
    links = Links(found)
    where[links.left[::-1]] = links.right[::-1]
    return links


def _in_several(positions: Links, numbers: Numbers) -> frozenset[int]:
    again = positions.left[1:][positions.left[1:] == positions.left[:-1]]
    return frozenset(numbers[again].tolist())
