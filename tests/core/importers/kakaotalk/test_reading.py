"""This file is where KakaoTalk texts of every kind are written and read back, in parts, in mails, large and cut off."""

import tracemalloc
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import kakaotalk
from core.importers.kakaotalk.headings import bare_day, is_saved, ruled_day, title_in_name, title_of
from core.importers.kakaotalk.rows import row_of
from core.importers.kakaotalk.vocabulary import is_call, is_deleted, is_notice, placeholder
from core.types import ExportedMessage
from tests.core.importers.reading import entries_of, read_with

CASES = Path(__file__).parents[3] / "exports" / "kakaotalk"
HEAD = "길동 님과 카카오톡 대화\n저장한 날짜 : 2020년 6월 29일 오전 1:01\n\n"
ANDROID = "2020년 6월 28일 오전 1:{:02}, 길동 : {}"
COMPUTER = "[길동] [오전 1:{:02}] {}"


def messages(path: Path) -> list[ExportedMessage]:
    with Export(path) as export:
        items = [item for conversation in read_with(kakaotalk, export) for item in conversation.messages]
        assert all(tally.unaccounted == 0 for tally in export.tallies)
        return [item for item in items if isinstance(item, ExportedMessage)]


def said(path: Path) -> list[tuple[str | None, str]]:
    return [(message.sender, message.text) for message in messages(path)]


@pytest.mark.parametrize(
    ("first", "name", "kind"),
    [
        ("길동 님과 카카오톡 대화", "길동", "private"),
        ("등산 모임 12 카카오톡 대화", "등산 모임", "group"),
        ("모임 2024 3 카카오톡 대화", "모임 2024", "group"),
        ("길동 카카오톡 대화", "길동", "unknown"),
        ("KakaoTalk Chats with Dana", "Dana", "unknown"),
        ("Dana with KakaoTalk Chats", "Dana", "unknown"),
        ("Dana Talk Chats", "Dana", "unknown"),
        ("Talk_2026.4.25 10:20-1.txt", "", "unknown"),
    ],
)
def test_a_heading_names_the_chat(first: str, name: str, kind: str) -> None:
    assert title_of(first) == (name, kind)


@pytest.mark.parametrize("line", ["저장한 날짜 : 2020년 11월 3일 오전 11:29", "Date Saved : Apr 25, 2026 at 10:38"])
def test_the_saving_date_is_known(line: str) -> None:
    assert is_saved(line)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2016년 2월 5일 오전 1:33, 이름 : 글", ("message", "dated", "이름", "글")),
        ("2016년 2월 5일 오전 1:33, 이 : 름 : 글", ("message", "dated", "이", "름 : 글")),
        ("2016년 2월 5일 오전 1:33, 이름 :", ("message", "dated", "이름", "")),
        ("February 10, 2016, 2:33 AM, you : text", ("message", "dated", "you", "text")),
        ("January 5, 2023 at 3:04\u202fPM, you : text", ("message", "dated", "you", "text")),
        ("5 January 2023 at 15:04, you : text", ("message", "dated", "you", "text")),
        ("2019. 7. 30. 오전 10:22, 이름 : 글", ("message", "dated", "이름", "글")),
        ("Dec 31, 2014 at 19:12, name : text", ("message", "dated", "name", "text")),
        ("Dec 31, 2014 at 19:12: name left…", ("notice", "dated", "", "name left…")),
        ("2016년 2월 5일 오전 1:33, 이름님이 나갔습니다.", ("notice", "dated", "", "이름님이 나갔습니다.")),
        ("2016년 2월 5일 오전 1:33", ("time", "dated", "", "")),
        ("오후 8:36, 이름 : 글", ("message", "timed", "이름", "글")),
        ("[이름] [오전 1:01] 글", ("message", "bracketed", "이름", "글")),
        ("[이 [름]] [오전 1:01] 글", ("message", "bracketed", "이 [름]", "글")),
        ("[Name] [1:01 PM] text", ("message", "bracketed", "Name", "text")),
    ],
)
def test_a_row_is_taken_apart(line: str, found: tuple[str, str, str, str]) -> None:
    row = row_of(line)
    assert row is not None
    assert (row.role, row.manner, row.sender, row.text) == found


@pytest.mark.parametrize(
    "line",
    [
        "안녕하세요",
        "오후 8:36에 만나요",
        "8:30, at the station",
        "2016년 2월 5일 오전 1:33에 만나요",
        "2016년 13월 5일 오전 1:33, 이름 : 글",
        "[이름] 글",
        "2/5/16, 1:33 AM - Ann: hi",
        "[2/5/16, 1:33:10 AM] Ann: hi",
    ],
)
def test_other_lines_begin_nothing(line: str) -> None:
    assert row_of(line) is None


@pytest.mark.parametrize(("time", "wall"), [("오전 12:05", "00:05"), ("오후 12:03", "12:03"), ("오후 1:01", "13:01")])
def test_noon_and_midnight_are_twelve(time: str, wall: str) -> None:
    row = row_of(f"[이름] [{time}] 글")
    assert row is not None
    assert row.time == wall


def test_days_stand_between_rules_or_alone() -> None:
    assert ruled_day("--------------- 2020년 6월 28일 일요일 ---------------") == "2020-06-28"
    assert ruled_day("--------------- Sunday, June 28, 2020 ---------------") == "2020-06-28"
    assert bare_day("2021년 12월 29일 수요일") == "2021-12-29"
    assert bare_day("2021년 12월 29일에 봐요") is None
    assert ruled_day("--------------- 끝 ---------------") is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("사진", ["image"]),
        ("사진 2장", ["image", "image"]),
        ("Photo", ["image"]),
        ("3 photos", ["image", "image", "image"]),
        ("동영상", ["video"]),
        ("이모티콘", ["sticker"]),
        ("Emoticon", ["sticker"]),
        ("음성메시지", ["voice"]),
        ("파일: 계획.pdf", ["file"]),
        ("File: a.zip", ["file"]),
        ("사진 봤어?", []),
        ("photo of me", []),
        ("사진\n둘째 줄", []),
    ],
)
def test_placeholders_are_known(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in placeholder(text)] == kinds


def test_words_of_the_app_are_told_from_those_of_people() -> None:
    assert is_deleted("삭제된 메시지입니다.")
    assert is_deleted("This message was deleted.")
    assert not is_deleted("삭제된 메시지입니다. 왜요?")
    assert is_call("보이스톡 1:23")
    assert is_call("페이스톡 해요")
    assert not is_call("보이스톡 하자")
    assert is_notice("길동님이 나갔습니다.")
    assert is_notice("길동님이 춘향님을 초대했습니다.")
    assert is_notice("Dana left this chatroom.")
    assert not is_notice("Dana left.")
    assert is_notice("Dana left.", timed=True)
    assert not is_notice("부장님이 승인했습니다.")
    assert not is_notice("김 선생님이 말씀하신 대로 하겠습니다.")


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("KakaoTalkChats", ""),
        ("KakaoTalkChats-1", ""),
        ("Talk_2026.4.25 10:20-1", ""),
        ("KakaoTalk_20200629_0101_01_123_group", ""),
        ("KakaoTalk_Chat_인당수_2021-12-30-09-00-00", "인당수"),
        ("우리 가족", "우리 가족"),
    ],
)
def test_a_file_name_of_the_app_names_no_chat(stem: str, title: str) -> None:
    assert title_in_name(stem) == title


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"], exclude_characters="\ufeff")
WORDS = st.text(CHARACTERS, min_size=1, max_size=20).filter(lambda line: line.strip() and not placeholder(line.strip()))


@pytest.mark.parametrize("form", [ANDROID, COMPUTER])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=8))
def test_texts_of_several_lines_come_back_whole(form: str, texts: list[list[str]], tmp_path: Path) -> None:
    day = "--------------- 2020년 6월 28일 일요일 ---------------\n" if form == COMPUTER else ""
    rows = "\n".join(form.format(place, "\n".join(lines)) for place, lines in enumerate(texts))
    (tmp_path / "a.txt").write_text(HEAD + day + rows, "utf-8", newline="")
    read = messages(tmp_path)
    assert [message.text for message in read] == ["\n".join(lines).rstrip() for lines in texts]
    assert [message.local_time for message in read] == [f"2020-06-28T01:{place:02}" for place in range(len(texts))]


def test_a_notice_of_a_computer_is_not_glued_to_the_message_above(tmp_path: Path) -> None:
    day = "--------------- 2020년 6월 28일 일요일 ---------------"
    rows = [
        day,
        COMPUTER.format(1, "첫 줄"),
        "둘째 줄",
        "춘향님이 들어왔습니다.",
        "몽룡님이 나갔습니다.",
        COMPUTER.format(2, "네"),
    ]
    (tmp_path / "a.txt").write_text(HEAD + "\n".join(rows), "utf-8")
    told = [
        ("길동", "첫 줄\n둘째 줄"),
        (None, "춘향님이 들어왔습니다."),
        (None, "몽룡님이 나갔습니다."),
        ("길동", "네"),
    ]
    assert said(tmp_path) == told


def test_a_text_that_quotes_a_notice_is_not_cut(tmp_path: Path) -> None:
    day = "--------------- 2020년 6월 28일 일요일 ---------------"
    rows = [day, COMPUTER.format(1, "어제"), "춘향님이 나갔습니다.", "그래서 찾았어요", COMPUTER.format(2, "네")]
    (tmp_path / "a.txt").write_text(HEAD + "\n".join(rows), "utf-8")
    assert said(tmp_path) == [("길동", "어제\n춘향님이 나갔습니다.\n그래서 찾았어요"), ("길동", "네")]


def test_an_appointment_in_a_text_is_no_notice(tmp_path: Path) -> None:
    rows = [ANDROID.format(1, "일정"), "2020년 7월 3일 오후 3:00, 회의실", ANDROID.format(2, "네")]
    (tmp_path / "a.txt").write_text(HEAD + "\n".join(rows), "utf-8")
    assert said(tmp_path) == [("길동", "일정\n2020년 7월 3일 오후 3:00, 회의실"), ("길동", "네")]


def test_parts_of_different_chats_stay_apart(tmp_path: Path) -> None:
    for number, name in ((1, "길동"), (2, "춘향")):
        head = HEAD.replace("길동", name)
        (tmp_path / f"KakaoTalkChats-{number}.txt").write_text(head + ANDROID.format(number, name), "utf-8")
    with Export(tmp_path) as export:
        titles = [(each.title, len(list(each.messages))) for each in read_with(kakaotalk, export)]
    assert titles == [("길동", 1), ("춘향", 1)]


@pytest.mark.parametrize("packing", ["base64", "quoted-printable", "8bit"])
def test_a_mail_gives_the_chat_that_is_attached(packing: str, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "길동 님과 카카오톡 대화"
    mail["From"] = "me@example.org"
    mail.set_content("첨부 파일을 확인하세요.\n")
    mail.add_attachment(HEAD + ANDROID.format(1, "안녕"), filename="KakaoTalkChats.txt", cte=packing)
    mail.add_attachment(b"jpeg", maintype="image", subtype="jpeg", filename="a.jpg")
    (tmp_path / "chat.eml").write_bytes(bytes(mail))
    assert said(tmp_path) == [("길동", "안녕")]


def test_a_mail_whose_words_are_the_chat_is_read(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "길동 님과 카카오톡 대화"
    mail["From"] = "me@example.org"
    mail.set_content(HEAD + ANDROID.format(1, "안녕"))
    (tmp_path / "chat.eml").write_bytes(bytes(mail))
    assert said(tmp_path) == [("길동", "안녕")]


def test_any_other_mail_is_left_alone(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "hello"
    mail["From"] = "me@example.org"
    mail.set_content("We should talk, Ann : yes\n")
    (tmp_path / "mail.eml").write_bytes(bytes(mail))
    with Export(tmp_path) as export:
        assert entries_of(kakaotalk, export) == []


@pytest.mark.parametrize(
    "text",
    [
        "2/5/16, 1:33 AM - Ann: hi, there : x\n2/5/16, 1:34 AM - Bo: yo\n",
        "2019. 7. 30. 오전 10:22: 민수: 안녕\n2019. 7. 30. 오전 10:23: 지영: 응, 그래 : 좋아\n",
        "2019. 7. 30. 오전 10:22 - 민수: 안녕\n",
        "[LINE] 민수님과의 대화\n저장일시 : 2024/01/03 18:30\n\n2024.01.02 화요일\n오후 8:36\t민수\t내일 봐\n",
        "Date,User,Text\n2021-12-29 20:36:00,a,b\n",
    ],
)
def test_other_texts_are_not_claimed(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with Export(tmp_path) as export:
        assert entries_of(kakaotalk, export) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_the_encoding_changes_nothing(encoding: str, tmp_path: Path) -> None:
    [original] = (CASES / "computer_korean" / "export").iterdir()
    (tmp_path / original.name).write_bytes(original.read_bytes().decode("utf-8-sig").encode(encoding))
    assert said(tmp_path) == said(original.parent)


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    peaks = []
    for count in (30_000, 60_000):
        rows = "\n".join(ANDROID.format(n % 60, f"메시지 {n} 조금 더 긴 글입니다") for n in range(count))
        (tmp_path / "a.txt").write_text(HEAD + rows, "utf-8")
        tracemalloc.start()
        with Export(tmp_path) as export:
            total = sum(1 for conversation in read_with(kakaotalk, export) for _ in conversation.messages)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == count
    assert peaks[1] < peaks[0] * 1.3


@pytest.mark.parametrize("case", ["android_group", "computer_korean", "iphone_days", "mail"])
def test_a_file_cut_off_anywhere_gives_the_messages_before_the_cut(case: str, tmp_path: Path) -> None:
    [original] = (CASES / case / "export").iterdir()
    whole = original.read_bytes()
    places = [(message.sender, message.where) for message in messages(original.parent)]
    for cut in range(0, len(whole), max(1, len(whole) // 60)):
        path = tmp_path / original.name
        path.write_bytes(whole[:cut])
        with suppress(BrokenExport):
            read = [(message.sender, message.where) for message in messages(path)]
            assert read[:-1] == places[: max(0, len(read) - 1)]


def days(tmp_path: Path, *lines: str) -> list[tuple[str | None, str]]:
    path = tmp_path / "Talk.txt"
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return [((message.local_time or "")[:10], message.text) for message in messages(path)]


@pytest.mark.parametrize(
    ("late", "early"),
    [
        ("오후 11:59, 길동 : ", "오전 12:01, 길동 : "),
        ("2021. 12. 31. 오후 11:59, 길동 : ", "2022. 1. 1. 오전 12:01, 길동 : "),
    ],
)
def test_a_day_without_a_blank_line_above_is_no_text(tmp_path: Path, late: str, early: str) -> None:
    lines = ("2021년 12월 31일 금요일", f"{late}잘자", "2022년 1월 1일 토요일", f"{early}새해")
    assert days(tmp_path, *lines) == [("2021-12-31", "잘자"), ("2022-01-01", "새해")]


def test_a_date_that_somebody_wrote_is_text_where_days_stand_apart(tmp_path: Path) -> None:
    meeting = ("오전 9:00, 길동 : 만날까?", "2022년 1월 5일 수요일", "오전 9:01, 길동 : 응?")
    lines = ("2021년 12월 31일 금요일", *meeting, "", "2022년 1월 1일 토요일", "오전 9:00, 길동 : 안녕")
    asked = ("2021-12-31", "만날까?\n2022년 1월 5일 수요일")
    assert days(tmp_path, *lines) == [asked, ("2021-12-31", "응?"), ("2022-01-01", "안녕")]


def test_short_notices_on_a_computer_begin_with_somebody_who_has_written(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    rows = ("[Ann Lee] [1:01 AM] hi", "Ann Lee invited Carl.", "[Bob] [1:02 AM] my friends", "The dog left.")
    path.write_text("\n".join(("--------------- Sunday, June 28, 2020 ---------------", *rows)), encoding="utf-8")
    told = [(message.kind, message.text) for message in messages(path)]
    assert told == [("message", "hi"), ("notice", "Ann Lee invited Carl."), ("message", "my friends\nThe dog left.")]
