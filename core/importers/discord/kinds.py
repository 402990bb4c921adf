"""This file is where notices and calls are told from messages: by type in JSON, by their words in other formats."""

import re
from typing import Any

from core.json_values import word
from core.types import MessageKind

_MESSAGES = frozenset(
    ["", "0", "19", "20", "23", "Default", "Reply", "ChatInputCommand", "ContextMenuCommand", "ApplicationCommand"]
)
_CALLS = frozenset(["3", "Call"])
_POLL_RESULTS = frozenset(["46", "PollResult"])
_WORDS = {
    "1": "Added a recipient.",
    "2": "Removed a recipient.",
    "4": "Changed the channel name.",
    "5": "Changed the channel icon.",
    "6": "Pinned a message.",
    "7": "Joined the server.",
    "8": "Boosted the server.",
    "9": "Boosted the server to level 1.",
    "10": "Boosted the server to level 2.",
    "11": "Boosted the server to level 3.",
    "12": "Followed a channel.",
    "18": "Started a thread.",
    "21": "Started this thread from a message.",
    "22": "Reminded of invitations.",
    "24": "Blocked a message.",
    "25": "Subscribed to a role.",
    "27": "Started a stage.",
    "28": "Ended a stage.",
    "29": "Became a speaker.",
    "31": "Changed the topic of the stage.",
    "36": "Enabled security actions.",
    "37": "Disabled security actions.",
    "38": "Reported a raid.",
    "39": "Reported a false alarm.",
    "44": "Made a purchase.",
}
"""What Discord's types mean, where the exporter leaves the text empty; it prints types it does not know as numbers."""

_NOTICE = re.compile(
    r"Added a recipient\.|Removed a recipient\.|Changed the channel (?:icon|name)\.|Changed the channel name: .+"
    r"|Pinned a message\.|Joined the server\.|Started a thread\.|Left the group\."
    r"|(?:Added .{1,100} to|Removed .{1,100} from) the group\."
)
_CALL = re.compile(r"Started a call that lasted (?P<minutes>[\d.,\u00a0\u202f ]{1,30}) minutes\.?")


def kind_of_type(kind: Any) -> MessageKind:
    """What a type of message in JSON is."""
    name = word(kind)
    if name in _CALLS:
        return "call"
    return "poll" if name in _POLL_RESULTS else "message" if name in _MESSAGES else "notice"


def kind_of_words(text: str) -> MessageKind:
    """What a text of another format is: the exporter writes English words for notices, in every locale."""
    if _NOTICE.fullmatch(text):
        return "notice"
    return "call" if _CALL.fullmatch(text) else "message"


def words_of_type(kind: Any) -> str:
    """Words for a notice that has none."""
    name = word(kind)
    return _WORDS.get(name) or (
        f"Discord event {name}" if name.isdigit() else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    )


def call_words(minutes: int) -> str:
    return f"Started a call that lasted {minutes} minutes."
