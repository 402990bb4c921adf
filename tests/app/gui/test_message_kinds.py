"""This file is where messages that are more than text are shown for what they are, and where their details are told."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.gui.conversation.copying import lines_of
from app.gui.look import language, theme
from app.gui.look.text import tip
from app.gui.main import application
from app.gui.messages import tiles
from app.gui.messages.bubbles import Bubble, Look
from app.gui.messages.durations import duration
from app.gui.messages.kind_cards import card_of
from app.gui.messages.places import besides, coordinates, shown
from app.gui.messages.polls import Option, poll
from app.gui.messages.spoken import moment, quoted, spoken
from core.types import Attachment, Message, MessageKind, Reaction
from tests.app.gui.conversation_pane import opened, show
from tests.app.gui.fake_session import harbour


@pytest.fixture(autouse=True)
def look(qtbot: QtBot) -> None:
    application()
    theme.apply("light")
    language.choose("en")


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("52.52, 13.405", (52.52, 13.405)),
        ("Old Customs Pier\nQuay Street 14, Harwick\n51.9467, 1.2889", (51.9467, 1.2889)),
        ("https://maps.google.com/?q=-23.98,-46.30", (-23.98, -46.3)),
        ("https://example.org/@52.1,13.2,17z", (52.1, 13.2)),
        ("Room 12, 14", None),
        ("on 12.5, 200.5", None),
        ("[位置] 旧港码头", None),
    ],
)
def test_a_place_is_known_by_its_coordinates(text: str, point: tuple[float, float] | None) -> None:
    assert coordinates(text) == point


def test_coordinates_are_written_as_people_write_them() -> None:
    assert shown((-23.98, 46.3)) == "23.9800° S, 46.3000° E"
    assert besides("Pier\n51.9467, 1.2889") == "Pier"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("When?\n• Nine (1 vote)\n• Ten (0 votes)", (Option("Nine", 1), Option("Ten", 0))),
        ("Where?\n• Sea 1 vote\n• 山 2 votes", (Option("Sea", 1), Option("山", 2))),
        ("Day?\n• Saturday (3 of 4 votes)\n• Sunday", (Option("Saturday", 3), Option("Sunday", None))),
        (
            "Where to?\nNorth ridge (2 votes)\nSouth (0 votes)",
            (Option("North ridge", 2), Option("South", 0)),
        ),
        ("Room?\n• 12\n• Room 14", (Option("12", None), Option("Room 14", None))),
    ],
)
def test_a_poll_is_read_from_its_lines(text: str, options: tuple[Option, ...]) -> None:
    found = poll(text)
    assert found is not None
    assert found.options == options


def test_what_is_no_poll_stays_text() -> None:
    assert poll("Ann created a poll: Lunch?") is None
    assert poll("\n".join(map(str, range(30)))) is None


@pytest.mark.parametrize(
    ("caption", "told"), [("7秒", "0:07"), ("0:12", "0:12"), ("1:02:03", "1:02:03"), ("75 s", "1:15"), ("See you", "")]
)
def test_a_caption_may_be_a_length_of_time(caption: str, told: str) -> None:
    assert duration(caption) == told


@pytest.mark.parametrize(
    ("kind", "text", "rest"),
    [
        ("location", "Pier\n51.9467, 1.2889", "Pier"),
        ("location", "51.9467, 1.2889", ""),
        ("poll", "When?\n• Nine\n• Ten", ""),
        ("contact", "Dario Pell, +44 7700 900461", ""),
        ("call", "Missed voice call", ""),
        ("call", "", ""),
    ],
)
def test_each_kind_has_its_tile(kind: MessageKind, text: str, rest: str) -> None:
    card = card_of(_message(text, kind=kind), 400)
    assert card is not None
    assert card.rest == rest
    _painted(_message(text, kind=kind))


@pytest.mark.parametrize("kind", ["location", "poll", "contact", "call"])
@pytest.mark.parametrize("text", ["", "x" * 10_000, "\u202egnp.exe", "<b>1, 2</b>\n(\n• (9999999999 votes)", "\n\n\n"])
def test_any_text_of_any_kind_is_painted_inside_its_width(kind: MessageKind, text: str) -> None:
    bubble = _painted(_message(text, kind=kind), 300)
    assert bubble.box.right() <= 301


def test_who_reacted_and_when_it_was_edited_is_told_under_the_mouse() -> None:
    message = _message(
        "hello",
        edited=True,
        edited_at=1_717_236_000_000,
        reactions=(Reaction("👍", 3, ("Nora", "<b>Eve</b>")), Reaction("⛵", 1)),
    )
    about = {hit.what: hit.about for _, hit in reversed(Bubble(message, Look(500)).spots)}
    assert "Nora" in about["reaction"]
    assert "and 1 more" in about["reaction"]
    assert "Edited on " in about["time"]
    assert "Wednesday, 14 May 2025, 10:02:33" in about["time"]
    assert tip(about["reaction"]).count("<b>") == 0


def test_reactions_without_room_are_counted() -> None:
    many = tuple(Reaction(each, 2, ("Ana", "Bo")) for each in "😀😁😂🤣😃😄😅😆😇😈😉😊")
    pills = [hit.about for _, hit in Bubble(_message("hi", reactions=many), Look(300)).spots if hit.what == "reaction"]
    assert len(pills) < 12
    assert sum(about.count("Ana") for about in pills) == 12


def test_a_tile_tells_name_length_size_and_what_is_missing() -> None:
    voice = Attachment(1, 1, "voice", "", "found", "a" * 64, size=30_000, caption="14″")
    gone = Attachment(2, 1, "file", "<i>lease</i>.pdf", "missing")
    assert tiles.about(voice).startswith("Voice message · 0:14 · 29.3")
    assert tiles.about(gone) == "<i>lease</i>.pdf\nNot found in the export"
    assert "&lt;i&gt;" in tip(tiles.about(gone))
    copied = lines_of([_message("look", attachments=(voice, gone))], alone=False)
    assert copied == "[2025-05-14 10:02] Nora: look <Voice message: 0:14> <File: <i>lease</i>.pdf>"


def test_a_message_is_spoken_with_all_that_comes_with_it() -> None:
    told = spoken(_message("hello", edited=True, reactions=(Reaction("👍", 1, ("Bo",)),)), _message("before"))
    assert told.startswith("Nora, 14 May 2025 10:02: hello. In reply to Nora. edited. 👍")
    assert quoted(_message("", deleted=True)) == ("Nora", "This message was deleted")
    assert moment(_message("x", local_time=None, sent_at=None)) == ""


def test_files_are_revealed_by_enter_and_by_a_double_click(tmp_path: Path, qtbot: QtBot) -> None:
    archive = harbour(tmp_path)
    file = Attachment(77, 4, "file", "lease.pdf", "found", "b" * 64, size=9)
    archive.change(4, attachments=(file,))
    with opened(archive, qtbot) as pane:
        show(pane, qtbot, 4)
        view = pane.view
        view.setFocus()
        with qtbot.waitSignal(pane.revealed) as revealed:
            qtbot.keyClick(view, Qt.Key.Key_Return)
        assert revealed.args[0] is file
        top, shape = next((top, shape) for row, top, shape in view.strip.shown if row == 3)
        spot = next(where for where, hit in shape.bubble.spots if hit.what == "tile")
        place = (QPointF(view.strip.column[0], top + shape.frame.top()) + spot.center()).toPoint()
        with qtbot.waitSignal(pane.revealed):
            qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _message(text: str, **more: object) -> Message:
    plain = Message(1, 1, "k", 1, "Nora", 0, "2025-05-14T10:02:33", "message", text)
    return replace(plain, **more)  # type: ignore[arg-type]


def _painted(message: Message, width: int = 500) -> Bubble:
    bubble = Bubble(message, Look(width))
    image = QImage(width, min(2_000, int(bubble.height) + 1), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    bubble.paint(painter, lambda sha: None)
    painter.end()
    return bubble
