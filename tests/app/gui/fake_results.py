"""This file is where results are made for cards without a window, and where pictures are that are never there yet."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from core.types import (
    Conversation,
    Evidence,
    Grounds,
    Message,
    SearchResult,
    Span,
    SpanMessage,
)
from tests.app.gui.fake_session import FakeArchive, FakeSession


class NoPictures(QObject):
    """Stands for app.gui.work.pictures.Pictures."""

    arrived = Signal(str)

    def thumbnail(self, sha256: str) -> QPixmap | None:
        return None


def found(archive: FakeArchive, text: str) -> tuple[list[SearchResult], list[SearchResult]]:
    """What recall gives for a question, and what the reader makes of it."""
    session = FakeSession(archive)
    query = session.parse(text).query
    candidates = session.find(query)
    *_, settled = session.read(query, candidates, lambda _: None)
    return session.preview(query, candidates), list(settled.results)


def result(number: int, lines: int = 4, marked: int = 2, score: float = 0.9) -> SearchResult:
    """A conversation of one span, of whose lines the last `marked` are highlighted."""
    day = 86_400_000
    messages = [
        Message(
            1_000 * number + at, number, f"k{at}", at % 3, f"Person {at % 3}", number * day + at, None, "message",
            f"line {at} of conversation {number}, and some more words to wrap",
        )
        for at in range(lines)
    ]  # fmt: skip
    spans = tuple(
        SpanMessage(each, at >= lines - marked, score if at >= lines - marked else None)
        for at, each in enumerate(messages)
    )
    ids = tuple(each.id for each in messages)
    grounds = Grounds(
        ("boat",), 0.62, frozenset({"meaning", "words"}), marked, 0, True, "reader", "embedder",
        tuple(Evidence(each.message.id, ("boat",), (), 0.62, ids) for each in spans if each.highlighted),
    )  # fmt: skip
    conversation = Conversation(number, "whatsapp", str(number), f"Chat {number}", "group", lines, 0, 0, 0)
    return SearchResult(conversation, (Span(spans, ()),), score, "because", grounds=grounds)
