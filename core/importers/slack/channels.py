"""This file is where Slack's lists of conversations tell which folder is which conversation."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from core.entry_names import fold_name
from core.importers.slack.people import People
from core.json_values import members, word
from core.types import ConversationKind


class Channel(NamedTuple):
    """One conversation. name: "" where only its people name it."""

    id: str
    name: str
    kind: ConversationKind
    members: tuple[str, ...] = ()

    def title(self, people: People) -> str:
        """The channel's name; of direct messages the names of the people in it."""
        if self.name and not self.name.startswith("mpdm-"):
            return self.name
        return ", ".join(people.name(number) for number in self.members) or self.name or self.id


class Channels:
    """The conversations of one workspace, by id and by the folders that may hold them."""

    def __init__(self) -> None:
        self._by_id: dict[str, Channel] = {}
        self._by_folder: dict[str, Channel] = {}

    def add(self, raw: Any) -> None:
        """Takes one entry of channels.json, groups.json, mpims.json or dms.json."""
        facts = members(raw)
        number = word(facts.get("id"))
        if not number:
            return
        channel = Channel(number, word(facts.get("name")), _kind(facts), tuple(_words(facts.get("members"))))
        self._by_id.setdefault(number, channel)
        # A folder that bears an earlier name of the conversation belongs to it, unless another one bears that name now.
        for name in (number, channel.name):
            self._by_folder[fold_name(name)] = channel
        for name in _words(facts.get("previous_names")):
            self._by_folder.setdefault(fold_name(name), channel)

    def of_folder(self, folder: str) -> Channel | None:
        """The conversation whose messages a folder holds."""
        return self._by_folder.get(fold_name(folder)) if folder else None

    def name(self, number: str) -> str:
        """The name of a conversation, its id where there is none."""
        channel = self._by_id.get(number)
        return channel.name if channel and channel.name else number


def kind_of_id(number: str) -> ConversationKind:
    """What the first letter of an id tells: D for direct messages, C and G for channels and groups."""
    return "private" if number.startswith("D") else "group" if number[:1] in ("C", "G") else "unknown"


def _kind(facts: dict[str, Any]) -> ConversationKind:
    if facts.get("is_im") is True:
        return "private"
    return "private" if not facts.get("name") and len(list(_words(facts.get("members")))) <= 2 else "group"


def _words(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        # Former names come as plain words, or wrapped with the time at which they ended.
        if name := word(item) or word(members(item).get("name")):
            yield name
