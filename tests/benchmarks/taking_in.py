"""This file is where importing and indexing are timed: against the bare line loop, bare SQLite and the bare model."""

import re
import sqlite3
from datetime import datetime
from pathlib import Path

from app.session import Session
from core.archive import Archive
from core.export import Export
from core.fragments import render
from core.importers import whatsapp
from core.importing import Choices, import_export
from core.protocols import ReadOptions
from core.types import Message
from models.bundle import Bundle, shipped_models
from models.embedder import OnnxEmbedder, feed
from tests.benchmarks.measuring import Figure, Table, rate
from tests.benchmarks.synthetic import messages, whatsapp_lines
from tests.core.importers.reading import read_with

_HEADER = re.compile(r"(\d\d)/(\d\d)/(\d{4}), (\d\d):(\d\d) - ([^:]+): (.*)")


def measure(table: Table, folder: Path, count: int) -> None:
    """WhatsApp text of `count` messages: parse, parse and store; then fragments per second."""
    path = folder / "WhatsApp Chat with Bench.txt"
    path.write_text("".join(whatsapp_lines(count)), encoding="utf-8")
    floor = rate(count, lambda: _line_loop(path))
    table.add(
        Figure("WhatsApp parse", rate(count, lambda: _parse(path)), "msg/s", "line loop, one regex, strptime", floor)
    )
    bare = rate(count, lambda: _bare_insert(folder / "bare.sqlite3", count))
    with Archive(folder / "import") as archive:
        stored = rate(count, lambda: import_export(archive, path, Choices(ReadOptions()), lambda _: None))
    table.add(Figure("WhatsApp parse and store", stored, "msg/s", "bare SQLite insert, one table, no index", bare))
    _measure_indexing(table, folder / "import", min(count, 4000))


def _parse(path: Path) -> int:
    with Export(path) as export:
        return sum(1 for chat in read_with(whatsapp, export) for _ in chat.messages)


def _line_loop(path: Path) -> int:
    found = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            match = _HEADER.match(line)
            if match:
                day, month, year, hour, minute, *_ = match.groups()
                datetime.strptime(f"{day}{month}{year}{hour}{minute}", "%d%m%Y%H%M")  # noqa: DTZ007 - wall time
                found += 1
    return found


def _bare_insert(path: Path, count: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE m (key TEXT, sender TEXT, sent_at INTEGER, text TEXT)")
    with connection:
        connection.executemany("INSERT INTO m VALUES (?, ?, ?, ?)", (item[:3] + item[4:5] for item in messages(count)))
    connection.close()


def _measure_indexing(table: Table, directory: Path, count: int) -> None:
    """The whole way (cut, embed, commit, list) against the bare ONNX session on the same fragments."""
    small = directory.with_name("index")
    path = directory.with_name("WhatsApp Chat with Small.txt")
    path.write_text("".join(whatsapp_lines(count)), encoding="utf-8")
    with Session(small) as session:
        session.import_exports([path], report=lambda _: None, options=ReadOptions("dmy"))
        session.self_test()  # loads the model, which is not what is timed
        made = 0

        def work() -> None:
            nonlocal made
            made = session.index(lambda _: None)

        seconds = 1 / rate(1, work)
        texts = _fragment_texts(session, made)
    embedder = Bundle(shipped_models()).embedder()
    bare = rate(made, lambda: embedder.embed_texts(texts))
    table.add(Figure("index, whole way", made / seconds, "frag/s", "embedding alone, same fragments", bare))
    table.add(bare_session(embedder))


def _fragment_texts(session: Session, made: int) -> list[str]:
    [conversation] = session.conversations()
    everything: list[Message] = session.messages(session.message_ids(conversation.id).tolist())
    size = max(1, len(everything) // made)
    return [render(everything[start : start + size]) for start in range(0, len(everything), size)]


def bare_session(embedder: OnnxEmbedder) -> Figure:
    """Texts of 64 tokens through the embedder, against the ONNX session fed with ready arrays of the same size."""
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    files = Bundle(shipped_models()).entry("embedder").files
    tokenizer = Tokenizer.from_file(str(files["tokenizer"].path))
    tokenizer.no_padding()
    sentence = "Ana: we could take the early train to the coast and swim before lunch, what do you think of it? " * 4
    text = tokenizer.decode(tokenizer.encode(sentence).ids[1:63])
    rows = [tokenizer.encode(text).ids] * 16
    session, feeds = InferenceSession(str(files["cpu"].path)), feed(rows)
    texts = [text] * 512
    embedder.embed_texts(texts[:16])
    whole = rate(len(texts), lambda: embedder.embed_texts(texts))
    bare = rate(len(texts), lambda: [session.run(None, feeds) for _ in range(len(texts) // 16)])
    return Figure("embed, 64 tokens", whole, "frag/s", "bare ONNX session, ready arrays", bare)
