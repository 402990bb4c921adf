"""This file is where calls, changes of groups and other records of Skype that nobody wrote get words."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from core.html_elements import Element, all_with, first, text_of
from core.importers.skype.markup import parsed, plain, words_of
from core.json_values import members, objects, word

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SENTENCES = {
    "AddMember": "{who} added {whom}",
    "DeleteMember": "{who} removed {whom}",
    "MemberJoined": "{whom} joined",
    "MemberLeft": "{whom} left",
    "TopicUpdate": "{who} renamed the conversation to “{value}”",
    "TopicDeleted": "{who} removed the conversation's name",
    "PictureUpdate": "{who} changed the picture of the conversation",
    "HistoryDisclosedUpdate": "{who} changed who can see the history",
    "JoiningEnabledUpdate": "{who} changed who can join by link",
    "RoleUpdate": "{who} made {whom} {role}",
    "E2EEHandshakeInvite": "{who} invited to a private conversation",
    "E2EEHandshakeAccept": "{who} accepted a private conversation",
    "E2EEHandshakeComplete": "The private conversation began",
}
_DEEPEST_POLL = 6
_QUESTION, _CHOICES = ("question", "pollTitle", "title", "text"), ("options", "choices", "answers", "pollOptions")

_MARKED = re.compile("\0([^\0]*)\0")

Names = Mapping[str, str]


def call(content: str) -> str:
    """What an Event/Call says: that a call began, ended (and how long it was) or was missed."""
    root = parsed(content)
    parts = first(root, "partlist") if root is not None else None
    kind = parts.get("type") or "" if parts is not None else ""
    if kind == "started":
        return "Call started"
    if kind == "missed":
        return "Missed call"
    seconds = max((_seconds(each) for each in all_with(parts, "duration")), default=0) if parts is not None else 0
    return f"Call ended, {length(seconds)}" if seconds else "Call ended" if kind == "ended" else "Call"


def length(seconds: int) -> str:
    """Seconds as one says them: "45 s", "3 min 20 s", "1 h 2 min"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest if not hours else 0, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def activity(message_type: str, content: str) -> str:
    """The sentence of a ThreadActivity, with ids of people in it that `named` makes names of."""
    what = message_type.partition("/")[2]
    root = parsed(content) if "<" in content else None
    facts = _facts(root) if root is not None else _json_facts(content)
    sentence = _SENTENCES.get(what)
    if sentence is None or (what == "TopicUpdate" and not facts["value"]):
        told = _CAPITAL.sub(" ", what).capitalize() or "A change in the conversation"
        return f"{told}: {facts['value']}" if facts["value"] else told
    if what == "DeleteMember" and facts["who"] == facts["whom"]:
        return f"{facts['who']} left"
    if what == "AddMember" and facts["who"] == facts["whom"]:
        return f"{facts['who']} joined"
    return sentence.format_map(facts)


def named(text: str, names: Names) -> str:
    """The sentence of an activity, once it is known who the people in it are."""
    return _MARKED.sub(lambda match: person(match[1], names), text)


def poll(content: str) -> str:
    """The question and the choices of a poll, which are JSON in some versions and markup in others."""
    facts = members(json_in(content))
    if not facts:
        return plain(content) or "Poll"
    question = next((text for key in _QUESTION if (text := _words(facts.get(key), 0))), "Poll")
    listed: list[Any] = next((facts[key] for key in _CHOICES if isinstance(facts.get(key), list)), [])
    return "\n".join([question, *(f"• {text}" for each in listed if (text := _words(each, 0)))])


def contacts(content: str) -> str:
    """The people of a RichText/Contacts, one on a line."""
    root = parsed(content)
    found = list(all_with(root, "c")) if root is not None else []
    lines = [", ".join(part for part in (each.get("f"), each.get("s") or each.get("p")) if part) for each in found]
    return "\n".join(line for line in lines if line) or plain(content) or "Contact"


def place(content: str) -> str:
    """The address and the coordinates of a RichText/Location; those are millionths of degrees."""
    root = parsed(content)
    element = first(root, "location") if root is not None else None
    if element is None:
        return plain(content) or "Location"
    latitude, longitude = _degrees(element.get("latitude")), _degrees(element.get("longitude"))
    point = f"{latitude}, {longitude}" if latitude and longitude else ""
    address = element.get("address") or words_of(element, "a")
    return "\n".join(part for part in (address, point) if part) or "Location"


def other(message_type: str, content: str) -> str:
    """A record of a type that is not known: with what can be read in it, else by its type."""
    told = plain(content) if not content.lstrip().startswith("{") else ""
    return told or _CAPITAL.sub(" ", message_type.replace("/", ": ")) or "A record without a type"


def person(mri: str, names: Names) -> str:
    """A person's name, else their id without the number of the network ("8:live:ana")."""
    return names.get(mri) or re.sub(r"^\d{1,2}:", "", mri) or "somebody"


def _facts(root: Element) -> dict[str, str]:
    targets = [first(each, "id") if first(each, "id") is not None else each for each in all_with(root, "target")]
    whom = [_marked(" ".join(text_of(each).split())) for each in targets if each is not None]
    value = words_of(root, "value")
    return {
        "who": _marked(words_of(root, "initiator")),
        "whom": ", ".join(whom) or "somebody",
        "value": "" if value.startswith("URL@") else value,
        "role": words_of(root, "role") or "a member",
    }


def _json_facts(content: str) -> dict[str, str]:
    """Newer activities are JSON: {"eventtime": ..., "initiator": "8:...", "members": [{"id": ...}]}."""
    facts = members(json_in(content))
    whom = ", ".join(_marked(word(each.get("id"))) for each in objects(facts.get("members")))
    return {
        "who": _marked(word(facts.get("initiator"))),
        "whom": whom or "somebody",
        "value": word(facts.get("value")),
        "role": "a member",
    }


def _marked(mri: str) -> str:
    return f"\0{mri}\0"


def json_in(content: str) -> Any:
    """The value of a text that is JSON, else None."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _words(value: Any, depth: int) -> str:
    """A text, or the text of an object that has one."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict) and depth < _DEEPEST_POLL:
        return next((text for key in (*_QUESTION, "option", "name") if (text := _words(value.get(key), depth + 1))), "")
    return ""


def _seconds(element: Element) -> int:
    try:
        return min(round(float(text_of(element))), 10**7)
    except (ValueError, OverflowError):
        return 0


def _degrees(written: str | None) -> str:
    try:
        return f"{int(written or '') / 1_000_000:g}"
    except ValueError:
        return ""
