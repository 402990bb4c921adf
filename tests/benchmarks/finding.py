"""This file is where find, exact search and read are timed at growing sizes, against Chroma, NumPy and SQLite alone.

The vectors of the large archives are random and clustered: what is timed does not depend on what they mean. The
query goes through the real embedder, and read goes through the real reader on the demo's fragments.
"""

import random
import sqlite3
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.session import Session, bundled_demo
from core.archive import Archive
from core.archive.connection import FILE_NAME
from core.archive.incoming import Incoming, words_of
from core.archive.intake import Place
from core.index import DenseIndex
from core.indexing import list_fragments
from core.retrieval import Recall, Vectors, find
from core.types import ExportedConversation, Message, Query
from models.bundle import Bundle, shipped_models
from tests.benchmarks.measuring import Figure, Table, times
from tests.benchmarks.synthetic import START_MS, Vocabulary, messages

_BATCH = 10_000
_FRAGMENT = 10
_CENTRES = 400
_YEAR = 365 * 86_400_000


def measure(table: Table, folder: Path, count: int) -> None:
    """Find and exact search in an archive of `count` messages (`count` / 10 fragments)."""
    embedder = Bundle(shipped_models()).embedder()
    with Archive(folder / f"find-{count}") as archive:
        dense = DenseIndex(archive.directory, embedder.name)
        fill(archive, embedder.name, count)
        list_fragments(archive, dense, lambda _: None)
        recall = Recall(archive, embedder, dense, Vectors())
        _measure_find(table, recall, count)
        _measure_exact(table, archive, count)


def measure_read(table: Table, folder: Path, top: int = 20) -> None:
    """Reading `top` candidates of the demo chat, against embedding the same utterances once."""
    shown = bundled_demo()
    with Session(folder / "read") as session:
        session.import_exports([shown.export], report=lambda _: None)
        session.index(lambda _: None)
        questions = ["how much was the dinner", "红烧肉怎么做", "when is our flight", "plumber phone number", "谁有猫"]
        asked = [session.parse(question).query for question in questions] * 4
        found = [(query, session.find(query, top)) for query in asked]

        def read(item: object) -> None:
            for _ in session.read(item[0], item[1], lambda _: None):  # type: ignore[index]
                pass

        taken = times(read, found)
        ids = [number for candidate in found[0][1] for number in candidate.fragment.message_ids]
        texts = [message.text for message in session.messages(ids)]
    bare = times(lambda _: Bundle(shipped_models()).embedder().embed_texts(texts), range(5)).p50
    table.add(Figure(f"read, {top} candidates, p50", taken.p50, "ms", "embedding their utterances once", bare))
    table.add(Figure(f"read, {top} candidates, p95", taken.p95, "ms", "embedding their utterances once", bare))


def _measure_find(table: Table, recall: Recall, count: int) -> None:
    vocabulary = Vocabulary()
    queries = [Query(text, tuple(text.split())) for text in (vocabulary.line(n % 2 == 1) for n in range(60))]
    vector = recall.embedder.embed_query(queries[0].text)
    chroma = times(lambda _: recall.dense.query(vector, 100), range(30)).p50
    taken = times(lambda query: find(recall, query), queries)  # type: ignore[arg-type]
    table.add(Figure(f"find, {count:,} messages, p50", taken.p50, "ms", "bare Chroma query", chroma))
    table.add(Figure(f"find, {count:,} messages, p95", taken.p95, "ms", "bare Chroma query", chroma))
    narrow = [
        Query(q.text, q.words, senders=("Ana",), after=START_MS + 3 * _YEAR, before=START_MS + 4 * _YEAR)
        for q in queries
    ]
    taken = times(lambda query: find(recall, query), narrow)  # type: ignore[arg-type]
    _, matrix = recall.vectors.of(recall.archive, recall.embedder)
    floor = times(lambda _: np.argsort(-(matrix @ vector))[:100], range(30)).p50
    table.add(Figure(f"find with from: and during:, {count:,}, p95", taken.p95, "ms", "NumPy over all vectors", floor))


def _measure_exact(table: Table, archive: Archive, count: int) -> None:
    from core.archive.words import WordFilter, term

    vocabulary, chance = Vocabulary(), random.Random(5)
    han, english = vocabulary.chinese[:300], vocabulary.english[:300]
    kinds = {
        "1 Chinese character": [chance.choice(han) for _ in range(100)],
        "2 Chinese characters": [chance.choice(han[:40]) + chance.choice(han[:40]) for _ in range(100)],
        "1 English word": [chance.choice(english) for _ in range(100)],
    }
    scan = sqlite3.connect(archive.directory / FILE_NAME)
    for name, typed in kinds.items():
        floor = times(lambda word: _like(scan, str(word)), typed[:5]).p50

        def look(word: object) -> None:
            expression = term(str(word))
            found = archive.words.newest([expression] if expression else [], WordFilter(), 50)
            archive.chats.messages(found.tolist())

        taken = times(look, typed)
        table.add(
            Figure(f"exact, {name}, {count:,} messages, p95", taken.p95, "ms", "SQLite LIKE over the table", floor)
        )
    scan.close()


def _like(connection: sqlite3.Connection, word: str) -> int:
    sql = "SELECT count(*) FROM messages WHERE text LIKE ?"
    return int(connection.execute(sql, (f"%{word}%",)).fetchone()[0])


def fill(archive: Archive, model: str, count: int) -> None:
    """Messages through the real intake, fragments of ten with random clustered vectors."""
    chance = np.random.default_rng(1)
    centres = chance.standard_normal((_CENTRES, 384)).astype(np.float32)
    with archive.transaction():
        part = archive.history.part(archive.history.begin("synthetic", "synthetic"), "synthetic")
        place = archive.intake.conversation(ExportedConversation("synthetic", "all", "Synthetic", ()), part, [])
    batch: list[Incoming] = []
    for message in messages(count):
        batch.append(Incoming(str(message.key), message.sent_at, message, words_of(message)))
        if len(batch) == min(_BATCH, count):
            _store(archive, place, batch)
            batch = []
    for page in archive.chats.walk(place.conversation_id):
        cuts = [page[start : start + _FRAGMENT] for start in range(0, len(page), _FRAGMENT)]
        _cut(archive, cuts, _vectors(chance, centres, len(cuts)), model)


def _store(archive: Archive, place: Place, batch: list[Incoming]) -> None:
    with archive.transaction():
        archive.intake.add(place, batch)


def _cut(archive: Archive, cuts: list[list[Message]], vectors: NDArray[np.float32], model: str) -> None:
    with archive.transaction():
        archive.cuts.add(cuts, vectors, model)


def _vectors(chance: np.random.Generator, centres: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    noise = chance.standard_normal((count, centres.shape[1])).astype(np.float32)
    vectors = centres[chance.integers(len(centres), size=count)] + noise
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
