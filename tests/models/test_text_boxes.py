"""This file is where it is tested that a map of where text is becomes the right boxes, in the order of reading."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text_boxes import TextBox, boxes_of, regions, smallest_rectangle
from models.text_lines import in_order

POINTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=3, max_size=40)


def area(corners: np.ndarray) -> float:
    return float(np.linalg.norm(corners[1] - corners[0]) * np.linalg.norm(corners[3] - corners[0]))


def box(left: float, top: float, width: float, height: float) -> TextBox:
    return TextBox(
        np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]], float)
    )


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=9))
def test_every_marked_pixel_is_in_one_region_and_neighbours_are_in_the_same(rows: list[list[bool]]) -> None:
    mask = np.array(rows, bool)
    owner = np.full(mask.shape, -1)
    for number, region in enumerate(regions(mask)):
        for row, first, last in region.tolist():
            assert (owner[row, first : last + 1] == -1).all()
            owner[row, first : last + 1] = number
    assert ((owner >= 0) == mask).all()
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for row, column in np.argwhere(mask).tolist():
            other = (row + down, column + right)
            if other[0] < mask.shape[0] and 0 <= other[1] < mask.shape[1] and mask[other]:
                assert owner[row, column] == owner[other]


@given(POINTS)
def test_the_smallest_rectangle_holds_every_point_and_is_no_larger_than_the_upright_one(
    points: list[tuple[int, int]],
) -> None:
    cloud = np.array(points, float)
    corners = smallest_rectangle(cloud)
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    assert abs(float(across @ down)) < 1e-3 * max(1.0, area(corners))
    for axis in (across, down):
        length = float(np.linalg.norm(axis))
        if length > 1e-6:
            along = (cloud - corners[0]) @ axis / length
            assert along.min() > -1e-3
            assert along.max() < length + 1e-3
    assert area(corners) <= float(np.ptp(cloud[:, 0]) * np.ptp(cloud[:, 1])) + 1e-3


@pytest.mark.parametrize("degrees", [0, 8, -20, 40])
def test_a_turned_bar_is_one_box_that_is_turned_as_the_bar_is(degrees: float) -> None:
    angle = np.radians(degrees)
    rows, columns = np.mgrid[0:160, 0:200]
    along = (columns - 100) * np.cos(angle) + (rows - 80) * np.sin(angle)
    beside = -(columns - 100) * np.sin(angle) + (rows - 80) * np.cos(angle)
    chances = np.where((abs(along) < 60) & (abs(beside) < 8), 0.9, 0.0).astype(np.float32)
    found = boxes_of(chances, (2.0, 2.0))
    assert len(found) == 1
    across = found[0].corners[1] - found[0].corners[0]
    assert np.degrees(np.arctan2(across[1], across[0])) == pytest.approx(degrees, abs=2)
    assert found[0].width > 240  # twice as large, and grown
    assert 32 < found[0].height < 90
    assert not found[0].tall


def test_faint_and_tiny_regions_are_no_text() -> None:
    chances = np.zeros((64, 64), np.float32)
    chances[10:20, 5:60] = 0.4
    chances[40:42, 5:6] = 1.0
    assert boxes_of(chances) == []
    assert boxes_of(np.zeros((32, 32), np.float32)) == []


def test_a_price_stands_in_the_line_of_its_item_and_lines_go_from_top_to_bottom() -> None:
    pieces = [
        (box(300, 52, 60, 20), "24.80"),
        (box(10, 100, 90, 20), "Card 0042"),
        (box(10, 50, 120, 22), "TOTAL"),
        (box(10, 10, 200, 24), "THE LADLE"),
    ]
    assert in_order(pieces) == ["THE LADLE", "TOTAL 24.80", "Card 0042"]


def test_close_lines_are_not_one() -> None:
    assert in_order([(box(10, 10, 50, 20), "one"), (box(70, 27, 50, 20), "two")]) == ["one", "two"]
