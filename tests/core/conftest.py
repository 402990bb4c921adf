"""This file is where the tests of core get their archives, messages and small exact models from."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.archive import Archive
from core.archive.incoming import Incoming, words_of
from core.fragments import render
from core.types import ExportedConversation, ExportedMessage, Message, StoredMedia

START = 1_714_560_000_000  # 2024-05-01T10:40:00Z
MINUTE = 60_000


class WordEmbedder:
    """An exact small embedder: each word (each character of Chinese) is a fixed random direction."""

    name = "words-64"
    dimension = 64
    at_once = 64

    def embed_fragments(self, fragments: Sequence[Sequence[Message]]) -> NDArray[np.float32]:
        return np.stack([self.embed_query(render(messages)) for messages in fragments])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        total = np.full(self.dimension, 1e-3, np.float32)
        for word in text.casefold().replace(":", " ").split():
            for part in [word] if word.isascii() else list(word):
                seed = int.from_bytes(part.encode()[:8].ljust(8, b"\0"), "little")
                total += np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return total / np.linalg.norm(total)

    def coverage(self, text: str) -> float:
        return 1.0


class FixedSegmenter:
    """Cuts after every `size` messages."""

    name = "fixed"

    def __init__(self, size: int = 4) -> None:
        self.size = size

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        numbers = range(len(messages))
        return [list(numbers[start : start + self.size]) for start in range(0, len(messages), self.size)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def segmenter() -> FixedSegmenter:
    return FixedSegmenter()


def say(sender: str | None, text: str, minute: int = 0, **more: object) -> ExportedMessage:
    """A message `minute` minutes after START."""
    kind = "notice" if sender is None else "message"
    return ExportedMessage(None, sender, START + minute * MINUTE, None, text, kind)._replace(**more)


def store(
    archive: Archive, title: str, messages: Sequence[ExportedMessage], media: Sequence[StoredMedia | None] = ()
) -> tuple[int, int]:
    """Stores a conversation; returns (conversation id, number of new messages)."""
    incoming = []
    for place, item in enumerate(messages):
        files = tuple(media) or (None,) * len(item.attachments)
        key = _key(item, place)
        incoming.append(Incoming(key, item.sent_at, item, words_of(item), files if item.attachments else ()))
    with archive.transaction():
        part = archive.history.part(archive.history.begin("test", "test"), "test")
        where = archive.intake.conversation(ExportedConversation("test", title, title, ()), part, incoming)
        added = archive.intake.add(where, incoming)
    return where.conversation_id, added


def _key(message: ExportedMessage, place: int) -> str:
    return message.key or f"{message.sent_at}-{message.sender}-{message.text[:40]}-{place if not message.text else ''}"
