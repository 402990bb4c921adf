"""This file is where a conversation of the real archive is read: replies, kinds, days and periods from an export."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui.conversation.pane import ConversationPane
from app.gui.look import language, theme
from app.gui.main import application
from app.gui.work.lanes import Lane
from app.gui.work.pictures import Pictures
from app.session import Session
from tests.app.gui.conversation_pane import ids, settled

COUNT = 400
NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def pane(tmp_path: Path, qtbot: QtBot) -> Iterator[ConversationPane]:
    """One message an hour; the last answers the first, and the one before is a poll."""
    folder, archive = tmp_path / "export", tmp_path / "archive"
    folder.mkdir()
    records = [_record(number) for number in range(COUNT)]
    records[-1]["reply_to_message_id"] = 1
    answers = [{"text": "Nine", "voters": 3}, {"text": "Ten", "voters": 1}]
    records[-2]["poll"] = {"question": "When?", "answers": answers}
    chat = {"name": "Sailing club", "type": "private_group", "id": 99, "messages": records}
    (folder / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    with Session(archive) as session:
        session.import_exports([folder], report=lambda _: None)
    application()
    theme.apply("dark")
    language.choose("en")
    lane = Lane("looking", lambda: Session(archive), lambda error: pytest.fail(str(error)))
    made = ConversationPane(lane, Pictures(lane))
    made.resize(700, 600)
    qtbot.addWidget(made)
    made.show()
    made.open(1)
    qtbot.waitUntil(lambda: made.conversation_id == 1 and settled(made))
    yield made
    lane.close()


def test_the_answer_shows_what_it_answers_leads_there_and_back(pane: ConversationPane, qtbot: QtBot) -> None:
    last, poll = pane.view.strip.shown[-1][2], pane.view.strip.shown[-2][2]
    assert last.bubble.look.quote == ("Ana", "line 0")
    assert poll.message.kind == "poll"
    pane.view.setFocus()
    pane.view.put_cursor(COUNT - 1)
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane._model.id_at(0) in ids(pane))
    qtbot.keyClick(pane.view, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: pane._model.id_at(COUNT - 1) in ids(pane))


def test_days_of_the_archive_fill_calendar_and_timeline_and_narrow_the_conversation(
    pane: ConversationPane, qtbot: QtBot
) -> None:
    pane.toggle_timeline()
    histogram = pane.period_bar.histogram
    qtbot.waitUntil(lambda: bool(histogram.bars))
    assert sum(each.count for each in histogram.bars) == COUNT
    day = date(2024, 6, 5)
    histogram.chosen.emit(day, day + timedelta(1))
    qtbot.waitUntil(lambda: pane.period is not None and settled(pane))
    assert pane._model.rowCount() == 48
    pane.go_to_day(date(2024, 6, 10))
    qtbot.waitUntil(lambda: pane.period is None and settled(pane))
    assert pane.view.strip.row(pane.view.flash.row).message.local_time.startswith("2024-06-10")


def _record(number: int) -> dict[str, Any]:
    moment, who = NOON + timedelta(hours=number), ("Ana", "Bo")[number % 2]
    return {
        "id": number + 1,
        "type": "message",
        "date": moment.replace(tzinfo=None).isoformat(),
        "date_unixtime": str(round(moment.timestamp())),
        "from": who,
        "from_id": f"user{len(who)}",
        "text": f"line {number}",
        "text_entities": [{"type": "plain", "text": f"line {number}"}],
    }
