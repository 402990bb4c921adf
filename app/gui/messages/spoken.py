"""This file is where a message is put into plain words: for a screen reader, a tooltip, a quote."""

from PySide6.QtCore import QCoreApplication

from app.gui.look.dates import clock, day_and_clock, long_day, wall_time, wall_time_of
from app.gui.look.text import isolate
from app.gui.messages import tiles
from core.types import Message, Reaction

_SPOKEN = 500
_QUOTED = 160
_MOST_NAMES = 12


def spoken(message: Message, answered: Message | None = None) -> str:
    """Sender, time, text and all that comes with it, in one line."""
    sender = message.sender or QCoreApplication.translate("bubbles", "Unknown sender")
    parts = [f"{sender}, {day_and_clock(wall_time(message))}: {message.text[:_SPOKEN]}"]
    parts += [f"{tiles.what(each)} {each.name}".strip() for each in message.attachments]
    if answered is not None:
        text = QCoreApplication.translate("bubbles", "In reply to {name}")
        parts.append(text.format(name=answered.sender or "?"))
    if message.edited:
        parts.append(QCoreApplication.translate("bubbles", "edited"))
    if message.deleted:
        parts.append(QCoreApplication.translate("bubbles", "Deleted"))
    parts += [who_reacted(each) for each in message.reactions]
    return ". ".join(part for part in parts if part)


def moment(message: Message) -> str:
    """Day and time to the second, and when it was edited."""
    when, edited = wall_time(message), wall_time_of(message.edited_at)
    lines = [] if when is None else [f"{long_day(when)}, {clock(when)}:{when.second:02}"]
    if message.edited and edited is not None:
        text = QCoreApplication.translate("bubbles", "Edited on {time}")
        lines.append(text.format(time=day_and_clock(edited)))
    elif message.edited:
        lines.append(QCoreApplication.translate("bubbles", "Edited; the export does not say when"))
    return "\n".join(lines)


def who_reacted(reaction: Reaction) -> str:
    """The emoji and who chose it, as far as the export says."""
    told = reaction.senders[:_MOST_NAMES]
    names = ", ".join(isolate(each) for each in told)
    more = reaction.count - len(told)
    if not names:
        return f"{reaction.emoji[:16]}  {reaction.count}"
    if more > 0:
        text = QCoreApplication.translate("bubbles", "{names} and {count} more")
        names = text.format(names=names, count=more)
    return f"{reaction.emoji[:16]}  {names}"


def quoted(message: Message) -> tuple[str, str]:
    """Sender and the beginning of the text, or what was sent instead."""
    told = message.text[:_QUOTED].strip()
    if not told and message.deleted:
        told = QCoreApplication.translate("bubbles", "This message was deleted")
    return message.sender or "", told or ", ".join(each.name or tiles.what(each) for each in message.attachments[:3])
