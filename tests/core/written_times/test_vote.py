"""This file is where the vote of a file's times for the order of day and month is tested, by each kind of evidence."""

from datetime import UTC, datetime

from core.written_times import OrderVote


def vote_of(*times: str) -> OrderVote:
    vote = OrderVote()
    for time in times:
        vote.add(time)
    return vote


def instant(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def test_a_part_above_twelve_tells() -> None:
    assert vote_of("3/4/2022 10:00", "25/4/2022 10:00").decide(None) == "dmy"
    assert vote_of("3/4/2022 10:00", "4/25/2022 10:00").decide(None) == "mdy"


def test_a_weekday_tells() -> None:
    assert vote_of("Mon, 11/03/2025").decide(None) == "mdy"
    assert vote_of("Tue, 11/03/2025").decide(None) == "dmy"


def test_days_do_not_run_backwards() -> None:
    assert vote_of("10/3/2022 10:00", "4/5/2022 10:00", "9/6/2022 10:00", "9/6/2022 11:00").decide(None) == "dmy"


def test_days_of_a_file_with_the_newest_first_run_backwards() -> None:
    times = ["9/6/2022 11:00", "9/6/2022 10:00", "4/5/2022 10:00", "10/3/2022 10:00"]
    assert vote_of(*times).decide(None) == "dmy"
    assert vote_of(*reversed(times)).decide(None) == "dmy"


def test_nothing_is_later_than_the_file() -> None:
    vote = vote_of("3/9/2022 10:00")
    assert vote.decide(None) is None
    assert vote.decide(instant("2022-03-20")) == "mdy"


def test_the_part_that_changes_alone_is_the_day() -> None:
    assert vote_of(*(f"{day}/4/2022 10:00" for day in (3, 4, 5, 6))).decide(None) == "dmy"
    assert vote_of(*(f"4/{day}/2022 10:00" for day in (3, 4, 5, 6))).decide(None) == "mdy"


def test_what_is_open_is_asked_with_real_lines() -> None:
    vote = vote_of("hello", "3/4/2022, 10:00", "3/4/2022, 10:05")
    assert vote.decide(None) is None
    question = vote.question("chat.csv")
    assert question.where == "chat.csv"
    assert question.question == "Are dates like 3/4/2022, 10:00 written day first or month first?"
    assert question.readings == {
        "dmy": ("3/4/2022, 10:00 → 2022-04-03",),
        "mdy": ("3/4/2022, 10:00 → 2022-03-04",),
    }


def test_the_answer_of_the_person_settles_what_is_open_and_nothing_else() -> None:
    assert vote_of("3/4/2022 10:00").decide(None, "mdy") == "mdy"
    assert vote_of("13/4/2022 10:00").decide(None, "mdy") == "dmy"


def test_a_file_that_mixes_both_orders_is_asked_about() -> None:
    vote = vote_of("13/4/2022 10:00", "4/13/2022 10:00", "5/6/2022 10:00")
    assert vote.decide(None) is None
    assert "mixes both" in vote.question("chat.csv").question


def test_months_with_names_and_years_in_front_need_no_decision() -> None:
    assert vote_of("Sep 13, 2020, 12:26 PM").decide(None) == "mdy"
    assert vote_of("2024-05-01 10:00", "2024-05-02 10:00").decide(None) == "ymd"
    assert vote_of("no time at all").decide(None) is not None


def test_two_ways_of_writing_dates_in_one_file_decide_together() -> None:
    assert vote_of("3/4/2022 10:00", "13.4.2022 10:00").decide(None) == "dmy"
