"""This file is where the chats and people of a chat.db get their names; one chat under several guids becomes one.

The same conversation stands as "iMessage;-;+1555...", "SMS;-;+1555..." and "RCS;-;+1555...": what follows is the same
chat_identifier, and Messages shows it as one.
"""

from dataclasses import dataclass, field

from core.sqlite_rows import Database, number, words
from core.types import ConversationKind

ME = "Me"
"""How the person whose database it is stands there: messages have a flag instead of a sender."""

_KINDS: dict[int, ConversationKind] = {43: "group", 45: "private"}


@dataclass
class Chat:
    """One conversation. key: the chat_identifier (a number, an address, "chat123..."); members: handles."""

    key: str
    name: str
    kind: ConversationKind
    members: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The given name, else who takes part, else the identifier."""
        return self.name or ", ".join(self.members) or self.key

    @property
    def peer(self) -> str | None:
        """The other person of a private chat."""
        return self.key if self.kind == "private" else None


@dataclass
class Chats:
    """by_number: from the ROWID of a chat to the place in `all`; handles: from the ROWID of a handle to its id."""

    all: list[Chat] = field(default_factory=list)
    by_number: dict[int, int] = field(default_factory=dict)
    handles: dict[int, str] = field(default_factory=dict)


def chats_of(database: Database) -> Chats:
    """All chats and handles. Raises DamagedDatabase where they cannot be read."""
    chats = Chats()
    rows = database.scan("handle", ["id"])
    chats.handles = {row["ROWID"]: words(row["id"]).strip() for row in rows if words(row["id"]).strip()}
    _add_chats(database, chats)
    for _, chat_number, handle in database.integers("chat_handle_join", ["chat_id", "handle_id"]):
        place, member = chats.by_number.get(chat_number), chats.handles.get(handle)
        if place is not None and member and member not in chats.all[place].members:
            chats.all[place].members.append(member)
    return chats


def _add_chats(database: Database, chats: Chats) -> None:
    places: dict[str, int] = {}
    for row in database.scan("chat", ["guid", "chat_identifier", "display_name", "style"]):
        key = words(row["chat_identifier"]) or words(row["guid"]).rpartition(";")[2] or f"chat {row['ROWID']}"
        if key not in places:
            places[key] = len(chats.all)
            chats.all.append(Chat(key, "", _kind(number(row["style"]), key)))
        chat = chats.all[places[key]]
        chat.name = words(row["display_name"]).strip() or chat.name
        chats.by_number[row["ROWID"]] = places[key]


def _kind(style: int, key: str) -> ConversationKind:
    """Old databases of backups leave the style out; identifiers of groups begin with "chat" and a number."""
    if style in _KINDS:
        return _KINDS[style]
    is_group = key.startswith("chat") and key[4:].isdecimal()
    return "group" if is_group else "private" if key.startswith("+") or "@" in key else "unknown"
