"""This file is where Skype's messages.json is tested beyond its cases: whose file it is, its size, odd contents."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.export import Export
from core.importers import skype
from core.importers.skype.events import length
from core.importers.skype.markup import body_of
from core.importers.skype.messages import instant
from core.recognition import recognise
from core.types import ExportedMessage
from tests.core.importers.reading import read_with

MAY_1 = 1_714_550_400_000


def record(number: int, **members: Any) -> dict[str, Any]:
    made = {
        "id": str(MAY_1 + number),
        "displayName": "Mira Kova",
        "originalarrivaltime": str(MAY_1 + number),
        "messagetype": "RichText",
        "version": 1,
        "content": f"message {number}",
        "conversationid": "8:mira",
        "from": "8:mira",
        "properties": None,
        "amsreferences": None,
    }
    return {**made, **members}


def written(path: Path, conversations: list[dict[str, Any]]) -> Path:
    facts = {"userId": "8:jo", "exportDate": "2024-06-01T08:00", "conversations": conversations}
    path.write_text(json.dumps(facts), "utf-8")
    return path


def conversation(key: str, *records: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"id": key, "displayName": None, "MessageList": list(records), **members}


def messages(path: Path) -> list[ExportedMessage]:
    with Export(path) as export:
        items = [item for each in read_with(skype, export) for item in each.messages]
    assert all(isinstance(item, ExportedMessage) for item in items)
    return [item for item in items if isinstance(item, ExportedMessage)]


@pytest.mark.parametrize(
    ("conversations", "owner"),
    [
        ([conversation("8:mira", record(1))], "skype"),
        ([conversation("19:a@thread.skype", record(1, messagetype="Text"))], "skype"),
        ([conversation("19:uni01_a@thread.v2", record(1)), conversation("8:mira", record(1))], "skype"),
        ([conversation("19:a@thread.v2", record(1, messagetype="RichText/Html"))], "teams"),
        ([conversation("19:a_b@unq.gbl.spaces", record(1, messagetype="Text"))], "teams"),
        ([], "skype"),
    ],
)
def test_the_ids_in_a_messages_json_tell_skype_from_teams(
    tmp_path: Path, conversations: list[dict[str, Any]], owner: str
) -> None:
    with Export(written(tmp_path / "messages.json", conversations)) as export:
        assert [claim.importer.name for claim in recognise(export)] == [owner]


def test_messages_that_stand_oldest_first_stay_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", [conversation("8:mira", *map(record, range(5)))])
    assert [message.text for message in messages(path)] == [f"message {number}" for number in range(5)]


def test_a_conversation_that_is_not_read_to_its_end_does_not_hide_the_next(tmp_path: Path) -> None:
    listed = [conversation(f"8:{each}", record(2), record(1)) for each in range(3)]
    with Export(written(tmp_path / "a.json", listed)) as export:
        assert [each.key for each in read_with(skype, export)] == ["8:0", "8:1", "8:2"]
        assert [tally.unaccounted for tally in export.tallies] == [0]


def test_the_name_of_a_person_is_known_from_any_of_their_messages(tmp_path: Path) -> None:
    activity = "<addmember><initiator>8:mira</initiator><target>8:bo</target></addmember>"
    path = written(
        tmp_path / "a.json",
        [
            conversation(
                "19:a@thread.skype",
                record(3, messagetype="ThreadActivity/AddMember", content=activity),
                record(2, displayName=None),
                record(1),
            )
        ],
    )
    told = messages(path)
    assert told[1].sender == "Mira Kova"
    assert told[2].text == "Mira Kova added bo"


def test_memory_does_not_grow_with_the_length_of_a_conversation(tmp_path: Path) -> None:
    peaks = []
    for count in (2_000, 5_000):
        listed = [record(number, content="a <b>word</b> &amp; more" + "x" * 900) for number in range(count, 0, -1)]
        path = written(tmp_path / f"{count}.json", [conversation("8:mira", *listed)])
        del listed
        with Export(path) as export:
            tracemalloc.start()
            first, *rest = (item.key for each in read_with(skype, export) for item in each.messages)  # type: ignore[union-attr]
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert first == str(MAY_1 + 1)
        assert len(rest) == count - 1
    # A key and 8 bytes are held for each message, besides one buffer of the file.
    assert peaks[1] < peaks[0] * 1.25


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("</div></x-body></BODY ></html>still <i>here</i>", "still here"),
        ("a < b and c", "a < b and c"),
        ("<b>unclosed &nbsp;x", "unclosed \xa0x"),
        ("line one\nline  two <i>x</i>\n", "line one\nline  two x"),
        ("<script>alert(1)</script>safe", "safe"),
        ('<a href="https://example.org/x">here</a>', "here (https://example.org/x)"),
        ('<a href="https://example.org/x">https://example.org/x</a>', "https://example.org/x"),
        ('<ss type="heart">(heart)</ss>', "(heart)"),
    ],
)
def test_a_body_is_what_its_writer_saw(content: str, text: str) -> None:
    assert body_of(content).text == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60).map(str.strip))
def test_a_text_that_skype_escaped_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert body_of(escaped).text == text
    assert body_of(f"<b></b>{escaped}").text == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-01T08:00:00Z", MAY_1),
        ("2024-05-01T08:00:00.1234567Z", MAY_1 + 123),
        ("2024-05-01T10:00:00+02:00", MAY_1),
        ("1714550400000", MAY_1),
        (MAY_1, MAY_1),
        ("0001-01-01T00:00:00", None),
        ("1969-12-31T23:59:59.5Z", -500),
        ("2024-02-30T00:00:00Z", None),
        ("9" * 40, None),
        (None, None),
        ("soon", None),
    ],
)
def test_an_instant_is_read_in_each_of_its_forms(written: Any, expected: int | None) -> None:
    assert instant(written) == expected


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (45, "45 s"), (200, "3 min 20 s"), (3720, "1 h 2 min"), (3605, "1 h")]
)
def test_the_length_of_a_call_is_said_in_words(seconds: int, words: str) -> None:
    assert length(seconds) == words
