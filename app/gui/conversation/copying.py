"""This file is where messages become plain text for the clipboard."""

from collections.abc import Sequence

from app.gui.look.dates import wall_time
from app.gui.messages import tiles
from app.gui.messages.durations import duration
from core.types import Attachment, Message


def lines_of(messages: Sequence[Message], alone: bool = True) -> str:
    """A paragraph for each message: "[2025-05-14 10:02] Nora: text"; one `alone` is only its text."""
    if alone and len(messages) == 1 and messages[0].text:
        return messages[0].text
    return "\n".join(_line(message) for message in messages)


def _line(message: Message) -> str:
    moment = wall_time(message)
    when = "" if moment is None else f"[{moment:%Y-%m-%d %H:%M}] "
    files = [f"<{_named(each)}>" for each in message.attachments]
    text = " ".join(part for part in (message.text, *files) if part)
    return f"{when}{message.sender}: {text}" if message.sender else f"{when}{text}"


def _named(each: Attachment) -> str:
    parts = [tiles.what(each), each.name, duration(each.caption)]
    return ": ".join(part for part in parts if part)
