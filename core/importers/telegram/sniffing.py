"""This file is where an entry of an export is told to be Telegram's by its beginning, not by its name."""

import io
from typing import Any

from core.json_stream import JsonEnd, JsonStream, Mended

CHAT_TYPES = frozenset(
    [
        "saved_messages",
        "replies",
        "verification_codes",
        "personal_chat",
        "bot_chat",
        "private_group",
        "private_supergroup",
        "public_supergroup",
        "private_channel",
        "public_channel",
    ]
)
_ACCOUNT_PARTS = ("profile_pictures", "frequent_contacts", "web_sessions", "left_chats")
_RECORD_TYPES = ("message", "service", "unsupported")


def is_telegram(head: bytes) -> bool:
    """True when the beginning of a JSON file is that of a chat or an account; the rest may be missing."""
    walk = JsonStream(io.BytesIO(head))
    try:
        return _is_chat(walk) or False
    except JsonEnd:
        return False


def _is_chat(walk: JsonStream) -> bool | None:
    """None where the object ends, or is left, without having told either way."""
    chat_type: Any = None
    for key in walk.members():
        first = walk.peek()
        if key == "type":
            chat_type = walk.value()
        elif key == "messages" and first == b"[":
            return _is_known(chat_type) or _has_telegram_records(walk)
        elif key == "personal_information" and first == b"{":
            return "user_id" in walk.value()
        elif key in _ACCOUNT_PARTS:
            return True
        elif key == "chats" and first == b"{" and (verdict := _is_account(walk)) is not None:
            return verdict
    return None


def _is_known(chat_type: Any) -> bool:
    return isinstance(chat_type, str) and chat_type in CHAT_TYPES


def _is_account(walk: JsonStream) -> bool | None:
    for key in walk.members():
        if key == "list" and walk.peek() == b"[":
            for _ in walk.items():
                if walk.peek() == b"{" and (verdict := _is_chat(walk)) is not None:
                    return verdict
    return None


def _has_telegram_records(walk: JsonStream) -> bool:
    """Old exports and other tools leave out the chat's type; the first records tell then."""
    for position, record in enumerate(walk.records()):
        value = record.value if isinstance(record, Mended) else record
        if isinstance(value, dict):
            named = any(field in value for field in ("from", "from_id", "actor", "actor_id", "text"))
            return value.get("type") in _RECORD_TYPES and named and ("date" in value or "date_unixtime" in value)
        if position == 20:
            break
    return False
