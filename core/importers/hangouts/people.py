"""This file is where a conversation of Hangouts tells its name, its people and whose export it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.json_values import members, objects, word
from core.types import ConversationKind

UNKNOWN = "Unknown"
"""A person whom the export names nowhere; the id still tells them apart."""


@dataclass(frozen=True, slots=True)
class Chat:
    """key: Google's id of the conversation, "" where it has none. names: id of a person -> name."""

    key: str
    title: str
    kind: ConversationKind
    owner: str | None
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, person: str) -> str:
        """What the conversation calls a person."""
        return self.names.get(person, UNKNOWN)


def chat_of(facts: dict[str, Any]) -> Chat:
    """The conversation by what stands around its events. Both layouts nest the same object differently deep."""
    outer = members(facts.get("conversation"))
    inner = members(outer.get("conversation")) or outer
    number = _id(facts) or _id(outer) or word(members(inner.get("id")).get("id"))
    names: dict[str, str] = {}
    for person in objects(inner.get("participant_data")):
        for key in _ids(person.get("id")):
            names[key] = _name(person)
    state = members(inner.get("self_conversation_state"))
    owner = person_id(members(state.get("self_read_state")).get("participant_id"))
    people = [person_id(person) for person in objects(inner.get("current_participant"))]
    people = people or [person_id(person.get("id")) for person in objects(inner.get("participant_data"))]
    others = [names[person] for person in dict.fromkeys(people) if person != owner and person in names]
    title = word(inner.get("name")) or ", ".join(others) or "Hangouts"
    return Chat(number, title, _kind(inner), owner or None, names)


def person_id(value: Any) -> str:
    """The id of a person: of the Google account, else of the chat; "" where there is none."""
    return next(iter(_ids(value)), "")


def _ids(value: Any) -> list[str]:
    person = members(value)
    return [word(person[key]) for key in ("gaia_id", "chat_id") if word(person.get(key))]


def _id(facts: dict[str, Any]) -> str:
    return word(members(facts.get("conversation_id")).get("id"))


def _name(person: dict[str, Any]) -> str:
    """The name; of somebody known by a telephone only, the number."""
    phone = members(person.get("phone_number"))
    number = word(members(phone.get("i18n_data")).get("international_number")) or word(phone.get("e164"))
    return word(person.get("fallback_name")).strip() or number or UNKNOWN


def _kind(inner: dict[str, Any]) -> ConversationKind:
    by_type: dict[str, ConversationKind] = {"STICKY_ONE_TO_ONE": "private", "ONE_TO_ONE": "private", "GROUP": "group"}
    return by_type.get(word(inner.get("type")), "unknown")
