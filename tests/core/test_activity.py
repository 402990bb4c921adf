"""This file is where it is tested that every message is counted on the day that its clock showed."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.archive.activity import Activity
from tests.core.conftest import MINUTE, say, store

EVENING = 1_714_602_600_000  # 2024-05-01T22:30:00Z


def test_days_are_those_of_the_exports_clock(archive: Archive) -> None:
    told = [
        say("Ana", "late", sent_at=EVENING)._replace(local_time="2024-05-02T00:30:00"),
        say("Bo", "later", sent_at=EVENING + MINUTE)._replace(local_time="2024-05-02T00:31:00"),
        say("Bo", "earlier", sent_at=EVENING - 60 * MINUTE)._replace(local_time="2024-05-01T23:30:00"),
    ]
    number, _ = store(archive, "Friends", told)
    wanted = [(date(2024, 5, 1), 1), (date(2024, 5, 2), 2)]
    assert archive.activity.days(number) == archive.activity.days() == wanted


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Lima", 1), ("Asia/Shanghai", 2), ("Asia/Kathmandu", 2), ("UTC", 1)]
)
def test_without_a_wall_time_the_day_is_that_of_the_zone(archive: Archive, zone: str, day: int) -> None:
    number, _ = store(archive, "Friends", [say("Ana", "late", sent_at=EVENING)])
    activity = Activity(archive._connection, ZoneInfo(zone))
    assert activity.days(number) == [(date(2024, 5, day), 1)]
    assert len(activity.ids_between(number, date(2024, 5, day), date(2024, 5, day))) == 1
    assert len(activity.ids_between(number, date(2024, 5, 3 - day), date(2024, 5, 3 - day))) == 0


def test_notices_count_for_nothing_but_stand_in_the_period(archive: Archive) -> None:
    notice = say("Ana", "Ana added Bo", 0)._replace(kind="notice")
    number, _ = store(archive, "Friends", [notice, say("Ana", "hello", 1)])
    [(day, count)] = archive.activity.days(number)
    assert count == 1
    assert len(archive.activity.ids_between(number, day, day)) == 2


def test_messages_without_any_time_have_no_day(archive: Archive) -> None:
    number, _ = store(archive, "Timeless", [say("Ana", "when?", sent_at=None)])
    assert archive.activity.days(number) == []
    assert archive.activity.first_on(number, date.min) is None


def test_a_day_without_messages_leads_to_the_next_one_that_has_some(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", f"day {each}", each * 24 * 60) for each in (0, 1, 5)])
    ids = archive.chats.message_ids(number).tolist()
    days = [day for day, _ in archive.activity.days(number)]
    found = [archive.activity.first_on(number, days[0] + timedelta(each)) for each in (-400, 0, 1, 2, 5, 6)]
    assert found == [ids[0], ids[0], ids[1], ids[2], ids[2], None]


def test_the_ends_of_the_calendar_are_no_error(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", "hello", 1)])
    assert len(archive.activity.ids_between(number, date.min, date.max)) == 1
    assert archive.activity.first_on(number, date.max) is None


@given(st.lists(st.tuples(st.integers(0, 2 * 10**12), st.integers(-720, 840) | st.none()), max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_message_is_counted_once_and_found_on_its_day(
    tmp_path: Path, times: list[tuple[int, int | None]]
) -> None:
    """Whatever clocks the messages were written on, and across changes of summer time."""
    zone, told, wanted = ZoneInfo("Europe/Lisbon"), [], Counter[date]()
    for number, (instant, offset) in enumerate(times):
        moment = datetime.fromtimestamp(instant / 1000, UTC)
        wall = moment.astimezone(zone if offset is None else timezone(timedelta(minutes=offset)))
        local = None if offset is None else wall.replace(tzinfo=None).isoformat()
        told.append(say("Ana", f"line {number}", sent_at=instant)._replace(local_time=local, key=str(number)))
        wanted[wall.date()] += 1
    with Archive(tmp_path / f"a{len(list(tmp_path.iterdir()))}") as archive:
        number, _ = store(archive, "Friends", told)
        activity = Activity(archive._connection, zone)
        assert dict(activity.days(number)) == wanted
        for day, count in wanted.items():
            assert len(activity.ids_between(number, day, day)) == count
