"""This file is where ids, names of files, cells and types of Discord exports are taken for what they mean."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.importers.discord.kinds import kind_of_type, kind_of_words
from core.importers.discord.media import addresses_in
from core.importers.discord.places import named
from core.importers.discord.times import shown_time, snowflake_time, times
from core.seen_ids import Seen
from core.types import ExportedMessage


def said(key: str, text: str = "") -> ExportedMessage:
    return ExportedMessage(key, "Ann", 0, None, text)


@given(st.lists(st.tuples(st.integers(0, 40) | st.integers(1 << 63, (1 << 63) + 3), st.sampled_from("ab"))))
def test_messages_met_before_are_known_by_id_and_words(messages: list[tuple[int, str]]) -> None:
    seen, known = Seen(), set[tuple[int, str]]()
    for number, text in messages:
        assert seen.again(said(str(number), text)) == ((number, text) in known)
        known.add((number, text))


def test_odd_ids_are_told_apart_too() -> None:
    seen = Seen()
    assert [seen.again(said(each)) for each in ("x", "01", "1", "x", "01", "", "", "9" * 40, "9" * 40)] == [
        *(False, False, False, True, True, False, False, False, True)
    ]


def test_ids_tell_the_time_and_invented_ids_do_not() -> None:
    moment = int(datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp() * 1000) + 250
    number = str(((moment - 1_420_070_400_000) << 22) + 5)
    assert snowflake_time(number) == moment
    assert times(number, "2024-05-01T14:00:00+02:00") == (moment, "2024-05-01T14:00:00")
    assert times(number, None) == (moment, None)
    assert times("100000000000000001", "2024-05-01T14:00:00.5+02:00") == (moment + 250, "2024-05-01T14:00:00.500")
    assert times("7", "yesterday") == (None, None)
    assert snowflake_time("9" * 30) is None


def test_a_page_s_time_is_read_by_the_instant_it_stands_for() -> None:
    moment = int(datetime(2024, 5, 1, 12, tzinfo=UTC).timestamp() * 1000)
    assert shown_time("5/1/2024 2:00 PM", moment) == "2024-05-01T14:00"
    assert shown_time("01.05.2024 14:00", moment) == "2024-05-01T14:00"
    assert shown_time("today", moment) is None


@pytest.mark.parametrize(
    ("stem", "title", "number"),
    [
        ("Club - Games - chat [210000000000000001]", "Club / #chat", "210000000000000001"),
        ("Club - chat [210000000000000001] (2024-01-01 to 2024-02-01)", "Club / #chat", "210000000000000001"),
        ("Direct Messages - Private - ann [210000000000000001]", "ann", "210000000000000001"),
        ("210000000000000001", "Discord", "210000000000000001"),
        ("my chat", "my chat", ""),
    ],
)
def test_the_name_of_a_file_tells_the_channel(stem: str, title: str, number: str) -> None:
    assert (named(stem).title, named(stem).number) == (title, number)


def test_cells_of_several_attachments_are_parted_though_names_have_commas() -> None:
    assert addresses_in("https://a/x,y.png,https://b/z.png") == ["https://a/x,y.png", "https://b/z.png"]
    folder = "A, B - c.csv_Files\\"
    assert addresses_in(f"{folder}x,y.png,{folder}z.png") == [f"{folder}x,y.png", f"{folder}z.png"]
    assert addresses_in("") == []


def test_types_and_words_mean_the_same() -> None:
    assert [kind_of_type(each) for each in ("Default", "19", "Call", "RecipientAdd", "46", "99", None, 6)] == [
        *("message", "message", "call", "notice", "poll", "notice", "message", "notice")
    ]
    assert [kind_of_words(each) for each in ("Pinned a message.", "Pinned a message. ok", "Left the group.", "")] == [
        *("notice", "message", "notice", "message")
    ]
