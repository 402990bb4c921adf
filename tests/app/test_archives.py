"""This file is where several archives are known, opened and taken off the list, and no file of theirs is touched."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.archives import fit_for_new, known_archives, opened_in, remembering, without
from app.session import Session
from app.session.privacy import delete_thumbnails, stored
from app.settings import Settings
from core.archive import Archive
from core.archive.new_vectors import NewVectors
from core.errors import ArchiveError
from core.renewing import mark_again


@pytest.fixture(autouse=True)
def standard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHATTROVE_ARCHIVE", str(tmp_path / "standard"))
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "models"))
    return tmp_path / "standard"


def made(folder: Path) -> Path:
    with Session(folder):
        return folder


def test_the_standard_one_is_first_and_may_not_exist_yet(standard: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    known = known_archives(Settings(archives=(str(other),)), standard)
    assert [(each.name, each.standard, each.open, each.problem) for each in known] == [
        ("standard", True, True, ""),
        ("other", False, False, ""),
    ]
    assert known[1].bytes > 0
    assert not standard.exists()


def test_an_archive_that_was_named_for_once_is_listed_but_the_demo_is_not(standard: Path, tmp_path: Path) -> None:
    once, demo = made(tmp_path / "once"), made(tmp_path / "demo-archive")
    assert [each.name for each in known_archives(Settings(), once)] == ["standard", "once"]
    assert [each.name for each in known_archives(Settings(), demo)] == ["standard"]


def test_opening_another_remembers_both(tmp_path: Path, standard: Path) -> None:
    first, second = made(tmp_path / "first"), made(tmp_path / "second")
    settings = opened_in(opened_in(Settings(), first), second)
    assert settings.archive == str(second)
    assert settings.archives == (str(first), str(second))
    back = opened_in(settings, standard)
    assert back.archive == ""
    assert back.archives == (str(first), str(second))


def test_a_folder_without_an_archive_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        opened_in(Settings(), tmp_path / "nothing")


def test_a_damaged_archive_stays_on_the_list_with_its_problem(tmp_path: Path, standard: Path) -> None:
    broken = made(tmp_path / "broken")
    (broken / "archive.sqlite3").write_bytes(b"no database" * 900)
    told = known_archives(Settings(archives=(str(broken),)), standard)[1].problem
    assert "damaged" in told


def test_a_new_archive_needs_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(ArchiveError, match="not empty"):
        fit_for_new(tmp_path / "full")
    assert fit_for_new(tmp_path / "fresh") == tmp_path / "fresh"


def test_taking_one_off_the_list_deletes_nothing(tmp_path: Path) -> None:
    other = made(tmp_path / "other")
    settings = without(replace(Settings(), archives=(str(other),)), other)
    assert settings.archives == ()
    assert (other / "archive.sqlite3").is_file()
    with pytest.raises(ArchiveError, match="is open"):
        without(remembering(settings, other), other)


def test_everything_that_is_stored_is_listed_with_its_size(tmp_path: Path, own_settings: Path) -> None:
    archive = made(tmp_path / "mine")
    (archive / "thumbnails" / "ab").mkdir(parents=True)
    (archive / "thumbnails" / "ab" / "x.png").write_bytes(b"1234")
    (archive / "letter.txt").write_bytes(b"12")
    (own_settings / "chattrove.log").write_bytes(b"123")
    (own_settings / "chattrove.log.1").write_bytes(b"1")
    told = {each.path.name: (each.what, each.bytes, each.files) for each in stored(archive)}
    assert told["thumbnails"] == ("thumbnails", 4, 1)
    assert told["letter.txt"] == ("other", 2, 1)
    assert told["archive.sqlite3"][0] == "messages"
    assert told["chattrove.log"] == ("log", 3, 1)
    assert told["chattrove.log.1"] == ("log", 1, 1)
    files = [file for folder in (archive, own_settings) for file in folder.rglob("*") if file.is_file()]
    assert sum(each.bytes for each in stored(archive)) == sum(file.stat().st_size for file in files)


def test_what_a_change_of_models_leaves_for_a_while_is_known_as_ours(tmp_path: Path) -> None:
    archive = made(tmp_path / "mine")
    with Archive(archive) as opened, NewVectors(archive, "other models"):
        mark_again(opened)
        told = [each for each in stored(archive) if each.path.parent == archive]
    assert {each.what for each in told} == {"messages", "index", "lock"}


def test_thumbnails_are_deleted_and_nothing_else(tmp_path: Path) -> None:
    archive = made(tmp_path / "mine")
    (archive / "thumbnails").mkdir()
    (archive / "thumbnails" / "x.png").write_bytes(b"1234")
    assert delete_thumbnails(archive) == 4
    assert delete_thumbnails(archive) == 0
    assert [each.what for each in stored(archive) if each.path.parent == archive] == ["messages"]
