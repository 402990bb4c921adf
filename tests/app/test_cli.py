"""This file is where the command line is tested as a person and a program use it."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from app.cli import codes
from app.cli.console import printable
from core.archive.connection import FILE_NAME
from tests.app.conftest import Call


@pytest.fixture
def filled(chattrove: Call, family: Path) -> Call:
    assert chattrove("import", "--zone", "UTC", family).code == codes.FINE
    return chattrove


def test_import_tells_what_was_read(chattrove: Call, family: Path) -> None:
    said = chattrove("import", "--json", "--zone", "Asia/Shanghai", family)
    assert said.code == codes.FINE
    [file] = said.json["files"]
    assert file["importer"] == "whatsapp"
    assert file["conversations"] == [
        {
            "title": "Family",
            "messages": 8,
            "notices": 1,
            "participants": ["Ana", "Bo", "李雷"],
            "first": "2023-12-25T09:00:00",
            "last": "2024-02-05T10:01:00",
            "media": {"found": 0, "missing": 1, "not_exported": 0},
        }
    ]
    assert (said.json["new"], said.json["known"]) == (9, 0)
    assert (file["problems"], file["ambiguous"], file["repaired"]) == ([], [], 0)


def test_import_speaks_to_people(chattrove: Call, family: Path) -> None:
    said = chattrove("import", family)
    assert "Family: 8 messages, 1 notice, 3 people, 2023-12-25 to 2024-02-05" in said.out
    assert "files: 0 found, 1 missing" in said.out


def test_one_bad_export_does_not_stop_the_others(chattrove: Call, family: Path, tmp_path: Path) -> None:
    bad = tmp_path / "notes.txt"
    bad.write_text("nothing of the kind", encoding="utf-8")
    said = chattrove("import", "--json", bad, family)
    assert said.code == codes.BAD_EXPORT
    assert "no importer knows" in said.err
    assert "Ready" not in chattrove("import", bad).out
    assert said.json["new"] == 9
    told, read = said.json["files"]
    assert (told["path"], told["importer"], told["conversations"]) == (str(bad), None, [])
    assert "no importer knows" in told["problems"][0]["reason"]
    assert read["importer"] == "whatsapp"


def test_an_ambiguous_chat_has_its_own_exit_code(chattrove: Call, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Doubt.txt"
    path.write_text("03/04/2023, 09:00 - Ana: hello\n03/04/2023, 09:05 - Bo: hi\n", encoding="utf-8")
    said = chattrove("import", path)
    assert said.code == codes.AMBIGUOUS
    assert "--date-order dmy" in said.out
    assert chattrove("import", "--date-order", "dmy", path).code == codes.FINE
    assert chattrove("dump").lines[0]["local_time"] == "2023-04-03T09:00:00"


def test_a_question_is_answered_with_the_message(filled: Call) -> None:
    said = filled("search", "--json", "when does grandma arrive")
    assert said.code == codes.FINE
    assert said.json["query"] == "when does grandma arrive"
    shown = [message for span in said.json["results"][0]["spans"] for message in span["messages"]]
    highlighted = [message for message in shown if message["highlighted"]]
    assert any("grandma" in message["text"].casefold() or "14:35" in message["text"] for message in highlighted)
    assert any("14:35" in message["text"] for message in shown)
    assert all(0 <= message["confidence"] <= 1 for message in highlighted)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", message["sent_at"]) for message in highlighted)
    assert said.json["recall_ms"] >= 0
    assert said.json["read_ms"] >= 0


def test_a_chinese_question_is_answered_with_the_message(filled: Call) -> None:
    said = filled("search", "谁说吃红烧肉")
    assert said.code == codes.FINE
    assert re.search(r"^  > .*红烧肉", said.out, re.MULTILINE)


def test_filters_work_as_operators_and_as_flags(filled: Call) -> None:
    by_operator = filled("search", "--json", "from:Ana during:2024-01 train")
    by_flag = filled("search", "--json", "--from", "Ana", "--during", "2024-01", "train")
    strip = {"recall_ms", "read_ms", "query"}
    assert {k: v for k, v in by_operator.json.items() if k not in strip} == {
        k: v for k, v in by_flag.json.items() if k not in strip
    }
    for span in by_flag.json["results"][0]["spans"]:
        assert all(message["sender"] == "Ana" for message in span["messages"] if message["highlighted"])


def test_filters_alone_list_what_passes(filled: Call) -> None:
    said = filled("search", "--json", "--has", "image")
    images = [image for span in said.json["results"][0]["spans"] for image in span["images"]]
    assert [image["name"] for image in images if image["highlighted"]] == ["IMG-20231226-WA0001.jpg"]


def test_nothing_found_is_told_and_has_its_own_exit_code(filled: Call) -> None:
    said = filled("search", '"zebra crossing"')
    assert said.code == codes.NOTHING_FOUND
    assert "Nothing answers" in said.out


@pytest.mark.parametrize("arguments", [["from:Zoe", "hi"], ["before:someday", "hi"], ["has:cheese"], []])
def test_what_cannot_be_asked_is_explained(filled: Call, arguments: list[str]) -> None:
    said = filled("search", *arguments)
    assert said.code == codes.QUERY
    assert said.err.strip()
    assert not said.out


def test_excluded_words_are_no_options(filled: Call, tmp_path: Path) -> None:
    def answered(*words: str) -> str:
        return filled("search", "--json", *words).out

    assert "红烧肉" in answered("吃红烧肉", "--from", "李雷")
    assert "红烧肉吗" not in answered("吃红烧肉", "-今晚", "--from", "李雷")
    assert filled("search", "-office", "-x", "train").code in (codes.FINE, codes.NOTHING_FOUND)
    assert filled("export", "train", "-zebra", "-o", tmp_path / "a.md").code == codes.FINE
    with pytest.raises(SystemExit):
        filled("search", "train", "--zebra")


def test_an_empty_archive_says_what_to_do(chattrove: Call) -> None:
    for arguments in (("search", "train"), ("show",)):
        said = chattrove(*arguments)
        assert said.code == codes.NOTHING_FOUND
        assert "chattrove import" in said.out


def test_a_question_without_answer_tells_how_it_was_understood(filled: Call) -> None:
    said = filled("search", "zebra during:1999 has:voice")
    assert said.code == codes.NOTHING_FOUND
    assert "1999-01-01 – 1999-12-31, Has a voice message" in said.out


def test_an_answer_leads_into_its_conversation(filled: Call) -> None:
    said = filled("search", "when does grandma's train arrive")
    shown = re.search(r"more: show (\d+) --at (\S+)", said.out)
    assert shown
    assert "train" in filled("show", shown[1], "--at", shown[2], "--count", "2").out


def test_dump_gives_every_message(filled: Call) -> None:
    lines = filled("dump").lines
    assert len(lines) == 9
    beach = next(line for line in lines if line["text"] == "our beach house")
    assert beach == {
        "conversation": "Family",
        "source": "whatsapp",
        "key": beach["key"],
        "sender": "Bo",
        "sent_at": "2023-12-26T10:00:00Z",
        "local_time": "2023-12-26T10:00:00",
        "kind": "message",
        "text": "our beach house",
        "reply_to": None,
        "edited": False,
        "edited_at": None,
        "deleted": False,
        "forwarded_from": None,
        "reactions": [],
        "attachments": [
            {"kind": "image", "name": "IMG-20231226-WA0001.jpg", "status": "missing", "sha256": None},
        ],
    }
    assert [line["kind"] for line in lines].count("notice") == 1


def test_what_is_no_plain_text_is_named_in_words(chattrove: Call, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Bo.txt"
    path.write_text(
        "25/12/2023, 09:00 - Bo: This message was deleted\n25/12/2023, 09:01 - Bo: <Media omitted>\n", "utf-8"
    )
    chattrove("import", path)
    said = chattrove("show", "1")
    assert "Bo: [deleted]" in said.out
    assert "[media: not in the export]" in said.out


def test_show_lists_and_prints(filled: Call) -> None:
    assert "Family" in filled("show").out
    key = filled("dump").lines[5]["key"]
    said = filled("show", "fam", "--at", key, "--count", "1")
    assert "14:35 at central station" in said.out
    assert filled("show", "nobody").code == codes.QUERY


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_a_result_is_written_to_a_file(filled: Call, tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"answer.{ending}"
    assert filled("export", "grandma train", "-o", place).code == codes.FINE
    text = place.read_text(encoding="utf-8")
    assert "14:35" in text
    if ending == "json":
        json.loads(text)
    assert filled("export", "grandma train", "-o", tmp_path / "answer.xyz").code == codes.QUERY


def test_names_can_be_hidden_in_what_is_written(filled: Call, tmp_path: Path) -> None:
    place = tmp_path / "answer.md"
    filled("export", "--hide-names", "grandma train", "-o", place)
    assert "Ana" not in place.read_text(encoding="utf-8")


def test_verify_has_a_code_for_each_kind_of_fault(filled: Call, tmp_path: Path) -> None:
    assert filled("verify").code == codes.FINE
    connection = sqlite3.connect(tmp_path / "archive" / FILE_NAME)
    connection.execute("INSERT INTO media (sha256, size) VALUES ('00', 1)")
    connection.commit()
    assert filled("verify").code == codes.DAMAGED_MEDIA
    connection.execute("DELETE FROM media")
    connection.execute("UPDATE fragments SET id = id + 1000")
    connection.commit()
    connection.close()
    assert filled("verify").code == codes.DAMAGED_INDEX
    assert filled("index", "--rebuild").code == codes.FINE


def test_doctor_says_what_computed(filled: Call) -> None:
    said = filled("doctor", "--json")
    assert said.json["self_test"]["provider"] in ("CPUExecutionProvider", "CUDAExecutionProvider")
    assert said.json["self_test"]["cosine"] > 0.98
    assert said.json["messages"] == 8


def test_wrong_settings_are_named(chattrove: Call, own_settings: Path) -> None:
    (own_settings / "settings.json").write_text('{"colour": "red"}', encoding="utf-8")
    said = chattrove("import", "x")
    assert said.code == codes.SETTINGS
    assert "colour" in said.err


def test_eval_scores_a_file(chattrove: Call, tmp_path: Path) -> None:
    turns = [
        {"id": 0, "speaker": "A", "text": "when does the boat leave?", "images": []},
        {"id": 1, "speaker": "B", "text": "the boat leaves at nine", "images": []},
        {"id": 2, "speaker": "A", "text": "my cat likes milk", "images": []},
    ]
    query = {"text": "when does the boat leave", "utt_ids": [0, 1], "img_ids": [], "kind": "question"}
    dialogue = {"dialogue_id": "d", "source": "s", "language": "en", "turns": turns, "fragments": [[0, 1], [2]]}
    data, out = tmp_path / "data.jsonl", tmp_path / "out.jsonl"
    data.write_text(json.dumps(dialogue | {"queries": [query]}) + "\n", encoding="utf-8")
    for task, wanted in (("segment", "clusters"), ("recall", "ranked"), ("read", "utt_ids")):
        said = chattrove("eval", task, data, "--predictions", out, "--json")
        assert said.code == codes.FINE, said.err
        assert wanted in json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    assert "mean nothing" in chattrove("eval", "read", data, "--kind", "unheard-of").err
    data.write_text("{broken\n", encoding="utf-8")
    said = chattrove("eval", "read", data)
    assert said.code == codes.BAD_EXPORT
    assert "1" in said.err


def test_a_bug_is_logged_and_says_where(chattrove: Call, monkeypatch: pytest.MonkeyPatch, own_settings: Path) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("this is unexpected")

    monkeypatch.setattr("app.session.Session.conversations", break_down)
    said = chattrove("show")
    assert said.code == codes.BUG
    assert "this is unexpected" in (own_settings / "chattrove.log").read_text(encoding="utf-8")
    assert str(own_settings / "chattrove.log") in said.err


def test_control_characters_never_reach_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07c\u202ed\ud800") == "a\ufffd[31mb\ufffdcd\ufffd"


def test_every_exit_code_is_explained() -> None:
    values = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, int)}
    assert values == set(codes.MEANINGS)


def test_a_forgotten_conversation_leaves_no_trace(filled: Call, tmp_path: Path) -> None:
    other = tmp_path / "WhatsApp Chat with Work.txt"
    other.write_text("25/12/2023, 09:01 - Cai: quarterly figures\n25/12/2023, 09:02 - Ana: thanks\n", encoding="utf-8")
    filled("import", "--zone", "UTC", other)
    assert filled("forget", "Family").code == codes.USAGE
    assert len(filled("dump").lines) == 11
    assert filled("forget", "--yes", "Family").code == codes.FINE
    assert [line["text"] for line in filled("dump").lines] == ["quarterly figures", "thanks"]
    assert filled("verify").code == codes.FINE
    files = [item for item in (tmp_path / "archive").rglob("*") if item.is_file()]
    for trace in ("grandma", "李雷", "Family"):
        assert [item.name for item in files if trace.encode() in item.read_bytes()] == [], trace
    assert filled("search", "grandma train").code == codes.NOTHING_FOUND
    assert filled("search", "quarterly").code == codes.FINE
    assert filled("import", "--zone", "UTC", tmp_path / "WhatsApp Chat with Family").code == codes.FINE
    assert len(filled("dump").lines) == 11


def test_a_wrong_answer_about_dates_can_be_taken_back(chattrove: Call, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Doubt.txt"
    path.write_text("03/04/2023, 09:00 - Ana: hello\n", encoding="utf-8")
    chattrove("import", "--date-order", "dmy", path)
    chattrove("forget", "--yes", "Doubt")
    chattrove("import", "--date-order", "mdy", path)
    assert [line["local_time"] for line in chattrove("dump").lines] == ["2023-03-04T09:00:00"]
