"""This file is where an entry is told to be a thread of Messenger or Instagram by what is in it.

Both write the same fields and class names; which of the two it is shows in the folders that the entry and its media
lie in, and in the words that only one of them writes.
"""

import re
from typing import Any, Literal

from core.beginning import Beginning
from core.importers.meta.layout import layout_of
from core.json_values import objects

App = Literal["messenger", "instagram"]

PLACE = re.compile(
    r"(?:^|/)messages/(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover)/[^/]+/[^/]+$", re.I
)
"""Where threads lie in an archive."""

_FOLDERS: tuple[tuple[str, App], ...] = (
    ("your_instagram_activity", "instagram"),
    ("your_facebook_activity", "messenger"),
    ("your_activity_across_facebook", "messenger"),
)
_META = re.compile(rb"facebook|instagram|messenger|meta platforms", re.I)


def is_thread(beginning: Beginning) -> bool:
    """True for a part of a thread, JSON or HTML, and for a chat that was encrypted end to end."""
    if beginning.form == "html":
        return _is_page(beginning)
    if beginning.form != "json":
        return False
    return is_encrypted(beginning.facts) or _is_json_thread(beginning.facts)


def app_of(beginning: Beginning) -> App:
    """The app that wrote an entry; Messenger where nothing speaks for Instagram."""
    path = f"{beginning.export.path.name}/{beginning.entry}".casefold()
    for folder, app in _FOLDERS:
        if folder in path:
            return app
    raw = beginning.raw
    for folder, app in _FOLDERS:
        if folder.encode() + b"/" in raw:
            return app
    if "instagram" in path or "facebook" in path or "messenger" in path:
        return "instagram" if "instagram" in path else "messenger"
    if b'"original_content_owner"' in raw or b"Instagram User" in raw:
        return "instagram"
    is_page = beginning.form == "html"
    return "instagram" if is_page and raw.count(b"instagram.com") > raw.count(b"facebook.com") else "messenger"


def is_encrypted(facts: Any) -> bool:
    """True for the schema of chats that were encrypted end to end: other names for all fields."""
    records = objects(facts.get("messages"))
    if not records:
        return "threadName" in facts and facts.get("messages") == []
    named = "threadName" in facts or isinstance(facts.get("participants"), list)
    return named and any(isinstance(each.get("senderName"), str) and _has_time(each) for each in records)


def _is_json_thread(facts: Any) -> bool:
    """Participants who have names and nothing else that matters, or messages of named senders with a timestamp."""
    if any("sender_name" in each and _has_time(each) for each in objects(facts.get("messages"))):
        return True
    named = [each for each in objects(facts.get("participants")) if isinstance(each.get("name"), str)]
    return bool(named) and "messages" in facts and not _list(facts["messages"]) and _has_thread_fields(facts)


def _has_time(record: dict[str, Any]) -> bool:
    return isinstance(record.get("timestamp_ms", record.get("timestamp")), int | float)


def _has_thread_fields(facts: Any) -> bool:
    return "thread_path" in facts or "is_still_participant" in facts or "magic_words" in facts


def _is_page(beginning: Beginning) -> bool:
    layout = layout_of(beginning.raw, beginning.encoding)
    if layout is None:
        return False
    in_place = PLACE.search(beginning.entry) is not None
    return in_place or (layout.is_of_messages and (layout.is_known or _META.search(beginning.raw) is not None))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
