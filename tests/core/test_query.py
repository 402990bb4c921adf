"""This file is where the query language is checked, English and Chinese alike."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import QueryError
from core.query import LONGEST, DateFlags, describe, parse, understand, with_flags
from core.types import Query

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


def ask(text):
    return parse(text, now=NOW, zone=SHANGHAI)


def at(*date):
    return int(datetime(*date, tzinfo=SHANGHAI).timestamp() * 1000)


def test_words_stay_as_typed_without_their_punctuation():
    query = ask("Where is the C++ book, Anna? 🍕 iPhone手机")
    assert query.words == ("Where", "is", "the", "C++", "book", "Anna", "🍕", "iPhone手机")
    assert query.text == "Where is the C++ book, Anna? 🍕 iPhone手机"


def test_a_run_of_chinese_is_one_word():
    assert ask("火锅，还有烤肉").words == ("火锅", "还有烤肉")


@pytest.mark.parametrize("quoted", ['"red car"', "“red car”", "「red car」", "『red car』", "«red car»", "„red car“"])
def test_every_kind_of_quotes_makes_a_phrase(quoted):
    query = ask(f"the {quoted} photo")
    assert (query.words, query.phrases, query.text) == (("the", "photo"), ("red car",), "the red car photo")


def test_a_phrase_inside_chinese_needs_no_spaces():
    query = ask("谁说「红色的车」很贵")
    assert (query.words, query.phrases, query.text) == (("谁说", "很贵"), ("红色的车",), "谁说红色的车很贵")


def test_nothing_inside_a_phrase_is_a_filter_or_a_date():
    query = ask('"from:Anna last summer"')
    assert query == Query(text="from:Anna last summer", phrases=("from:Anna last summer",))


def test_a_quote_that_does_not_close_and_the_sign_for_inches_are_text():
    assert ask('a "b').words == ("a", "b")
    assert ask('5" and 6" disks').phrases == ()


def test_minus_excludes_words_and_phrases_but_not_numbers_or_dashes():
    query = ask("cake -blue -“old one” -工作 -5 a - b well-known")
    assert query.excluded == ("blue", "old one", "工作")
    assert query.words == ("cake", "5", "a", "b", "well-known")
    assert "blue" not in query.text


@pytest.mark.parametrize(
    "text",
    [
        'from:"Anna Maria" in:家庭群 with:Ben has:photo dinner',
        "FROM:“Anna Maria” In:家庭群 WITH:Ben Has:图片 dinner",
        "来自：「Anna Maria」 在：家庭群 和：Ben 含：照片 dinner",
        "dinner 來自:“Anna Maria” 在:家庭群 跟:Ben 有:圖片",
    ],
)
def test_filters_are_the_same_in_english_and_chinese(text):
    assert ask(text) == Query("dinner", ("dinner",), (), (), ("Anna Maria",), ("家庭群",), ("Ben",), ("image",))


def test_values_of_one_filter_are_collected_once_each():
    assert ask("from:Anna from:Ben from:Anna").senders == ("Anna", "Ben")


@pytest.mark.parametrize(
    ("value", "kind"),
    [("image", "image"), ("Photos", "image"), ("文件", "file"), ("链接", "link"), ("連結", "link"), ("语音", "voice")],
)
def test_kinds_of_media_have_their_names_in_both_languages(value, kind):
    assert ask(f"has:{value}").kinds == (kind,)


@pytest.mark.parametrize(
    "text", ["http://x.org/a?b=1", "12:30", "note: buy milk", "from: Anna", "in:", "come with:)", "我在：家里", "a:b"]
)
def test_any_other_colon_is_ordinary_text(text):
    query = ask(text)
    assert not query.has_filters
    assert query.words


@pytest.mark.parametrize(
    "text",
    [
        "has:money",
        "before:someday",
        "on:3/5/2024",
        "during:whenever",
        "-from:Anna",
        "after:2025 before:2024",
        "之前:某天",
    ],
)
def test_a_filter_that_cannot_be_understood_is_a_clear_error(text):
    with pytest.raises(QueryError, match=r".{20,}"):
        ask(text)


def test_a_question_that_is_too_long_is_an_error():
    with pytest.raises(QueryError, match="at most"):
        ask("x" * (LONGEST + 1))


def test_after_includes_its_day_and_before_excludes_it_in_the_persons_zone():
    query = ask("after:2024-05-01 before:2024-06 trip")
    assert (query.after, query.before) == (at(2024, 5, 1), at(2024, 6, 1))


def test_on_and_during_are_whole_periods():
    assert (ask("on:2024-05-03").after, ask("on:2024-05-03").before) == (at(2024, 5, 3), at(2024, 5, 4))
    query = ask("期间：去年夏天 旅行")
    assert (query.after, query.before, query.words) == (at(2025, 6, 1), at(2025, 9, 1), ("旅行",))


@pytest.mark.parametrize(
    "text", ['during:"last week" pizza', "during:last week pizza", "during:“上周” pizza", "期间:上周 pizza"]
)
def test_a_date_of_several_words_needs_no_quotes(text):
    query = ask(text)
    assert (query.after, query.before, query.words) == (at(2026, 11, 9), at(2026, 11, 16), ("pizza",))


def test_before_a_year_ago_means_this_day_of_last_year():
    assert ask('before:"1 year ago"').before == at(2025, 11, 21)


def test_today_is_the_day_in_the_persons_zone():
    late = datetime(2026, 11, 21, 20, tzinfo=UTC)  # already the 22nd in Shanghai
    assert parse("today", now=late, zone=SHANGHAI).after == at(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "remains", "words", "after", "before"),
    [
        ("what did we eat last summer?", "what did we eat", ("what", "did", "we", "eat"), (2026, 6, 1), (2026, 9, 1)),
        ("who sang in May", "who sang", ("who", "sang"), (2026, 5, 1), (2026, 6, 1)),
        ("我们去年夏天去了哪里？", "我们去了哪里？", ("我们", "去了哪里"), (2025, 6, 1), (2025, 9, 1)),
        ("上个月谁的生日", "谁的生日", ("谁的生日",), (2026, 10, 1), (2026, 11, 1)),
    ],
)
def test_a_date_said_in_the_question_becomes_the_window_and_leaves_the_words(text, remains, words, after, before):
    query = ask(text)
    assert (query.text, query.words) == (remains, words)
    assert (query.after, query.before) == (at(*after), at(*before))


def test_where_only_a_date_is_said_it_stays_the_text_for_the_models():
    query = ask("from:Anna last summer")
    assert (query.text, query.words, query.after) == ("last summer", (), at(2026, 6, 1))


def test_dates_that_share_time_narrow_each_other_and_others_are_spanned():
    assert ask("in 2024 in May 2024 trips").after == at(2024, 5, 1)
    both = ask("trips in 2022 or in 2024")
    assert (both.after, both.before, both.words) == (at(2022, 1, 1), at(2025, 1, 1), ("trips",))


def test_a_said_date_that_contradicts_a_filter_stays_in_the_words():
    query = ask("after:2025 the trip in 2019")
    assert (query.after, query.before, query.words) == (at(2025, 1, 1), None, ("the", "trip", "in", "2019"))


def test_a_filter_and_a_said_date_hold_together():
    query = ask("after:2026-07-15 what we ate last summer")
    assert (query.after, query.before) == (at(2026, 7, 15), at(2026, 9, 1))


def test_chips_say_what_was_understood_and_where_it_stands():
    text = "来自:妈妈 去年夏天 -工作 has:image 去了哪里"
    chips = describe(understand(text, now=NOW, zone=SHANGHAI), text, "zh-CN")
    assert [(chip.kind, chip.label, chip.source) for chip in chips] == [
        ("from", "来自 妈妈", "来自:妈妈"),
        ("date", "2025-06-01 – 2025-08-31", "去年夏天"),
        ("excluded", "不含 工作", "-工作"),
        ("has", "含图片", "has:image"),
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("after:2024-05", "Since 2024-05-01"),
        ("before:2024", "Before 2024-01-01"),
        ("on:2024-05-03", "2024-05-03"),
        ("last night", "2026-11-20 18:00 – 2026-11-21 06:00"),
        ('with:"Anna Maria"', "With Anna Maria"),
    ],
)
def test_a_chips_label_names_people_and_days(text, label):
    assert [chip.label for chip in describe(understand(text, now=NOW, zone=SHANGHAI), text)] == [label]


def test_cutting_a_chips_source_out_of_the_question_removes_its_filter():
    text = 'what from:"Anna Maria" ate last summer'
    for chip in describe(understand(text, now=NOW, zone=SHANGHAI), text):
        text_without = text[: chip.start] + text[chip.end :]
        assert chip.kind not in [part.kind for part in understand(text_without, now=NOW, zone=SHANGHAI).parts]


def test_flags_mean_what_the_filters_mean():
    flags = with_flags(
        ask("dinner from:Anna after:2024"),
        senders=["Ben", "Anna"],
        chats=["Family"],
        kinds=["图片"],
        dates=DateFlags(after="2023", during="2024-05"),
        now=NOW,
        zone=SHANGHAI,
    )
    assert flags == Query(
        "dinner", ("dinner",), (), (), ("Anna", "Ben"), ("Family",), (), ("image",), at(2024, 5, 1), at(2024, 6, 1)
    )


@pytest.mark.parametrize("dates", [DateFlags(before="2023"), DateFlags(on="someday")])
def test_flags_that_leave_no_time_or_are_no_date_are_an_error(dates):
    with pytest.raises(QueryError):
        with_flags(ask("after:2024"), dates=dates, now=NOW, zone=SHANGHAI)


def test_no_flags_change_nothing():
    query = ask("dinner after:2024-05-01T12:30")
    assert with_flags(query, now=NOW, zone=SHANGHAI) == query


PIECES = [
    "from:",
    "has:image",
    "before:",
    "2024-05",
    "last",
    "summer",
    "-",
    '"',
    "“",
    "去年",
    "夏天",
    "：",
    "来自",
    " ",
    "in May",
    "a",
]


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_is_a_query_or_a_query_error(text):
    try:
        parsed = understand(text, now=NOW, zone=SHANGHAI)
    except QueryError:
        return
    query = parsed.query
    assert query.after is None or query.before is None or query.after < query.before
    assert all(word.strip() == word and word for word in (*query.words, *query.phrases, *query.excluded))
    for chip in describe(parsed, text):
        assert chip.source == text[chip.start : chip.end] != ""
        assert chip.label


NAMES = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12)


@given(
    st.lists(NAMES, max_size=3, unique=True),
    st.lists(NAMES, max_size=3, unique=True),
    st.lists(NAMES, max_size=3, unique=True),
)
def test_a_written_query_is_read_back(senders, chats, phrases):
    text = " ".join(
        [f'from:"{name}"' for name in senders]
        + [f"在：「{name}」" for name in chats]
        + [f"“{words}”" for words in phrases]
    )
    query = ask(text)
    assert (query.senders, query.chats, query.phrases) == (tuple(senders), tuple(chats), tuple(phrases))
    assert query.text.replace(" ", "") == "".join(phrases)
