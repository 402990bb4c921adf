"""This file is where several people behind one id stay several, in every format that has ids."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.export import Export
from core.importers import discord
from core.types import ExportedMessage
from tests.core.importers.reading import read_with

COLUMNS = ("AuthorID", "Author", "Date", "Content", "Attachments", "Reactions")
BOT = {"isBot": True, "discriminator": "0000"}


def senders(path: Path) -> list[tuple[str | None, str | None]]:
    with Export(path) as export:
        found = [item for each in read_with(discord, export) for item in each.messages]
        return [(item.sender, item.sender_key) for item in found if isinstance(item, ExportedMessage)]


def channel(folder: Path, *authors: dict[str, Any]) -> Path:
    """A channel in JSON with a message of each author, a minute apart."""
    times = (f"2024-05-01T10:{minute:02}:00+00:00" for minute in range(60))
    said = [
        {"id": str(number), "type": "Default", "timestamp": at, "content": "hi", "author": author}
        for number, (author, at) in enumerate(zip(authors, times, strict=False))
    ]
    path = folder / "channel.json"
    whole = {"guild": {"id": "1", "name": "Club"}, "channel": {"id": "2", "name": "chat"}, "messages": said}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def test_a_webhook_speaks_for_each_of_its_names(tmp_path: Path) -> None:
    authors = [{"id": "7", "name": name, **BOT} for name in ("Ann", "Bo", "Ann")]
    assert senders(channel(tmp_path, *authors)) == [("Ann", "7:Ann"), ("Bo", "7:Bo"), ("Ann", "7:Ann")]


def test_a_bot_with_a_number_is_one(tmp_path: Path) -> None:
    authors = [{"id": "7", "name": "Robo", "isBot": True, "discriminator": "1234"}] * 2
    assert senders(channel(tmp_path, *authors)) == [("Robo#1234", "7")] * 2


def test_ids_of_zeros_are_none(tmp_path: Path) -> None:
    authors = [{"id": "000", "name": "Ann"}, {"id": "0", "name": "Bo"}]
    assert senders(channel(tmp_path, *authors)) == [("Ann", None), ("Bo", None)]


def test_one_invented_id_makes_nobody_another(tmp_path: Path) -> None:
    authors = [{"id": "123", "name": name} for name in ("Ann", "Bo", "Ann")]
    assert senders(channel(tmp_path, *authors)) == [("Ann", "123"), ("Bo", "123:Bo"), ("Ann", "123")]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_table_tells_them_apart_too(quote: str, tmp_path: Path) -> None:
    rows = [f'"5","{name}","2024-05-01T10:0{minute}:00+00:00","hi","",""' for minute, name in enumerate(("Ann", "Bo"))]
    path = tmp_path / "channel.csv"
    header = ",".join(f"{quote}{name}{quote}" for name in COLUMNS)
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    assert senders(path) == [("Ann", "5"), ("Bo", "5:Bo")]


def test_a_page_shows_which_bot_is_a_webhook(tmp_path: Path) -> None:
    groups = "".join(
        f'<div class="chatlog__message-group"><div class="chatlog__message-container" data-message-id="{place}">'
        f'<span class="chatlog__author" title="{name}" data-user-id="9">{name}</span>{tag}'
        '<span class="chatlog__timestamp" title="1 May 2024 10:00">x</span>'
        '<div class="chatlog__content"><span class="chatlog__markdown-preserve">hi</span></div></div></div>'
        for place, (name, tag) in enumerate(
            [("Ann", '<span class="chatlog__author-tag">BOT</span>'), ("Bo", ""), ("Robo#1234", "")],
            start=1_234_567_890_123_456_789,
        )
    )
    path = tmp_path / "channel.html"
    path.write_text(f"<!DOCTYPE html><html><body>{groups}</body></html>", encoding="utf-8")
    assert senders(path) == [("Ann", "9:Ann"), ("Bo", "9"), ("Robo#1234", "9:Robo#1234")]
