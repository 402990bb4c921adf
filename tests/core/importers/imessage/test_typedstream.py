"""This file is where attributed bodies are read back, in every form of length that NeXT's format has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.importers.imessage.typedstream import stream_text, without_marks
from tests.core.importers.imessage.databases import attributed


@given(st.text(), st.booleans())
def test_any_text_is_read_back_from_an_attributed_body(text: str, mutable: bool) -> None:
    assert stream_text(attributed(text, mutable)) == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("size", [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 70_000])
def test_every_form_of_length_is_read(size: int) -> None:
    assert stream_text(attributed("x" * size)) == "x" * size


def test_a_text_of_the_marks_of_the_format_is_not_taken_for_them() -> None:
    text = "NSString \x84\x01+ 好的"
    assert stream_text(attributed(text)) == text


@given(st.binary(max_size=200))
def test_what_is_no_typedstream_gives_a_text_or_nothing(raw: bytes) -> None:
    assert stream_text(raw) is None or isinstance(stream_text(raw), str)


@given(st.text(max_size=20), st.integers(0, 200))
def test_a_body_that_is_cut_off_gives_what_is_there(text: str, keep: int) -> None:
    read = stream_text(attributed(text)[:keep])
    assert read is None or read.rstrip("�") in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\ufffcOur boat", "Our boat"),
        ("\ufffc\ufffcOur boat", "Our boat"),
        ("before\ufffcafter", "before\nafter"),
        ("with \ufffc inside", "with  inside"),
        ("\ufffc", ""),
        ("  two spaces  ", "  two spaces  "),
    ],
)
def test_marks_of_files_leave_the_text(written: str, shown: str) -> None:
    assert without_marks(written) == shown
