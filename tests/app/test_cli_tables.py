"""This file is where tables are imported from the command line: asked about, answered, and remembered."""

import json
from pathlib import Path

import pytest

from app.cli import codes
from app.mappings import delete_mapping, mapping_named, save_mapping, saved_mappings
from core.errors import SettingsError
from core.mapping import ColumnMapping, mapping_of
from tests.app.conftest import Call

ROWS = "2024-05-01 10:00,Ann,hello there\n2024-05-01 10:01,Bo,how are you\n2024-05-01 10:02,Ann,very well\n"
UNKNOWN = "aika,kuka,mita\n" + ROWS
ANSWER = "time=aika, sender=kuka, text=mita"


def table(folder: Path, content: str, name: str = "chat.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_table_with_known_columns_is_imported_and_told(chattrove: Call, tmp_path: Path) -> None:
    said = chattrove("import", "--no-index", table(tmp_path, "Date,Author,Body\n" + ROWS))
    assert said.code == codes.FINE
    assert "columns taken as: time=Date, sender=Author, text=Body" in said.out
    assert [(line["sender"], line["local_time"], line["text"]) for line in chattrove("dump").lines] == [
        ("Ann", "2024-05-01T10:00", "hello there"),
        ("Bo", "2024-05-01T10:01", "how are you"),
        ("Ann", "2024-05-01T10:02", "very well"),
    ]


def test_an_unsure_table_is_not_stored_until_its_columns_are_told(chattrove: Call, tmp_path: Path) -> None:
    path = table(tmp_path, UNKNOWN)
    said = chattrove("import", "--no-index", path)
    assert said.code == codes.AMBIGUOUS
    assert f'--mapping "{ANSWER}":' in said.out
    assert "2024-05-01 10:00  Ann: hello there" in said.out
    assert chattrove("dump").out == ""
    answered = chattrove("import", "--no-index", "--mapping", ANSWER, path)
    assert answered.code == codes.FINE
    assert len(chattrove("dump").lines) == 3


def test_the_report_for_programs_has_the_question_with_its_answers(chattrove: Call, tmp_path: Path) -> None:
    said = chattrove("import", "--no-index", "--json", table(tmp_path, ROWS))
    (question,) = said.json["files"][0]["ambiguous"]
    assert said.json["new"] == 0
    assert list(question["readings"]) == ["time=1, sender=2, text=3"]


def test_a_saved_mapping_is_used_again_by_itself_and_by_its_name(chattrove: Call, tmp_path: Path) -> None:
    first = table(tmp_path, UNKNOWN)
    said = chattrove("import", "--no-index", "--mapping", ANSWER, "--save-mapping", "Finnish chats", first)
    assert said.code == codes.FINE
    assert "Finnish chats" in said.err
    assert ANSWER in chattrove("mappings").out
    second = table(tmp_path, UNKNOWN.replace("hello", "good day"), "other.csv")
    assert chattrove("import", "--no-index", second).code == codes.FINE
    third = table(tmp_path, UNKNOWN.replace("aika,kuka,mita", "aika,kuka,mita,muu"), "third.csv")
    assert chattrove("import", "--no-index", third).code == codes.AMBIGUOUS
    assert chattrove("import", "--no-index", "--mapping", "Finnish chats", third).code == codes.FINE


def test_a_guess_can_be_saved_too(chattrove: Call, tmp_path: Path) -> None:
    path = table(tmp_path, "Date,Author,Body\n" + ROWS)
    assert chattrove("import", "--no-index", "--save-mapping", "plain", path).code == codes.FINE
    assert saved_mappings()["plain"] == mapping_of("time=Date,sender=Author,text=Body").only_for(
        ("Date", "Author", "Body")
    )


def test_what_cannot_be_saved_is_said_and_the_import_stays(chattrove: Call, tmp_path: Path) -> None:
    said = chattrove("import", "--no-index", "--save-mapping", "x", table(tmp_path, UNKNOWN))
    assert "not saved" in said.err
    talk = table(tmp_path, "Ann: hello you\nBo: hi there\n" * 4, "talk.txt")
    said = chattrove("import", "--no-index", "--json", "--save-mapping", "x", talk)
    assert said.code == codes.SETTINGS
    assert said.json["new"] == 8
    assert saved_mappings() == {}


@pytest.mark.parametrize("wrong", ["when=Date,text=b", "nobody saved this", "time=Date"])
def test_a_wrong_mapping_is_a_wrong_command_line(wrong: str, chattrove: Call, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        chattrove("import", "--mapping", wrong, table(tmp_path, ROWS))
    assert ended.value.code == codes.USAGE


def test_a_column_that_is_not_there_fails_the_import_with_those_that_are(chattrove: Call, tmp_path: Path) -> None:
    said = chattrove("import", "--no-index", "--mapping", "text=Words", table(tmp_path, UNKNOWN))
    assert said.code == codes.BAD_EXPORT
    assert "aika, kuka, mita" in said.err


def test_mappings_are_listed_and_deleted(chattrove: Call) -> None:
    assert "No mapping is saved" in chattrove("mappings").out
    save_mapping("one", mapping_of("text=a").only_for(("a", "b")))
    listed = json.loads(chattrove("mappings", "--json").out)
    assert listed == [{"name": "one", "mapping": "text=a", "columns": ["a", "b"]}]
    assert chattrove("mappings", "--delete", "one").code == codes.FINE
    assert chattrove("mappings", "--delete", "one").code == codes.USAGE


def test_a_saved_mapping_comes_back_whole(own_settings: Path) -> None:
    told = ColumnMapping(
        ("日期", "时间"), "谁", "说", "a", "b", "c", "d", "e", "dmy", ";", True, "*.x", ("日期", "时间")
    )
    save_mapping("all of it", told)
    assert saved_mappings() == {"all of it": told}
    assert mapping_named("all of it") == told.only_for(())
    assert delete_mapping("all of it")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a" * 61, "x.", "a\0b", "con:"])
def test_a_name_that_is_no_file_name_is_refused(name: str, own_settings: Path) -> None:
    with pytest.raises(SettingsError):
        save_mapping(name, mapping_of("text=a"))


@pytest.mark.parametrize("content", ["{", "[]", '{"text": 5}', '{"colour": "red"}', '{"time": "Date"}'])
def test_a_damaged_mapping_is_named(content: str, own_settings: Path) -> None:
    folder = own_settings / "mappings"
    folder.mkdir()
    (folder / "bad.json").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"bad\.json"):
        saved_mappings()
