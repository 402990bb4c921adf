"""This file is where written times of real apps are tested one by one: what they mean, and what is no time at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.written_times import clock_time, read_time, readings

ONE_READING = {
    "Sep 13, 2020, 12:26 PM": "2020-09-13T12:26",
    "19 Oct 2019, 14:37": "2019-10-19T14:37",
    "13 sept. 2020, 12:26": "2020-09-13T12:26",
    "1er août 2020 à 9 h 05": "2020-08-01T09:05",
    "13. Sept. 2020, 12:26:05": "2020-09-13T12:26:05",
    "3 de mayo de 2020 a las 12:26": "2020-05-03T12:26",
    "am 13. Mai 2020 um 12:26 Uhr": "2020-05-13T12:26",
    "2020年9月13日 12:26": "2020-09-13T12:26",
    "2020年9月13日 下午12:26": "2020-09-13T12:26",
    "2020年9月13日 上午12:26": "2020-09-13T00:26",
    "2020年9月13日 晚上 8:05": "2020-09-13T20:05",
    "2020年9月13日 凌晨 12:05": "2020-09-13T00:05",
    "2020年9月13日 3時05分": "2020-09-13T03:05",
    "May 31, 2026 7:57 am": "2026-05-31T07:57",
    "09-Apr-19 09:19 PM": "2019-04-09T21:19",
    "9-Apr-99 09:19": "1999-04-09T09:19",
    "2016년 2월 5일 오전 1:33": "2016-02-05T01:33",
    "2016년 2월 5일 오전 12:05": "2016-02-05T00:05",
    "2019. 7. 30. 오후 12:22": "2019-07-30T12:22",
    "January 5, 2023 at 3:04\u202fPM": "2023-01-05T15:04",
    "January 5, 2023 at 3:04 p.m.": "2023-01-05T15:04",
    "Dec 31, 2014 at 19:12": "2014-12-31T19:12",
    "2021년 12월 29일 수요일": "2021-12-29",
    "2017/11/20（一）": "2017-11-20",
    "2024/1/2週二": "2024-01-02",
    "2024/01/23(火)": "2024-01-23",
    "2025.12.30 火曜日": "2025-12-30",
    "2024/01/15 จันทร์": "2024-01-15",
    "2015/12/25 Fri": "2015-12-25",
    "Mon, 11/03/2025": "2025-11-03",
    "Sun, 26/04/2026": "2026-04-26",
    "13 ก.ย. 2563 เวลา 12:26 น.": "2020-09-13T12:26",
    "13 ก.ย. 63 12:26": "2020-09-13T12:26",
    "13 tháng 9, 2020 lúc 12:26": "2020-09-13T12:26",
    "13 בספט׳ 2020, 12:26": "2020-09-13T12:26",
    "١٣/٩/٢٠٢٠ ١٢:٢٦ م": "2020-09-13T12:26",
    "13\u200f/9\u200f/2020 12:26": "2020-09-13T12:26",
    "令和2年9月13日 12:26": "2020-09-13T12:26",
    "13/05/2024, 00:23 AM": "2024-05-13T00:23",
    "13/05/2024 14:23 PM": "2024-05-13T14:23",
    "19.10.2019 klo 14.37": "2019-10-19T14:37",
    "2024-05-01T12:33:05.1234567": "2024-05-01T12:33:05.123",
    "20240501T123305": "2024-05-01T12:33:05",
    "2024-05-01_12-33-05": "2024-05-01T12:33:05",
    "2:03 PM · May 1, 2024": "2024-05-01T14:03",
    "2024-05-01 14 h 03": "2024-05-01T14:03",
    "2024. 05. 01. 14:03": "2024-05-01T14:03",
    "Tue Dec 24 00:26:23 2013": "2013-12-24T00:26:23",
    "mar. 3 mar. 2020 12:26": "2020-03-03T12:26",
    "5 lis 2020, 14:37": "2020-11-05T14:37",
    "5. lis 2020. 14:37": "2020-10-05T14:37",
}

INSTANTS = {
    "Friday, May 29, 2026 at 3:00:29\u202fAM UTC": 1780023629000,
    "2026年5月29日星期五 UTC 03:00:29": 1780023629000,
    "2026年5月29日星期五 GMT+08:00 11:00:29": 1780023629000,
    "Freitag, 29. Mai 2026 um 03:00:29 UTC": 1780023629000,
    "vendredi 29 mai 2026 à 03:00:29 UTC": 1780023629000,
    "2026年5月29日金曜日 3:00:29 UTC": 1780023629000,
    "п’ятниця, 29 травня 2026 р. о 03:00:29 UTC": 1780023629000,
    "الجمعة، 29 مايو 2026 في 3:00:29 ص UTC": 1780023629000,
    "शुक्रवार, 29 मई 2026 को 3:00:29 am UTC बजे": 1780023629000,
    "วันศุกร์ที่ 29 พฤษภาคม พ.ศ. 2569 3 นาฬิกา 00 นาที 29 วินาที UTC": 1780023629000,
    "Thu, 28 May 2026 20:00:29 -0700": 1780023629000,
    "Thursday, May 28, 2026 at 8:00:29 PM PDT": 1780023629000,
    "2026-05-29T03:00:29Z": 1780023629000,
    "2026-05-29 05:00:29 +02:00": 1780023629000,
    "2026-05-29T03:00:29.25+00:00": 1780023629250,
}

NO_TIME = [
    "",
    "12:26",
    "hello",
    "see you Sep 13, 2020, 12:26",
    "32 Jan 2024",
    "29 Feb 2023 10:00",
    "2024-13-13 10:00",
    "1/2/2024 25:00",
    "1/2/2024 10:61",
    "Tuesday, May 29, 2026 at 3:00:29 AM UTC",
    "1.2.3.4.5",
    "+49 1512 3456789",
    "Jan 2024",
    "may 5",
    "1/2/3/4 10:00",
    "x" * 300,
]


@pytest.mark.parametrize(("text", "wall"), ONE_READING.items())
def test_a_time_that_leaves_no_choice(text: str, wall: str) -> None:
    assert [time.wall for time in readings(text).values()] == [wall]
    assert read_time(text, None) == next(iter(readings(text).values()))


@pytest.mark.parametrize(("text", "instant"), INSTANTS.items())
def test_a_zone_makes_an_instant(text: str, instant: int) -> None:
    time = read_time(text, None)
    assert time is not None
    assert time.sent_at == instant


@pytest.mark.parametrize("text", NO_TIME)
def test_what_is_no_time(text: str) -> None:
    assert readings(text) == {}
    assert read_time(text, None) is None


def test_a_date_of_three_small_numbers_has_several_readings() -> None:
    walls = {order: time.wall for order, time in readings("5/1/2024 2:03 PM").items()}
    assert walls == {"dmy": "2024-01-05T14:03", "mdy": "2024-05-01T14:03"}
    assert readings("5/1/24")["ymd"].wall == "2005-01-24"
    assert read_time("5/1/2024 2:03 PM", None) is None
    assert read_time("5/5/2024 2:03 PM", None) == ("2024-05-05T14:03", None)


def test_the_order_asked_for_is_not_replaced_by_another() -> None:
    assert read_time("13/5/2024 14:03", "mdy") is None
    assert read_time("13/5/2024 14:03", "dmy") == ("2024-05-13T14:03", None)
    assert read_time("2024/5/1 14:03", "dmy") == ("2024-05-01T14:03", None)
    assert read_time("1 May 2024 14:03", "mdy") == ("2024-05-01T14:03", None)
    assert read_time("Mon, 11/03/2025", "dmy") is None


def test_a_month_that_two_languages_mean_differently_is_not_guessed() -> None:
    assert readings("13. lip 2020 14:37") == {}
    assert readings("sub, 13. lip 2020 14:37")["dmy"].wall == "2020-06-13T14:37"


def test_a_time_without_zone_is_no_instant() -> None:
    time = read_time("1 May 2024 14:03", None)
    assert time is not None
    assert time.sent_at is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("12:05 AM", "00:05"),
        ("12:05 PM", "12:05"),
        ("下午04:46", "16:46"),
        ("03:05pm", "15:05"),
        ("午後3:04", "15:04"),
        ("오전 12:05", "00:05"),
        ("中午 12:05", "12:05"),
        ("8:05 de la tarde", "20:05"),
        ("00:23 AM", "00:23"),
        ("24:00", "00:00"),
        ("7:05:09.5", "07:05:09.500"),
        ("7:5", None),
        ("noon", None),
    ],
)
def test_a_time_of_day_alone(text: str, clock: str | None) -> None:
    assert clock_time(text) == clock


@given(st.text(max_size=60))
def test_any_text_may_be_asked_about(text: str) -> None:
    for time in readings(text).values():
        assert len(time.wall) >= len("2024-05-01")
    clock_time(text)


@given(st.text("0123456789./:- ,TZ+年月日오전AMpmSeptmai\u200e\u202f", max_size=30))
def test_what_looks_like_a_time_may_be_asked_about(text: str) -> None:
    for order, time in readings(text).items():
        assert read_time(text, order) == time
