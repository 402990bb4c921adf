"""This file is where messages try to harm the window: by their length, by what they hold, by their names."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.gui.look import fonts, theme
from app.gui.look.text import elided, isolate, plain_tip
from app.gui.main import application
from app.gui.messages import tiles
from app.gui.messages.bubbles import Bubble, Look
from app.gui.messages.spoken import who_reacted
from app.gui.search.chips import ChipLabel
from app.gui.work.pictures import load, upright_size
from core.query import Chip
from core.types import Attachment, Message, Reaction


@pytest.fixture(autouse=True)
def look(qtbot: QtBot) -> None:
    application()
    theme.apply("light")


def said(text: str, **more: object) -> Message:
    message = Message(1, 1, "k", 1, "Nora", 0, "2025-01-01T10:00:00", "message", text)
    return replace(message, **more)  # type: ignore[arg-type]


def pictures(count: int) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(number, 1, "image", f"{number}.jpg", "found", f"{number:064}", "image/jpeg", 10, 40, 30)
        for number in range(count)
    )


def expands(bubble: Bubble) -> bool:
    return any(hit.what == "expand" for _, hit in bubble.spots)


def test_a_message_with_a_thousand_pictures_shows_a_dozen_and_offers_more() -> None:
    message = said("all of them", attachments=pictures(1_000))
    began = time.perf_counter()
    bubble = Bubble(message, Look(600))
    assert time.perf_counter() - began < 0.5
    assert sum(hit.what == "picture" for _, hit in bubble.spots) == tiles.SHOWN
    assert expands(bubble)
    whole = Bubble(message, Look(600, expanded=True))
    assert sum(hit.what == "picture" for _, hit in whole.spots) == tiles.SHOWN_EXPANDED
    assert not expands(whole)


def test_a_picture_that_answers_is_shown_whichever_it_is() -> None:
    bubble = Bubble(said("", attachments=pictures(1_000)), Look(600, images={777: 0.9}))
    assert 777 in [hit.attachment.id for _, hit in bubble.spots if hit.attachment is not None]


def test_few_pictures_are_all_there() -> None:
    bubble = Bubble(said("", attachments=pictures(tiles.SHOWN)), Look(600))
    assert sum(hit.what == "picture" for _, hit in bubble.spots) == tiles.SHOWN
    assert not expands(bubble)


def test_line_breaks_alone_do_not_fill_the_window() -> None:
    bubble = Bubble(said("boat\n" * 3_000), Look(600))
    assert bubble.height < 1_000
    assert expands(bubble)


def test_what_is_too_long_even_for_the_whole_message_says_where_the_rest_is() -> None:
    began = time.perf_counter()
    bubble = Bubble(said("boat\n" * 100_000), Look(600, expanded=True))
    assert time.perf_counter() - began < 0.25
    assert not expands(bubble)


@pytest.mark.parametrize(
    "text", ["Z\u0351\u036b\u0343" * 3_000, "\u202e\u2067" * 3_000, "👩‍👩‍👧‍👦" * 2_000, "\x00\x1b[31m\x7f" * 500]
)
def test_odd_letters_are_drawn_in_time(text: str) -> None:
    bubble = Bubble(said(text, sender=text), Look(600))
    image = QImage(700, 900, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    began = time.perf_counter()
    bubble.paint(painter, lambda _: None)
    painter.end()
    assert time.perf_counter() - began < 0.5


def test_a_name_cannot_turn_itself_round() -> None:
    assert elided("\u202egpj.exe", fonts.font("body"), 400) == "gpj.exe"


def test_a_name_cannot_turn_the_sentence_round_it() -> None:
    assert isolate("a\u202e\u2069b") == "\u2068ab\u2069"


def test_of_five_thousand_who_reacted_a_few_are_named_and_the_rest_counted() -> None:
    told = who_reacted(Reaction("👍", 5_000, tuple(f"person {number}" for number in range(5_000))))
    assert "person 3" in told
    assert "4988" in told
    assert len(told) < 500


@pytest.mark.parametrize("name", ["drawing.svg", "photo.jpg"])
def test_a_drawing_that_names_other_files_is_not_drawn(name: str, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(other))
    path = tmp_path / name
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'
        f'<image xlink:href="{other.as_uri()}" width="90" height="90"/></svg>',
        encoding="utf-8",
    )
    assert load(path, QSize(100, 100)) is None
    assert not upright_size(path).isValid()


def test_a_name_in_a_tooltip_is_no_markup() -> None:
    chip = ChipLabel(Chip("from", "From <b>Bo</b>", 'from:"<img src=x>"', 0, 18))
    assert "<img" not in chip.toolTip()
    assert "&lt;img" in chip.toolTip()
    assert plain_tip("Pictures and files") == "Pictures and files"
