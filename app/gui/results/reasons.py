"""This file is where it is worded why something is among the results: chips per message, a few lines for the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLocale

from app.gui.look.text import isolate
from app.gui.results.card_words import percent
from core.types import Attachment, Evidence, Grounds, SearchResult, SpanMessage

Kind = Literal["word", "meaning", "picture", "reader", "fragment"]

_WORDS = 5
_WRITTEN = 28


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a message. kind decides its look; hint: what it means, for the tooltip."""

    kind: Kind
    text: str
    hint: str = ""


def reasons_of(each: SpanMessage, evidence: Evidence, images: Mapping[int, float | None]) -> list[Reason]:
    """Why a message is highlighted; `images`: confidence of its highlighted pictures by attachment id."""
    found = [_word(word) for word in evidence.words[:_WORDS]]
    for item in each.message.attachments:
        if item.is_image and (item.id in images or evidence.words_in(item.id)):
            found.append(_pictured(item, evidence.words_in(item.id)))
    if evidence.similarity is not None:
        found.append(_meaning(evidence.similarity))
    sure = [each.confidence] if each.highlighted else []
    confidence = max((value for value in [*sure, *images.values()] if value is not None), default=None)
    if confidence is not None:
        found.append(_reader(confidence))
    if len(evidence.fragment) > 1:
        found.append(_fragment(len(evidence.fragment) - 1))
    return found


def summary(result: SearchResult, settled: bool) -> list[str]:
    """The lines of the card as a whole: how it was found, what the reader said, which models were asked."""
    grounds = result.grounds
    lines = [_found_by(grounds)]
    if not settled:
        lines.append(QCoreApplication.translate("results", "The reader has not finished checking it."))
    elif result.maybe:
        lines.append(
            QCoreApplication.translate("results", "The reader found no answer in it; it is only near to the question.")
        )
    elif grounds.messages or grounds.images:
        lines.append(_chosen(grounds))
    models = _models(grounds)
    return [line for line in (*lines, models) if line]


def legend() -> str:
    """What the scale of highlights means."""
    text = QCoreApplication.translate("results", "Highlights, from {least} to {most} sure")
    return text.format(least=percent(0), most=percent(1))


def marks_title(confidence: float | None) -> str:
    """What a highlight says when the mouse rests on it."""
    if confidence is None:
        return QCoreApplication.translate("results", "Found, not checked by the reader yet")
    return QCoreApplication.translate("results", "The reader is {percent} sure").format(percent=percent(confidence))


def _word(word: str) -> Reason:
    hint = QCoreApplication.translate("results", "This word of the question stands in the message.")
    return Reason("word", f"“{isolate(word)}”", hint)


def _pictured(item: Attachment, words: tuple[str, ...]) -> Reason:
    if words:
        quoted = ", ".join(f"“{isolate(word)}”" for word in words[:_WORDS])
        text = QCoreApplication.translate("results", "In the picture: {words}").format(words=quoted)
        return Reason("picture", text, QCoreApplication.translate("results", "Words of the question in the picture."))
    written = " ".join((item.ocr_text or item.caption).split())
    if written:
        short = written if len(written) <= _WRITTEN else written[:_WRITTEN].rstrip() + "…"
        text = QCoreApplication.translate("results", "Text in the picture: “{text}”").format(text=isolate(short))
        return Reason(
            "picture", text, QCoreApplication.translate("results", "What was read in the picture, by meaning.")
        )
    hint = QCoreApplication.translate("results", "Nothing could be read in it; it stands next to what answers.")
    return Reason("picture", QCoreApplication.translate("results", "Picture beside the answer"), hint)


def _meaning(similarity: float) -> Reason:
    value = QLocale().toString(similarity, "f", 2)
    hint = QCoreApplication.translate(
        "results", "How near the question comes to the messages read together; 1 is the same."
    )
    return Reason("meaning", QCoreApplication.translate("results", "Meaning {value}").format(value=value), hint)


def _reader(confidence: float) -> Reason:
    text = QCoreApplication.translate("results", "Reader {percent}").format(percent=percent(confidence))
    return Reason("reader", text, QCoreApplication.translate("results", "How sure the reader is that this answers."))


def _fragment(others: int) -> Reason:
    text = QCoreApplication.translate("results", "Read together with {count} more").format(count=others)
    return Reason("fragment", text, QCoreApplication.translate("results", "Show which messages were read together"))


def _found_by(grounds: Grounds) -> str:
    if not grounds.asked:
        return QCoreApplication.translate("results", "It passes the filters; nothing had to be read.")
    if grounds.found_by >= {"words", "meaning"}:
        return QCoreApplication.translate("results", "Found by its words and by its meaning.")
    if "meaning" in grounds.found_by:
        return QCoreApplication.translate("results", "Found by its meaning, not by the same words.")
    return QCoreApplication.translate("results", "Found by its words.") if grounds.found_by else ""


def _chosen(grounds: Grounds) -> str:
    counted = []
    if grounds.messages:
        text = QCoreApplication.translate("results", "messages: {count}", "chosen by the reader")
        counted.append(text.format(count=grounds.messages))
    if grounds.images:
        text = QCoreApplication.translate("results", "pictures: {count}", "chosen by the reader")
        counted.append(text.format(count=grounds.images))
    what = ", ".join(counted)
    if not grounds.asked:
        return QCoreApplication.translate("results", "The filters let through: {what}.").format(what=what)
    return QCoreApplication.translate("results", "The reader chose: {what}.").format(what=what)


def _models(grounds: Grounds) -> str:
    named = []
    if grounds.reader:
        named.append(QCoreApplication.translate("results", "Reader: {name}").format(name=grounds.reader))
    if grounds.embedder:
        named.append(QCoreApplication.translate("results", "Meaning: {name}").format(name=grounds.embedder))
    return "  ·  ".join(named)
