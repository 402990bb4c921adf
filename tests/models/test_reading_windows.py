"""Windows of long readings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reading_windows import SHARED, WINDOW, embedded_part, windows


@pytest.mark.parametrize("size", [1, WINDOW, WINDOW + 1, 2 * WINDOW, 1_000])
def test_windows_cover_everything_and_share_lines(size: int) -> None:
    found = windows(size)
    assert {at for start, end in found for at in range(start, end)} == set(range(size))
    assert all(first[1] - second[0] == SHARED for first, second in pairwise(found))


@given(st.integers(0, 400), st.integers(2, 60), st.data())
def test_any_widths_cover_everything(size: int, width: int, data: st.DataObject) -> None:
    found = windows(size, width, data.draw(st.integers(0, width - 1)))
    assert {at for start, end in found for at in range(start, end)} == set(range(size))
    assert all(end - start <= width for start, end in found)


def test_a_long_text_is_embedded_by_its_beginning() -> None:
    assert embedded_part("short") == "short"
    assert len(embedded_part("word " * 200)) <= 200
    assert len(embedded_part("字" * 200)) == 80
