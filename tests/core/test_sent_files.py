"""This file is where chats that were sent in a chat are left among its files, and told."""

import json
import zipfile
from pathlib import Path

import pytest

from core.export import Export
from core.recognition import recognise

WHATSAPP = "".join(f"1/{day}/24, 10:0{day} - {name}: hello\n" for day in range(1, 9) for name in ("Ann", "王小明"))
CHAT = {"name": "x", "type": "personal_chat", "id": 1, "messages": []}
CHANNEL = {"guild": {"id": "1", "name": "Club"}, "channel": {"id": "2", "name": "chat"}, "messages": []}
DIALOGUE = [{"dialogue_id": "1", "dialogue": [{"utterance_idx": 0, "speaker": "User1", "utterance": "hello"}]}]
THREAD = {"participants": [{"name": "A"}], "messages": [{"sender_name": "A", "timestamp_ms": 1, "content": "x"}]}
GROUP = {"messages": [{"creator": {"email": "a@b.c", "user_type": "Human"}, "created_date": "x", "message_id": "1"}]}


def written(folder: Path, files: dict[str, object]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


def found(path: Path) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """(entries by importer, entries of which it is told that they were sent)."""
    with Export(path) as export:
        claims = {claim.importer.name: claim.entries for claim in recognise(export)}
        return claims, [problem.where for problem in export.problems if "was sent" in problem.reason]


@pytest.mark.parametrize(
    ("app", "chat", "sent"),
    [
        ("discord", "a.json", "a.json_Files/b.json-12AB3.json"),
        ("discord", "in/a.json", "in/a.json_Files/export.json"),
        ("telegram", "result.json", "files/result.json"),
        ("telegram", "result.json", "chats/chat_01/files/old/result.json"),
        ("messenger", "messages/inbox/a_1/message_1.json", "messages/inbox/a_1/files/result.json"),
        ("google_chat", "Groups/DM 1/messages.json", "Groups/DM 1/File-result.json"),
    ],
)
def test_what_lies_among_the_files_of_a_chat_was_sent_in_it(app: str, chat: str, sent: str, tmp_path: Path) -> None:
    chats = {"discord": CHANNEL, "telegram": CHAT, "messenger": THREAD, "google_chat": GROUP}
    beside = {"Groups/DM 1/group_info.json": {"members": []}} if app == "google_chat" else {}
    other = CHANNEL if app == "telegram" else CHAT
    written(tmp_path, {chat: chats[app], sent: other, "elsewhere/dialogue.json": DIALOGUE, **beside})
    assert found(tmp_path) == ({app: (chat,), "ffr": ("elsewhere/dialogue.json",)}, [sent])


def test_a_file_that_a_whatsapp_chat_names_was_sent_in_it_and_one_beside_it_was_not(tmp_path: Path) -> None:
    named = "1/9/24, 10:00 - Ann: result.json (file attached)\n1/9/24, 10:01 - Ann: other.json is better\n"
    written(tmp_path, {"_chat.txt": WHATSAPP + named, "result.json": CHAT, "other.json": CHAT | {"id": 2}})
    assert found(tmp_path) == ({"whatsapp": ("_chat.txt",), "telegram": ("other.json",)}, ["result.json"])


def test_a_chat_in_an_archive_that_was_sent_was_sent_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("result.json", json.dumps(CHAT))
    lines = [f"[0{day}.05.24, 10:00:00] Ann: hello" for day in range(1, 9)]
    lines.append("\u200e[09.05.24, 10:00:00] Ann: \u200e<Anhang: old.zip>")
    written(tmp_path, {"_chat.txt": "\r\n".join(lines)})
    assert found(tmp_path) == ({"whatsapp": ("_chat.txt",)}, ["old.zip/result.json"])


def test_a_whatsapp_chat_that_was_sent_in_another_stays_a_chat(tmp_path: Path) -> None:
    named = "1/9/24, 10:00 - Ann: WhatsApp Chat with Bo.txt (file attached)\n"
    written(tmp_path, {"WhatsApp Chat with Ann.txt": WHATSAPP + named, "WhatsApp Chat with Bo.txt": WHATSAPP})
    claims, told = found(tmp_path)
    assert len(claims["whatsapp"]) == 2
    assert told == []


def test_a_sent_chat_can_be_read_alone(tmp_path: Path) -> None:
    written(tmp_path, {"result.json": CHAT, "files/channel.json": CHANNEL})
    assert found(tmp_path / "files" / "channel.json")[0] == {"discord": ("channel.json",)}
