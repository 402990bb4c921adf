"""This file is where the events of a compliance export - a message was changed, or deleted - find their message.

Such an export writes the event at its own time, hidden, with what the message says now, or last said. The message
itself may stand in the export as well, before or after, or not at all (format specification, section 4).
"""

from typing import Any

from core.json_values import members, word

_CHANGED, _DELETED = "message_changed", "message_deleted"


class Changes:
    """The last state of each message that an event speaks of, and which of those messages stand in the export."""

    MARKS = (_CHANGED.encode(), _DELETED.encode())
    DELETED = "\0deleted"
    """A member that no app writes: the message was deleted later."""

    def __init__(self) -> None:
        self._states: dict[str, dict[str, Any]] = {}
        self._present: set[str] = set()
        self._told: set[str] = set()

    @staticmethod
    def is_event(raw: Any) -> bool:
        return members(raw).get("subtype") in (_CHANGED, _DELETED)

    def note(self, raw: Any) -> None:
        """Takes one record of a first walk through the conversation."""
        if not self.is_event(raw):
            self._present.add(word(members(raw).get("ts")))
            return
        number = _target(raw)
        before = self._states.get(number, {})
        if number and not before.get(self.DELETED):
            self._states[number] = before | _state(raw, number)

    def current(self, raw: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
        """What a record stands for now: itself, its last state, or nothing of its own (and what it is then)."""
        if not self._states:
            return raw, ""
        if not self.is_event(raw):
            state = self._states.get(word(raw.get("ts")))
            return (raw | state if state else raw), ""
        number, what = _target(raw), "deletion" if raw.get("subtype") == _DELETED else "edit"
        if number in self._present or number in self._told or number not in self._states:
            return None, what
        # The message is nowhere else: it is told where the first event speaks of it.
        self._told.add(number)
        return self._states[number], what


def _target(raw: dict[str, Any]) -> str:
    """The time, and so the key, of the message that an event speaks of."""
    inner = members(raw.get("message")) or members(raw.get("previous_message")) or members(raw.get("original"))
    return word(raw.get("deleted_ts")) or word(inner.get("ts"))


def _state(raw: dict[str, Any], number: str) -> dict[str, Any]:
    if raw.get("subtype") == _DELETED:
        last = members(raw.get("previous_message")) or members(raw.get("original"))
        return _without_event(last) | {"ts": number, Changes.DELETED: True}
    now = _without_event(members(raw.get("message")))
    edited = members(now.get("edited")) or {"ts": word(raw.get("event_ts")) or word(raw.get("ts"))}
    return now | {"ts": number, "edited": edited}


def _without_event(raw: dict[str, Any]) -> dict[str, Any]:
    """A message that an event carries, without marks of the event."""
    return {key: value for key, value in raw.items() if key not in ("hidden", "event_ts", "channel")}
