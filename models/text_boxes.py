"""This file is where a map of where text is becomes boxes, one a line of text, turned as the text is turned.

The post-processing of DBNet (Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", AAAI 2020,
section 3.4): the map is cut at a threshold, each connected region gets its smallest rectangle, and the rectangle grows,
because the detector was trained on shrunken regions. In numpy, because OpenCV alone is larger than the whole program.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

THRESHOLD = 0.3
"""Probability from which a pixel is text (the detector's own setting)."""

SURE = 0.6
"""Mean probability from which a region is a line of text."""

GROWTH = 1.6
"""How far a rectangle grows: area times this, by circumference, on each side."""

_SMALLEST = 3.0
_MOST = 1000

Map = NDArray[np.float32]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TextBox:
    """A rectangle in pixels. corners: shape (4, 2), x and y; top left, top right, bottom right, bottom left, as the
    text runs."""

    corners: Points

    @property
    def width(self) -> float:
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def left(self) -> float:
        return float(self.corners[:, 0].min())

    @property
    def top(self) -> float:
        return float(self.corners[:, 1].min())

    @property
    def right(self) -> float:
        return float(self.corners[:, 0].max())

    @property
    def bottom(self) -> float:
        return float(self.corners[:, 1].max())

    @property
    def tall(self) -> bool:
        """Text that runs from top to bottom, or lies on its side."""
        return self.height >= 1.5 * self.width


def boxes_of(chances: Map, scale: tuple[float, float] = (1.0, 1.0)) -> list[TextBox]:
    """The boxes of a map of probabilities, shape (height, width); scale: pixels of the picture per pixel of the map,
    along x and y. The largest come first."""
    mask = chances > THRESHOLD
    if not mask.any():
        return []
    found = [box for region in regions(_thicker(mask)) if (box := _box(chances, region)) is not None]
    scaled = [TextBox(corners * np.array(scale)) for corners in found]
    return sorted(scaled, key=lambda box: -box.width * box.height)[:_MOST]


def regions(mask: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The connected regions of a mask (eight neighbours), each as its runs, shape (n, 3): row, first, last column."""
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, first = np.nonzero(steps == 1)
    last = np.nonzero(steps == -1)[1] - 1
    owner = _joined(rows, first, last, mask.shape[1] + 2)
    order = np.argsort(owner, kind="stable")
    runs = np.stack([rows, first, last], axis=1)[order]
    return np.split(runs, np.flatnonzero(np.diff(owner[order])) + 1) if len(runs) else []


def _joined(
    rows: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64], stride: int
) -> NDArray[np.int64]:
    """For each run the number of the region that it is in: runs of neighbouring rows that touch are in one."""
    next_row = (rows + 1) * stride
    low = np.searchsorted(rows * stride + last, next_row + first - 1, side="left")
    high = np.searchsorted(rows * stride + first, next_row + last + 1, side="right")
    above: list[int] = list(range(len(rows)))

    def top(run: int) -> int:
        while above[run] != run:
            above[run] = above[above[run]]
            run = above[run]
        return run

    for run in np.flatnonzero(high > low).tolist():
        for other in range(int(low[run]), int(high[run])):
            one, two = top(run), top(other)
            above[max(one, two)] = min(one, two)
    return np.array([top(run) for run in range(len(rows))], np.int64)


def _thicker(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each pixel also marks its right, lower and lower right neighbour: characters of one word grow together."""
    thick = mask.copy()
    thick[1:] |= mask[:-1]
    thick[:, 1:] |= thick[:, :-1].copy()
    return thick


def _box(chances: Map, region: NDArray[np.int64]) -> Points | None:
    total = sum(float(chances[row, first : last + 1].sum()) for row, first, last in region.tolist())
    if total < SURE * float((region[:, 2] - region[:, 1] + 1).sum()):
        return None
    edges = np.concatenate([region[:, [1, 0]], region[:, [2, 0]] + np.array([1, 0])]).astype(np.float64)
    corners = smallest_rectangle(np.concatenate([edges, edges + np.array([0, 1])]))
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    if min(width, height) < _SMALLEST:
        return None
    by = width * height * GROWTH / (2 * (width + height))
    out = by * across / width, by * down / height
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return np.stack([corner + x * out[0] + y * out[1] for corner, (x, y) in zip(corners, signs, strict=True)])


def smallest_rectangle(points: Points) -> Points:
    """Corners of the rectangle of least area around points of shape (n, 2), as TextBox has them.

    One side of it lies on a side of the convex hull (Freeman and Shapira, 1975), so all of them are tried.
    """
    hull = _hull(points)
    sides = np.diff(np.concatenate([hull, hull[:1]]), axis=0)
    angles = np.unique(np.round(np.arctan2(sides[:, 1], sides[:, 0]) % (np.pi / 2), 6))
    across = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    down = np.stack([-across[:, 1], across[:, 0]], axis=1)
    along, along_down = hull @ across.T, hull @ down.T
    spans = along.min(0), along.max(0), along_down.min(0), along_down.max(0)
    best = int(((spans[1] - spans[0]) * (spans[3] - spans[2])).argmin())
    left, right, top, bottom = (float(span[best]) for span in spans)
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    corners: Points = box @ np.stack([across[best], down[best]])
    # The angle lies in [0, 90): beyond 45 degrees the text runs along the other side.
    return np.roll(corners, 1, axis=0) if angles[best] > np.pi / 4 else corners


def _hull(points: Points) -> Points:
    """The convex hull (Andrew's monotone chain), counted once around."""
    ordered = np.unique(points, axis=0)
    if len(ordered) < 3:
        return ordered

    def half(rows: list[list[float]]) -> list[list[float]]:
        chain: list[list[float]] = []
        for x, y in rows:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
                chain.pop()
            chain.append([x, y])
        return chain[:-1]

    rows = ordered.tolist()
    return np.array(half(rows) + half(rows[::-1]))


def _turn(one: list[float], two: list[float], three: tuple[float, float]) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
