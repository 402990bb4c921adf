"""This file is where it is checked what is offered while a filter is typed, and that what is inserted is understood."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.query import parse
from core.query.completing import completed, quoted, typed_at
from core.query.offers import beginning, dates, fitting, kinds, names_of
from core.types import Conversation, Person

NOW = datetime(2026, 11, 21, 12, 30)  # noqa: DTZ001


def person(number, name, messages, source="whatsapp"):
    return Person(number, source, name, name, number, messages)


def chat(number, title, messages=5, source="whatsapp", first=1_700_000_000_000, last=1_770_000_000_000):
    return Conversation(number, source, title, title, "group", messages, 0, first, last)


NAMES = names_of(
    [person(1, "Nora", 50), person(2, "Tomás", 70), person(3, "林悦", 20), person(4, "nora", 5, "telegram")],
    [chat(1, "Harbour Flat", 90), chat(2, "家庭群", 40, "wechat"), chat(3, "harbour flat", 3, "signal")],
)


@pytest.mark.parametrize(
    ("text", "filter_", "value"),
    [
        ("from:", "from", ""),
        ("boat from:no", "from", "no"),
        ('boat from:"Anna M', "from", "Anna M"),
        ("来自：林", "from", "林"),
        ("在：「家", "in", "家"),
        ("before:last we", "before", "last we"),
        ("from:Anna in:", "in", ""),
        ("nor", None, "nor"),
        ("boat 林", None, "林"),
    ],
)
def test_what_is_typed_at_the_cursor_is_seen(text, filter_, value):
    typed = typed_at(text, len(text))
    assert typed is not None
    assert (typed.filter, typed.value) == (filter_, value)


@pytest.mark.parametrize("text", ["", "boat ", '"from:No', "12:30 ", 'from:"Anna Maria"', "“see from:no”"])
def test_where_nothing_is_being_typed_nothing_is_completed(text):
    typed = typed_at(text, len(text) - (1 if text.endswith("”") else 0))
    assert typed is None or typed.filter != "from" or typed.value == "No"


def test_a_completion_replaces_what_was_typed_and_leaves_the_rest():
    text = "boat from:no has:image"
    typed = typed_at(text, len("boat from:no"))
    assert completed(text, typed, typed.operator, quoted("Nora B")) == ('boat from:"Nora B" has:image', 19)
    assert completed("来自：林", typed_at("来自：林", 4), "来自：", "林悦") == ("来自：林悦 ", 6)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30))
def test_any_name_that_is_inserted_is_the_name_that_is_searched(name):
    line = " ".join(name.split())
    if not any(sign.isalnum() for sign in line) or all(sign in line for sign in '"”」』'):
        return
    query = parse(f"boat from:{quoted(name)} kitchen", now=NOW.replace(tzinfo=UTC), zone=UTC)
    assert query.senders == (line,)
    assert query.words == ("boat", "kitchen")


@given(st.text(max_size=60), st.integers(0, 60))
def test_any_text_and_cursor_can_be_looked_at(text, cursor):
    typed = typed_at(text, min(cursor, len(text)))
    if typed is not None:
        assert 0 <= typed.start <= typed.end <= len(text)


def test_names_fit_by_their_beginning_whatever_their_case_and_accents():
    assert [each.name for each in fitting(NAMES.people, "TOMAS")] == ["Tomás"]
    assert [each.name for each in fitting(NAMES.people, "悦")] == ["林悦"]
    assert [each.name for each in fitting(NAMES.people, "")] == ["Tomás", "Nora", "林悦"]
    assert [each.name for each in beginning(NAMES.people, "nor")] == ["Nora"]
    assert beginning(NAMES.people, "n") == []
    assert [each.name for each in beginning(NAMES.people, "林")] == ["林悦"]


def test_names_that_a_filter_cannot_tell_apart_are_offered_once_with_all_their_messages():
    nora = fitting(NAMES.people, "nora")[0]
    assert (nora.messages, nora.sources) == (55, ("whatsapp", "telegram"))
    assert [(each.name, each.messages) for each in NAMES.chats] == [("Harbour Flat", 93), ("家庭群", 40)]
    assert NAMES.years == (2026, 2025, 2024, 2023)


def test_dates_are_offered_in_the_language_of_the_window_with_what_they_mean():
    week = dates("during", "last we", "en", (NOW, NAMES.years))[0]
    assert week.text == "last week"
    assert (week.window.after, week.window.before) == (datetime(2026, 11, 9), datetime(2026, 11, 16))  # noqa: DTZ001
    assert [each.text for each in dates("on", "上", "zh", (NOW, ()))] == ["上周", "上周末", "上个月"]
    assert [each.text for each in dates("after", "202", "en", (NOW, NAMES.years))] == ["2026", "2025", "2024", "2023"]
    before = dates("before", "last week", "en", (NOW, ()))[0]
    assert (before.window.after, before.window.before) == (None, datetime(2026, 11, 9))  # noqa: DTZ001


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_offered_date_is_understood_where_it_is_inserted(language):
    for each in dates("after", "", language, (NOW, NAMES.years)):
        query = parse(f"after:{quoted(each.text)} boat", now=NOW.replace(tzinfo=UTC), zone=UTC)
        assert query.words == ("boat",)
        assert query.after is not None


def test_kinds_are_known_by_their_english_and_chinese_names():
    assert kinds("") == ["image", "file", "link", "voice"]
    assert kinds("pho") == ["image"]
    assert kinds("语") == ["voice"]
