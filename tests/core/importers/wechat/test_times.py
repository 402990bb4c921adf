"""This file is where it is tested when WeChat messages were sent: zones and years that nobody wrote down."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.importers import chatlog, memotrace, wechat_copied, weflow
from core.importers.wechat.times import epoch, wall_time
from core.importers.wechat_exporter.marks import shown_time
from core.protocols import Importer, ReadOptions
from tests.core.importers.wechat.reading import items_of, messages, repairs, written_to

_EIGHT = 8 * 3600 * 1000
WALL_TEXTS: list[tuple[Importer, str]] = [
    (memotrace, "2024-05-01 12:00:00 兰兰\nhi\n\n"),
    (weflow, "2024-05-01 12:00:00 '兰兰'\nhi\n\n"),
    (chatlog, "兰兰(wxid_lan) 2024-05-01 12:00:00\nhi\n\n"),
    (wechat_copied, "兰兰 2024/05/01 12:00 PM\nhi\nTom 2024/05/01 12:01 PM\nyo\n"),
]


def instant(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(("importer", "text"), WALL_TEXTS)
def test_wall_times_are_china_time_and_the_person_is_told(importer: Importer, text: str, tmp_path: Path) -> None:
    items = items_of(importer, written_to(tmp_path, {"chat.txt": text}))
    assert messages(items)[0].sent_at == instant(2024, 5, 1, 12) - _EIGHT
    assert any("--zone" in told for told in repairs(items))


@pytest.mark.parametrize(("importer", "text"), WALL_TEXTS)
def test_the_zone_that_a_person_names_is_the_zone(importer: Importer, text: str, tmp_path: Path) -> None:
    options = ReadOptions(zone=ZoneInfo("Europe/Lisbon"))
    items = items_of(importer, written_to(tmp_path, {"chat.txt": text}), options)
    assert messages(items)[0].sent_at == instant(2024, 5, 1, 11)
    assert not repairs(items)


NO_YEAR = "兰兰(wxid_lan) 12-30 23:59:58\n到了\n\n我 01-02 00:00:03\nok\n\n"


def dated(path: Path, day: datetime) -> Path:
    file = written_to(path, {"chat.txt": NO_YEAR}) / "chat.txt"
    os.utime(file, (day.timestamp(), day.timestamp()))
    return file


@pytest.mark.parametrize(("day", "first"), [((2024, 1, 5), 2023), ((2024, 6, 1), 2023), ((2023, 12, 31), 2022)])
def test_dates_without_a_year_are_of_the_latest_years_that_the_file_allows(
    day: tuple[int, int, int], first: int, tmp_path: Path
) -> None:
    items = items_of(chatlog, dated(tmp_path, datetime(*day, 12, tzinfo=UTC)))
    times = [message.local_time for message in messages(items)]
    assert times == [f"{first}-12-30T23:59:58", f"{first + 1}-01-02T00:00:03"]
    assert any(f"read as {first} to {first + 1}" in told for told in repairs(items))


def test_the_folder_of_a_picture_tells_the_year_before_the_file_does(tmp_path: Path) -> None:
    picture = "![图片](http://127.0.0.1/image/aa,msg\\attach\\b\\2021-05\\Img\\c)"
    text = f"兰兰(wxid_lan) 05-01 12:00:00\n{picture}\n\n我 05-02 08:00:00\nok\n"
    items = items_of(chatlog, written_to(tmp_path, {"chat.txt": text}))
    assert [message.local_time for message in messages(items)] == ["2021-05-01T12:00:00", "2021-05-02T08:00:00"]
    assert any("by the folders of its pictures" in told for told in repairs(items))


def test_a_leap_day_rules_out_years(tmp_path: Path) -> None:
    file = (
        written_to(tmp_path, {"chat.txt": "兰兰(wxid_lan) 02-29 12:00:00\nhi\n\n我 03-01 08:00:00\nok\n"}) / "chat.txt"
    )
    day = datetime(2023, 6, 1, tzinfo=UTC).timestamp()
    os.utime(file, (day, day))
    assert messages(items_of(chatlog, file))[0].local_time == "2020-02-29T12:00:00"


def test_clock_times_of_an_unknown_day_are_no_times(tmp_path: Path) -> None:
    items = items_of(chatlog, written_to(tmp_path, {"chat.txt": "兰兰(wxid_lan) 12:00:00\nhi\n\n我 12:01:00\nok\n"}))
    assert [(message.local_time, message.sent_at) for message in messages(items)] == [(None, None)] * 2
    assert any("only the clock times" in told for told in repairs(items))


@pytest.mark.parametrize(
    ("written", "wall"),
    [
        ("2024-5-1 9:05", "2024-05-01T09:05"),
        ("2024/05/01 09:05:06", "2024-05-01T09:05:06"),
        ("2024-05-01", "2024-05-01"),
        ("2024-13-01 09:05", None),
        ("2024-05-01 25:05", None),
        ("24-05-01 09:05", None),
        ("昨天 09:05", None),
        ("", None),
    ],
)
def test_wall_times_are_read_as_they_stand(written: str, wall: str | None) -> None:
    assert wall_time(written) == wall


@pytest.mark.parametrize(
    ("written", "wall"),
    [
        ("2019-03-04 12:30 AM", "2019-03-04T00:30"),
        ("2019-03-04 12:30:05 PM", "2019-03-04T12:30:05"),
        ("2019-03-04\xa09:05 PM", "2019-03-04T21:05"),
        ("2019-03-04 21:05", "2019-03-04T21:05"),
        ("soon", None),
    ],
)
def test_wechat_exporter_writes_clocks_of_twelve_hours_too(written: str, wall: str | None) -> None:
    assert shown_time(written) == wall


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (1714535590, 1714535590000),
        ("1714535590123", 1714535590123),
        (0, None),
        (10**30, None),
        ("x", None),
        (None, None),
    ],
)
def test_only_numbers_that_can_be_times_are_times(given: object, found: int | None) -> None:
    assert epoch(given) == found
