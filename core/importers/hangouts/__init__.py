"""Google Hangouts as Google Takeout wrote it. This file is where its Hangouts.json is recognised and read.

Format specification, section 13. One file holds all conversations, in one of two layouts: `conversations` with
`events`, or `conversation_state` with `event` (2013-16). It may be large, so it is walked in one pass.
"""

import io
from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.hangouts.reading import LISTS, Reading
from core.json_stream import JsonEnd, JsonStream
from core.json_values import members, objects
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "hangouts"
title = "Google Hangouts (Takeout)"


def recognises(beginning: Beginning) -> bool:
    """True for a list of conversations whose first ones have an id in the way of Hangouts."""
    listed = [item for key in LISTS for item in objects(beginning.facts.get(key))]
    return any(_is_conversation(item) for item in listed) or (not listed and _begins_long(beginning))


def _is_conversation(item: dict[str, object]) -> bool:
    inner = members(item.get("conversation")) or members(item.get("conversation_state"))
    named = members(item.get("conversation_id")) or members(inner.get("conversation_id"))
    return "id" in named and ("conversation" in inner or "event" in inner or "events" in item)


def _begins_long(beginning: Beginning) -> bool:
    """True where the first conversation alone is longer than a beginning."""
    walk = JsonStream(io.BytesIO(beginning.raw))
    try:
        for key in walk.members():
            if key in LISTS and walk.peek() == b"[":
                return b'"conversation_id"' in beginning.raw[:4096] and b'"participant_data"' in beginning.raw
    except JsonEnd:
        pass
    return False


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per conversation of each file, in file order; each must be walked (or left) before the next.

    Raises BrokenExport when no conversation can be read at all.
    """
    found = False
    for entry in entries:
        for conversation in Reading(export, entry).conversations():
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no conversation can be read from it. Export it again with Takeout.")
