"""This file is where the content of a Matrix message becomes its kind and its text."""

import re
from typing import Any

from core.json_values import members, objects, word
from core.types import MessageKind

POLLS = ("m.poll.start", "org.matrix.msc3381.poll.start")
UNREADABLE = "This message could not be decrypted"
_FILES = ("m.image", "m.video", "m.audio", "m.file")
_QUOTED = re.compile(r"(?:>[^\n]*\n)+\n?")


def body_of(content: dict[str, Any], is_reply: bool) -> tuple[MessageKind, str]:
    """(kind, text). Of a reply the copy of what it answers, which stands before it, is left out."""
    kind, body = word(content.get("msgtype")), word(content.get("body"))
    if kind == "m.bad.encrypted":
        return "notice", UNREADABLE
    if kind in _FILES:
        return "message", _caption(content, body)
    if kind == "m.location":
        return "location", _location(content, body)
    if kind in ("m.server_notice", "m.key.verification.request"):
        return "notice", body or "Verification was asked for"
    return "message", without_quotation(body) if is_reply else body


def without_quotation(body: str) -> str:
    """A reply without the lines that quote what it answers."""
    match = _QUOTED.match(body)
    return body[match.end() :] if match else body


def poll_text(content: dict[str, Any], votes: dict[str, int]) -> str:
    """The question, and each answer with its votes."""
    poll = members(content.get("m.poll")) or members(content.get("org.matrix.msc3381.poll.start"))
    lines = [shown_text(poll.get("question"))]
    for answer in objects(poll.get("answers")):
        number = votes.get(word(answer.get("m.id")) or word(answer.get("id")), 0)
        lines.append(f"• {shown_text(answer)} ({'1 vote' if number == 1 else f'{number} votes'})")
    return "\n".join(line for line in lines if line) or word(content.get("body")) or shown_text(content)


def shown_text(value: Any) -> str:
    """The plain text of an extensible part, which was spelled in three ways over the years."""
    part = members(value)
    listed = part.get("m.text")
    first = next((word(item.get("body")) for item in objects(listed) if "html" not in word(item.get("mimetype"))), "")
    return first or word(listed) or word(part.get("org.matrix.msc1767.text")) or word(part.get("body"))


def _caption(content: dict[str, Any], body: str) -> str:
    """What was written to a file: the body is that only where the name stands elsewhere."""
    name = word(content.get("filename"))
    return body if name and name != body else ""


def _location(content: dict[str, Any], body: str) -> str:
    place = members(content.get("m.location")) or members(content.get("org.matrix.msc3488.location"))
    address = word(content.get("geo_uri")) or word(place.get("uri"))
    lines = [word(place.get("description")) or body, address.removeprefix("geo:").partition(";")[0].replace(",", ", ")]
    return "\n".join(dict.fromkeys(line for line in lines if line)) or "Location"
