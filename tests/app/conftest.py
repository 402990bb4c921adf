"""This file is where the tests of the program get a chat to import and a way to call it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import run

FAMILY = """25/12/2023, 09:00 - Messages and calls are end-to-end encrypted. Only people in this chat can read them.
25/12/2023, 09:01 - Ana: merry christmas
25/12/2023, 09:05 - 李雷: 圣诞快乐
26/12/2023, 10:00 - Bo: IMG-20231226-WA0001.jpg (file attached)
our beach house
02/01/2024, 10:00 - Bo: when does grandma's train arrive?
02/01/2024, 10:01 - Ana: 14:35 at central station, platform 6
02/01/2024, 10:02 - Bo: great, I will pick her up
05/02/2024, 10:00 - 李雷: 今晚吃红烧肉吗
05/02/2024, 10:01 - Ana: 好啊 我去买五花肉和冰糖
"""


@dataclass(frozen=True)
class Said:
    """What a command printed and returned."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Said]


@pytest.fixture
def chattrove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls a command on an archive of the test's own."""

    def call(command: str, *arguments: object) -> Said:
        capsys.readouterr()
        rest = [str(argument) for argument in arguments]
        archive = [] if command == "eval" else ["--archive", str(tmp_path / "archive")]
        code = run([command, *archive, *rest])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return call


@pytest.fixture
def family(tmp_path: Path) -> Path:
    folder = tmp_path / "WhatsApp Chat with Family"
    folder.mkdir()
    (folder / "WhatsApp Chat with Family.txt").write_text(FAMILY, encoding="utf-8")
    return folder
