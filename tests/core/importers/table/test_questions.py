"""This file is where it is tested what is asked before anything is stored, and how an answer is taken."""

from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.mapping import asks_for_columns, mapping_of
from tests.core.importers.table.files import is_claimed, read, written

PLAIN = "2024-05-01 10:00,Ann,hello there\n2024-05-01 10:01,Bo,how are you\n2024-05-01 10:02,Ann,very well\n"
OPEN_DATES = "03/04/2023 09:00,Ann,hello there\n04/05/2023 10:01,Bo,how are you\n05/06/2023 11:03,Ann,very well\n"


def test_columns_without_names_are_asked_about_with_rows_under_each_answer(tmp_path: Path) -> None:
    found = read(written(tmp_path, PLAIN))
    (question,) = found.questions
    assert asks_for_columns(question)
    assert question.readings == {
        "time=1, sender=2, text=3": (
            "2024-05-01 10:00  Ann: hello there",
            "2024-05-01 10:01  Bo: how are you",
            "2024-05-01 10:02  Ann: very well",
        )
    }
    assert [(message.sent_at, message.local_time) for message in found.messages] == [(None, None)] * 3


def test_the_answer_is_taken_as_it_was_offered(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    (offered,) = read(path).questions[0].readings
    found = read(path, offered)
    assert found.questions == []
    assert [message.local_time for message in found.messages] == [
        "2024-05-01T10:00",
        "2024-05-01T10:01",
        "2024-05-01T10:02",
    ]


def test_names_that_nobody_knows_are_asked_about(tmp_path: Path) -> None:
    (question,) = read(written(tmp_path, "aika,kuka,mita\n" + PLAIN)).questions
    assert list(question.readings) == ["time=aika, sender=kuka, text=mita"]


def test_two_columns_that_may_both_be_the_text_are_asked_about(tmp_path: Path) -> None:
    text = "time,author,text,body\n2024-05-01 10:00,Ann,one,two\n2024-05-01 10:01,Bo,three,four\n"
    (question,) = read(written(tmp_path, text)).questions
    assert {mapping_of(reading).text for reading in question.readings} == {"text", "body"}


@pytest.mark.parametrize("told", ["Direction", "Kind"])
def test_a_name_beside_sent_and_received_is_not_taken_for_the_sender(told: str, tmp_path: Path) -> None:
    text = f"Date,Name,{told},Text\n2024-05-01 10:00,Ann,Sent,hello\n2024-05-01 10:01,Ann,Received,hi\n"
    assert asks_for_columns(read(written(tmp_path, text)).questions[0])


def test_a_column_called_time_that_cannot_be_read_is_asked_about(tmp_path: Path) -> None:
    records = '[{"from":"A","text":"x","when":"early"},{"from":"B","text":"y","when":"later"},{"from":"A","text":"z"}]'
    assert asks_for_columns(read(written(tmp_path, records, "a.json")).questions[0])


def test_dates_that_may_be_read_two_ways_are_asked_about_once_the_columns_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, OPEN_DATES)
    assert asks_for_columns(read(path).questions[0])
    (question,) = read(path, "time=1,sender=2,text=3").questions
    assert set(question.readings) == {"dmy", "mdy"}
    answered = read(path, "time=1,sender=2,text=3", date_order="mdy")
    assert [message.local_time for message in answered.messages] == [
        "2023-03-04T09:00",
        "2023-04-05T10:01",
        "2023-05-06T11:03",
    ]
    assert read(path, "time=1,sender=2,text=3,order=dmy").messages[0].local_time == "2023-04-03T09:00"


def test_a_saved_mapping_is_used_for_the_same_columns_only(tmp_path: Path) -> None:
    path = written(tmp_path, "aika,kuka,mita\n" + PLAIN)
    saved = mapping_of("time=aika,sender=kuka,text=mita").only_for(("aika", "kuka", "mita"))
    assert read(path, saved_mappings=(saved,)).questions == []
    other = saved.only_for(("aika", "kuka", "mita", "more"))
    assert read(path, saved_mappings=(other,)).questions != []


def test_a_mapping_with_a_column_that_is_not_there_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(BrokenExport, match=r"“Who”.*aika, kuka, mita"):
        read(written(tmp_path, "aika,kuka,mita\n" + PLAIN), "time=aika,sender=Who,text=mita")


def test_a_mapping_may_number_the_columns_and_say_that_there_is_no_header(tmp_path: Path) -> None:
    path = written(tmp_path, "time;sender;text\n2024-05-01 10:00;Ann;hello\n")
    found = read(path, "sender=2,text=3,header=no,delimiter=;")
    assert found.lines == ["sender: text", "Ann: hello"]


def test_a_table_is_read_without_times_when_the_person_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "speaker,text\nAnn,hello\nBo,hi\n")
    assert not is_claimed(path)
    found = read(path, "sender=speaker,text=text")
    assert found.lines == ["Ann: hello", "Bo: hi"]
    assert found.repairs[0].what == "columns taken as: sender=speaker, text=text"


def test_what_is_forced_and_cannot_be_guessed_is_asked_about_with_its_columns(tmp_path: Path) -> None:
    (question,) = read(written(tmp_path, "a,b\n1,2\n3,4\n")).questions
    assert asks_for_columns(question)
    assert question.readings == {}
    assert question.question.endswith("There are: 1, 2") or question.question.endswith("There are: a, b")
