"""This file is where the head of a ChatLab file - what chat it is, and who is in it - becomes facts."""

import re
from dataclasses import dataclass, field
from typing import Any

from core.json_values import members, word
from core.types import ConversationKind

_KINDS: dict[str, ConversationKind] = {"group": "group", "private": "private", "channel": "channel"}
_SOURCES = {
    "weixin": "wechat",
    "微信": "wechat",
    "kakao": "kakaotalk",
    "facebook": "messenger",
    "googlechat": "google_chat",
}
_SOURCES |= dict.fromkeys(("unknown", "other", ""), "chatlab")
_FILLER = re.compile(r"[\s_-]")


@dataclass
class Header:
    """What stands around the messages. people: platform id -> display name, also of people who never wrote."""

    meta: dict[str, Any] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def add_member(self, raw: Any) -> None:
        """Notes a member; one without an id tells nothing that a message needs."""
        member = members(raw)
        if number := word(member.get("platformId")):
            self.people[number] = display_name(member) or number

    @property
    def source(self) -> str:
        """The app that the chat is from, as this program calls it; "chatlab" where the file does not know."""
        platform = word(self.meta.get("platform")).strip().lower()
        return _SOURCES.get(_FILLER.sub("", platform), platform)

    @property
    def owner(self) -> str | None:
        """The id of the person who exported the chat."""
        return word(self.meta.get("ownerId")) or None

    @property
    def kind(self) -> ConversationKind:
        return _KINDS.get(word(self.meta.get("type")).strip().lower(), "unknown")

    @property
    def chat_id(self) -> str | None:
        """The app's id of the chat: the group's, or in a private chat the other person's; None where untold."""
        if group := word(self.meta.get("groupId")):
            return group
        others = [number for number in self.people if number != self.owner]
        return others[0] if self.kind == "private" and self.owner and len(others) == 1 else None

    def title(self, otherwise: str) -> str:
        return word(self.meta.get("name")).strip() or otherwise


def display_name(raw: dict[str, Any]) -> str:
    """The name that a chat shows: the one used in the group before the account's own."""
    return word(raw.get("groupNickname")).strip() or word(raw.get("accountName")).strip()
