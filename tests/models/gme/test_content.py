"""Words and pictures in one row, cut into windows; patches and their places."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.gme.content import MOST_WINDOWS, Piece, length, windows
from models.gme.rows import Row, text_feed
from models.gme.settings import GmeSettings
from models.gme.sights import Sight, sight_of, vision_feed
from models.gme_embedder import drawn

SETTINGS = GmeSettings(dimension=8, hidden=8, image_token=9, pad_token=0)
ROOM = 20


def sight(rows: int, columns: int) -> Sight:
    return Sight(np.zeros((rows * columns, 1176), np.float32), rows, columns)


@given(st.lists(st.one_of(st.integers(0, 60), st.tuples(st.integers(1, 3), st.integers(1, 6))), max_size=8))
def test_windows_hold_every_token_in_order_and_never_cut_a_picture(made: list[int | tuple[int, int]]) -> None:
    content = []
    for at, each in enumerate(made):
        shown = None if isinstance(each, int) else sight(2 * each[0], 2 * each[1])
        count = shown.tokens + 2 if shown else each
        content.append(Piece([100 * at + place for place in range(int(str(count)))], shown))
    found = windows(content, ROOM)
    assert [number for window in found for piece in window for number in piece.ids] == [
        number for piece in content for number in piece.ids
    ]
    assert all(length(window) <= ROOM for window in found)
    whole = [piece.ids for piece in content if piece.sight is not None]
    assert [piece.ids for window in found for piece in window if piece.sight is not None] == whole


def test_a_text_of_any_length_takes_bounded_work() -> None:
    assert len(windows([Piece(range(200_000))], ROOM)) == MOST_WINDOWS


def test_a_picture_is_brought_to_whole_tokens_within_its_bounds() -> None:
    found = sight_of(drawn(3), SETTINGS)
    assert found.patches.shape == (found.rows * found.columns, 1176)
    assert (found.rows * 14) * (found.columns * 14) <= SETTINGS.max_pixels
    assert found.tokens == found.grid[0] * found.grid[1]


def test_the_patches_of_a_token_stand_together_and_windows_belong_to_one_picture() -> None:
    feed = vision_feed([sight(4, 20), sight(2, 2)], SETTINGS)
    assert feed["pos_hw"][:4].tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert feed["seq_id"].tolist() == [0] * 80 + [1] * 4
    first, second = set(feed["win_id"][:80].tolist()), set(feed["win_id"][80:].tolist())
    assert (len(first), len(second), first & second) == (3, 1, set())


def test_either_padding_gives_tokens_the_same_places() -> None:
    rows = [Row([5, 9, 9, 9, 9, 6, 7], ((2, 2),)), Row([5])]
    seen = np.zeros((4, 8), np.float32)
    right, left = (text_feed(rows, seen, SETTINGS, left=side) for side in (False, True))
    assert right["image_index"][0].tolist() == [-1, 0, 1, 2, 3, -1, -1]
    assert right["position_ids"][:, 0].tolist() == [[0, 1, 1, 1, 1, 3, 4], [0, 1, 1, 2, 2, 3, 4], [0, 1, 2, 1, 2, 3, 4]]
    assert (right["attention_mask"][1].tolist(), left["attention_mask"][1].tolist()) == ([1] + [0] * 6, [0] * 6 + [1])
    assert left["position_ids"][0, 1, 6] == right["position_ids"][0, 1, 0] == 0
