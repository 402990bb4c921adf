"""This file is where it is decided how a channel is called, alike for all formats."""

import re
from dataclasses import dataclass

from core.types import ConversationKind

DIRECT = "Direct Messages"
"""What the exporter calls the server of conversations that are on no server."""

_NAMED = re.compile(
    r"(?P<names>.*?)(?:^| )?(?:\[(?P<id>\d{15,20})\])?(?: \([^()]*\d{4}-\d\d-\d\d[^()]*\))?(?P<part> \[part \d{1,6}\])?"
)
_NUMBER = re.compile(r"\d{15,20}")
_LONGEST = 300
_KINDS: dict[str, ConversationKind] = {
    "DirectTextChat": "private",
    "DirectGroupTextChat": "group",
    "GuildNews": "channel",
    "GuildAnnouncement": "channel",
    "Private": "private",
    "Group": "group",
}
"""By the type of a channel in JSON, or by what old versions write as the category of a conversation off servers."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel. guild: the server's name; category: what stands above the channel; number: its id; type as in JSON."""

    guild: str = ""
    category: str = ""
    channel: str = ""
    number: str = ""
    type: str = ""

    @property
    def is_direct(self) -> bool:
        return self.guild == DIRECT or self.type.startswith("Direct")

    @property
    def title(self) -> str:
        """ "Server / #channel"; only the name of people or a group where there is no server."""
        if self.is_direct or not self.guild:
            return self.channel or self.guild or "Discord"
        return f"{self.guild} / #{self.channel}" if self.channel else self.guild

    @property
    def kind(self) -> ConversationKind:
        if self.type in _KINDS:
            return _KINDS[self.type]
        if self.is_direct:
            return _KINDS.get(self.category, "unknown")
        return "group" if self.guild else "unknown"


def placed(guild: str, channel: str) -> Place:
    """A channel with what stands above it: "Category / channel / thread"; names of direct messages are whole."""
    category, slash, name = channel.rpartition(" / ")
    if not slash or (guild == DIRECT and category not in ("Private", "Group")):
        return Place(guild, "", channel)
    return Place(guild, category, name)


def named(stem: str) -> Place:
    """What the name of a file (without its ending) says: "Server - Category - channel [id] (after 2024-01-01)"."""
    if _NUMBER.fullmatch(stem):
        return Place(number=stem)
    match = _NAMED.fullmatch(stem) if len(stem) <= _LONGEST else None
    names = (match["names"] if match else stem).strip()
    guild, *between = names.split(" - ")
    number = (match and match["id"]) or ""
    if not between:
        return Place(channel=names, number=number)
    return Place(guild, " - ".join(between[:-1]), between[-1], number)
