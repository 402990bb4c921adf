"""This file is where LINE texts are written in many languages and read back, whole, large and cut off."""

import tracemalloc
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import line
from core.importers.line.headings import day_of, title_of
from core.importers.line.names import NameFinder, by_first_word, row_with
from core.importers.line.rows import spaced, tabbed_row
from core.importers.line.vocabulary import call, placeholder
from core.protocols import ReadOptions
from core.types import DateOrder, ExportedConversation, ExportedMessage
from tests.core.importers.reading import entries_of, read_with

CASES = Path(__file__).parents[3] / "exports" / "line"
QUOTE = '"'
HEAD = "[LINE] Chat history with Ann\nSaved on: 2024/05/02 10:00\n"


def opened(path: Path, order: DateOrder | None = None) -> list[tuple[ExportedConversation, list[ExportedMessage]]]:
    with Export(path) as export:
        found = []
        for conversation in read_with(line, export, ReadOptions(date_order=order)):
            items = [item for item in conversation.messages if isinstance(item, ExportedMessage)]
            found.append((conversation, items))
        assert all(tally.unaccounted == 0 for tally in export.tallies)
        return found


def messages(path: Path) -> list[ExportedMessage]:
    return [message for _, items in opened(path) for message in items]


@pytest.mark.parametrize(
    ("first", "name", "kind"),
    [
        ("[LINE] Chat history with Mary Ann", "Mary Ann", "private"),
        ("[LINE] Chat history in Book Club", "Book Club", "group"),
        ("[LINE] 佐藤とのトーク履歴", "佐藤", "private"),
        ("[LINE] サークルのトーク履歴", "サークル", "group"),
        ("[LINE] トーク履歴: 佐藤", "佐藤", "unknown"),
        ("[LINE] 與小美的聊天記錄", "小美", "private"),
        ("[LINE] 家人的聊天記錄", "家人", "group"),
        ("[LINE] 与王芳的聊天记录", "王芳", "private"),
        ("[LINE] ประวัติการสนทนากับ ฝน", "ฝน", "private"),
        ("[LINE] 민수님과의 대화", "민수", "private"),
        ("\ufeff[LINE] Something new: Ann", "Something new: Ann", "unknown"),
    ],
)
def test_a_title_names_the_chat_in_every_language(first: str, name: str, kind: str) -> None:
    assert title_of(first) == (name, kind)


@pytest.mark.parametrize(
    "written",
    [
        "2017/11/20（一）",
        "2024/1/2週二",
        "2024.01.02 Tuesday",
        "2015/12/25 Fri",
        "2024/01/23(火)",
        "2025.12.30 火曜日",
        "Mon, 11/03/2025",
        "Sun, 26/04/2026",
        "2024/01/15 จันทร์",
        "2024.01.02 화요일",
        "2024年1月2日(火)",
    ],
)
def test_days_are_known_by_their_weekday(written: str) -> None:
    day = day_of(written)
    assert day is not None
    assert (day.sure, day.fits) == (True, True)


@pytest.mark.parametrize("text", ["2024/01/02", "see you 2024/01/02(火)", "13:00", "Mon", "31/31/2024 Mon", ""])
def test_other_lines_are_no_days(text: str) -> None:
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("22:33\tA\thi", "22:33"),
        ("下午04:46\tA\thi", "16:46"),
        ("上午12:01\tA\thi", "00:01"),
        ("午後3:04\tA\thi", "15:04"),
        ("오후 8:36\tA\thi", "20:36"),
        ("9:30AM\tA\thi", "09:30"),
        ("12:05PM\tA\thi", "12:05"),
        ("03:05pm\tA\thi", "15:05"),
    ],
)
def test_times_have_halves_of_the_day_before_or_behind_them(text: str, time: str) -> None:
    assert tabbed_row(text) == (time, "A", "hi")


@pytest.mark.parametrize("text", ["25:00\tA\thi", "A\tB\tC", "22:33 A hi", "a 22:33\tA\thi", "\t22:33\tA\thi"])
def test_other_lines_are_no_rows(text: str) -> None:
    assert tabbed_row(text) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("[Photo]", "image"),
        ("[写真]", "image"),
        ("[照片]", "image"),
        ("[รูป]", "image"),
        ("[사진]", "image"),
        ("[スタンプ]", "sticker"),
        ("[貼圖]", "sticker"),
        ("[สติกเกอร์]", "sticker"),
        ("[Voice message]", "voice"),
        ("[語音訊息]", "voice"),
        ("[位置訊息]", "location"),
        ("[連絡先]", "contact"),
        ("[檔案]", "file"),
    ],
)
def test_placeholders_are_known_in_every_language(text: str, meaning: str) -> None:
    assert placeholder(text, bracketed=True) == (meaning, "")


@pytest.mark.parametrize("text", ["[sic]", "photo", "[Photo", "I love [Photo]", "[1] Photo"])
def test_words_of_people_are_no_placeholders(text: str) -> None:
    assert placeholder(text, bracketed=True) is None


@pytest.mark.parametrize(
    "text", ["☎ Call time 0:12", "☎ 不在着信", "☎ 未接來電", "通話時間 1:02:03", "☎ 通话时间 2:03"]
)
def test_calls_are_known_by_their_sign_or_length(text: str) -> None:
    assert call(text) is not None
    assert call("Call me at 0:12") is None


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\u200e\u200f"), max_size=30
)
WORDS = TEXT.filter(lambda text: text == text.strip() and not text.startswith(("[", "［", '"', "☎")))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=8))
def test_texts_of_several_lines_come_back_from_their_quotes(texts: list[list[str]], tmp_path: Path) -> None:
    rows = []
    for place, lines in enumerate(texts):
        text = "\n".join(lines)
        rows.append(f"10:{place:02}\tAnn\t" + (f'"{text.replace(QUOTE, QUOTE * 2)}"' if len(lines) > 1 else text))
    (tmp_path / "a.txt").write_text(f"{HEAD}\n2024/05/01(Wed)\n" + "\n".join(rows), "utf-8", newline="")
    assert [message.text for message in messages(tmp_path)] == ["\n".join(lines).strip("\n") for lines in texts]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.dates(date(2012, 1, 1), date(2030, 1, 1)),
    steps=st.lists(st.integers(1, 40), max_size=6),
    form=st.sampled_from(["%Y/%m/%d(%a)", "%a, %d/%m/%Y", "%a, %m/%d/%Y", "%Y.%m.%d %A"]),
)
def test_the_weekday_settles_day_and_month(start: date, steps: list[int], form: str, tmp_path: Path) -> None:
    days = [start + timedelta(sum(steps[:place])) for place in range(len(steps) + 1)]
    text = "".join(f"\n{day.strftime(form)}\n10:00\tAnn\thi\n" for day in days)
    (tmp_path / "a.txt").write_text(HEAD + text, "utf-8")
    [(conversation, read)] = opened(tmp_path)
    if not conversation.ambiguous:
        assert [message.local_time for message in read] == [f"{day.isoformat()}T10:00" for day in days]
    else:  # every day falls on its weekday both ways
        assert all(message.local_time is None for message in read)
        orders: dict[str, DateOrder] = {"%a, %d/%m/%Y": "dmy", "%a, %m/%d/%Y": "mdy"}
        [(_, read)] = opened(tmp_path, orders[form])
        assert [message.local_time for message in read] == [f"{day.isoformat()}T10:00" for day in days]


def test_an_undecidable_day_is_asked_about_and_the_answer_is_taken() -> None:
    path = CASES / "undecidable_day" / "export"
    [(conversation, _)] = opened(path)
    [question] = conversation.ambiguous
    assert set(question.readings) == {"dmy", "mdy"}
    assert "2024-02-12" in question.readings["dmy" if "12/02" in question.question else "mdy"][0]
    times = {order: opened(path, order)[0][1][0].local_time for order in ("dmy", "mdy")}
    assert times == {"dmy": "2024-02-12T10:00", "mdy": "2024-12-02T10:00"}


@pytest.mark.parametrize(
    ("encoding", "case"),
    [
        ("utf-16", "japanese_group"),
        ("shift_jis", "japanese_group"),
        ("big5", "taiwan_utf16"),
        ("utf-8-sig", "thai_cp874"),
        ("cp949", "korean"),
        ("gb18030", "simplified_chinese"),
    ],
)
def test_the_encoding_changes_nothing(encoding: str, case: str, tmp_path: Path) -> None:
    [original] = (CASES / case / "export").iterdir()
    stored = {"taiwan_utf16": "utf-16", "thai_cp874": "cp874"}.get(case, "utf-8-sig")
    text = (
        original.read_bytes().decode(stored).replace("☎ ", "" if encoding in ("shift_jis", "big5", "cp949") else "☎ ")
    )
    (tmp_path / original.name).write_bytes(text.encode(encoding))
    wanted = [(message.sender, message.local_time, message.text) for message in messages(original.parent)]
    assert [(each.sender, each.local_time, each.text) for each in messages(tmp_path)] == wanted


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    rows = "".join(f'10:{place:02}\tAnn\t"{place}\n' for place in range(60))
    (tmp_path / "a.txt").write_text(f"{HEAD}\n2024/05/01(Wed)\n{rows}", "utf-8")
    assert len(messages(tmp_path)) == 60


def names_in(*rows: str, hints: tuple[str, ...] = ()) -> list[str]:
    finder = NameFinder()
    for row in rows:
        finder.add(row)
    return sorted(finder.names(hints)[0])


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (("Tony Chou hi", "Tony Chou what's up", "Mei ok"), ["Mei", "Tony Chou"]),
        (("Tony Chou hi", "Tony Chou bye", "Tony Lin yo", "Tony Lin no"), ["Tony Chou", "Tony Lin"]),
        (("Ann I think so", "Ann I know", "Ann I am"), ["Ann"]),
        (("Ann ok", "Ann ok"), ["Ann"]),
        (("田中 太郎 おはよう", "田中 太郎 はい"), ["田中 太郎"]),
        (("Mary Lou Stickers", "Bo hi"), ["Bo", "Mary Lou"]),
        (("Bo what a nice Photo", "Bo hello", "Bo yes"), ["Bo"]),
    ],
)
def test_names_are_what_many_rows_begin_with(rows: tuple[str, ...], names: list[str]) -> None:
    assert names_in(*rows) == names


def test_the_name_of_the_file_is_a_name() -> None:
    assert names_in("Tony Chou hi", "Mei ok", hints=("Tony Chou",)) == ["Mei", "Tony Chou"]


def test_a_pasted_row_with_tabs_makes_no_phone_of_a_computer(tmp_path: Path) -> None:
    rows = "10:00 Ann look at this\n10:00\tBo\thi\n10:01 Ann funny\n10:02 Bo yes\n10:03 Bo no\n"
    (tmp_path / "a.txt").write_text(f"2024.01.02 Tuesday\n{rows}", "utf-8")
    assert [message.text for message in messages(tmp_path)] == ["look at this\n10:00\tBo\thi", "funny", "yes", "no"]


def test_a_row_with_spaces_is_parted_behind_the_longest_name() -> None:
    names = by_first_word(["Tony", "Tony Chou"])
    assert row_with(names, "23:43 Tony Chou hi there") == ("23:43", "Tony Chou", "hi there")
    assert row_with(names, "23:43 Tony hi there") == ("23:43", "Tony", "hi there")
    assert row_with(names, "23:43 Tony unsent a message.") == ("23:43", "", "Tony unsent a message.")
    assert row_with(names, "23:43 at the station") is None
    assert spaced("at 23:43") is None


@pytest.mark.parametrize(
    "text",
    [
        "2024.01.02 Tuesday\n10:00 went out\n11:00 came back\n",
        "2/5/16, 1:33 AM - Ann: hi\n",
        "10:00 < ann> hi\n10:01 < bo> yo\n",
        "2024-01-02 10:00:00\tann\thi\n",
        "[LINE] is an app\nthat people use\n",
    ],
)
def test_other_texts_are_not_claimed(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with Export(tmp_path) as export:
        assert entries_of(line, export) == []


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    peaks = []
    for count in (30_000, 60_000):
        rows = "".join(
            f"10:{n % 60:02}\tMember {n % 9}\tmessage {n} with some words in it to be longer\n" for n in range(count)
        )
        (tmp_path / "a.txt").write_text(f"{HEAD}\n2024/05/01(Wed)\n{rows}", "utf-8")
        tracemalloc.start()
        with Export(tmp_path) as export:
            total = sum(1 for conversation in read_with(line, export) for _ in conversation.messages)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == count
    assert peaks[1] < peaks[0] * 1.3


@pytest.mark.parametrize("case", ["english_quotes", "japanese_group"])
def test_a_file_cut_off_anywhere_gives_the_messages_before_the_cut(case: str, tmp_path: Path) -> None:
    [original] = (CASES / case / "export").iterdir()
    whole = original.read_bytes()
    texts = [(message.sender, message.where) for message in messages(original.parent)]
    for cut in range(200, len(whole), max(1, len(whole) // 50)):
        path = tmp_path / original.name
        path.write_bytes(whole[:cut])
        with suppress(BrokenExport):
            read = [(message.sender, message.where) for message in messages(path)][:-2]
            # A quote that the cut left open guards nothing: a line in it may count as a message.
            known = [each for each in read if each in texts]
            assert known == texts[: len(known)]
