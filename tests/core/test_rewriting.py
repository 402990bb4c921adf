"""This file is where it is checked that a period chosen on a timeline replaces the dates of a question, only them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import QueryError
from core.query import understand, with_period, without_period

LISBON = ZoneInfo("Europe/Lisbon")
NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


def read(text):
    return understand(text, now=NOW, zone=LISBON)


def at(day):
    return int(datetime(day.year, day.month, day.day, tzinfo=LISBON).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("boat last summer", "boat"),
        ("what did we eat last summer in Lisbon", "what did we eat in Lisbon"),
        ("before:2024-05-03 boat after:2023", "boat"),
        ('before:"last week" from:"Anna Maria" boat', 'from:"Anna Maria" boat'),
        ("where were we in 2022 or in 2023", "where were we"),
        ("我们去年夏天去了哪里", "我们 去了哪里"),
        ("之前：2024-05-03 火锅 来自：林悦", "火锅 来自：林悦"),
        ('"last  summer" boat', '"last  summer" boat'),
        ("yesterday", ""),
        ("after:2020 before:2021 boat in 2024", "boat"),
    ],
)
def test_a_period_takes_the_place_of_every_date(text, left):
    parsed = read(text)
    assert without_period(text, parsed) == left
    assert with_period(text, parsed, FIRST, LAST) == f"{left} after:2025-03-01 before:2025-04-01".strip()


def test_what_stood_around_a_date_does_not_become_a_date_of_its_own():
    text = "summer last week 2023"
    parsed = read(text)
    again = read(with_period(text, parsed, FIRST, LAST)).query
    assert again.words == parsed.query.words == ("summer", "2023")


def test_a_minus_behind_a_date_does_not_begin_to_exclude():
    text = "我们去年夏天-火锅"
    parsed = read(text)
    assert not parsed.query.excluded
    assert read(without_period(text, parsed)).query.words == parsed.query.words


PIECES = st.sampled_from(
    """boat|last summer|yesterday|in May 2023|2022 or 2023|from:Nora|in:“Harbour Flat”|has:image|-work|“red car”|
    去年夏天|火锅|上周五|我们|来自：林悦|之前：2024-05-03|before:2026|after:"last year"|on:2025-05|期间:去年|最近两周|
    3 days ago|🍕|5"|-|and|去了哪里|since 2024|和|or|，|the|summer|2023|on Monday|between 2020 and 2022""".replace(
        "\n    ", ""
    ).split("|")
)


@given(
    st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "", "  "])), max_size=8),
    st.integers(0, 9000),
    st.integers(0, 400),
)
def test_any_question_gets_exactly_the_period_and_keeps_everything_else(pieces, start, length):
    text = "".join(piece + gap for piece, gap in pieces)
    try:
        parsed = read(text)
    except QueryError:
        return
    first = date(2001, 1, 1) + timedelta(days=start)
    last = first + timedelta(days=length)
    again = read(with_period(text, parsed, first, last)).query
    assert (again.after, again.before) == (at(first), at(last + timedelta(days=1)))
    bare = read(without_period(text, parsed)).query
    assert (bare.after, bare.before) == (None, None)
    for new in (again, bare):
        for name in ("phrases", "excluded", "senders", "chats", "people", "kinds"):
            assert getattr(new, name) == getattr(parsed.query, name)
        if not parsed.talk:
            assert new.words == parsed.query.words
