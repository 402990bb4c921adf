"""This file is where chats in the ChatLab format are recognised and read (format specification, section 9).

One file is one conversation: a JSON object, or JSONL with a line for the header, one for each member and one for each
message. The format carries chats of any app; they are stored under the app that the file names, so that a WeChat chat
is a WeChat chat, whichever tool wrote it down.
"""

from collections.abc import Iterator, Mapping, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.chatlab.lines import LineReading
from core.importers.chatlab.objects import ObjectReading
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "chatlab"
title = "ChatLab (JSON, JSONL)"

_LINE_TYPES = ("header", "member", "message")


def recognises(beginning: Beginning) -> bool:
    """True for an object with a `chatlab` part and messages, and for lines that say what they are in `_type`."""
    return beginning.form == "json" and (_is_object(beginning) or _has_lines(beginning))


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per file (per header in JSONL); times are exact, so that no options are needed.

    Raises BrokenExport when nothing can be read at all.
    """
    found = False
    for entry in entries:
        reading = LineReading(export, entry) if _has_lines(Beginning(export, entry)) else ObjectReading(export, entry)
        for conversation in reading.conversations():
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no chat can be read from it. Write it again with the tool it is from.")


def _is_object(beginning: Beginning) -> bool:
    facts = beginning.facts
    if not isinstance(facts.get("chatlab"), dict) or _has_records_of_weflow(facts):
        return False
    return not facts.keys().isdisjoint(("meta", "messages", "members"))


def _has_records_of_weflow(facts: Mapping[str, object]) -> bool:
    """True for the detailed JSON of early WeFlow: ChatLab's head above a session and messages of its own kind."""
    messages = facts.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return isinstance(facts.get("session"), dict) and isinstance(first, dict) and "localType" in first


def _has_lines(beginning: Beginning) -> bool:
    first = next(iter(beginning.records), beginning.facts)
    if not isinstance(first, dict) or first.get("_type") not in _LINE_TYPES:
        return False
    return "chatlab" in first or "platformId" in first or {"sender", "timestamp"} <= first.keys()
