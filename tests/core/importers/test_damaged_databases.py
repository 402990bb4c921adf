"""This file is where the importers of databases meet damage anywhere in one: no error but BrokenExport leaves them."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.export import Export
from core.importers import imessage, skype, slack
from core.protocols import Importer, ReadOptions
from tests.core.importers.imessage import databases as chat_db
from tests.core.importers.skype import test_main_db as main_db
from tests.core.importers.slack import test_slack as slackdump

ROUNDS = 150


def of_messages(path: Path) -> Path:
    rows = (
        f"INSERT INTO message (ROWID, guid, text, date) VALUES ({n}, 'g{n}', '{'word ' * 40}', {n});"
        f"INSERT INTO chat_message_join VALUES (1, {n});"
        for n in range(1, 120)
    )
    chats = "INSERT INTO chat (ROWID, guid, chat_identifier) VALUES (1, 'SMS;-;+15550100', '+15550100');"
    return chat_db.build(path, chat_db.OLD, chats + "".join(rows))


def of_skype(path: Path) -> Path:
    return main_db.built(path, *(main_db.says(number, 61, "word " * 60) for number in range(1, 120)))


def of_slackdump(path: Path) -> Path:
    said = (slackdump.message(f"1714557{number:03}.000100", "word " * 60) for number in range(120))
    return slackdump.database(path, [(number, 1, each) for number, each in enumerate(said)])


MAKERS: dict[str, tuple[Importer, Callable[[Path], Path]]] = {
    "imessage": (imessage, of_messages),
    "skype": (skype, of_skype),
    "slack": (slack, of_slackdump),
}


def told(importer: Importer, path: Path) -> int:
    """How many things come out of a database; 0 where it is refused."""
    with Export(path) as export:
        try:
            conversations = importer.read(export, export.names(), ReadOptions())
            return sum(1 for conversation in conversations for _ in conversation.messages)
        except BrokenExport:
            return 0


@pytest.mark.parametrize("name", MAKERS)
def test_a_schema_that_is_no_text_is_refused(name: str, tmp_path: Path) -> None:
    importer, make = MAKERS[name]
    path = make(tmp_path / "x.db")
    assert told(importer, path) >= 119
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE another (a)")
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE another", b"CREATE T\xff\xfeLE another"))
    with Export(path) as export, pytest.raises(BrokenExport, match="damaged"):
        list(importer.read(export, export.names(), ReadOptions()))


@pytest.mark.parametrize("name", MAKERS)
def test_bytes_changed_anywhere_cost_what_they_cost_and_nothing_breaks(name: str, tmp_path: Path) -> None:
    importer, make = MAKERS[name]
    path = make(tmp_path / "x.db")
    whole = path.read_bytes()
    chance = random.Random(7)
    for turn in range(ROUNDS):
        raw = bytearray(whole)
        # Half of the rounds go for the heads of pages, where a byte says most.
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(16, len(raw))
            raw[place // 4096 * 4096 + place % 16 if turn % 2 and place >= 4096 else place] = chance.randrange(256)
        path.write_bytes(raw)
        told(importer, path)
