"""This file is where every Telegram case is read as a folder, as a zip and as a single file, and compared."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.export import Export
from core.importers import telegram
from tests.core.importers.exported_json import as_json
from tests.core.importers.reading import entries_of

CASES = sorted((Path(__file__).parents[3] / "exports" / "telegram").iterdir())
BY_NAME = {case.name: case for case in CASES}


def read(path: Path) -> dict[str, Any]:
    with Export(path) as export:
        assert entries_of(telegram, export)
        return as_json(telegram, export)


def expected(case: Path) -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return wanted


def test_there_are_cases_for_both_layouts() -> None:
    assert {"group", "account"} <= BY_NAME.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_a_folder_gives_what_the_case_expects(case: Path) -> None:
    assert read(case / "export") == expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_a_zip_of_the_folder_gives_the_same(case: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "export"), "zip", case / "export")
    assert read(Path(packed)) == expected(case)


@pytest.mark.parametrize("name", ["group", "account", "contents"])
def test_the_json_alone_finds_the_media_that_lie_beside_it(name: str) -> None:
    got = read(BY_NAME[name] / "export" / "result.json")
    wanted = expected(BY_NAME[name])
    if name == "group":
        # Beside a single file only exact names are looked up: "files/Cat.mp4" lies there as "files/cat.mp4".
        cat = next(item for item in wanted["conversations"][0]["items"] if item.get("key") == "12")
        exact = (BY_NAME[name] / "export" / "files" / "Cat.mp4").exists()
        cat["attachments"][0].update({"status": "found", "entry": "files/Cat.mp4"} if exact else {"status": "missing"})
        if not exact:
            del cat["attachments"][0]["entry"]
    assert got == wanted


def test_a_chat_keeps_its_key_when_it_goes_public(tmp_path: Path) -> None:
    private = json.loads((BY_NAME["group"] / "export" / "result.json").read_text(encoding="utf-8"))
    (tmp_path / "result.json").write_text(json.dumps(private | {"type": "public_supergroup"}), encoding="utf-8")
    assert read(tmp_path)["conversations"][0]["key"] == expected(BY_NAME["group"])["conversations"][0]["key"]


def test_two_nameless_exports_are_two_conversations(tmp_path: Path) -> None:
    keys = set()
    for text in ("one", "two"):
        file = tmp_path / text / "result.json"
        file.parent.mkdir()
        record = {"id": 1, "type": "message", "date": "2019-03-01T10:00:00", "from": "Bo", "text": text}
        file.write_text(json.dumps({"messages": [record]}), encoding="utf-8")
        keys.add(read(file)["conversations"][0]["key"])
    assert len(keys) == 2


def test_several_exports_in_one_folder_keep_their_media_apart(tmp_path: Path) -> None:
    for folder, has_photo in (("ChatExport_a", False), ("ChatExport_b", True)):
        (tmp_path / folder / "photos").mkdir(parents=True)
        record = {
            "id": 1,
            "type": "message",
            "date_unixtime": "1714560000",
            "from_id": "user1",
            "photo": "photos/p.jpg",
        }
        chat = {"name": folder, "type": "personal_chat", "id": 1 + has_photo, "messages": [record]}
        (tmp_path / folder / "result.json").write_text(json.dumps(chat), encoding="utf-8")
        (tmp_path / folder / "photos" / ("p.jpg" if has_photo else "other.jpg")).write_bytes(b"x")
    states = [chat["items"][0]["attachments"][0]["status"] for chat in read(tmp_path)["conversations"]]
    assert states == ["missing", "found"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_saved_again_in_another_unicode_form_reads_the_same(encoding: str, tmp_path: Path) -> None:
    text = (BY_NAME["contents"] / "export" / "result.json").read_text(encoding="utf-8")
    (tmp_path / "result.json").write_bytes(text.encode(encoding))
    got, wanted = read(tmp_path), expected(BY_NAME["contents"])
    assert [item["text"] for item in got["conversations"][0]["items"]] == [
        item["text"] for item in wanted["conversations"][0]["items"]
    ]
