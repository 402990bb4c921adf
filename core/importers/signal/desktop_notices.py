"""This file is where rows of Signal Desktop that nobody wrote become a call or a sentence."""

from typing import Any

from core.json_values import members, objects, word
from core.types import MessageKind

_SENTENCES = {
    "keychange": "The safety number changed",
    "verified-change": "The safety number was marked as verified, or no longer",
    "profile-change": "The profile changed",
    "group-v1-migration": "The group became a new group",
    "delivery-issue": "A message could not be delivered",
    "chat-session-refreshed": "The chat session was refreshed",
    "change-number-notification": "The phone number changed",
    "conversation-merge": "Two conversations became one",
    "joined-signal-notification": "Joined Signal",
}
_UNKNOWN_CALL = "Call"


def event(raw: dict[str, Any]) -> tuple[MessageKind, str]:
    """The kind and the words of a row whose type is neither incoming nor outgoing."""
    kind = word(raw.get("type")) or "unknown"
    if kind == "call-history":
        return "call", _call(members(raw.get("callHistoryDetails")))
    if kind in ("timer-notification", "universal-timer-notification"):
        return "notice", _timer(members(raw.get("expirationTimerUpdate")).get("expireTimer"))
    if kind == "profile-change":
        return "notice", _profile(members(raw.get("profileChange")))
    if kind == "group-v2-change":
        return "notice", _group_change(objects(members(raw.get("groupV2Change")).get("details")))
    return "notice", _SENTENCES.get(kind) or _legacy(raw) or kind.replace("-", " ").capitalize()


def timer_of(raw: dict[str, Any]) -> str | None:
    """The sentence of a message of old versions that only sets the timer, None for any other."""
    if raw.get("expirationTimerUpdate") is None or raw.get("body"):
        return None
    return _timer(members(raw["expirationTimerUpdate"]).get("expireTimer"))


def _call(details: dict[str, Any]) -> str:
    if not details:
        return _UNKNOWN_CALL
    how = "video call" if details.get("wasVideoCall") or details.get("type") == "Video" else "call"
    if details.get("callMode") in ("Group", "GroupCall"):
        return "Group call"
    incoming = bool(details.get("wasIncoming")) or details.get("direction") == "Incoming"
    if details.get("acceptedTime") or details.get("status") == "Accepted":
        return f"{'Incoming' if incoming else 'Outgoing'} {how}"
    if details.get("wasDeclined") or details.get("status") == "Declined":
        return f"Declined {how}"
    return f"Missed {how}" if incoming else f"Unanswered {how}"


def _timer(seconds: Any) -> str:
    if not isinstance(seconds, int) or seconds <= 0:
        return "Disappearing messages were turned off"
    days, rest = divmod(seconds, 86_400)
    length = f"{days} days" if days and not rest else f"{seconds} seconds"
    return f"Messages were set to disappear after {length}"


def _profile(change: dict[str, Any]) -> str:
    before, after = word(change.get("oldName")), word(change.get("newName"))
    return f"{before} changed their name to {after}" if before and after else _SENTENCES["profile-change"]


def _group_change(details: list[dict[str, Any]]) -> str:
    told = []
    for each in details:
        what = word(each.get("type")).replace("-", " ")
        name = word(each.get("newTitle")) or word(each.get("description"))
        told.append(f"{what} “{name}”" if name else what)
    return "Group: " + ", ".join(told) if any(told) else "The group changed"


def _legacy(raw: dict[str, Any]) -> str:
    """Updates of the first kind of groups."""
    update = members(raw.get("group_update"))
    if not update:
        return ""
    joined = update.get("joined")
    parts = [
        f"the name is now “{word(update['name'])}”" if update.get("name") else "",
        "joined: " + ", ".join(word(each) for each in joined) if isinstance(joined, list) and joined else "",
        f"left: {word(update['left'])}" if update.get("left") else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f"Group: {told}" if told else ""
