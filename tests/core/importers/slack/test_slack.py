"""This file is where the Slack importer is tested beyond its cases: slackdump's database, size, layouts, markup."""

import json
import shutil
import sqlite3
import tracemalloc
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import slack
from core.importers.slack.channels import Channels
from core.importers.slack.markup import Markup
from core.importers.slack.messages import instant
from core.importers.slack.people import People
from core.protocols import ReadOptions
from core.types import ExportedConversation, ExportedMessage
from tests.core.importers.exported_json import as_json
from tests.core.importers.reading import entries_of, read_with

CASES = Path(__file__).parents[3] / "exports" / "slack"


def message(ts: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": "U0ANA", "text": text, "ts": ts, **more}


def all_of(path: Path) -> list[tuple[ExportedConversation, list[Any]]]:
    with Export(path) as export:
        return [(each, list(each.messages)) for each in read_with(slack, export)]


def database(path: Path, copies: list[tuple[int, int, Any]]) -> Path:
    """A database as slackdump makes it; copies: (number of the message, number of the chunk, what is stored)."""
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE MESSAGE (ID INTEGER, CHUNK_ID INTEGER, CHANNEL_ID TEXT, TS TEXT, DATA BLOB)")
        made.execute("CREATE TABLE CHANNEL (ID TEXT, CHUNK_ID INTEGER, NAME TEXT, DATA BLOB)")
        made.execute("CREATE TABLE S_USER (ID TEXT, CHUNK_ID INTEGER, USERNAME TEXT, DATA BLOB)")
        user = {"id": "U0ANA", "profile": {"display_name": "Ana"}}
        made.execute("INSERT INTO S_USER VALUES ('U0ANA', 1, 'ana', ?)", (json.dumps(user).encode(),))
        channel = {"id": "C0GEN", "name": "general", "created": 1}
        made.execute("INSERT INTO CHANNEL VALUES ('C0GEN', 1, 'general', ?)", (json.dumps(channel).encode(),))
        for number, chunk, stored in copies:
            data = stored if isinstance(stored, bytes) else json.dumps(stored).encode()
            made.execute("INSERT INTO MESSAGE VALUES (?, ?, 'C0GEN', ?, ?)", (number, chunk, str(number), data))
    made.close()
    return path


def test_the_newest_copy_of_each_message_is_read_from_the_database(tmp_path: Path) -> None:
    old, new = message("1714557600.000100", "old"), message("1714557600.000100", "new")
    answer = message("1714557601.000100", "answer", thread_ts="1714557600.000100")
    file = {"id": "F0AAA", "name": "a.png", "mimetype": "image/png", "url_private": "https://x/a.png"}
    database(
        tmp_path / "slackdump.sqlite",
        [
            (1714557601000100, 2, answer),
            (1714557600000100, 1, old),
            (1714557600000100, 3, new),
            (1714557602000100, 1, b"{broken"),
            (1714557603000100, 1, message("1714557603.000100", "", files=[file])),
        ],
    )
    (tmp_path / "__uploads" / "F0AAA").mkdir(parents=True)
    (tmp_path / "__uploads" / "F0AAA" / "a.png").write_bytes(b"x")
    with Export(tmp_path) as export:
        ((conversation, items),) = [(each, list(each.messages)) for each in read_with(slack, export)]
        assert export.tallies[0].others == {"older copy": 1}
        assert export.tallies[0].unaccounted == 0
    assert (conversation.key, conversation.title, conversation.has_id) == ("C0GEN", "general", True)
    spoken = [item for item in items if isinstance(item, ExportedMessage)]
    texts = [(item.sender, item.text, item.reply_to) for item in spoken]
    assert texts == [("Ana", "new", None), ("Ana", "answer", "1714557600.000100"), ("Ana", "", None)]
    assert spoken[2].attachments[0].entry == "__uploads/F0AAA/a.png"
    assert items[2].where == "slackdump.sqlite: MESSAGE 1714557602000100"


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    path = database(tmp_path / "s.sqlite", [(n, 1, message(f"17145576{n:02}.000100", "x" * 500)) for n in range(99)])
    raw = bytearray(path.read_bytes())
    raw[5 * 4096 : 9 * 4096] = b"\xff" * (4 * 4096)
    path.write_bytes(raw)
    with Export(path) as export, pytest.raises(BrokenExport, match="the database is damaged"):
        list(read_with(slack, export))


def test_what_is_still_in_the_log_of_a_database_is_read_also_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    path = database(tmp_path / "run" / "s.sqlite", [(1, 1, message("1714557600.000100", "settled"))])
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        late = json.dumps(message("1714557601.000100", "just now")).encode()
        writer.execute("INSERT INTO MESSAGE VALUES (2, 1, 'C0GEN', '2', ?)", (late,))
        writer.commit()
        ((_, items),) = all_of(tmp_path)
    assert [item.text for item in items] == ["settled", "just now"]


def test_another_database_is_not_claimed(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as made:
        made.execute("CREATE TABLE MESSAGE (ID INTEGER)")
    made.close()
    with Export(tmp_path) as export:
        assert entries_of(slack, export) == []


@pytest.mark.parametrize("case", ["workspace", "compliance", "bots"])
def test_a_zip_gives_what_the_folder_gives(case: str, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "x"), "zip", CASES / case / "export")
    with Export(Path(packed)) as zipped, Export(CASES / case / "export") as folder:
        got, wanted = as_json(slack, zipped), as_json(slack, folder)
    by_key = {each["key"]: each for each in wanted["conversations"]}
    assert {each["key"]: each for each in got["conversations"]} == by_key


def test_a_day_given_alone_is_called_after_its_folder(tmp_path: Path) -> None:
    (tmp_path / "general").mkdir()
    day = tmp_path / "general" / "2024-05-01.json"
    day.write_text(json.dumps([message("1714557600.000100", "alone")]))
    assert [conversation.title for conversation, _ in all_of(day)] == ["general"]


def test_messages_of_two_workspaces_in_one_folder_stay_apart(tmp_path: Path) -> None:
    for team, name in (("one", "Ana"), ("two", "Anna")):
        folder = tmp_path / team / "general"
        folder.mkdir(parents=True)
        user = {"id": "U0ANA", "profile": {"display_name": name}}
        (tmp_path / team / "users.json").write_text(json.dumps([user]))
        (tmp_path / team / "channels.json").write_text(
            json.dumps([{"id": f"C{team.upper()}", "name": "general", "created": 1}])
        )
        (folder / "2024-05-01.json").write_text(json.dumps([message("1714557600.000100", "hi")]))
    read = [(conversation.key, items[0].sender) for conversation, items in all_of(tmp_path)]
    assert read == [("CONE", "Ana"), ("CTWO", "Anna")]


def test_a_workspace_without_messages_is_recognised_and_empty(tmp_path: Path) -> None:
    (tmp_path / "channels.json").write_text(json.dumps([{"id": "C0GEN", "name": "general", "created": 1}]))
    assert all_of(tmp_path) == []


def test_other_json_is_not_claimed(tmp_path: Path) -> None:
    others = [
        '[{"ts": 1714557600.0001, "text": "x"}]',
        '[{"id": "U1", "name": "x"}]',
        '{"messages": [{"ts": "x"}]}',
        "[]",
    ]
    for number, text in enumerate(others):
        (tmp_path / f"{number}.json").write_text(text)
    with Export(tmp_path) as export:
        assert entries_of(slack, export) == []
        with pytest.raises(BrokenExport):
            list(slack.read(export, [], ReadOptions()))


def test_a_large_zip_streams_in_constant_memory(tmp_path: Path) -> None:
    days, each = 12, 5_000
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for day in range(days):
            lines = (message(f"{1714557600 + day * 86400 + n}.000100", f"{n} {'wort ' * 150}") for n in range(each))
            packed.writestr(f"general/2024-05-{day + 1:02}.json", json.dumps(list(lines)))
    tracemalloc.start()
    with Export(tmp_path / "big.zip") as export:
        read = sum(1 for conversation in read_with(slack, export) for _ in conversation.messages)
        size = sum(export.size(entry) for entry in export.names())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == days * each
    assert size > 47 << 20 > 2 * peak


@given(st.text("<>|&;@#!^:abU0 /", max_size=40))
def test_markup_of_any_shape_ends_as_text(text: str) -> None:
    shown = Markup(People(), Channels()).plain(text)
    assert isinstance(shown, str)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_text_that_slack_escaped_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert Markup(People(), Channels()).plain(escaped) == text


@pytest.mark.parametrize(
    ("written", "instants"),
    [("1736478514.897649", 1736478514897), ("1736478514", 1736478514000), ("x", None), ("", None), ("9" * 30, None)],
)
def test_times_are_exact_to_the_millisecond(written: str, instants: int | None) -> None:
    assert instant(written) == instants


@pytest.mark.parametrize(("folder", "number"), [("general", "someone"), ("channels/general", "U0ANA")])
def test_people_are_named_by_a_list_beside_the_conversations_or_above_them(
    tmp_path: Path, folder: str, number: str
) -> None:
    (tmp_path / "users.json").write_text(json.dumps([{"id": number, "name": "ana", "profile": {}}]))
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "2024-05-01.json").write_text(json.dumps([message("1714557600.000100", "hi", user=number)]))
    assert [items[0].sender for _, items in all_of(tmp_path)] == ["ana"]


def test_a_message_without_a_time_is_kept_and_told(tmp_path: Path) -> None:
    day = tmp_path / "general" / "2024-05-01.json"
    day.parent.mkdir()
    day.write_text(json.dumps([message("1714557600.000100", "hi"), {"type": "message", "text": "when?"}]))
    ((_, (_, untimed, told)),) = all_of(tmp_path)
    assert (untimed.text, untimed.key, untimed.sent_at) == ("when?", None, None)
    assert "is no time" in told.what


def test_a_bot_that_speaks_under_several_names_is_several(tmp_path: Path) -> None:
    spoken = [("B1", "GitHub"), ("B1", "Travis"), ("B1", "GitHub")]
    said = [
        message(f"171455040{place}.000100", "x", bot_id=bot, username=name, user=None, subtype="bot_message")
        for place, (bot, name) in enumerate(spoken)
    ]
    path = tmp_path / "2024-05-01.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    ((_, items),) = all_of(path)
    assert [(item.sender, item.sender_key) for item in items] == [(name, f"{bot}:{name}") for bot, name in spoken]
