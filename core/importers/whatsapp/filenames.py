"""This file is where the names of WhatsApp's media files tell what they are (format specification 1.6)."""

import re

from core import file_kinds
from core.types import AttachmentKind

_ANDROID = re.compile(r"(IMG|VID|PTT|AUD|STK|DOC)-\d{8}-WA\d+", re.IGNORECASE)
_IOS = re.compile(r"\d{5,}-([A-Z]{3,})-\d{4}-\d\d-\d\d", re.IGNORECASE)
_ENDING = re.compile(r"\.\w{1,5}\s*$")
_WORDS: dict[str, AttachmentKind] = {
    "IMG": "image",
    "VID": "video",
    "PTT": "voice",
    "AUD": "audio",
    "STK": "sticker",
    "DOC": "file",
    "PHOTO": "image",
    "VIDEO": "video",
    "AUDIO": "audio",
    "STICKER": "sticker",
    "GIF": "gif",
}
_DOCUMENTS = frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "rar", "apk", "txt", "csv", "rtf", "odt", "ods", "epub"]
)


def kind_of(name: str) -> AttachmentKind:
    """What a file is: contacts and voice messages by ending, then by the app's own names, then by ending."""
    by_ending = file_kinds.kind_of(name)
    if by_ending in ("contact", "voice"):
        return by_ending
    named = _ANDROID.match(name) or _IOS.match(name)
    return _WORDS.get(named[1].upper(), by_ending) if named else by_ending


def is_app_name(name: str) -> bool:
    """True for names that the app itself gives to media."""
    return (_ANDROID.match(name) or _IOS.match(name)) is not None


def is_file_of_chat(entry: str) -> bool:
    """True for what people send in a chat, by the name; False for what may be an export of its own."""
    name = entry.rpartition("/")[2]
    return file_kinds.is_media(name) or is_app_name(name) or file_kinds.ending_of(name) in _DOCUMENTS


def has_ending(name: str) -> bool:
    return _ENDING.search(name) is not None
