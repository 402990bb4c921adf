"""This file is where every spelling of date and time at the head of a message is tested."""

import pytest

from core.importers.whatsapp.headers import read_header
from core.written_times import clock_time
from tests.core.importers.whatsapp.chats import messages, read_text

HEADERS = {
    "en_GB iOS": ("[18/03/22, 14:56:01] ", "2022-03-18T14:56:01"),
    "en_GB Android": ("18/03/2022, 14:56 - ", "2022-03-18T14:56:00"),
    "en_US Android": ("3/18/22, 2:56 PM - ", "2022-03-18T14:56:00"),
    "en_US Android with narrow space": ("3/18/22, 2:56\u202fPM - ", "2022-03-18T14:56:00"),
    "en_US iOS 17": ("\u200e[3/18/22, 2:56:01\u202fPM] ", "2022-03-18T14:56:01"),
    "en_AU lower case": ("18/3/22, 2:56 pm - ", "2022-03-18T14:56:00"),
    "midnight": ("18/3/22, 12:23 am - ", "2022-03-18T00:23:00"),
    "noon": ("18/3/22, 12:23 p.m. - ", "2022-03-18T12:23:00"),
    "24-hour value with marker": ("18/3/22, 00:23 AM - ", "2022-03-18T00:23:00"),
    "24-hour afternoon with marker": ("18/3/22, 14:23 PM - ", "2022-03-18T14:23:00"),
    "de Android": ("18.03.22, 14:56 - ", "2022-03-18T14:56:00"),
    "de iOS": ("[18.03.22, 14:56:01] ", "2022-03-18T14:56:01"),
    "es Android": ("18/3/22 14:56 - ", "2022-03-18T14:56:00"),
    "es 12 hours with no-break space": ("18/3/22, 2:56\u00a0p.\u00a0m. - ", "2022-03-18T14:56:00"),
    "es 12 hours with both spaces": ("18/3/22, 2:56\u202fp.\u00a0m. - ", "2022-03-18T14:56:00"),
    "fr Android": ("18/03/2022 à 14:56 - ", "2022-03-18T14:56:00"),
    "fr_CA": ("2022-03-18 14 h 56 - ", "2022-03-18T14:56:00"),
    "nl": ("18-03-2022 14:56 - ", "2022-03-18T14:56:00"),
    "sv": ("2022-03-18 14:56 - ", "2022-03-18T14:56:00"),
    "fi": ("18.3.2022 klo 14.56 - ", "2022-03-18T14:56:00"),
    "tr glue": ("18.03.2022 saat 14:56 - ", "2022-03-18T14:56:00"),
    "tr 12 hours": ("[18.03.2022 ÖS 2:56:01] ", "2022-03-18T14:56:01"),
    "id": ("18/03/22 14.56 - ", "2022-03-18T14:56:00"),
    "id iOS": ("[18/03/22 14.56.01] ", "2022-03-18T14:56:01"),
    "vi iOS, time first": ("[14:56:01, 18/03/2022] ", "2022-03-18T14:56:01"),
    "vi iOS, US order": ("[14:56:01, 3/18/22] ", "2022-03-18T14:56:01"),
    "vi Android": ("14:56, 18/03/2022 - ", "2022-03-18T14:56:00"),
    "hr": ("18. 3. 2022. 21:25:15 - ", "2022-03-18T21:25:15"),
    "bg": ("18.03.22 г., 21:25 ч. - ", "2022-03-18T21:25:00"),
    "hu": ("2022. 03. 18. 14:56 - ", "2022-03-18T14:56:00"),
    "ko iOS": ("[2022. 3. 18. 오후 2:56:01] ", "2022-03-18T14:56:01"),
    "ko Android": ("2022년 3월 18일 오전 12:56 - ", "2022-03-18T00:56:00"),
    "zh before": ("2022/3/18 下午2:56 - ", "2022-03-18T14:56:00"),
    "zh after": ("[2022/3/18, 2:56:01 上午] ", "2022-03-18T02:56:01"),
    "zh long": ("2022年3月18日 晚上8:56 - ", "2022-03-18T20:56:00"),
    "zh noon": ("2022/3/18 中午12:30 - ", "2022-03-18T12:30:00"),
    "ja": ("2022/03/18 14:56 - ", "2022-03-18T14:56:00"),
    "ja halves": ("[2022/03/18 午後2:56:01] ", "2022-03-18T14:56:01"),
    "ja era": ("[3/18/R4, 14:56:01] ", "2022-03-18T14:56:01"),
    "ja era first": ("[R4/3/18 14:56:01] ", "2022-03-18T14:56:01"),
    "ja Heisei": ("[H31/3/18 14:56:01] ", "2019-03-18T14:56:01"),
    "th Buddhist": ("[18/3/2565 BE, 14:56:01] ", "2022-03-18T14:56:01"),
    "th Buddhist without mark": ("18/3/2565 14:56 - ", "2022-03-18T14:56:00"),
    "ar Android": ("\u200f18\u200f/3\u200f/2022، 2:56 م - ", "2022-03-18T14:56:00"),
    "ar digits": ("[١٨\u200f/٣\u200f/٢٠٢٢, ٢:٥٦:٠١ م] ", "2022-03-18T14:56:01"),
    "fa digits": ("۲۰۲۲/۳/۱۸،\u200f ۱۴:۵۶ - ", "2022-03-18T14:56:00"),
    "hi digits": ("[१८/०३/२२, २:५६:०१ pm] ", "2022-03-18T14:56:01"),
    "he": ("[18.3.2022, 2:56:01 אחה״צ] ", "2022-03-18T14:56:01"),
    "el": ("18/3/22, 2:56 μ.μ. - ", "2022-03-18T14:56:00"),
    "old Android": ("18/03/2014 14:56: ", "2014-03-18T14:56:00"),
    "en dash": ("18/03/2022, 14:56 – ", "2022-03-18T14:56:00"),
    "byte order mark": ("\ufeff18/03/2022, 14:56 - ", "2022-03-18T14:56:00"),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS)
def test_a_header_of_this_locale_is_read(header, expected, tmp_path):
    lines = [f"{header}Ann: first", f"{header}Bob: second", "and more"]
    _, items = read_text(tmp_path, "\n".join(lines))
    assert [(m.sender, m.local_time, m.text) for m in messages(items)] == [
        ("Ann", expected, "first"),
        ("Bob", expected, "second\nand more"),
    ]
    assert len(items) == 2


@pytest.mark.parametrize(
    "line",
    [
        "12/3/22 is a nice day: really",
        "1:20 - that is late",
        "45/45/45, 10:00 - Ann: no such day",
        "18/03/22, 25:00 - Ann: no such hour",
        "[18/03/22, 14:56:01 Ann: no end",
        "18/03.22, 14:56 - Ann: two separators",
        "call +49 151 2345 - Ann: number",
        "",
    ],
)
def test_a_line_that_only_looks_like_a_header_is_none(line):
    assert read_header(line) is None


def test_hours_of_an_unknown_marker_stay_as_written_and_are_reported(tmp_path):
    _, items = read_text(tmp_path, "18/03/2022, 2:56 qqx - Ann: a\n19/03/2022, 3:56 qqx - Ann: b")
    assert [m.local_time for m in messages(items)] == ["2022-03-18T02:56:00", "2022-03-19T03:56:00"]
    assert "qqx" in str(items[0])


@pytest.mark.parametrize(("text", "expected"), [("24:05", "00:05"), ("9:5", None), ("12:61", None), ("x", None)])
def test_odd_clock_times(text, expected):
    assert clock_time(text) == expected


def test_the_most_frequent_shape_wins_and_quoted_headers_stay_text(tmp_path):
    quoted = "[19.04.21, 10:00:00] Eve: quoted"
    lines = [f"{day:02}/03/2022, 14:56 - Ann: {day}" for day in range(1, 29)]
    lines.insert(15, quoted)
    _, items = read_text(tmp_path, "\n".join(lines))
    assert len(messages(items)) == 28
    assert messages(items)[14].text == f"15\n{quoted}"
    assert any("another form" in str(item) for item in items)


def test_several_frequent_shapes_are_all_read_and_reported(tmp_path):
    android = [f"{day:02}/03/2022, 14:56 - Ann: {day}" for day in range(10, 20)]
    ios = [f"[{day:02}.03.22, 14:56:01] Bob: {day}" for day in range(20, 30)]
    _, items = read_text(tmp_path, "\n".join(android + ios))
    assert [m.local_time[:10] for m in messages(items)] == [f"2022-03-{day}" for day in range(10, 30)]
    assert any("2 ways" in str(item) for item in items)


def test_lines_that_somebody_has_indented_are_headers_all_the_same(tmp_path):
    line = "18/03/2022, 14:56 - Ann: hi"
    _, items = read_text(tmp_path, f"{line}\n    {line}\n  not one\n")
    assert [item.text for item in messages(items)] == ["hi", "hi\n  not one"]
