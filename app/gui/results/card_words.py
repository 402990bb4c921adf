"""This file is where a card's words are: how sure it is, when and who, and what is said of each of its places."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.gui.look import avatars
from app.gui.look.dates import day_and_clock, number, period, wall_time
from app.gui.messages.tiles import what
from app.gui.results.card_parts import marked_messages, when_of, who_of
from core.types import Message, SearchResult

SURE, LIKELY = 0.65, 0.35
_SENDERS = 3
_SPOKEN = 200


@dataclass(frozen=True)
class Verdict:
    """What the pill of a card says: its words, and one to three bars, or 0 while nothing is sure."""

    text: str
    bars: int


def percent(confidence: float) -> str:
    """ "84 %", "84%" in Chinese."""
    return QCoreApplication.translate("results", "{number} %").format(number=number(round(100 * confidence)))


def verdict(result: SearchResult, settled: bool) -> Verdict:
    """What the pill says: nothing is claimed before the reader is done."""
    if not settled:
        return Verdict(QCoreApplication.translate("results", "Checking…"), 0)
    if result.maybe:
        return Verdict(QCoreApplication.translate("results", "Not confirmed"), 0)
    if result.score >= SURE:
        return Verdict(QCoreApplication.translate("results", "Strong match"), 3)
    if result.score >= LIKELY:
        return Verdict(QCoreApplication.translate("results", "Likely match"), 2)
    return Verdict(QCoreApplication.translate("results", "Possible match"), 1)


def verdict_hint(result: SearchResult, settled: bool) -> str:
    """What the pill means, for its tooltip."""
    if not settled:
        return QCoreApplication.translate("results", "Found already. The reader is still checking what answers.")
    if result.maybe:
        return QCoreApplication.translate("results", "Near to the question, but the reader found no answer in it.")
    text = QCoreApplication.translate(
        "results", "Score {score}. Strong from {strong}, likely from {likely}. The stronger a highlight, the surer."
    )
    return text.format(score=percent(result.score), strong=percent(SURE), likely=percent(LIKELY))


def meta(result: SearchResult) -> str:
    """App, days and people in one line."""
    people = who_of(result)
    names = ", ".join(people[:_SENDERS]) + (f" +{len(people) - _SENDERS}" if len(people) > _SENDERS else "")
    parts = [avatars.source_title(result.conversation.source), period(*when_of(result)), names]
    return "  ·  ".join(part for part in parts if part)


def spoken(result: SearchResult, settled: bool) -> str:
    """The whole card for a screen reader: title, verdict, first answer."""
    first = marked_messages(result)[:1]
    said = f"{first[0].sender or ''}: {first[0].text[:_SPOKEN]}" if first else ""
    return f"{result.conversation.title}. {verdict(result, settled).text}. {said}"


def copied(result: SearchResult) -> str:
    """The answer as text, for the clipboard: the conversation, then a line per highlighted message."""
    return "\n".join([result.conversation.title, *map(copied_message, marked_messages(result))])


def copied_message(message: Message) -> str:
    """One message as a line of text."""
    pictures = [f"[{what(each)}: {each.name}]" if each.name else f"[{what(each)}]" for each in message.attachments]
    said = " ".join(part for part in (message.text, *pictures) if part)
    when = day_and_clock(wall_time(message))
    return f"{message.sender or ''} ({when}): {said}" if when else f"{message.sender or ''}: {said}"
