"""This file is where events that speak of other events - edits, reactions, deletions, votes - are gathered first.

They may stand before or after what they speak of, so that a first walk over the file takes them (format
specification, section 14). Only they are kept, and a number for every event that is there.
"""

from dataclasses import dataclass, field
from typing import Any

from core.importers.matrix.events import content_of, relation_of
from core.json_values import count, members, objects, word
from core.types import Reaction

_ANSWERS = ("m.poll.response", "org.matrix.msc3381.poll.response")
_Latest = tuple[int, dict[str, Any]]


@dataclass
class Relations:
    """All that a room says of its own events. names: of people by their id, as first seen; senders: who wrote."""

    deleted: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    senders: set[str] = field(default_factory=set)
    is_direct: bool = False
    room_id: str = ""
    _edits: dict[tuple[str, str], _Latest] = field(default_factory=dict)
    _reactions: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    _votes: dict[str, dict[str, tuple[int, list[str]]]] = field(default_factory=dict)
    _present: set[int] = field(default_factory=set)

    def note(self, event: dict[str, Any]) -> None:
        """Takes one event of the first walk."""
        number, kind = word(event.get("event_id")), word(event.get("type"))
        self._present.add(hash(number))
        self.room_id = self.room_id or word(event.get("room_id"))
        content, relation = content_of(event), relation_of(event)
        target = word(relation.get("event_id"))
        if kind == "m.room.member":
            self._member(event, content)
        elif kind == "m.room.redaction":
            self.deleted.add(word(event.get("redacts")) or word(content.get("redacts")))
        elif kind == "m.reaction" and target:
            told = (word(relation.get("key")), word(event.get("sender")))
            self._reactions.setdefault(target, {})[number or repr(told)] = told
        elif kind in _ANSWERS and target:
            self._vote(target, event, content)
        elif relation.get("rel_type") == "m.replace" and target:
            self._edit(target, word(event.get("sender")), event)
        else:
            self.senders.add(word(event.get("sender")))
            self._edit(number, word(event.get("sender")), members(_aggregated(event).get("m.replace")))

    def is_present(self, number: str) -> bool:
        return hash(number) in self._present

    def edit_of(self, number: str, sender: str) -> dict[str, Any] | None:
        """The last edit of an event by the person who wrote it; nobody can edit what another person wrote."""
        return self._edits.get((number, sender), (0, None))[1]

    def reactions(self, event: dict[str, Any]) -> tuple[Reaction, ...]:
        """The reactions to an event, in the order of their first mention; counts that a server gave count too."""
        found: dict[str, list[str]] = {}
        for number, (key, sender) in self._reactions.get(word(event.get("event_id")), {}).items():
            if number not in self.deleted:
                found.setdefault(key, []).append(self.names.get(sender, sender))
        counts = {key: len(senders) for key, senders in found.items()}
        chunk = members(_aggregated(event).get("m.annotation")).get("chunk")
        for item in objects(chunk):
            key = word(item.get("key"))
            counts[key] = max(counts.get(key, 0), count(item.get("count")), 1)
        return tuple(Reaction(key, number, tuple(found.get(key, ()))) for key, number in counts.items() if key)

    def votes(self, poll: str) -> dict[str, int]:
        """How often each answer of a poll was chosen; of each person the last vote counts."""
        counts: dict[str, int] = {}
        for _, answers in self._votes.get(poll, {}).values():
            for answer in answers:
                counts[answer] = counts.get(answer, 0) + 1
        return counts

    def _member(self, event: dict[str, Any], content: dict[str, Any]) -> None:
        person, name = word(event.get("state_key")), word(content.get("displayname")).strip()
        self.is_direct = self.is_direct or content.get("is_direct") is True
        if person and name:
            self.names.setdefault(person, name)

    def _edit(self, target: str, sender: str, event: dict[str, Any]) -> None:
        time = count(event.get("origin_server_ts"))
        if content_of(event) and time >= self._edits.get((target, sender), (0, None))[0]:
            self._edits[target, sender] = (time, event)

    def _vote(self, target: str, event: dict[str, Any], content: dict[str, Any]) -> None:
        told = members(content.get("org.matrix.msc3381.poll.response")).get("answers")
        chosen = content.get("m.selections") or told
        answers = [word(each) for each in chosen] if isinstance(chosen, list) else []
        time, person = count(event.get("origin_server_ts")), word(event.get("sender"))
        votes = self._votes.setdefault(target, {})
        if time >= votes.get(person, (0, []))[0]:
            votes[person] = (time, answers)


def _aggregated(event: dict[str, Any]) -> dict[str, Any]:
    """What the server already put together of an event's relations."""
    return members(members(event.get("unsigned")).get("m.relations"))
