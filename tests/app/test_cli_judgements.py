"""This file is where `judgements` is tested as a command: listed, exported for evaluation, deleted."""

from pathlib import Path

import pytest

from app.cli import codes
from app.session import Session
from core.types import Judgement
from tests.app.conftest import Call


@pytest.fixture
def judged(chattrove: Call, family: Path, tmp_path: Path) -> Call:
    """An archive with one right and one wrong answer to one question."""
    assert chattrove("import", "--zone", "UTC", "--no-index", family).code == codes.FINE
    with Session(tmp_path / "archive") as session:
        ids = [int(number) for number in session.message_ids(1)]
        verdicts = {"train": True, "christmas": False}
        for word, right in verdicts.items():
            message = next(each for each in session.messages(ids) if word in each.text)
            session.judge([Judgement("when is the train from:Bo", 1, message.id, None, right, 0.8, "compact")])
    return chattrove


def test_judgements_are_listed_with_what_they_are_about(judged: Call) -> None:
    said = judged("judgements")
    assert "right (80%)  “when is the train”  Family: Bo: when does grandma's train arrive?" in said.out
    assert [each["right"] for each in judged("judgements", "--json").json] == [True, False]


def test_they_are_exported_and_evaluated(judged: Call, tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    assert judged("judgements", "export", path).code == codes.FINE
    assert len(path.read_text("utf-8").splitlines()) == 2
    assert judged("judgements", "export", path, "--as", "dialogues").code == codes.FINE
    said = judged("eval", "read", path, "--json")
    assert (said.code, said.json["samples"]) == (codes.FINE, 1)


def test_they_are_deleted_only_when_that_is_said(judged: Call) -> None:
    assert judged("judgements", "clear").code == codes.USAGE
    assert len(judged("judgements", "--json").json) == 2
    assert "2 judgements deleted" in judged("judgements", "clear", "--yes").out
    assert "No answer was judged yet" in judged("judgements").out


def test_a_missing_file_name_and_a_folder_that_is_not_there_are_told(judged: Call, tmp_path: Path) -> None:
    assert judged("judgements", "export").code == codes.USAGE
    said = judged("judgements", "export", tmp_path / "nowhere" / "judged.jsonl")
    assert (said.code, "cannot be written" in said.err) == (codes.USAGE, True)
