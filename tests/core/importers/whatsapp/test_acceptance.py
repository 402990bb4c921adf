"""This file is where small exports in many wordings and calendars are compared with what stands in them."""

import pytest

from core.export import Export
from core.importers import whatsapp
from tests.core.importers.reading import entries_of
from tests.core.importers.whatsapp.chats import messages, one, read_text

DAYS = {
    "۱۴۰۲/۲/۲۷، ۱۴:۰۵ - Ann: سلام": "2023-05-17T14:05:00",
    "1403/12/30, 14:05 - Ann: salam": "2025-03-20T14:05:00",
    "30/12/66 09:05 - Ann: sawadee": "2023-12-30T09:05:00",
    "民國112/12/30 下午9:05 - Ann: 好": "2023-12-30T21:05:00",
    "112/12/30 下午9:05 - Ann: 好": "2023-12-30T21:05:00",
    "[2023-12-30 09 h 05 min 07 s] Ann: salut": "2023-12-30T09:05:07",
    "2023-12-30 09 h 05 - Ann: salut": "2023-12-30T09:05:00",
}

NOTICES = (
    "Ann změnil(a) název z „Řím: květen“ na „Řím: červen“",
    "Ann zmienił(a) temat z „Rzym: maj” na „Rzym: lipiec”",
    "Ann changed the subject from “Rome: May” to “Rome: June”",
)

LEFT_OUT = (
    "<Media jätettiin pois>",
    "<Medier udeladt>",
    "<Média kihagyva>",
    "<Παράλειψη πολυμέσων>",
    "<رسانه حذف شد>",
    "<मीडिया शामिल नहीं है>",
    "<ไม่รวมสื่อ>",
    "<メディアなし>",
    "<已略去多媒體檔案>",
)

EDITED = (
    "<Det här meddelandet redigerades>",
    "<Tätä viestiä muokattiin>",
    "<Tato zpráva byla upravena>",
    "<Acest mesaj a fost editat>",
    "<ההודעה נערכה>",
    "<ข้อความนี้ถูกแก้ไข>",
    "<这条消息已经过编辑>",
)


@pytest.mark.parametrize(("line", "time"), DAYS.items())
def test_a_year_of_another_calendar_is_never_taken_for_a_christian_one(tmp_path, line, time):
    _, items = read_text(tmp_path, line + "\n", "_chat.txt" if line.startswith("[") else "x.txt")
    assert [item.local_time for item in messages(items)] == [time]


def test_a_year_of_an_unknown_calendar_is_no_date(tmp_path):
    path = tmp_path / "WhatsApp Chat with Ann.txt"
    path.write_text("١٧/٦/١٤٤٥، ٩:٠٥ ص - Ann: سلام\n", "utf-8")
    with Export(path) as export:
        assert not entries_of(whatsapp, export)


@pytest.mark.parametrize("words", NOTICES)
def test_a_subject_with_a_colon_between_low_quotes_makes_no_author(tmp_path, words):
    notice = one(tmp_path, f"17/05/2023, 14:05 - {words}")
    assert (notice.kind, notice.sender, notice.text) == ("notice", None, words)


def test_a_nickname_between_low_quotes_is_part_of_the_name(tmp_path):
    assert one(tmp_path, "17/05/2023, 14:05 - Anna „Annie“ Nováková: hoj").sender == "Anna „Annie“ Nováková"


@pytest.mark.parametrize("words", LEFT_OUT)
def test_media_left_out_are_recognised_in_new_wordings(tmp_path, words):
    message = one(tmp_path, f"17/05/2023, 14:05 - Ann: {words}")
    assert (message.text, [item.status for item in message.attachments]) == ("", ["not_exported"])


@pytest.mark.parametrize("words", EDITED)
def test_an_edit_remark_is_recognised_in_new_wordings(tmp_path, words):
    message = one(tmp_path, f"17/05/2023, 14:05 - Ann: right {words}")
    assert (message.text, message.edited) == ("right", True)


@pytest.mark.parametrize("words", ["<social media is bad>", "I say <this message is long>", "a <- b ->", "<3"])
def test_a_persons_own_brackets_stay_text(tmp_path, words):
    message = one(tmp_path, f"17/05/2023, 14:05 - Ann: {words}")
    assert (message.text, message.attachments, message.edited) == (words, (), False)


def test_a_group_name_with_a_colon_is_no_person(tmp_path):
    text = (
        "[17/05/2023, 14:05:00] A: B: \u200eMessages and calls are end-to-end encrypted.\n"
        "[17/05/2023, 14:05:00] A: B: \u200eAnn created this group\n"
        "[17/05/2023, 14:05:01] Ann: hi\n[17/05/2023, 14:05:02] Bob: ho\n"
    )
    _, items = read_text(tmp_path, text, "_chat.txt")
    assert [(item.kind, item.sender) for item in messages(items)] == [
        ("notice", None),
        ("notice", None),
        ("message", "Ann"),
        ("message", "Bob"),
    ]


def test_a_call_in_an_unknown_wording_keeps_its_caller(tmp_path):
    text = "[17/05/2023, 14:05:00] Ann: \u200eNieodebrana rozmowa: połączenie\n" + "".join(
        f"[17/05/2023, 14:06:0{second}] Bob: hej\n" for second in range(5)
    )
    _, items = read_text(tmp_path, text, "_chat.txt")
    assert (messages(items)[0].kind, messages(items)[0].sender) == ("call", "Ann")


def test_a_notice_with_the_right_to_left_mark_is_told_by_the_name_in_it(tmp_path):
    text = "[17/05/2023, 14:05:00] דנה: \u200fדנה עזב/ה\n[17/05/2023, 14:06:00] דנה: \u200fשלום\n" + "".join(
        f"[17/05/2023, 14:07:0{second}] יוסי: טוב\n" for second in range(5)
    )
    _, items = read_text(tmp_path, text, "_chat.txt")
    assert [item.kind for item in messages(items)][:2] == ["notice", "message"]


@pytest.mark.parametrize("date", ["23-05-06", "23-05-10", "23/05/06"])
def test_a_short_year_that_may_stand_first_is_asked_about(tmp_path, date):
    conversation, _ = read_text(tmp_path, f"{date} 14:05 - Ann: hej\n")
    assert {"dmy", "ymd"} <= set(conversation.ambiguous[0].readings)


def test_a_single_day_of_four_digit_years_with_dashes_is_read(tmp_path):
    _, items = read_text(tmp_path, "23-05-2010 14:05 - Ann: hoi\n")
    assert messages(items)[0].local_time == "2010-05-23T14:05:00"


def test_a_day_of_the_future_is_read_year_first_when_that_is_past(tmp_path):
    _, items = read_text(tmp_path, "[24/05/31 14:05:01] Ann: hej\n", "_chat.txt")
    assert messages(items)[0].local_time == "2024-05-31T14:05:01"
