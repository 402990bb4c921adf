"""This file is where the window reads with a server over a real socket, and the command line with the same one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.cli import codes, run
from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.session import Session
from app.session.connecting import ServerOrder
from app.settings import Settings, load_settings
from tests.models.server_reader.conftest import no_network, speaker
from tests.models.server_reader.speaking import Speaker

__all__ = ["no_network", "speaker"]

PATIENCE = 60_000
FIRST = "<|utt_ids_start|>[0]<|utt_ids_end|>;<|img_ids_start|>[]<|img_ids_end|>"
QUESTION = "where does the ferry leave"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two small conversations, and a place of its own for models."""
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    for name, word in (("Ana", "pier"), ("Bo", "harbour")):
        path = tmp_path / f"WhatsApp Chat with {name}.txt"
        lines = [f"25/12/2023, 09:{n:02} - {name}: boat number {n} is at the {word}" for n in range(12)]
        path.write_text("\n".join(lines), encoding="utf-8")
        with Session(tmp_path / "archive") as session:
            session.import_exports([path], report=lambda _: None)
            session.index(lambda _: None)
    return tmp_path / "archive"


@pytest.fixture
def desk(qtbot: QtBot, archive: Path) -> Iterator[Desk]:
    application()
    opened = open_window(Session, archive, Settings(theme="light", language="en", read_pictures=False))
    opened.window.show()
    opened.begin()
    qtbot.waitUntil(lambda: opened.window.page is opened.window.home, timeout=PATIENCE)
    yield opened
    opened.leaving.leave()
    opened.window.deleteLater()


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_a_server_is_connected_chosen_and_reads_the_answers(desk: Desk, speaker: Speaker, qtbot: QtBot) -> None:
    speaker.say = lambda _: FIRST
    desk.servers.connect_server(ServerOrder(f"{speaker.url}/v1"))
    qtbot.waitUntil(lambda: "is connected as" in words(desk.window.banner), timeout=PATIENCE)
    desk.models.choose("f2rvlm", "reader")
    qtbot.waitUntil(lambda: load_settings().models == ("f2rvlm:reader",), timeout=PATIENCE)
    desk.questions.ask(QUESTION)
    qtbot.waitUntil(lambda: desk.questions.found.settled, timeout=PATIENCE)
    reading = desk.questions.found.reading
    assert reading is not None
    assert reading.confirmed
    assert reading.work.device == speaker.url
    assert "f2rvlm" in desk.window.results.reader.accessibleName()
    assert "Offline" in words(desk.window.status), "the server is on this computer"


def test_one_question_is_read_by_another_reader_and_a_refusal_is_one_sentence(
    archive: Path, speaker: Speaker, capsys: pytest.CaptureFixture[str]
) -> None:
    speaker.say = lambda _: FIRST
    with Session(archive) as session:
        session.connect_reader(ServerOrder(f"{speaker.url}/v1"), lambda _: None)
    asked = ["search", "--archive", str(archive), "--reader", "f2rvlm", "--json", QUESTION]
    assert run(asked) == codes.FINE
    told = json.loads(capsys.readouterr().out)["reading"]
    assert (told["device"], told["trouble"], told["unread"]) == (speaker.url, None, 0)
    assert told["read"] + told["spared"] == told["candidates"] > 0
    speaker.troubles = [401] * 50
    assert run(asked) == codes.MODEL
    captured = capsys.readouterr()
    assert json.loads(captured.out)["reading"]["trouble"]
    assert captured.err.count("Not everything was read") == 1
    assert "SECRET" not in captured.out + captured.err, "nothing that a server writes is shown"
    assert run(["search", "--archive", str(archive), "--reader", "nobody", QUESTION]) == codes.MODEL
    assert load_settings().models == (), "one question changes no choice"
