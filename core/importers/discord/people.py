"""This file is where people of Discord get the name of their account, alike for all formats.

CSV, TXT and HTML write the full name: "name", or "name#1234" in times of discriminators. JSON has its two halves.
"""

from typing import Any

from core.json_values import members, word

_NONE = ("", "0", "0000")
_NOBODY = "Deleted User"


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
