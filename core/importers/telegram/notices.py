"""This file is where Telegram's service records become a call or a sentence in words."""

from typing import Any

from core.importers.telegram.fields import display_name, plain, word
from core.types import MessageKind

_CALLS = {"phone_call": "Call", "conference_call": "Group call", "group_call": "Group call"}
_ENDS = {"missed": "Missed", "busy": "Declined", "disconnect": "Interrupted"}
_SENTENCES = {
    "create_group": "{who} created the group {title}",
    "create_channel": "{who} created the channel {title}",
    "edit_group_title": "{who} changed the name of the chat to {title}",
    "edit_group_photo": "{who} changed the photo of the chat",
    "delete_group_photo": "{who} removed the photo of the chat",
    "invite_members": "{who} added {members}",
    "remove_members": "{who} removed {members}",
    "join_group_by_link": "{who} joined with a link from {inviter}",
    "join_group_by_request": "{who} was let in on request",
    "migrate_to_supergroup": "{who} turned the group into a supergroup",
    "migrate_from_group": "{who} turned the group {title} into a supergroup",
    "pin_message": "{who} pinned a message",
    "clear_history": "{who} cleared the history",
    "score_in_game": "{who} scored {score} in a game",
    "send_payment": "A payment of {amount} {currency} was made",
    "take_screenshot": "{who} took a screenshot",
    "joined_telegram": "{who} joined Telegram",
    "proximity_reached": "{from} came within {distance} m of {to}",
    "requested_phone_number": "{who} asked for the phone number",
    "invite_to_group_call": "{who} invited {members} to the group call",
    "group_call_scheduled": "{who} scheduled a group call",
    "edit_chat_theme": "{who} changed the theme of the chat {emoticon}",
    "send_premium_gift": "{who} gave Telegram Premium for {months} months",
    "topic_created": "{who} opened the topic {title}",
    "topic_edit": "{who} changed the topic {new_title}",
    "set_chat_wallpaper": "{who} changed the background of the chat",
    "set_same_chat_wallpaper": "{who} took over the background of the chat",
    "suggest_profile_photo": "{who} suggested a profile photo",
    "allow_sending_messages": "{who} allowed a bot to send messages",
}
_TITLES = ("title", "new_title")
_NAMES = ("inviter", "from", "to")
_DETAILS = ("score", "amount", "currency", "distance", "emoticon", "months")


def event(raw: dict[str, Any], actor: str | None) -> tuple[MessageKind, str]:
    """The kind ("call" or "notice") and the text of a service record; unknown actions are told by their name."""
    action = word(raw.get("action"))
    if action in _CALLS:
        return "call", _call(_CALLS[action], raw)
    if action == "set_messages_ttl":
        return "notice", _timer(raw.get("period"), actor or "Somebody")
    sentence = _SENTENCES.get(action)
    if sentence is None:
        return "notice", _unknown(action, raw, actor)
    return "notice", " ".join(sentence.format_map(_facts(raw, actor)).split())


def duration(seconds: int) -> str:
    """Seconds as one says them: "45 s", "3 min 20 s", "1 h 2 min"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest if not hours else 0, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def _call(name: str, raw: dict[str, Any]) -> str:
    seconds = raw.get("duration_seconds", raw.get("duration"))
    if type(seconds) is int and seconds > 0:
        return f"{name}, {duration(seconds)}"
    end = _ENDS.get(word(raw.get("discard_reason")))
    return f"{end} {name[0].lower()}{name[1:]}" if end else name


def _timer(period: Any, who: str) -> str:
    if type(period) is not int or period <= 0:
        return f"{who} turned off the disappearing of messages"
    days, rest = divmod(period, 86400)
    length = duration(period) if rest or not days else "1 day" if days == 1 else f"{days} days"
    return f"{who} set messages to disappear after {length}"


def _facts(raw: dict[str, Any], actor: str | None) -> dict[str, str]:
    facts = {"who": actor or "Somebody", "members": _members(raw.get("members"))}
    facts.update({key: f"“{word(raw[key])}”" if raw.get(key) else "" for key in _TITLES})
    facts.update({key: display_name(raw.get(key)) for key in _NAMES})
    facts.update({key: word(raw.get(key)) for key in _DETAILS})
    return facts


def _members(names: Any) -> str:
    return ", ".join(display_name(name) for name in names) if isinstance(names, list) and names else "somebody"


def _unknown(action: str, raw: dict[str, Any], actor: str | None) -> str:
    what = plain(raw.get("information_text")) or action.replace("_", " ") or "service message"
    details = [plain(raw.get(key)) for key in ("title", "text")]
    told = ": ".join(part for part in (what, *details) if part)
    return f"{actor}: {told}" if actor else told
