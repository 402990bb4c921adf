"""This file is where the decision between day and month is tested, by each kind of evidence."""

import os
from datetime import UTC, datetime

from core.importers.whatsapp.calendar import chat_day
from core.written_times.calendar import parts_of
from tests.core.importers.whatsapp.chats import messages, problems, read_all, read_text


def days(items):
    return [message.local_time[:10] for message in messages(items)]


def chat(*dates, body="hi"):
    return "\n".join(f"{date}, 10:00 - Ann: {body}" for date in dates)


def test_a_part_above_twelve_is_the_day(tmp_path):
    _, items = read_text(tmp_path, chat("3/4/22", "25/4/22"))
    assert days(items) == ["2022-04-03", "2022-04-25"]
    _, items = read_text(tmp_path, chat("3/4/22", "4/25/22"))
    assert days(items) == ["2022-03-04", "2022-04-25"]


def test_the_thirty_first_of_december_tells_the_month(tmp_path):
    _, items = read_text(tmp_path, chat("4/5/22", "12/31/22"))
    assert days(items) == ["2022-04-05", "2022-12-31"]


def test_dates_in_file_names_tell_day_and_month(tmp_path):
    android = "02/12/24, 10:00 - Ann: IMG-20241202-WA0003.jpg (file attached)"
    assert days(read_text(tmp_path, android)[1]) == ["2024-12-02"]
    ios = "\u200e[3/4/22, 21:41:55] Ann: \u200e<attached: 00000035-PHOTO-2022-03-04-21-41-55.jpg>"
    assert days(read_text(tmp_path, ios + "\n[3/4/22, 21:42:00] Bob: ok")[1]) == ["2022-03-04"] * 2


def test_days_do_not_run_backwards(tmp_path):
    _, items = read_text(tmp_path, chat("10/3/22", "4/5/22", "9/6/22"))
    assert days(items) == ["2022-03-10", "2022-05-04", "2022-06-09"]


def test_days_do_not_lie_after_the_export_was_written(tmp_path):
    path = tmp_path / "WhatsApp Chat with Bob.txt"
    path.write_text(chat("3/9/22"))
    written = datetime(2022, 3, 20, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    assert days(read_all(path)[0][1]) == ["2022-03-09"]


def test_the_part_that_changes_alone_is_the_day(tmp_path):
    assert days(read_text(tmp_path, chat("3/4/22", "4/4/22", "5/4/22", "6/4/22"))[1])[0] == "2022-04-03"
    assert days(read_text(tmp_path, chat("3/4/22", "3/5/22", "3/6/22", "3/7/22"))[1])[0] == "2022-03-04"


def test_the_language_of_the_app_decides_last(tmp_path):
    _, items = read_text(tmp_path, "03.04.22, 10:00 - Ann: <Medien ausgeschlossen>")
    assert days(items) == ["2022-04-03"]
    conversation, _ = read_text(tmp_path, "03/04/22, 10:00 - Ann: <Media omitted>")
    assert conversation.ambiguous


def test_a_two_digit_year_may_come_first(tmp_path):
    lines = "[22. 3. 8. 오후 2:05:11] 민수: 안녕\n[22. 3. 9. 오후 2:05:11] 지은: 응"
    assert days(read_text(tmp_path, lines)[1]) == ["2022-03-08", "2022-03-09"]


def test_when_nothing_tells_the_person_is_asked_with_real_lines(tmp_path):
    text = chat("3/4/22", "5/6/22")
    conversation, items = read_text(tmp_path, text)
    assert [m.local_time for m in messages(items)] == [None, None]
    (question,) = conversation.ambiguous
    assert set(question.readings) == {"dmy", "mdy"}
    assert question.readings["dmy"][0].endswith("2022-04-03")
    assert question.readings["mdy"][0].endswith("2022-03-04")
    assert all(reading.startswith("3/4/22, 10:00 - Ann: hi") for reading in (question.readings["dmy"][0],))
    assert days(read_text(tmp_path, text, order="dmy")[1]) == ["2022-04-03", "2022-06-05"]
    assert days(read_text(tmp_path, text, order="mdy")[1]) == ["2022-03-04", "2022-05-06"]


def test_days_that_read_the_same_either_way_need_no_question(tmp_path):
    conversation, items = read_text(tmp_path, chat("5/5/22", "6/6/22"))
    assert not conversation.ambiguous
    assert days(items) == ["2022-05-05", "2022-06-06"]


def test_an_answer_that_the_dates_refute_is_reported_and_not_followed(tmp_path):
    conversation, items = read_text(tmp_path, chat("3/4/22", "25/4/22"), order="mdy")
    assert not conversation.ambiguous
    assert days(items) == ["2022-04-03", "2022-04-25"]
    (problem,) = problems(items)
    assert problem.where.endswith(":2")
    assert "month first was chosen" in problem.reason


def test_a_text_that_mixes_both_orders_is_asked_about_and_the_answer_is_followed(tmp_path):
    text = chat("25/4/22", "26/4/22", "4/27/22", "4/28/22")
    conversation, items = read_text(tmp_path, text)
    assert "mixes" in conversation.ambiguous[0].question
    assert len(messages(items)) == 4
    _, items = read_text(tmp_path, text, order="dmy")
    assert days(items) == ["2022-04-25", "2022-04-26"]
    assert messages(items)[1].text == "hi\n4/27/22, 10:00 - Ann: hi\n4/28/22, 10:00 - Ann: hi"
    assert problems(items)


def test_lines_out_of_order_stay_in_the_order_of_the_file(tmp_path):
    _, items = read_text(tmp_path, chat("25/4/22", "24/4/22", "26/4/22"))
    assert days(items) == ["2022-04-25", "2022-04-24", "2022-04-26"]


def test_years_of_other_calendars_are_gregorian_years_afterwards():
    for text, year in (("18/3/2565 BE", 2022), ("18/3/65 BE", 2022), ("3/18/R4", 2022), ("S64/1/7", 1989)):
        parts = parts_of(text)
        assert parts is not None
        assert year in (parts.first, parts.third)
    assert chat_day(parts_of("29/2/2023"), "dmy") is None
