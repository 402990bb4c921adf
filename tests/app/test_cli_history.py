"""This file is where looking back at imports, undoing them, merging people and the guides are tested as commands."""

from pathlib import Path

import pytest

from app import guides
from app.cli import codes
from core.importers import GENERAL, IMPORTERS
from tests.app.conftest import Call

ROOT = Path(__file__).parents[2]


@pytest.fixture
def filled(chattrove: Call, family: Path) -> Call:
    assert chattrove("import", "--zone", "UTC", "--no-index", family).code == codes.FINE
    return chattrove


def test_the_account_of_a_text_adds_up_to_its_lines(chattrove: Call, family: Path) -> None:
    said = chattrove("import", "--json", "--no-index", family)
    [account] = said.json["files"][0]["accounts"]
    [text] = family.iterdir()
    assert account["taken"] == len(text.read_text("utf-8").split("\n")) - 1
    parts = ("messages", "continuations", "notices", "problems")
    assert sum(account[part] for part in parts) + sum(account["others"].values()) == account["taken"]
    assert account["unaccounted"] == 0
    assert "10 lines = 8 messages + 1 continuation + 1 notice" in chattrove("import", "--no-index", family).out


def test_history_lists_imports_and_tells_all_about_one(filled: Call, family: Path) -> None:
    assert f"{family.name}  (whatsapp)  9 new, 0 known" in filled("history").out
    [record] = filled("history", "--json").json
    told = filled("history", record["id"])
    assert "Family: 8 messages, 1 notice" in told.out
    assert "10 lines = " in told.out
    assert filled("history", record["id"], "--json").json["report"]["new"] == 9


def test_undo_asks_takes_out_and_is_seen_in_the_history(filled: Call, family: Path) -> None:
    assert filled("undo", "1").code == codes.USAGE
    assert len(filled("dump").lines) == 9
    assert "9 messages" in filled("undo", "1", "--yes").out
    assert filled("dump").lines == []
    assert "undone" in filled("history").out
    assert filled("import", "--no-index", family).code == codes.FINE
    assert len(filled("dump").lines) == 9


def test_an_import_that_is_not_there_is_an_error(filled: Call) -> None:
    assert filled("undo", "99", "--yes").code == codes.ARCHIVE
    assert filled("history", "99").code == codes.ARCHIVE


def test_people_are_merged_and_parted(filled: Call) -> None:
    people = {person["name"]: person["id"] for person in filled("people", "--json").json}
    assert people.keys() == {"Ana", "Bo", "李雷"}
    said = filled("people", "merge", "Ana", people["李雷"])
    assert f"李雷  (whatsapp, 2 messages)  = {people['Ana']} Ana" in said.out
    assert "=" not in filled("people", "split", "李雷").out


def test_people_that_cannot_be_told_are_asked_about(filled: Call) -> None:
    assert filled("people", "merge", "Ana").code == codes.USAGE
    assert filled("people", "split", "Zed").code == codes.QUERY
    assert "Zed" in filled("people", "split", "Zed").err


def test_every_importer_has_a_guide_in_both_languages() -> None:
    named = {name for guide in guides.guides() for name in guide.importers}
    assert named == {importer.name for importer in (*IMPORTERS, *GENERAL)}
    for guide in guides.guides():
        for words in (guide.en, guide.zh):
            assert all((words.title, words.steps, words.keeps, words.leaves))
        assert any("\u4e00" <= char <= "\u9fff" for char in guide.zh.keeps)


def test_guides_are_shown_for_one_app_or_all(capsys: pytest.CaptureFixture[str]) -> None:
    from app.cli import run

    assert run(["formats", "whatsapp"]) == codes.FINE
    shown = capsys.readouterr().out
    assert "1. " in shown
    assert "--as whatsapp" in shown
    assert run(["formats", "--chinese", "telegram"]) == codes.FINE
    assert "导出" in capsys.readouterr().out
    assert run(["formats", "no such app"]) == codes.USAGE


def test_the_readme_shows_the_guides_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.partition("<!-- formats -->\n")[2].partition("\n<!-- /formats -->")[0]
    assert shown == guides.table()


def test_activity_counts_by_day_month_and_year(filled: Call) -> None:
    days = filled("activity", "Family", "--by", "day", "--json").json
    assert sum(each["messages"] for each in days) == 8
    years = filled("activity", "--by", "year", "--json").json
    assert [each["messages"] for each in years] == [3, 5]
    assert days[0]["period"][:7] in filled("activity").out
    assert filled("activity", "nobody").code == codes.QUERY
