"""This file is where large Discord exports are shown to need no more memory than small ones."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.export import Export
from core.importers import discord
from tests.core.importers.reading import read_with

RULE = "=" * 62


def records(count: int) -> Iterator[bytes]:
    head = {"guild": {"id": "1", "name": "G"}, "channel": {"id": "2", "type": "GuildTextChat", "name": "c"}}
    yield json.dumps(head)[:-1].encode() + b', "messages": ['
    for number in range(count):
        record = {"id": str((700_000_000_000 + number) << 22), "type": "Default", "content": f"said {number}"}
        record["author"] = {"id": "3", "name": "ann", "discriminator": "0000"}  # type: ignore[assignment]
        yield (b"," if number else b"") + json.dumps(record).encode()
    yield b"]}"


def pages(count: int) -> Iterator[bytes]:
    yield b"<!DOCTYPE html><html><body>"
    for number in range(count):
        identifier = (700_000_000_000 + number) << 22
        yield (
            f'<div class="chatlog__message-group">'
            f'<div class="chatlog__message-container" data-message-id="{identifier}">'
            f'<span class="chatlog__author" title="ann" data-user-id="3">Ann</span><div class="chatlog__content">'
            f'<span class="chatlog__markdown-preserve">said {number}</span></div></div></div>\n'
        ).encode()


def lines(count: int) -> Iterator[bytes]:
    yield f"{RULE}\nGuild: G\nChannel: c\n{RULE}\n\n".encode()
    for number in range(count):
        day, minute = 13 + number % 10, number % 60
        yield f"[{day}.05.2024 10:{minute:02}] ann\nsaid {number}\n\n\n".encode()


@pytest.mark.parametrize("name", ["a.json", "a.html", "a.txt"])
def test_large_files_are_read_in_constant_memory(name: str, tmp_path: Path) -> None:
    write = {"a.json": records, "a.html": pages, "a.txt": lines}[name]
    count, peaks = 16_000 if name == "a.json" else 3000, []
    for size in (count, 3 * count):
        with (tmp_path / name).open("wb") as file:
            file.writelines(write(size))
        with Export(tmp_path / name) as export:
            tracemalloc.start()
            found = sum(1 for each in read_with(discord, export) for _ in each.messages)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert found == size
    assert peaks[1] < peaks[0] + (4 << 20)
