"""This file is where reading Hangouts is tested for what the cases do not show: size, order of fields, damage."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from core.errors import BrokenExport
from core.export import Export
from core.importers import hangouts
from core.protocols import ReadOptions
from core.types import ExportedConversation, ExportedMessage, Problem
from tests.core.importers.reading import entries_of, read_with


def person(number: str) -> dict[str, str]:
    return {"gaia_id": number, "chat_id": number}


def conversation(number: int) -> dict[str, Any]:
    people = [{"id": person("1"), "fallback_name": "Ann Lee"}, {"id": person("2"), "fallback_name": "Bo"}]
    inner = {"type": "GROUP", "name": f"Chat {number}", "participant_data": people}
    return {"conversation_id": {"id": f"Ug{number}"}, "conversation": inner}


def event(number: int, text: str = "hi") -> dict[str, Any]:
    content = {"message_content": {"segment": [{"type": "TEXT", "text": text}]}}
    facts = {
        "conversation_id": {"id": "Ug1"},
        "sender_id": person("2"),
        "timestamp": str(1_400_000_000_000_000 + number),
    }
    return {**facts, "chat_message": content, "event_id": f"e{number}"}


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[ExportedConversation, list[Any]]]:
    with Export(path) as export:
        return [(each, list(each.messages)) for each in read_with(hangouts, export)]


def test_names_that_stand_behind_the_events_are_found(tmp_path: Path) -> None:
    value = {"conversations": [{"events": [event(1)], "conversation": conversation(1)}]}
    [(chat, [message])] = read(write(tmp_path / "Hangouts.json", value))
    assert (chat.key, chat.title, message.sender) == ("Ug1", "Chat 1", "Bo")


def test_microseconds_become_milliseconds_and_nonsense_no_time(tmp_path: Path) -> None:
    events = [event(1_234), {**event(2), "timestamp": 1_400_000_000_000_000}, {**event(3), "timestamp": "soon"}]
    value = {"conversations": [{"conversation": conversation(1), "events": events}]}
    [(_, messages)] = read(write(tmp_path / "Hangouts.json", value))
    assert [each.sent_at for each in messages] == [1_400_000_000_001, 1_400_000_000_000, None]


def test_a_conversation_that_is_left_does_not_disturb_the_next(tmp_path: Path) -> None:
    both = [{"conversation": conversation(n), "events": [event(1), event(2)]} for n in (1, 2)]
    with Export(write(tmp_path / "Hangouts.json", {"conversations": both})) as export:
        assert [each.title for each in read_with(hangouts, export)] == ["Chat 1", "Chat 2"]


def test_a_file_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    value = {"conversations": [{"conversation": conversation(1), "events": [event(1), event(2)]}]}
    path = write(tmp_path / "Hangouts.json", value)
    path.write_bytes(path.read_bytes()[:-60])
    [(_, items)] = read(path)
    assert [type(item) for item in items] == [ExportedMessage, Problem]


def test_nothing_to_read_is_a_broken_export(tmp_path: Path) -> None:
    path = write(tmp_path / "Hangouts.json", {"conversations": []})
    with Export(path) as export, pytest.raises(BrokenExport):
        list(hangouts.read(export, export.names(), ReadOptions()))


def test_a_first_conversation_longer_than_a_beginning_is_recognised(tmp_path: Path) -> None:
    events = [event(number, "y" * 500) for number in range(4_000)]
    path = write(tmp_path / "Hangouts.json", {"conversations": [{"conversation": conversation(1), "events": events}]})
    assert path.stat().st_size > 2 << 20
    with Export(path) as export:
        assert entries_of(hangouts, export) == ["Hangouts.json"]


def test_a_large_file_is_read_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "Hangouts.json"
    one = json.dumps(event(7, "x" * 4000), ensure_ascii=False)
    head = json.dumps(conversation(1))
    path.write_text(
        f'{{"conversations":[{{"conversation":{head},"events":[' + ",".join([one] * 8_000) + "]}]}", "utf-8"
    )
    with Export(path) as export:
        tracemalloc.start()
        assert sum(1 for chat in read_with(hangouts, export) for _ in chat.messages) == 8_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < path.stat().st_size / 2
