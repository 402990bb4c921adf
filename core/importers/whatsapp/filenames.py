"""This file is where the names of WhatsApp's media files tell what they are (format specification 1.6)."""

import re

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
_ENDINGS: dict[AttachmentKind, str] = {
    "contact": "vcf",
    "voice": "opus",
    "image": "jpg jpeg png heic heif bmp tif tiff avif",
    "sticker": "webp",
    "gif": "gif",
    "video": "mp4 mov 3gp 3gpp mkv avi webm m4v",
    "audio": "mp3 m4a aac ogg oga wav amr flac wma",
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}


def kind_of(name: str) -> AttachmentKind:
    """What a file is: contacts and voice messages by ending, then by the app's own names, then by ending."""
    ending = name.rsplit(".", 1)[-1].casefold() if "." in name else ""
    by_ending = _BY_ENDING.get(ending, "file")
    if by_ending in ("contact", "voice"):
        return by_ending
    named = _ANDROID.match(name) or _IOS.match(name)
    return _WORDS.get(named[1].upper(), by_ending) if named else by_ending


def is_app_name(name: str) -> bool:
    """True for names that the app itself gives to media."""
    return (_ANDROID.match(name) or _IOS.match(name)) is not None


def is_media(name: str) -> bool:
    """True when the ending is one of a picture, sound, video or contact."""
    return "." in name and name.rsplit(".", 1)[-1].casefold() in _BY_ENDING


def has_ending(name: str) -> bool:
    return _ENDING.search(name) is not None
