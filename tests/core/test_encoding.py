"""This file is where the encodings that chats come in are told apart, from one long line or three short ones."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.encoding import encoding_of

CHATS = {
    "gb18030": [
        "12/5/19 - 王小明: 今天晚上一起去吃火锅吗？",
        "12/5/19 - 李华: 好啊，几点见面",
        "照片已经发给你了，请查收",
    ],
    "big5": [
        "12/5/19 - 王小明: 今天晚上一起去吃火鍋嗎？",
        "12/5/19 - 李華: 好啊，幾點見面",
        "照片已經發給你了，請查收",
    ],
    "shift_jis": [
        "12/5/19 - 田中: 今日の夜、一緒にご飯を食べに行きませんか？",
        "いいですね、何時に会いますか",
        "カメラの写真を送りました",
    ],
    "cp949": [
        "12/5/19 - 김민수: 오늘 저녁에 같이 밥 먹으러 갈래?",
        "좋아, 몇 시에 만날까",
        "일곱 시에 역 앞에서 기다릴게",
    ],
    "cp874": ["12/5/19 - สมชาย: วันนี้ไปกินข้าวด้วยกันไหม", "ได้เลย กี่โมงดี", "เจอกันที่สถานีตอนหนึ่งทุ่ม"],
    "cp1252": [
        "12/5/19 - Zoë: Schöne Grüße aus München!",
        "Où est-ce qu’on se voit ce soir ?",
        "El niño llegó mañana – 5 €",
    ],
}
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]
ALL_SCRIPTS = "\n".join(line for lines in CHATS.values() for line in lines) + "\n😀\n"


def found(raw: bytes) -> str:
    return raw.decode(encoding_of(io.BytesIO(raw)))


@pytest.mark.parametrize("encoding", CHATS)
@pytest.mark.parametrize("times", [1, 400])
def test_a_chat_in_a_legacy_encoding_reads_as_it_was_written(encoding: str, times: int) -> None:
    text = "\n".join(CHATS[encoding] * times)
    assert found(text.encode(encoding)) == text


@pytest.mark.parametrize(("encoding", "line"), [(name, line) for name, lines in CHATS.items() for line in lines])
def test_one_line_is_enough(encoding: str, line: str) -> None:
    assert found(line.encode(encoding)) == line


@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_is_told_by_its_mark_or_its_bytes(encoding: str) -> None:
    assert found(ALL_SCRIPTS.encode(encoding)) == ALL_SCRIPTS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_lost_its_mark_is_told_by_its_zeros(encoding: str) -> None:
    text = "12/5/19, 10:00 - Ann: hello, this is a chat\n" * 20 + "你好\n"
    assert found(text.encode(encoding)) == text


def test_a_megabyte_of_plain_letters_does_not_hide_what_follows() -> None:
    text = "12/5/19 - Ann: ok\n" * 80_000 + "\n".join(CHATS["gb18030"])
    assert found(text.encode("gb18030")) == text
    assert found(text.encode("utf-8")) == text


def test_a_stray_byte_does_not_make_utf_8_another_encoding() -> None:
    raw = ALL_SCRIPTS.encode() + b"\xff\n" + ALL_SCRIPTS.encode()
    assert encoding_of(io.BytesIO(raw)) == "utf-8"


def test_a_character_cut_in_half_at_the_end_does_not_either() -> None:
    assert encoding_of(io.BytesIO("你好，今天晚上见".encode()[:-1])) == "utf-8"


@pytest.mark.parametrize("raw", [b"", b"\n", b"plain", b"\0\0\0\0"])
def test_text_without_evidence_has_a_codec_that_reads_it(raw: bytes) -> None:
    raw.decode(encoding_of(io.BytesIO(raw)))


@settings(max_examples=150)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_whatever_is_valid_utf_8_is_read_as_utf_8(text: str) -> None:
    assert found(text.encode()).removeprefix("\ufeff") == text.removeprefix("\ufeff")


@settings(max_examples=150)
@given(raw=st.binary(max_size=200))
def test_any_bytes_get_a_codec_that_exists(raw: bytes) -> None:
    raw.decode(encoding_of(io.BytesIO(raw)), "replace")
