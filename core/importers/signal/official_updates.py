"""This file is where updates of chats in Signal's own export (calls, members, timers) become a call or a sentence."""

import re
from typing import Any

from core.importers.signal.official_people import People
from core.json_values import count, members, objects, word
from core.types import MessageKind

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MISSED = ("MISSED", "MISSED_NOTIFICATION_PROFILE")
_ACTORS = ("updaterAci", "removerAci", "inviterAci", "revokerAci")
_CONCERNED = ("newMemberAci", "memberAci", "removedAci", "aci", "requestorAci", "inviteeAci", "inviteeServiceId")


def update(raw: dict[str, Any], people: People) -> tuple[MessageKind, str]:
    """The kind and the words of an updateMessage."""
    if call := members(raw.get("individualCall")):
        return "call", _call(call)
    if call := members(raw.get("groupCall")):
        missed = word(call.get("state")) in _MISSED
        return "call", "Missed group call" if missed else "Group call"
    if changes := objects(members(raw.get("groupChange")).get("updates")):
        return "notice", "; ".join(_group_change(change, people) for change in changes)
    return "notice", _other(raw)


def _call(call: dict[str, Any]) -> str:
    how = "video call" if word(call.get("type")) == "VIDEO_CALL" else "call"
    state, outgoing = word(call.get("state")), word(call.get("direction")) == "OUTGOING"
    if state in _MISSED:
        return f"Missed {how}"
    if state == "NOT_ACCEPTED":
        return f"Unanswered {how}" if outgoing else f"Declined {how}"
    return f"{'Outgoing' if outgoing else 'Incoming'} {how}"


def _group_change(change: dict[str, Any], people: People) -> str:
    """One update in words: who, what, whom. Its name says what it is ("groupMemberAddedUpdate")."""
    name = next(iter(change), "genericGroupUpdate")
    facts = members(change.get(name))
    who = next((people.account(facts[key]) for key in _ACTORS if facts.get(key)), "")
    whom = next((people.account(facts[key]) for key in _CONCERNED if facts.get(key)), "")
    what = _CAPITAL.sub(" ", name.removesuffix("Update")).lower()
    title = word(facts.get("newGroupName")) or word(facts.get("newDescription"))
    told = [what, f"“{title}”" if title else "", whom, f"by {who}" if who else ""]
    if "expiresInMs" in facts or name == "groupExpirationTimerUpdate":
        told = [_timer(facts), f"by {who}" if who else ""]
    sentence = " ".join(part for part in told if part)
    return sentence[:1].upper() + sentence[1:]


def _timer(facts: dict[str, Any]) -> str:
    milliseconds = count(_number(facts.get("expiresInMs")))
    seconds = milliseconds // 1000
    return (
        f"Messages were set to disappear after {seconds} seconds"
        if seconds
        else "Disappearing messages were turned off"
    )


def _other(raw: dict[str, Any]) -> str:
    if "expirationTimerChange" in raw:
        return _timer(members(raw["expirationTimerChange"]))
    if profile := members(raw.get("profileChange")):
        return f"{word(profile.get('previousName'))} changed their name to {word(profile.get('newName'))}"
    if poll := members(raw.get("pollTerminate")):
        return f"The poll “{word(poll.get('question'))}” ended"
    simple = word(members(raw.get("simpleUpdate")).get("type"))
    name = next(iter(raw), "update")
    return (simple.replace("_", " ") or _CAPITAL.sub(" ", name)).capitalize()


def _number(value: Any) -> int:
    text = word(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
