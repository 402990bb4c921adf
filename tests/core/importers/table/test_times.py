"""This file is where it is tested what moment a cell means."""

import pytest

from core.importers.table.times import NEVER, Moment, column_of, moment, written_of


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000, 1_000_000_000])
def test_a_number_is_a_moment_by_its_magnitude(unit: int) -> None:
    assert moment(str(1714567890 * unit), None, False) == Moment(1714567890000)
    assert column_of([1714567890 * unit, str(1714567891 * unit)]) == ("instant", 1.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01T12:33:05Z", Moment(1714566785000)),
        ("2024-05-01 12:33:05.25+00:00", Moment(1714566785250)),
        ("2024-05-01T12:33:05+02:00", Moment(1714559585000, "2024-05-01T12:33:05")),
        ("2024-05-01T12:33:05+0530", Moment(1714546985000, "2024-05-01T12:33:05")),
        ("2024-05-01 12:33", Moment(None, "2024-05-01T12:33")),
        ("2024-05-01", Moment(None, "2024-05-01T00:00")),
        ("20240501123305", Moment(None, "2024-05-01T12:33:05")),
        ("2024年5月1日 12:33", Moment(None, "2024-05-01T12:33")),
        ("2016-12-31 23:59:60", Moment(None, "2016-12-31T23:59:59")),
        ("1714567890.5", Moment(1714567890500)),
    ],
)
def test_a_written_time_is_a_wall_time_unless_it_tells_its_zone(text: str, expected: Moment) -> None:
    assert moment(text, None, False) == expected


@pytest.mark.parametrize("text", ["", "hello", "12", "2024-02-30 10:00", "2024-05-01T25:00", "9" * 30, "x" * 100_000])
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment(text, "dmy", False) == NEVER


def test_numbers_are_taken_for_moments_only_where_a_chat_may_be() -> None:
    assert column_of(["123456789", "4999999999"]) is None
    assert column_of(["1.5", "2.5", "north"]) is None
    assert column_of(["10:00", "10:01"]) == ("clock", 1.0)
    assert column_of(["2024-05-01", "2024-05-02"]) == ("date", 1.0)


def test_a_number_with_a_fraction_is_exact_to_the_millisecond() -> None:
    assert moment(written_of([1714567890.1]), None, False) == Moment(1714567890100)
    assert moment(written_of([1714567890123.0]), None, False) == Moment(1714567890123)
