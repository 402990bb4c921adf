"""This file is where Teams is tested beyond its cases: shapes of files, calls, cards, titles, sizes."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.export import Export
from core.importers import teams
from core.importers.skype.html_bodies import page_of
from core.importers.teams.events import seconds, told
from core.recognition import recognise
from core.types import ExportedConversation, ExportedMessage
from tests.core.importers.reading import read_with

CHAT = "19:a_b@unq.gbl.spaces"
BO = {"id": "1", "displayName": "Bo"}
GRAPH = "#microsoft.graph"
MAY_1 = 1_714_550_400_000


def record(number: int, **members: Any) -> dict[str, Any]:
    made = {
        "id": str(MAY_1 + number),
        "messageType": "message",
        "createdDateTime": f"2024-05-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "chatId": CHAT,
        "from": {"user": {"id": "mira", "displayName": "Mira Kova"}},
        "body": {"contentType": "html", "content": f"<p>message {number}</p>"},
    }
    return {**made, **members}


def conversations(path: Path) -> list[tuple[ExportedConversation, list[Any]]]:
    with Export(path) as export:
        found = [(each, list(each.messages)) for each in read_with(teams, export)]
        assert {tally.unaccounted for tally in export.tallies} <= {0}
    return found


def only(tmp_path: Path, **members: Any) -> ExportedMessage:
    """What one record becomes."""
    (tmp_path / "m.json").write_text(json.dumps([record(0, **members)]), "utf-8")
    [(_, [message])] = conversations(tmp_path / "m.json")
    assert isinstance(message, ExportedMessage)
    return message


@pytest.mark.parametrize(
    "write",
    [
        json.dumps,
        lambda records: json.dumps({"value": records}),
        lambda records: json.dumps({"@odata.nextLink": "x", "Value": records}, indent=2),
        lambda records: "\n".join(map(json.dumps, records)),
        lambda records: "".join(json.dumps({"@odata.context": "c", "value": [each]}) for each in records),
    ],
)
def test_messages_are_read_from_each_shape_that_files_of_graph_have(tmp_path: Path, write: Any) -> None:
    path = tmp_path / "anything.txt"
    path.write_text(write([record(1), record(2)]), "utf-8")
    with Export(path) as export:
        assert [claim.importer.name for claim in recognise(export)] == ["teams"]
    [(conversation, messages)] = conversations(path)
    assert conversation.key == CHAT
    assert [message.text for message in messages] == ["message 1", "message 2"]


@pytest.mark.parametrize(
    "value",
    [
        [{"createdDateTime": "x", "body": "text"}],
        [{"body": {"content": "x"}, "chatId": "1"}],
        {"value": [1]},
        {"value": "x"},
    ],
)
def test_json_that_only_looks_a_little_like_graph_is_not_claimed(tmp_path: Path, value: Any) -> None:
    (tmp_path / "m.json").write_text(json.dumps(value), "utf-8")
    assert conversations(tmp_path / "m.json") == []


def test_chats_that_one_file_mixes_are_parted_and_each_is_turned_on_its_own(tmp_path: Path) -> None:
    records = [record(5), record(1, chatId="19:x@thread.v2"), record(4), record(2, chatId="19:x@thread.v2"), record(3)]
    (tmp_path / "m.json").write_text(json.dumps(records), "utf-8")
    found = conversations(tmp_path / "m.json")
    assert [(each.key, each.kind, [message.text for message in messages]) for each, messages in found] == [
        (CHAT, "private", ["message 3", "message 4", "message 5"]),
        ("19:x@thread.v2", "group", ["message 1", "message 2"]),
    ]


def test_a_record_that_is_no_message_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps([record(1), {"id": "?"}, [7], record(2)]), "utf-8")
    [(_, items)] = conversations(tmp_path / "m.json")
    assert [getattr(item, "text", None) or item[1] for item in items] == [
        "message 1",
        "not a message",
        "not a message",
        "message 2",
    ]


def test_a_file_that_breaks_off_keeps_what_stands_before(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps([record(1), record(2)])[:-40], "utf-8")
    [(_, items)] = conversations(tmp_path / "m.json")
    assert items[0].text == "message 1"
    assert "breaks off" in items[1].reason


def test_a_long_list_of_people_is_cut_in_a_title(tmp_path: Path) -> None:
    people = [{"user": {"id": str(each), "displayName": f"Person {each}"}} for each in range(6)]
    records = [record(each, **{"from": who, "chatId": "19:x@thread.v2"}) for each, who in enumerate(people)]
    (tmp_path / "m.json").write_text(json.dumps(records), "utf-8")
    [(conversation, _)] = conversations(tmp_path / "m.json")
    assert conversation.title == "Person 0, Person 1, Person 2, Person 3 …"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"@odata.type": f"{GRAPH}.callStartedEventMessageDetail"}, ("call", "Call started")),
        ({"callDuration": "PT45S"}, ("call", "Call ended, 45 s")),
        (
            {"OdataType": f"{GRAPH}.teamsAppInstalledEventMessageDetail", "teamsAppDisplayName": "Polls"},
            ("notice", "somebody added the app Polls"),
        ),
        ({"@odata.type": f"{GRAPH}.somethingNewEventMessageDetail"}, ("notice", "Something new")),
        (
            {"@odata.type": f"{GRAPH}.membersDeletedEventMessageDetail", "members": [BO], "initiator": {"user": BO}},
            ("notice", "Bo left"),
        ),
        ({}, ("notice", "")),
    ],
)
def test_an_event_is_told_in_words(facts: dict[str, Any], said: tuple[str, str]) -> None:
    assert told(facts) == said


@pytest.mark.parametrize(
    ("written", "expected"),
    [("PT3M20S", 200), ("PT0S", 0), ("P1DT1H", 90_000), ("PT1H2M3.5678S", 3723), ("3 minutes", 0), ("", 0)],
)
def test_a_duration_is_read_as_iso_8601_writes_it(written: str, expected: int) -> None:
    assert seconds(written) == expected


def test_a_picture_a_voice_message_and_a_hosted_file_are_attachments(tmp_path: Path) -> None:
    message = only(
        tmp_path,
        body={"contentType": "html", "content": '<p>a<img alt="cat.gif" itemtype="x/Giphy" src="s"></p>'},
        attachments=[
            {"contentType": "application/vnd.microsoft.card.audio", "content": '{"duration": "PT3S"}'},
            {"contentType": "image/png", "contentUrl": "https://example.org/p/b.png?x=1"},
            {"contentType": "reference", "name": None, "contentUrl": None},
        ],
    )
    assert message.text == "a"
    assert [(each.kind, each.name, each.status) for each in message.attachments] == [
        ("voice", "", "not_exported"),
        ("image", "b.png", "missing"),
        ("file", "", "not_exported"),
        ("gif", "cat.gif", "not_exported"),
    ]


def test_a_quote_whose_message_is_not_named_stays_in_the_text(tmp_path: Path) -> None:
    quote = '<blockquote itemtype="http://schema.skype.com/Reply"><p itemprop="preview">old words</p></blockquote>'
    message = only(tmp_path, body={"contentType": "html", "content": f"{quote}<p>new</p>"})
    assert (message.text, message.reply_to) == ("> old words\nnew", None)


def test_a_message_without_a_name_shows_the_id_of_its_sender(tmp_path: Path) -> None:
    message = only(tmp_path, **{"from": {"user": {"id": "some-guid", "displayName": None}}})
    assert (message.sender, message.sender_key) == ("some-guid", "some-guid")


def test_values_of_wrong_types_count_as_absent(tmp_path: Path) -> None:
    message = only(
        tmp_path, id=None, **{"from": 7}, attachments={}, reactions=[3, {"reactionType": 5}], createdDateTime=[]
    )
    assert (message.key, message.sender, message.sent_at, message.text) == (None, None, None, "message 0")
    assert [(each.emoji, each.count) for each in message.reactions] == [("5", 1)]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=60))
def test_an_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert page_of(f"<p>{escaped}</p>").text == text


def test_memory_does_not_grow_with_a_file_of_many_messages(tmp_path: Path) -> None:
    peaks = []
    for count in (1_200, 3_000):
        path = tmp_path / f"{count}.json"
        path.write_text(
            json.dumps(
                [record(each, chatId=f"19:{each % 7}@thread.v2", summary="x" * 2000) for each in range(count, 0, -1)]
            )
        )
        with Export(path) as export:
            tracemalloc.start()
            assert sum(1 for each in read_with(teams, export) for _ in each.messages) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.25
