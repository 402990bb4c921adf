"""This file is where the ChatLab importer is tested beyond its cases: any chat there and back, size, and damage."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import chatlab
from core.protocols import ReadOptions
from core.types import ExportedConversation, ExportedMessage, Problem, Repair
from tests.core.importers.reading import entries_of, read_with

HEADER = {"chatlab": {"version": "0.0.2", "exportedAt": 1}, "meta": {"name": "n", "platform": "qq", "type": "group"}}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
RECORD = st.fixed_dictionaries(
    {
        "sender": st.text("0123456789abc", min_size=1, max_size=8),
        "accountName": TEXT,
        "timestamp": st.integers(1, 4_000_000_000),
        "type": st.sampled_from([0, 25, 99]),
        "content": st.one_of(st.none(), TEXT),
    }
)


def all_of(path: Path) -> list[tuple[ExportedConversation, list[Any]]]:
    with Export(path) as export:
        return [(each, list(each.messages)) for each in read_with(chatlab, export)]


def messages_of(path: Path) -> list[ExportedMessage]:
    return [item for _, items in all_of(path) for item in items if isinstance(item, ExportedMessage)]


def as_lines(records: list[dict[str, Any]], header: dict[str, Any]) -> str:
    lines = [{"_type": "header"} | header, *({"_type": "message"} | record for record in records)]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chatlab")


@given(st.lists(RECORD, max_size=8), st.booleans())
@settings(max_examples=60)
def test_what_is_written_comes_back(folder: Path, records: list[dict[str, Any]], by_line: bool) -> None:
    path = folder / "chat"
    whole = HEADER | {"members": [], "messages": records}
    path.write_text(as_lines(records, HEADER) if by_line else json.dumps(whole), "utf-8")
    got = messages_of(path)
    assert [(each.sender_key, each.sent_at, each.text) for each in got] == [
        (each["sender"], each["timestamp"] * 1000, each["content"] or "") for each in records
    ]


@pytest.mark.parametrize(
    "platform",
    [("WeChat", "wechat"), ("weixin", "wechat"), ("Google-Chat", "google_chat"), ("qq", "qq"), (None, "chatlab")],
)
def test_a_chat_is_stored_under_the_app_that_it_is_from(tmp_path: Path, platform: tuple[str | None, str]) -> None:
    header = {"chatlab": {}, "meta": {"name": "n", "platform": platform[0], "type": "private"}}
    (tmp_path / "chat.jsonl").write_text(as_lines([{"sender": "1", "timestamp": 1}], header), "utf-8")
    assert [conversation.source for conversation, _ in all_of(tmp_path)] == [platform[1]]


def test_other_json_is_not_claimed(tmp_path: Path) -> None:
    for number, text in enumerate(
        ['{"messages": []}', '{"chatlab": "is a word here", "messages": []}', '{"_type": "header"}', '[{"sender": 1}]']
    ):
        (tmp_path / f"{number}.json").write_text(text, "utf-8")
    with Export(tmp_path) as export:
        assert entries_of(chatlab, export) == []


@pytest.mark.parametrize("by_line", [True, False])
def test_a_large_file_streams_in_constant_memory(tmp_path: Path, by_line: bool) -> None:
    path, count = tmp_path / "large", 60_000
    record = json.dumps(
        {"_type": "message", "sender": "1", "accountName": "A", "timestamp": 1, "type": 0, "content": "x" * 800}
    )
    with path.open("w") as file:
        file.write(
            json.dumps({"_type": "header"} | HEADER) + "\n" if by_line else json.dumps(HEADER)[:-1] + ',"messages":['
        )
        for position in range(count):
            file.write(record + "\n" if by_line else ("," * (position > 0)) + record)
        file.write("" if by_line else "]}")
    tracemalloc.start()
    with Export(path) as export:
        read = sum(1 for each in read_with(chatlab, export) for _ in each.messages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == count
    assert path.stat().st_size > 48 << 20 > 2 * peak


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_lines_in_another_encoding_read_the_same(tmp_path: Path, encoding: str) -> None:
    text = as_lines(
        [{"sender": "1", "accountName": "小明", "timestamp": 5, "type": 0, "content": "明天去哪里吃饭"}], HEADER
    )
    (tmp_path / "chat.jsonl").write_bytes(text.encode(encoding))
    assert [(each.sender, each.text) for each in messages_of(tmp_path)] == [("小明", "明天去哪里吃饭")]


def test_a_file_without_messages_is_told_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "chat.json").write_text(json.dumps(HEADER), "utf-8")
    with Export(tmp_path) as export:
        with pytest.raises(BrokenExport):
            list(chatlab.read(export, ["chat.json"], ReadOptions()))
        assert export.problems == [Problem("chat.json", "there is no list of messages in this file")]


def test_a_unit_that_is_wrong_is_told_once_and_not_for_every_message(tmp_path: Path) -> None:
    records = [{"sender": "1", "timestamp": 1714550400000 + step, "type": 0, "content": "x"} for step in range(50)]
    (tmp_path / "chat.jsonl").write_text(as_lines(records, HEADER), "utf-8")
    (_, items), *_ = all_of(tmp_path)
    assert sum(isinstance(item, Repair) for item in items) == 1
    assert [item.sent_at for item in items if isinstance(item, ExportedMessage)][-1] == 1714550400049
