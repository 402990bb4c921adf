"""This file is where the README is held to its word: the commands that it shows are those that there are."""

import re
import shlex
from pathlib import Path

import pytest

from app.cli.parser import parse_arguments

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
TABLE = README.partition("| command | does |\n")[2].partition("\n\n")[0]
SHOWN = re.findall(r"^(?:.*&& )?\.venv/bin/chattrove(?: ([^\n#]+))?$", README, re.MULTILINE)
UNLISTED = {"beside-window", "prove-apart", "train", "window"}
"""What the program starts for itself, what has its own chapter, and what "no command" stands for."""


def test_the_table_has_every_command_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(["no such command"])
    there = set(re.findall(r"'([a-z-]+)'", capsys.readouterr().err.partition("choose from")[2]))
    first_words = re.findall(r"`([a-z-]+)", "\n".join(row.split(" | ")[0] for row in TABLE.splitlines()))
    of_models = {"add", "use", "remove", "test", "download", "connect"}
    assert set(first_words) - of_models == there - UNLISTED


@pytest.mark.parametrize("shown", [each for each in SHOWN if each])
def test_what_is_shown_to_be_typed_is_understood(shown: str) -> None:
    assert parse_arguments(shlex.split(shown)).command == shlex.split(shown)[0]
