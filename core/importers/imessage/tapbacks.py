"""This file is where tapbacks, which stand as messages of their own, are gathered under what they answer.

All tapbacks of a database are held at once: about 300 bytes each.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from core.importers.imessage.chats import ME, Chats
from core.importers.imessage.instants import of_column
from core.sqlite_rows import Database, number, words
from core.types import Reaction

REACTIONS = {
    0: "❤️",
    1: "👍",
    2: "👎",
    3: "😂",
    4: "‼️",
    5: "❓",
}
"""Loved, liked, disliked, laughed, emphasised, questioned: 2000 + number is put, 3000 + number is taken back."""

STICKER = "sticker"
_OTHER_EMOJI = "custom emoji"
_COLUMNS = (
    "date",
    "associated_message_guid",
    "associated_message_type",
    "associated_message_emoji",
    "handle_id",
    "is_from_me",
)
_TARGET = re.compile(r"(?:p:-?\d+/|bp:)?(.+)", re.S)


class Placed(NamedTuple):
    """One reaction of one person that was not taken back; `number` is the ROWID of its row."""

    emoji: str
    sender: str
    number: int


@dataclass
class Tapbacks:
    """under: by the guid of the message; lost: ROWIDs of tapbacks whose message is not in the database."""

    under: dict[str, list[Placed]] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()

    def of(self, guid: str) -> tuple[Reaction, ...]:
        standing = self.under.get(guid)
        if not standing:
            return ()
        by_emoji: dict[str, list[str]] = {}
        for placed in standing:
            by_emoji.setdefault(placed.emoji, []).append(placed.sender)
        return tuple(Reaction(emoji, len(senders), tuple(senders)) for emoji, senders in by_emoji.items())

    def stickers(self, guid: str) -> list[Placed]:
        """Pictures that people put onto the message."""
        return [placed for placed in self.under.get(guid, ()) if placed.emoji == STICKER]


def is_tapback(kind: int) -> bool:
    return 2000 <= kind <= 2007 or 3000 <= kind <= 3007 or kind == 1000


def target_of(value: object) -> str:
    """The guid that an associated_message_guid means: "p:0/GUID", "bp:GUID" or the guid alone."""
    match = _TARGET.fullmatch(words(value))
    return match[1] if match else ""


def tapbacks_of(database: Database, chats: Chats) -> Tapbacks:
    """Every tapback, in the order of their dates, with those taken back left out. Raises DamagedDatabase."""
    where = "associated_message_type >= 1000 AND associated_message_type < 4000"
    under: dict[str, list[Placed]] = defaultdict(list)
    rows_of: dict[str, list[int]] = defaultdict(list)
    if not {"associated_message_guid", "associated_message_type"} <= database.columns("message"):
        return Tapbacks()
    rows = sorted(database.scan("message", _COLUMNS, where), key=lambda row: of_column(row["date"]) or 0)
    for row in rows:
        kind, target = number(row["associated_message_type"]), target_of(row["associated_message_guid"])
        if is_tapback(kind):
            rows_of[target].append(row["ROWID"])
            sender = ME if row["is_from_me"] else chats.handles.get(number(row["handle_id"]), "Unknown")
            placed = Placed(_emoji(kind, row["associated_message_emoji"]), sender, row["ROWID"])
            _put(under[target], placed, kind)
    lost = _without_message(database, rows_of)
    return Tapbacks(dict(under), lost)


def _put(standing: list[Placed], placed: Placed, kind: int) -> None:
    """Adds a reaction, or takes the same person's away again; a removal without emoji takes any other emoji."""
    if kind < 3000:
        standing.append(placed)
        return
    for index in reversed(range(len(standing))):
        if standing[index].sender == placed.sender and placed.emoji in (standing[index].emoji, _OTHER_EMOJI):
            del standing[index]
            return


def _emoji(kind: int, emoji: object) -> str:
    if kind == 1000 or kind % 1000 == 7:
        return STICKER
    return REACTIONS.get(kind % 1000) or words(emoji) or _OTHER_EMOJI


def _without_message(database: Database, rows_of: dict[str, list[int]]) -> frozenset[int]:
    missing = dict(rows_of)
    for row in database.scan("message", ["guid"]):
        missing.pop(words(row["guid"]), None)
    return frozenset(number for numbers in missing.values() for number in numbers)
