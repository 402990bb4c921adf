"""This file is where Signal's exporters are tested beyond their cases: who recognises what, big files, round trips."""

import json
import tracemalloc
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UnknownExport
from core.export import Export
from core.importers import signal
from core.importers.signal.bodies import Mention, with_mentions
from core.recognition import recognise
from core.types import ExportedMessage
from tests.core.importers.reading import read_with

SWEDISH_WHATSAPP = "\n".join(
    f"[2018-08-01 12:{minute:02}:00] {name}: Hej på dig" for minute in range(30) for name in ("Åsa", "Bo")
)


def claimed_by(path: Path) -> list[str]:
    with Export(path) as export:
        return [claim.importer.name for claim in recognise(export)]


def test_a_swedish_whatsapp_chat_is_not_taken_for_markdown_of_signal(tmp_path: Path) -> None:
    (tmp_path / "_chat.txt").write_text(SWEDISH_WHATSAPP, "utf-8")
    assert claimed_by(tmp_path / "_chat.txt") == ["whatsapp"]


def test_a_markdown_file_is_known_by_its_content_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "whatever.txt").write_text(
        "[2024-05-01 12:33:05] Jane: Hello  \n\n[2024-05-01 12:34:05] Me: Hi  \n\n", "utf-8"
    )
    assert claimed_by(tmp_path / "whatever.txt") == ["signal"]


@pytest.mark.parametrize(
    ("names", "content"),
    [
        (
            ["signal-2024-05-01-10-00-00.backup"],
            b"\x00\x00\x00\x36\x0a\x34\x0a\x10" + bytes(range(16)) + b"\x12\x20" + bytes(64),
        ),
        (["signal-backup/main", "signal-backup/metadata", "signal-backup/files"], bytes(range(256))),
    ],
)
def test_an_encrypted_backup_says_what_to_do(tmp_path: Path, names: list[str], content: bytes) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    with Export(tmp_path) as export, pytest.raises(UnknownExport, match="encrypted backup of Signal"):
        recognise(export)


def test_memory_does_not_grow_with_an_export_of_many_chats(tmp_path: Path) -> None:
    peaks = []
    for count in (4_000, 16_000):
        frames = [{"version": "1", "backupTimeMs": "1714559585000"}]
        frames += [{"recipient": {"id": str(each), "contact": {"e164": str(each)}}} for each in range(20)]
        frames += [{"chat": {"id": str(each), "recipientId": str(each)}} for each in range(20)]
        frames += [
            {
                "chatItem": {
                    "chatId": str(each % 20),
                    "authorId": str(each % 20),
                    "dateSent": str(1714559585000 + each),
                    "standardMessage": {"text": {"body": f"message {each} " * 10}},
                }
            }
            for each in range(count)
        ]
        path = tmp_path / f"{count}.jsonl"
        path.write_text("\n".join(map(json.dumps, frames)), "utf-8")
        with Export(path) as export:
            tracemalloc.start()
            assert sum(1 for conversation in read_with(signal, export) for _ in conversation.messages) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


NAMES = st.sampled_from(["Ana Pereira (+15550123)", "王芳 (wang.77)", "You"])
TIMES = st.datetimes(datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2030-01-01"))
LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda line: line.strip() and not line.startswith(("> From", "|"))
)
BODIES = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


@given(st.lists(st.tuples(TIMES, NAMES, BODIES), min_size=1, max_size=6), st.integers(-12, 12))
def test_messages_of_sigtop_text_are_read_back(messages: list[tuple[datetime, str, str]], offset: int) -> None:
    zone = timezone(timedelta(hours=offset))
    text = "Conversation: Ana Pereira (+15550123)\n\n"
    for time, name, body in messages:
        kind = "outgoing" if name == "You" else "incoming"
        text += f"From: {name}\nType: {kind}\nSent: {format_datetime(time.replace(tzinfo=zone))}\n\n{body}\n\n"
    with TemporaryDirectory() as folder:
        Path(folder, "chat.txt").write_text(text, "utf-8", newline="\n")
        with Export(Path(folder, "chat.txt")) as export:
            [conversation] = read_with(signal, export)
            read = [item for item in conversation.messages if isinstance(item, ExportedMessage)]
            assert [tally.unaccounted for tally in export.tallies] == [0]
    assert [(item.local_time, item.text) for item in read] == [
        (time.replace(microsecond=0).isoformat(), body) for time, _, body in messages
    ]
    assert [item.sent_at for item in read] == [
        int(time.replace(tzinfo=zone, microsecond=0).timestamp() * 1000) for time, _, _ in messages
    ]


@given(
    st.text(max_size=10),
    st.text(max_size=10),
    st.lists(st.tuples(st.integers(-3, 12), st.integers(-3, 12)), max_size=3),
)
def test_mentions_never_break_a_body(before: str, after: str, ranges: list[tuple[int, int]]) -> None:
    start = len(before.encode("utf-16-le", "surrogatepass")) // 2
    assert with_mentions(f"{before}\ufffc{after}", [Mention(start, 1, "Ana")]) == f"{before}@Ana{after}"
    assert isinstance(with_mentions(before + after, [Mention(*each, "Ana") for each in ranges]), str)


def test_a_person_whose_ids_grew_with_the_app_is_one(tmp_path: Path) -> None:
    grown: list[dict[str, object]] = [
        {"source": "+15550123"},
        {"source": "+15550123", "sourceUuid": "u-1"},
        {"sourceServiceId": "u-1"},
        {"type": "call-history"},
    ]
    rows = [
        {"id": str(place), "type": "incoming", "sent_at": 1714566785123 + place, "body": "x", "conversationId": "c"}
        | row
        for place, row in enumerate(grown)
    ]
    for name, rows_there in {"Ana (+15550123).json": rows, "Regatta (group).json": rows[:3]}.items():
        path = tmp_path / name
        path.write_text("[" + ",\n".join(map(json.dumps, rows_there)) + "]", encoding="utf-8")
        with Export(path) as export:
            found = [item for each in read_with(signal, export) for item in each.messages]
        assert {getattr(item, "sender_key", None) for item in found} == {"u-1"}
        assert {getattr(item, "sender", None) for item in found} == {"Ana" if "Ana" in name else "+15550123"}
