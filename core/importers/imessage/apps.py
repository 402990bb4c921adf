"""This file is where messages that apps made (payments, games, polls, drawings) get the words their balloon shows."""

import base64
import binascii
import plistlib
from typing import Any

import orjson

from core.importers.imessage.edits import property_list
from core.types import MessageKind

_DRAWN = {
    "com.apple.Handwriting.HandwritingProvider": "Handwritten message",
    "com.apple.DigitalTouchBalloonProvider": "Digital Touch message",
}
_POLLS = "com.apple.messages.Polls"
_LINK = "com.apple.messages.URLBalloonProvider"
_CAPTIONS = (
    "image-title",
    "image-subtitle",
    "caption",
    "subcaption",
    "secondary-subcaption",
    "tertiary-subcaption",
)


def app_of(balloon: str) -> str:
    """The app in a balloon_bundle_id like "com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.game"."""
    return balloon.rpartition(":")[2]


def drawing(balloon: str) -> str:
    """What a balloon is that only shows a drawing, "" for any other."""
    return _DRAWN.get(app_of(balloon), "")


def is_link(balloon: str) -> bool:
    """The preview of a link; its text is the link."""
    return app_of(balloon) == _LINK


def balloon_text(balloon: str, payload: bytes) -> tuple[MessageKind, str]:
    """The kind and the words of an app's message; the app's name where its data say nothing."""
    archive = _Archive(property_list(payload))
    facts = archive.root
    if app_of(balloon) == _POLLS and (lines := _poll(archive)):
        return "poll", "\n".join(lines)
    captions = archive.members(facts.get("userInfo"))
    lines = [archive.words(facts.get("ldtext")), *(archive.words(captions.get(key)) for key in _CAPTIONS)]
    told = dict.fromkeys(line for line in lines if line)
    return "message", "\n".join(told) or f"Message of the app {archive.words(facts.get('an')) or app_of(balloon)}"


def _poll(archive: "_Archive") -> list[str]:
    """The question and the choices, which stand as JSON in a data URL (iOS 26)."""
    written = archive.root.get("URL")
    address = archive.words(archive.members(written).get("NS.relative") or written)
    if not address.startswith("data:,"):
        return []
    try:
        raw = base64.urlsafe_b64decode(address[len("data:,") :].partition("?")[0] + "==")
        item = orjson.loads(raw)["item"]
        choices = [f"• {choice['text']}" for choice in item["orderedPollOptions"]]
        title = item.get("title")
    except (binascii.Error, orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        return []
    return [title, *choices] if isinstance(title, str) and title else choices


class _Archive:
    """An NSKeyedArchiver property list: objects that refer to each other by number. Only what is asked for is looked
    up, one step at a time: such lists may refer to themselves."""

    def __init__(self, archive: Any) -> None:
        facts = archive if isinstance(archive, dict) else {}
        self._objects = facts["$objects"] if isinstance(facts.get("$objects"), list) else []
        top = facts.get("$top")
        self.root = self.members(top.get("root") if isinstance(top, dict) else facts)

    def members(self, value: Any) -> dict[str, Any]:
        """The members of a dictionary or object, {} for anything else; references inside are kept."""
        value = self.value(value)
        if not isinstance(value, dict):
            return {}
        keys, values = value.get("NS.keys"), value.get("NS.objects")
        if isinstance(keys, list) and isinstance(values, list):
            return {str(self.value(key)): inner for key, inner in zip(keys, values, strict=False)}
        return value

    def words(self, value: Any) -> str:
        value = self.value(value)
        return value.strip() if isinstance(value, str) else ""

    def value(self, value: Any) -> Any:
        """What a reference means; anything else is itself."""
        if not isinstance(value, plistlib.UID):
            return value
        return self._objects[value.data] if 0 <= value.data < len(self._objects) else None
