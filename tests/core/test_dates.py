"""This file is where written dates are checked against the windows they must become."""

# ruff: noqa: DTZ001 - wall times have no zone

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import Window, find_windows, plain, read_window, window_at

NOW = datetime(2026, 11, 21, 10, 30)  # a Saturday


def read(text, now=NOW):
    window = read_window(plain(text), now)
    return window and (window.after.isoformat(" ", "minutes"), window.before.isoformat(" ", "minutes"))


def whole_days(text, now=NOW):
    window = read_window(plain(text), now)
    assert window is not None, text
    assert window.after.time() == window.before.time() == datetime.min.time()
    return window.after.date().isoformat(), (window.before - timedelta(days=1)).date().isoformat()


def said(text, now=NOW):
    return [(text[found.start : found.end], found.window) for found in find_windows(plain(text), now)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-05", "2024-05-01", "2024-05-31"),
        ("2024/5/3", "2024-05-03", "2024-05-03"),
        ("２０２４－０５－０３", "2024-05-03", "2024-05-03"),
        ("13/5/2024", "2024-05-13", "2024-05-13"),
        ("5/13/2024", "2024-05-13", "2024-05-13"),
        ("3.5.2024", "2024-05-03", "2024-05-03"),
        ("2023-2024", "2023-01-01", "2024-12-31"),
        ("2024-05-01..2024-05-10", "2024-05-01", "2024-05-10"),
        ("today", "2026-11-21", "2026-11-21"),
        ("Yesterday", "2026-11-20", "2026-11-20"),
        ("the day before yesterday", "2026-11-19", "2026-11-19"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("last weekend", "2026-11-14", "2026-11-15"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("last autumn", "2025-09-01", "2025-11-30"),
        ("summer 2023", "2023-06-01", "2023-08-31"),
        ("winter of 2023", "2023-12-01", "2024-02-29"),
        ("May", "2026-05-01", "2026-05-31"),
        ("december", "2025-12-01", "2025-12-31"),
        ("last November", "2025-11-01", "2025-11-30"),
        ("May 2024", "2024-05-01", "2024-05-31"),
        ("3rd of May, 2024", "2024-05-03", "2024-05-03"),
        ("May 3rd 2024", "2024-05-03", "2024-05-03"),
        ("Feb 29", "2024-02-29", "2024-02-29"),
        ("mon", "2026-11-16", "2026-11-16"),
        ("Saturday", "2026-11-21", "2026-11-21"),
        ("last Saturday", "2026-11-14", "2026-11-14"),
        ("3 days ago", "2026-11-18", "2026-11-18"),
        ("two weeks ago", "2026-11-02", "2026-11-08"),
        ("2 months ago", "2026-09-01", "2026-09-30"),
        ("a year ago", "2025-01-01", "2025-12-31"),
        ("last 2 weeks", "2026-11-07", "2026-11-21"),
        ("the past month", "2026-10-21", "2026-11-21"),
        ("May to July", "2026-05-01", "2026-07-31"),
        ("May to July 2024", "2024-05-01", "2024-07-31"),
        ("November to February", "2025-11-01", "2026-02-28"),
    ],
)
def test_an_english_or_numeric_date_becomes_its_days(text, first, last):
    assert whole_days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今天", "2026-11-21", "2026-11-21"),
        ("昨天", "2026-11-20", "2026-11-20"),
        ("前天", "2026-11-19", "2026-11-19"),
        ("大前天", "2026-11-18", "2026-11-18"),
        ("上周", "2026-11-09", "2026-11-15"),
        ("上上周", "2026-11-02", "2026-11-08"),
        ("上週五", "2026-11-13", "2026-11-13"),
        ("上个星期天", "2026-11-15", "2026-11-15"),
        ("上周末", "2026-11-14", "2026-11-15"),
        ("周五", "2026-11-20", "2026-11-20"),
        ("这个月", "2026-11-01", "2026-11-30"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("今年春天", "2026-03-01", "2026-05-31"),
        ("去年夏天", "2025-06-01", "2025-08-31"),
        ("去年的夏天", "2025-06-01", "2025-08-31"),
        ("2023年冬天", "2023-12-01", "2024-02-29"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("前年", "2024-01-01", "2024-12-31"),
        ("去年年底", "2025-10-01", "2025-12-31"),
        ("去年下半年", "2025-07-01", "2025-12-31"),
        ("5月", "2026-05-01", "2026-05-31"),
        ("十二月", "2025-12-01", "2025-12-31"),
        ("5月3号", "2026-05-03", "2026-05-03"),
        ("五月二十三日", "2026-05-23", "2026-05-23"),
        ("2024年5月", "2024-05-01", "2024-05-31"),
        ("2024年5月3日", "2024-05-03", "2024-05-03"),
        ("24年5月3日", "2024-05-03", "2024-05-03"),
        ("去年五月", "2025-05-01", "2025-05-31"),
        ("三天前", "2026-11-18", "2026-11-18"),
        ("二十三天前", "2026-10-29", "2026-10-29"),
        ("两个月前", "2026-09-01", "2026-09-30"),
        ("半年前", "2026-05-01", "2026-05-31"),
        ("最近两周", "2026-11-07", "2026-11-21"),
        ("過去三天", "2026-11-18", "2026-11-21"),
        ("5-7月", "2026-05-01", "2026-07-31"),
        ("去年5月到7月", "2025-05-01", "2025-07-31"),
    ],
)
def test_a_chinese_date_becomes_its_days(text, first, last):
    assert whole_days(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "someday",
        "2024-13",
        "2024-02-30",
        "3/5/2024",
        "9999 years ago",
        "last",
        "过去",
        "5月32日",
        "0000-01-01",
        "",
        "on",
    ],
)
def test_what_is_no_date_or_has_two_readings_is_not_guessed(text):
    assert read(text) is None


def test_a_time_of_day_narrows_a_date_to_its_minute():
    assert read("2024-05-01T12:30") == ("2024-05-01 12:30", "2024-05-01 12:31")
    assert read("2024-05-01 9:05") == ("2024-05-01 09:05", "2024-05-01 09:06")


def test_last_night_is_from_evening_to_morning():
    assert read("last night") == read("昨晚") == ("2026-11-20 18:00", "2026-11-21 06:00")


def test_the_last_summer_is_the_latest_that_has_ended():
    assert whole_days("last summer", datetime(2026, 7, 1)) == ("2025-06-01", "2025-08-31")
    assert whole_days("this summer", datetime(2026, 7, 1)) == ("2026-06-01", "2026-08-31")
    assert whole_days("last winter", datetime(2026, 1, 10)) == ("2024-12-01", "2025-02-28")


def test_this_years_winter_said_in_january_is_the_one_of_now():
    assert whole_days("今年冬天", datetime(2026, 1, 10)) == ("2025-12-01", "2026-02-28")


def test_a_month_that_has_not_come_yet_is_that_of_last_year():
    assert whole_days("May", datetime(2026, 4, 30)) == ("2025-05-01", "2025-05-31")
    assert whole_days("5月", datetime(2026, 4, 30)) == ("2025-05-01", "2025-05-31")


def test_a_year_ago_is_a_whole_year_but_before_it_means_that_very_day():
    window = read_window("a year ago", NOW)
    assert window.point == datetime(2025, 11, 21)


def test_a_window_turns_into_instants_of_its_zone_across_a_clock_change():
    after, before = read_window("2024-03-31", NOW).instants(ZoneInfo("Europe/Berlin"))
    assert after == int(datetime(2024, 3, 30, 23, tzinfo=ZoneInfo("UTC")).timestamp() * 1000)
    assert before - after == 23 * 3_600_000


def test_an_open_window_has_open_instants():
    assert Window(None, datetime(2024, 1, 1)).instants(UTC) == (None, 1_704_067_200_000)


@pytest.mark.parametrize(
    ("sentence", "expression"),
    [
        ("what did we eat last summer?", "last summer"),
        ("who was there in May?", "in May"),
        ("on may 5th we left", "on may 5th"),
        ("the photo from last Monday", "from last Monday"),
        ("what she said yesterday's evening", "yesterday's"),
        ("where did Anna go from May to July 2024?", "from May to July 2024"),
        ("trips back in 2019", "back in 2019"),
        ("pictures in mid-May", "in mid-May"),
        ("three weeks ago he said", "three weeks ago"),
        ("去年夏天去了哪里", "去年夏天"),
        ("我们在去年夏天吃了什么", "在去年夏天"),
        ("我们上周一起去了哪里", "上周"),
        ("上周三个人吃饭", "上周"),
        ("昨天晚上说的", "昨天晚上"),
        ("5月到7月的照片", "5月到7月的"),
        ("三天前去了哪里", "三天前"),
        ("现在5月了", "5月"),
    ],
)
def test_a_clearly_said_date_is_found_with_its_small_words(sentence, expression):
    assert [source for source, _ in said(sentence)] == [expression]


@pytest.mark.parametrize(
    "sentence",
    [
        "you may come on",
        "this may be wrong",
        "may 5 people march 3 miles",
        "last",
        "the last thing she said",
        "in April's flat",
        "before May comes",
        "in the summer",
        "budget 2023",
        "http://x/2024/05/03/y see",
        "order 2024-05-1234",
        "at 12:30",
        "did this fall off",
        "next week and tomorrow",
        "之前天气很好",
        "以前年轻的时候",
        "过去年轻",
        "五月天演唱会",
        "三天前台",
        "第三天前",
        "几天前",
        "晚上周末",
        "早上周五",
        "日本周边",
        "附近两周",
        "2008年级",
        "一月一次",
        "每天夏天",
    ],
)
def test_what_only_looks_like_a_date_stays_in_the_sentence(sentence):
    assert said(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "after", "before"),
    [
        ("since 2020", datetime(2020, 1, 1), None),
        ("until last month", None, datetime(2026, 11, 1)),
        ("before 2020", None, datetime(2020, 1, 1)),
        ("5月3日前的照片", None, datetime(2026, 5, 3)),
        ("去年以来", datetime(2025, 1, 1), None),
        ("从去年5月开始", datetime(2025, 5, 1), None),
        ("截至去年", None, datetime(2026, 1, 1)),
        ("between 2022 and 2023", datetime(2022, 1, 1), datetime(2024, 1, 1)),
    ],
)
def test_since_and_until_open_one_end(sentence, after, before):
    assert [window for _, window in said(sentence)] == [Window(after, before)]


def test_a_date_at_a_place_is_taken_as_long_as_it_goes_and_to_the_end_of_a_word():
    assert window_at("last week pizza", 0, NOW)[0] == len("last week")
    assert window_at("3 May 2024, dinner", 0, NOW)[0] == len("3 May 2024")
    assert window_at("mondayish", 0, NOW) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_written_in_iso_or_chinese_is_read_as_that_day(day):
    written = day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"
    assert {whole_days(text) for text in written} == {(day.isoformat(), day.isoformat())}


SCRAPS = [
    "last",
    "in",
    "May",
    "5",
    "to",
    "去年",
    "夏天",
    "前",
    "2024",
    "-",
    "week",
    "上",
    "周",
    "月",
    "the",
    "of",
    "ago",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(SCRAPS)).map(" ".join))
def test_any_text_is_searched_without_an_error_and_its_finds_do_not_overlap(text):
    smooth = plain(text)
    assert len(smooth) == len(text)
    read_window(smooth, NOW)
    end = 0
    for found in find_windows(smooth, NOW):
        assert end <= found.start < found.end <= len(text)
        assert found.window.after is None or found.window.before is None or found.window.after < found.window.before
        end = found.end
