"""This file is where every importer gets damaged exports: it may complain, but only in the ways that are documented.

Each case of tests/exports is damaged in one file (bytes replaced, cut out, doubled, cut off) and given to the importer
that reads it, as recognised or forced; nothing but ChatTroveErrors may come out, in reasonable time.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ChatTroveError
from core.export import Export
from core.importers import GENERAL, IMPORTERS
from core.protocols import Importer, ReadOptions
from core.recognition import recognise
from core.types import ExportedConversation, ExportedMessage, Problem, Repair
from tests.core.importers.test_all_cases import CASES

LONGEST = 20.0
"""Seconds for one damaged case; whole ones take some milliseconds."""

PIECES = [
    b"",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'"',
    b"{",
    b"[" * 50,
    b"\n",
    b"\r",
    b"<",
    b"9" * 30,
    b"-",
    b":",
    b"\\x0b",
]


def readers() -> dict[str, list[Path]]:
    """The cases of each importer that has any."""
    found: dict[str, list[Path]] = {}
    for case in CASES:
        with suppress(ChatTroveError), Export(case / "export") as export:
            for claim in recognise(export):
                found.setdefault(claim.importer.name, []).append(case)
    return found


READERS = readers()
BY_NAME: dict[str, Importer] = {importer.name: importer for importer in (*IMPORTERS, *GENERAL)}


def damages() -> st.SearchStrategy[list[tuple[float, int, bytes]]]:
    """(where in the file, bytes to leave out, bytes to put there)."""
    piece = st.sampled_from(PIECES) | st.binary(max_size=8)
    place = st.floats(0, 1, exclude_max=True)
    return st.lists(st.tuples(place, st.sampled_from([0, 1, 2, 9, 60, 1 << 30]), piece), min_size=1, max_size=4)


@pytest.mark.parametrize("name", sorted(READERS))
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_damaged_export_raises_nothing_but_errors_for_people(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    case = data.draw(st.sampled_from(READERS[name]))
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copytree(case / "export", folder / "export")
    files = sorted(path for path in (folder / "export").rglob("*") if path.is_file())
    damaged = data.draw(st.sampled_from(files))
    damaged.write_bytes(with_damage(damaged.read_bytes(), data.draw(damages())))
    started = time.monotonic()
    with suppress(ChatTroveError), Export(folder / "export") as export:
        for conversation in read(export, BY_NAME[name]):
            check(conversation)
    assert time.monotonic() - started < LONGEST
    shutil.rmtree(folder)


def with_damage(raw: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in edits:
        start = int(place * (len(raw) + 1))
        raw = raw[:start] + piece + raw[start + length :]
    return raw


def read(export: Export, importer: Importer) -> Iterator[ExportedConversation]:
    for claim in recognise(export, importer.name):
        yield from importer.read(export, claim.entries, ReadOptions())


def check(conversation: ExportedConversation) -> None:
    """What comes out can be stored: the kinds of things that are promised, and text that is text."""
    conversation.key.encode()
    conversation.title.encode()
    for item in conversation.messages:
        assert isinstance(item, ExportedMessage | Problem | Repair)
        if isinstance(item, ExportedMessage):
            for text in (item.text, item.sender or "", item.key or "", item.reply_to or ""):
                text.encode()
            assert item.sent_at is None or -(1 << 62) < item.sent_at < 1 << 62
