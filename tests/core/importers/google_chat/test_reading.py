"""This file is where reading Google Chat is tested for what the cases do not show."""

import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

from core.export import Export
from core.importers import google_chat, hangouts
from core.types import ExportedMessage
from tests.core.importers.reading import entries_of, read_with

ANN = {"name": "Ann Lee", "email": "ann@example.org", "user_type": "Human"}
DAY = "Friday, May 29, 2026 at 3:00:29\u202fAM UTC"


def message(number: int, **more: Any) -> dict[str, Any]:
    topic = {"topic_id": f"t{number}", "message_id": f"spaceAAAAE/t{number}/t{number}"}
    return {"creator": ANN, "created_date": DAY, "text": f"text {number} 消息", **topic, **more}


def write(path: Path, *messages: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"messages": messages}, ensure_ascii=False), encoding="utf-8")
    return path


def messages_in(path: Path) -> list[ExportedMessage]:
    with Export(path) as export:
        read = [item for conversation in read_with(google_chat, export) for item in conversation.messages]
        return [item for item in read if isinstance(item, ExportedMessage)]


def test_a_single_file_is_read_and_named_by_its_ids(tmp_path: Path) -> None:
    path = write(tmp_path / "messages.json", message(1))
    with Export(path) as export:
        conversation = next(iter(read_with(google_chat, export)))
        assert (conversation.key, conversation.has_id) == ("spaceAAAAE", True)
        assert len(list(conversation.messages)) == 1


def test_a_file_in_another_part_of_the_archive_is_found(tmp_path: Path) -> None:
    group = "Takeout/Google Chat/Groups/Space spaceAAAAE"
    files = [{"original_name": "a.jpg", "export_name": "File-a.jpg"}]
    with zipfile.ZipFile(tmp_path / "takeout-001.zip", "w") as packed:
        packed.writestr(f"{group}/messages.json", json.dumps({"messages": [message(1, attached_files=files)]}))
    with zipfile.ZipFile(tmp_path / "takeout-002.zip", "w") as packed:
        packed.writestr(f"{group}/File-a.jpg", b"\xff\xd8\xff")
    [attachment] = messages_in(tmp_path)[0].attachments
    assert attachment.status == "found"
    assert attachment.entry is not None
    assert attachment.entry.startswith("takeout-002")


def test_a_file_of_the_same_name_in_another_group_is_not_taken(tmp_path: Path) -> None:
    files = [{"original_name": "a.jpg", "export_name": "File-a.jpg"}]
    write(tmp_path / "Space one" / "messages.json", message(1, attached_files=files))
    write(tmp_path / "Space two" / "messages.json", message(2))
    (tmp_path / "Space two" / "File-a.jpg").write_bytes(b"\xff\xd8\xff")
    assert [each.status for each in messages_in(tmp_path)[0].attachments] == ["missing"]


def test_files_that_are_called_alike_are_given_out_by_their_numbers_and_that_is_told(tmp_path: Path) -> None:
    files = [{"original_name": "a.jpg", "export_name": "File-a.jpg"}]
    path = write(tmp_path / "messages.json", message(1, attached_files=files), message(2, attached_files=files))
    for name in ("File-a.jpg", "File-a(1).jpg"):
        (tmp_path / name).write_bytes(name.encode())
    assert [each.attachments[0].entry for each in messages_in(tmp_path)] == ["File-a.jpg", "File-a(1).jpg"]
    with Export(tmp_path) as export:
        told = [item for conversation in read_with(google_chat, export) for item in conversation.messages]
    assert "in the order of their numbers" in str(told[-1])
    assert path.exists()


def test_the_account_and_the_members_are_no_conversations(tmp_path: Path) -> None:
    (tmp_path / "user_info.json").write_text(json.dumps({"user": ANN, "membership_info": []}), encoding="utf-8")
    (tmp_path / "group_info.json").write_text(json.dumps({"name": "x", "members": [ANN]}), encoding="utf-8")
    write(tmp_path / "messages.json", message(1))
    with Export(tmp_path) as export:
        assert entries_of(google_chat, export) == ["messages.json"]
        assert entries_of(hangouts, export) == []


def test_a_long_conversation_is_read_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "messages.json"
    one = json.dumps(message(7, text="x" * 4000), ensure_ascii=False)
    path.write_text('{"messages":[' + ",\n".join([one] * 8_000) + "]}", encoding="utf-8")
    with Export(path) as export:
        conversation = next(iter(read_with(google_chat, export)))
        tracemalloc.start()
        assert sum(1 for _ in conversation.messages) == 8_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < path.stat().st_size / 2
