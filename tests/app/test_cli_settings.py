"""This file is where settings, archives and privacy are asked for and changed on the command line."""

from pathlib import Path

import pytest

from app.cli import codes, run
from app.session import Session
from app.settings import load_settings
from core.sockets import Socket, Sockets
from tests.app.conftest import Call


def test_settings_are_shown_and_changed_and_wrong_values_refused(chattrove: Call) -> None:
    assert "theme           system" in chattrove("settings").out
    assert chattrove("settings", "theme", "dark").code == codes.FINE
    assert chattrove("settings", "text_size", "130").code == codes.FINE
    assert chattrove("settings", "keep_questions", "off").code == codes.FINE
    now = load_settings()
    assert (now.theme, now.text_size, now.keep_questions) == ("dark", 130, False)
    assert chattrove("settings", "theme", "--json").json == {"theme": "dark"}
    wrong = chattrove("settings", "text_size", "200")
    assert wrong.code == codes.SETTINGS
    assert "90 | 100 | 115 | 130 | 150" in wrong.err
    unknown = chattrove("settings", "colour")
    assert unknown.code == codes.SETTINGS
    assert "theme" in unknown.err
    assert load_settings() == now


def test_archives_are_listed_opened_and_taken_off_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTROVE_ARCHIVE", str(tmp_path / "standard"))
    other = tmp_path / "other"
    with Session(other):
        pass
    assert run(["archives", "open", str(other)]) == codes.FINE
    assert load_settings().archive == str(other)
    assert "0 conversations, 0 messages" in capsys.readouterr().out
    assert run(["archives", "open", str(tmp_path / "nothing")]) == codes.ARCHIVE
    assert run(["archives", "remove", str(other)]) == codes.ARCHIVE
    assert run(["settings", "archive", ""]) == codes.FINE
    assert run(["archives", "remove", str(other)]) == codes.FINE
    assert load_settings().archives == ()
    assert (other / "archive.sqlite3").is_file()


def test_privacy_lists_every_file_and_that_there_are_no_connections(chattrove: Call, family: Path) -> None:
    assert chattrove("import", "--no-index", "--zone", "UTC", family).code == codes.FINE
    said = chattrove("privacy")
    assert said.code == codes.FINE
    assert "No connections." in said.out
    assert "archive.sqlite3" in said.out
    told = chattrove("privacy", "--json").json
    assert told["connections"] == []
    assert told["bytes"] == sum(each["bytes"] for each in told["stored"]) > 10_000


def test_privacy_tells_of_a_connection(chattrove: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Sockets((Socket(7, "python", "tcp", "10.0.0.2:50001", "93.184.216.34:443", "ESTABLISHED"),), (7,))
    monkeypatch.setattr("app.cli.settings.sockets", lambda: found)
    said = chattrove("privacy")
    assert "1 connection:" in said.out
    assert "93.184.216.34:443" in said.out
