"""This file is where a conversation named on the command line is looked up."""

from collections.abc import Sequence

from core.errors import QueryError
from core.types import Conversation


def chosen_conversation(conversations: Sequence[Conversation], named: str) -> Conversation:
    """By number, or by a part of the title that fits only one. Raises QueryError."""
    for item in conversations:
        if str(item.id) == named:
            return item
    found = [item for item in conversations if named.casefold() in item.title.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise QueryError(f"No conversation is called “{named}”. `chattrove show` lists them.")
    raise QueryError(f"“{named}” fits several: " + ", ".join(f"{item.id} {item.title}" for item in found[:8]))
