"""This file is where people of Discord get the name and the id of their account, alike for all formats.

CSV, TXT and HTML write the full name: "name", or "name#1234" in times of discriminators. JSON has its two halves.
An id is not always one person: a webhook speaks for many (bridges to other networks), each under a name of theirs, and
in files that somebody has made anonymous all ids may be alike.
"""

from typing import Any

from core.json_values import members, word
from core.types import ExportedMessage

_NONE = ("", "0", "0000")
_NOBODY = "Deleted User"


class People:
    """The people of one file, in which an account has one name: that of the day on which it was exported."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def apart(self, message: ExportedMessage, *, is_webhook: bool = False) -> ExportedMessage:
        """The message with an id that nobody shares with its sender."""
        key, name = message.sender_key, message.sender
        if key is None or name is None:
            return message
        if not key.strip("0"):
            return message._replace(sender_key=None)
        if is_webhook or self._names.setdefault(key, name) != name:
            return message._replace(sender_key=f"{key}:{name}")
        return message


def is_webhook(user: Any) -> bool:
    """True for an author in JSON that is a bot without the number that bots have behind their names."""
    facts = members(user)
    return facts.get("isBot") is True and word(facts.get("discriminator")) in _NONE


def full_name(user: Any) -> str:
    """The full name of a user in JSON."""
    facts = members(user)
    name, discriminator = word(facts.get("name")), word(facts.get("discriminator"))
    if not name:
        return word(facts.get("nickname")) or word(facts.get("id")) or _NOBODY
    return name if discriminator in _NONE else f"{name}#{discriminator}"


def written_name(name: str) -> str:
    """A full name as other formats write it; what has no discriminator, as webhooks, has zeros in old files."""
    return name.strip().removesuffix("#0000").strip() or _NOBODY
