"""This file is where the command line is tested against what goes wrong around it: numbers, places, pipes, colours."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import codes, finding
from tests.app.conftest import Call


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "--top", "0", "train"],
        ["search", "--top", "-3", "train"],
        ["show", "--count", "0"],
        ["import", "--zone", "Nowhere/Land", "x"],
        ["import", "--zone", "Foo3", "x"],
        ["import", "--zone", "/etc/passwd", "x"],
        ["import", "--zone", "", "x"],
    ],
)
def test_a_wrong_number_or_zone_is_a_wrong_command_line(chattrove: Call, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        chattrove(*arguments)
    assert stopped.value.code == codes.USAGE


def test_a_place_that_cannot_be_written_is_named(chattrove: Call, family: Path, tmp_path: Path) -> None:
    chattrove("import", family)
    said = chattrove("export", "-o", tmp_path / "nowhere" / "found.md", "platform")
    assert said.code == codes.USAGE
    assert str(tmp_path / "nowhere" / "found.md") in said.err


def test_a_message_cannot_command_the_terminal_that_shows_it_in_colour(
    chattrove: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = tmp_path / "WhatsApp Chat with Eve.txt"
    chat.write_text("25/12/2023, 09:01 - Eve: train at nine \x1b]0;owned\x07 \x1b[2J\n", encoding="utf-8")
    chattrove("import", chat)
    monkeypatch.setattr(finding, "colours", lambda: True)
    said = chattrove("search", "train at nine")
    assert "train at nine" in said.out
    assert "\x1b" not in said.out


def test_a_reader_that_leaves_early_is_no_fault(chattrove: Call, family: Path, tmp_path: Path) -> None:
    chattrove("import", "--no-index", family)
    command = [sys.executable, "-m", "app", "dump", "--archive", str(tmp_path / "archive")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    complaints = process.stderr.read()
    process.stderr.close()
    assert process.wait() == codes.FINE
    assert complaints == b""
