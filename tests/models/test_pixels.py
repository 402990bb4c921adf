"""Pictures get sides of whole tokens, as Qwen's own processors give them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.pixels import LEAST_PIXELS, SIDE, fit, fitting, picture_tokens


@given(
    height=st.integers(1, 9_000),
    width=st.integers(1, 9_000),
    most=st.sampled_from([12_544, 100_000, 602_112, 1_003_520]),
)
def test_sides_are_whole_tokens_within_the_bounds(height: int, width: int, most: int) -> None:
    high, wide = fitting(height, width, most)
    assert high % SIDE == wide % SIDE == 0
    assert LEAST_PIXELS <= high * wide <= most


@given(height=st.integers(28, 3_000), width=st.integers(28, 3_000))
def test_what_fits_stays_as_it_is(height: int, width: int) -> None:
    once = fitting(height, width)
    assert fitting(*once) == once


# By hand from the rule of Qwen2-VL's processor: nearest multiples of 28, then within 6,272 to 602,112 pixels.
@pytest.mark.parametrize(
    ("sides", "fitted"),
    [
        ((1080, 1920), (560, 1008)),  # shrink by 1.856: 581.9 -> 20 tokens, 1034.5 -> 36 tokens
        ((480, 640), (476, 644)),
        ((28, 28), (84, 84)),  # grow by 2.83: 79.2 -> 3 tokens
        ((56, 112), (56, 112)),
        ((42, 1000), (56, 1008)),  # half a token rounds to the even number
        ((70, 1000), (56, 1008)),
    ],
)
def test_sizes_are_those_of_qwen(sides: tuple[int, int], fitted: tuple[int, int]) -> None:
    assert fitting(*sides) == fitted


def test_a_picture_steeper_than_two_hundred_to_one_is_squeezed() -> None:
    high, wide = fitting(20_000, 10)
    assert high / wide <= 200
    assert high * wide <= 602_112


def test_pictures_are_resized_and_those_that_fit_are_left_alone() -> None:
    gradient = np.repeat(np.linspace(0, 255, 300, dtype=np.uint8)[:, None, None], 200, 1).repeat(3, 2)
    fitted = fit(gradient)
    assert fitted.shape == (308, 196, 3)
    assert fitted.dtype == np.uint8
    assert abs(int(fitted[154, 98, 0]) - 127) < 4
    assert fit(fitted) is fitted
    assert picture_tokens(*fitted.shape[:2]) == 11 * 7 + 2
