"""This file is where it is known who is in a group of Google Chat, what it is called, and whose export this is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.beginning import Beginning
from core.entry_names import fold_name
from core.export import Export
from core.json_values import members, objects, word
from core.types import ConversationKind

UNKNOWN = "Deleted user"
"""An account that is gone has no name and no address."""


@dataclass(frozen=True, slots=True)
class Group:
    """key: Google's id of it, the name of its folder where no message tells. names: address -> display name."""

    key: str
    has_id: bool
    title: str
    kind: ConversationKind
    owner: str | None
    names: Mapping[str, str]


class Groups:
    """The groups of one export, and its account."""

    def __init__(self, export: Export) -> None:
        self._export = export

    @cached_property
    def _accounts(self) -> list[dict[str, Any]]:
        """The user_info.json of the export: one, or several where exports of several accounts lie together."""
        entries = [entry for entry in self._export.names() if fold_name(entry).endswith("user_info.json")]
        return [dict(Beginning(self._export, entry).facts) for entry in entries]

    def group_of(self, entry: str) -> Group:
        """The group that an entry holds the messages of."""
        folder = entry.rpartition("/")[0]
        facts = self._facts(folder)
        number = group_id(self._first_message(entry)) or _folder_id(folder)
        people = objects(facts.get("members"))
        names = {address(person): display_name(person) for person in people if address(person)}
        owner = self._owner(folder, names)
        is_direct = folder.rpartition("/")[2].startswith("DM ") or (not facts.get("name") and 0 < len(people) < 3)
        others = [name for key, name in names.items() if key != owner] or list(names.values())
        title = word(facts.get("name")) or ", ".join(others) or self._export.holder(entry)
        kind: ConversationKind = "private" if is_direct and len(people) < 3 else "group"
        return Group(number or title, bool(number), title, kind if facts or folder else "unknown", owner, names)

    def _facts(self, folder: str) -> dict[str, Any]:
        info = f"{folder}/group_info.json" if folder else "group_info.json"
        entry = self._export.resolve("group_info.json", folder)
        return dict(Beginning(self._export, entry).facts) if entry and fold_name(entry) == fold_name(info) else {}

    def _first_message(self, entry: str) -> dict[str, Any]:
        return next(iter(objects(Beginning(self._export, entry).facts.get("messages"))), {})

    def _owner(self, folder: str, names: Mapping[str, str]) -> str | None:
        """The account that is a member; with several accounts, the one that names this group."""
        own = folder.rpartition("/")[2]
        named = [
            account
            for account in self._accounts
            if any(word(each.get("group_id")) == own for each in objects(account.get("membership_info")))
        ]
        for account in named or self._accounts:
            owner = address(members(account.get("user")))
            if owner and (owner in names or not names):
                return owner
        return None


def address(person: dict[str, Any]) -> str:
    """What tells people apart: the mail address, without regard to case."""
    return word(person.get("email")).strip().casefold()


def display_name(person: dict[str, Any]) -> str:
    """A name; of people without one the address."""
    return word(person.get("name")).strip() or address(person) or UNKNOWN


def group_id(message: dict[str, Any]) -> str:
    """Google's id of the group, the first part of the id of any of its messages."""
    first, slash, _ = word(message.get("message_id")).partition("/")
    return first if slash else ""


def _folder_id(folder: str) -> str:
    """ "DM HOzMsAAAAAE" -> "HOzMsAAAAAE"."""
    kind, space, number = folder.rpartition("/")[2].partition(" ")
    return number if space and kind in ("DM", "Space") else ""
