"""This file is where fields of Graph's objects are read whatever their case: "chatId", or "ChatId" in data exports."""

from collections.abc import Mapping
from typing import Any

from core.json_values import members, objects, word


def lowered(value: Any) -> dict[str, Any]:
    """An object with the names of its own members in camel case; an empty one for anything else."""
    if not isinstance(value, Mapping):
        return {}
    return {f"{name[:1].lower()}{name[1:]}": inside for name, inside in value.items()}


def each_of(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, each as `lowered` has it."""
    return [lowered(each) for each in objects(value)]


def is_message(value: Any) -> bool:
    """True for an object with what every message of Graph has."""
    facts = lowered(value)
    if not ("createdDateTime" in facts and isinstance(facts.get("body"), dict)):
        return False
    return "chatId" in facts or "channelIdentity" in facts


def identity(value: Any) -> tuple[str, str]:
    """(id, name) of the one that an identitySet names: a person, an app, or what else it has; ("", "") for none."""
    for inside in lowered(members(value)).values():
        who = lowered(inside)
        if word(who.get("id")):
            return word(who["id"]), word(who.get("displayName")).strip()
    return "", ""


def type_of(facts: Mapping[str, Any]) -> str:
    """The type that an object says it is of, without its namespace: "callEndedEventMessageDetail"."""
    named = next((word(value) for key, value in facts.items() if key.lower().lstrip("@") in _TYPES), "")
    return named.rpartition(".")[2].lstrip("#")


_TYPES = ("odata.type", "odatatype")
