"""This file is where what happened in a chat - calls, members, names - gets words (Graph's eventMessageDetail)."""

import re
from collections.abc import Mapping
from typing import Any

from core.importers.skype.events import length
from core.importers.teams.fields import each_of, identity, lowered, type_of
from core.json_values import members, word
from core.types import MessageKind

_SUFFIX = "EventMessageDetail"
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})(?:\.\d+)?S)?)?")
_MARKED = re.compile("\0([^\0]*)\0")
_NAMES = ("chatDisplayName", "channelDisplayName", "teamDisplayName")
_SENTENCES = {
    "membersAdded": "{who} added {whom}",
    "membersDeleted": "{who} removed {whom}",
    "membersJoined": "{whom} joined",
    "membersLeft": "{whom} left",
    "chatRenamed": "{who} renamed the conversation to “{name}”",
    "channelRenamed": "{who} renamed the channel to “{name}”",
    "channelAdded": "{who} added the channel “{name}”",
    "channelDeleted": "{who} deleted the channel “{name}”",
    "channelDescriptionUpdated": "{who} described the channel: {text}",
    "teamCreated": "{who} created the team “{name}”",
    "teamRenamed": "{who} renamed the team to “{name}”",
    "teamDescriptionUpdated": "{who} described the team: {text}",
    "teamsAppInstalled": "{who} added the app {text}",
    "teamsAppRemoved": "{who} removed the app {text}",
    "teamsAppUpgraded": "{who} updated the app {text}",
    "tabUpdated": "{who} changed the tab {text}",
    "messagePinned": "{who} pinned a message",
    "messageUnpinned": "{who} unpinned a message",
    "conversationMemberRoleUpdated": "{who} changed the role of {whom}",
    "callRecording": "Recording of the call: {text}",
    "callTranscript": "Transcript of the call",
}
_TEXTS = (
    "channelDescription",
    "teamDescription",
    "teamsAppDisplayName",
    "tabName",
    "callRecordingDisplayName",
)


def told(facts: Mapping[str, Any]) -> tuple[MessageKind, str]:
    """What an eventDetail says, with ids of people in it that `named` makes names of; ("notice", "") for none."""
    kind = type_of(facts).removesuffix(_SUFFIX) or _guessed(facts)
    if kind in ("callStarted", "callEnded"):
        return "call", _call(kind, facts)
    if kind not in _SENTENCES:
        return "notice", _CAPITAL.sub(" ", kind).capitalize()
    who, whom = _person(identity(facts.get("initiator"))), _whom(facts)
    if kind == "membersDeleted" and who == whom:
        kind = "membersLeft"
    name, text = (next((word(facts[key]) for key in keys if word(facts.get(key))), "") for keys in (_NAMES, _TEXTS))
    return "notice", _SENTENCES[kind].format(who=who, whom=whom, name=name, text=text)


def named(text: str, names: Mapping[str, str]) -> str:
    """The sentence of an event, once it is known who the people in it are."""
    return _MARKED.sub(lambda match: names.get(match[1], match[1]) or "somebody", text)


def renamed_to(facts: Mapping[str, Any]) -> str:
    """The name that an event gave the chat or channel, "" for other events."""
    if type_of(facts).removesuffix(_SUFFIX) not in ("chatRenamed", "channelRenamed", "channelAdded"):
        return ""
    return word(facts.get("chatDisplayName")).strip() or word(facts.get("channelDisplayName")).strip()


def seconds(duration: str) -> int:
    """Seconds of an ISO 8601 duration ("PT3M20S"), 0 for anything else."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        return 0
    days, hours, minutes, rest = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _call(kind: str, facts: Mapping[str, Any]) -> str:
    what = "Meeting" if word(facts.get("callEventType")).lower() == "meeting" else "Call"
    if kind == "callStarted":
        return f"{what} started"
    took = seconds(word(facts.get("callDuration")))
    return f"{what} ended, {length(took)}" if took else f"{what} ended"


def _guessed(facts: Mapping[str, Any]) -> str:
    """The type of an event that does not say it, by what only that type has."""
    marks = {"callDuration": "callEnded", "chatDisplayName": "chatRenamed", "callRecordingUrl": "callRecording"}
    return next((kind for mark, kind in marks.items() if facts.get(mark)), "")


def _whom(facts: Mapping[str, Any]) -> str:
    people = [(word(each.get("id")), word(each.get("displayName"))) for each in each_of(facts.get("members"))]
    changed = members(facts.get("conversationMemberUser"))
    people += [(word(each.get("id")), word(each.get("displayName"))) for each in (lowered(changed),) if each]
    return ", ".join(_person(each) for each in people) or "somebody"


def _person(who: tuple[str, str]) -> str:
    """A name, or an id marked for `named`."""
    return who[1] or (f"\0{who[0]}\0" if who[0] else "somebody")
