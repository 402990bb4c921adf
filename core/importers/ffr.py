"""This file is where dialogues of the FFR data set become conversations (format specification, section 16).

A list, a single object, or JSONL; utterances are text, pictures, or both. The form has no times and no person ids:
the order of the utterances is all there is.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import word
from core.protocols import ReadOptions
from core.tally import counted
from core.types import ExportedAttachment, ExportedConversation, ExportedMessage, Problem, Repair

__all__ = ["name", "read", "recognises", "title"]

name = "ffr"
title = "FFR dialogues (JSON, JSONL)"

_PICTURE_KEYS = ("image_url", "image", "path")
_Item = ExportedMessage | Problem | Repair


def recognises(beginning: Beginning) -> bool:
    """True when it begins with an object that has a `dialogue` of utterances."""
    return beginning.form == "json" and _is_dialogue(beginning.raw)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per dialogue_id, in file order; the first dialogue of an id wins, as in the data set's own
    tools, and the others are told as Problems with the conversation before them.

    Raises BrokenExport when there is no dialogue at all.
    """
    seen: set[str] = set()
    waiting: ExportedConversation | None = None
    problems: list[_Item] = []
    for found in _dialogues(export, entries, seen):
        if isinstance(found, ExportedConversation):
            if waiting is not None:
                yield _with(waiting, problems)
                problems = []
            waiting = found
        else:
            problems.append(found)
    if waiting is None:
        raise BrokenExport(f"{export.path.name}: no dialogue can be read from it.")
    yield _with(waiting, problems)


def _with(conversation: ExportedConversation, problems: list[_Item]) -> ExportedConversation:
    conversation.messages = [*conversation.messages, *problems]
    return conversation


def _is_dialogue(head: bytes) -> bool:
    walk = JsonStream(io.BytesIO(head))
    try:
        first = walk.peek()
        if first == b"[":
            for _ in walk.items():
                return walk.peek() == b"{" and _has_utterances(walk)
        return first == b"{" and _has_utterances(walk)
    except JsonEnd:
        return False


def _has_utterances(walk: JsonStream) -> bool:
    for key in walk.members():
        if key == "dialogue" and walk.peek() == b"[":
            for _ in walk.items():
                return walk.peek() == b"{" and not {"utterance", "speaker"}.isdisjoint(walk.members())
            return True
    return False


def _dialogues(
    export: Export, entries: Sequence[str], seen: set[str]
) -> Iterator[ExportedConversation | Problem | Repair]:
    for entry in entries:
        position = 0
        with export.open(entry) as stream:
            for record in _records(JsonStream(stream)):
                where = f"{entry}: [{position}]"
                position += 1
                value = record
                if isinstance(record, Mended):
                    yield Repair(f"{entry}: {record.place}", record.repair)
                    value = record.value
                if isinstance(record, Unreadable):
                    yield Problem(f"{entry}: {record.place}", record.reason)
                elif not isinstance(value, dict) or not isinstance(value.get("dialogue"), list):
                    yield Problem(where, "not a dialogue")
                else:
                    yield _conversation(value, where, (export, entry, position), seen)


def _records(walk: JsonStream) -> Iterator[Any]:
    """The objects of a list, or one object after another (a single dialogue, JSONL)."""
    try:
        if walk.peek() == b"[":
            yield from walk.records()
        while not walk.at_end():
            yield from walk.lines()
    except JsonEnd as error:
        yield Unreadable(walk.place, str(error))


def _conversation(
    raw: dict[str, Any], where: str, place: tuple[Export, str, int], seen: set[str]
) -> ExportedConversation | Problem:
    export, entry, number = place
    stated = word(raw.get("dialogue_id"))
    key = stated or f"{export.name}#{number}"
    if key in seen:
        return Problem(where, f"dialogue_id {key} was there before: the first one is used")
    seen.add(key)
    folder = entry.rpartition("/")[0]
    tally = export.tally(f"{entry}: {where}.dialogue", "record")
    tally.read(len(raw["dialogue"]))
    messages = list(counted(_utterances(raw["dialogue"], where, (export, folder)), tally))
    return ExportedConversation("ffr", key, f"Dialogue {stated or number}", messages, has_id=bool(stated))


def _utterances(dialogue: list[Any], where: str, root: tuple[Export, str]) -> Iterator[_Item]:
    used: set[str] = set()
    for position, raw in enumerate(dialogue):
        place = f"{where}.dialogue[{position}]"
        if not isinstance(raw, dict):
            yield Problem(place, "not an utterance")
            continue
        index = raw.get("utterance_idx")
        key = str(index) if isinstance(index, int) and not isinstance(index, bool) else str(position)
        if key in used:
            yield Repair(place, f"utterance_idx {key} was there before: numbered by its position")
            key = f"{key}#{position}"
        used.add(key)
        text, pictures = _body(raw, root)
        yield ExportedMessage(key, word(raw.get("speaker")) or None, None, None, text, "message", pictures, where=place)


def _body(raw: dict[str, Any], root: tuple[Export, str]) -> tuple[str, tuple[ExportedAttachment, ...]]:
    """The text and the pictures of an utterance, which may come alone or mixed, in any order."""
    utterance = raw.get("utterance")
    parts = utterance if isinstance(utterance, list) else [utterance]
    texts = [_text(part) for part in parts]
    pictures = [part for part in (*parts, raw) if isinstance(part, dict) and any(key in part for key in _PICTURE_KEYS)]
    return "\n".join(text for text in texts if text), tuple(_picture(part, root) for part in pictures)


def _text(part: Any) -> str:
    return word(part.get("text")) or word(part.get("utterance")) if isinstance(part, dict) else word(part)


def _picture(part: dict[str, Any], root: tuple[Export, str]) -> ExportedAttachment:
    path = next((found for key in _PICTURE_KEYS if (found := _address(part.get(key)))), "")
    caption = word(part.get("caption"))
    if not path:
        return ExportedAttachment("image", "", "not_exported", caption=caption)
    entry = root[0].resolve(path, root[1])
    base = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return ExportedAttachment("image", base, "found" if entry else "missing", entry, caption=caption)


def _address(value: Any) -> str:
    """A path, also where it is wrapped as {"url": ...}."""
    return word(value.get("url")) if isinstance(value, dict) else word(value)
