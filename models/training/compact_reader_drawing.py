"""This file is where batches are drawn from readings: windows, in the mix of sources that the settings ask for.

Of long readings few windows are drawn at a time, those that hold some truth more often than the others, which then
weigh more: so the network still learns how rare answers are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.features import FEATURES, MEANING
from models.reading_windows import Arrays, windows
from models.training.compact_reader_readings import Readings

_MEANING = np.isin(FEATURES, MEANING)
_MOST_WINDOWS = 32
_WORDS = np.array([name.startswith(("words_", "telling_", "pieces_")) for name in FEATURES])


@dataclass(frozen=True)
class Window:
    """Lines start to end of a reading, and how much they weigh."""

    reading: int
    start: int
    end: int
    weight: float = 1.0

    @property
    def size(self) -> int:
        return self.end - self.start


class Drawing:
    """Windows of readings by source; favour: how much more often windows with some truth are drawn."""

    def __init__(self, readings: Readings, shares: Mapping[str, float], favour: float = 3.0) -> None:
        self._readings, self._favour = readings, favour
        names = [name.split(" ")[0] + " " + name.split(" ")[-1] for name in readings.group_names]
        self._of: dict[str, list[int]] = {}
        for number, group in enumerate(readings.groups):
            self._of.setdefault(names[group], []).append(number)
        self._names = sorted(self._of)
        self._shares = [shares.get(name, shares.get(name.split(" ")[0], 1.0)) for name in self._names]

    def epoch(self, count: int, lines: int, random: Random) -> Iterator[list[Window]]:
        """`count` windows, the sources in their shares, in batches of like length and at most `lines` padded lines."""
        drawn = [self._draw(name, random) for name in random.choices(self._names, self._shares, k=count)]
        batches: list[list[Window]] = []
        for start in range(0, count, 512):
            pool = sorted(drawn[start : start + 512], key=lambda window: window.size)
            batches += _filled(pool, lines)
        random.shuffle(batches)
        yield from batches

    def _draw(self, name: str, random: Random) -> Window:
        reading = random.choice(self._of[name])
        first, last = int(self._readings.starts[reading]), int(self._readings.starts[reading + 1])
        cuts = windows(last - first)
        if len(cuts) == 1:
            return Window(reading, *cuts[0])
        labels = self._readings.labels[first:last]
        favours = [self._favour if labels[start:end].any() else 1.0 for start, end in cuts]
        place = random.choices(range(len(cuts)), favours)[0]
        # Moved a little, so that no line always stands at the same place of a window.
        start = min(max(0, cuts[place][0] + random.randint(-20, 20)), max(0, last - first - 16))
        end = min(start + cuts[place][1] - cuts[place][0], last - first)
        return Window(reading, start, end, sum(favours) / len(favours) / favours[place])


def _filled(pool: Sequence[Window], lines: int) -> Iterator[list[Window]]:
    """Few windows even where many would fit: a step on short ones must not count for less than one on long ones."""
    batch: list[Window] = []
    for window in pool:
        if batch and (len(batch) == _MOST_WINDOWS or (len(batch) + 1) * window.size > lines):
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


class Truth(NamedTuple):
    """What is to be learnt of windows, shape (windows, lines) each: which lines answer (padded with 0), and which are
    of one topic (-1: unknown)."""

    labels: NDArray[np.float32]
    topics: NDArray[np.int64]


def batch_of(readings: Readings, drawn: Sequence[Window]) -> tuple[Arrays, Truth]:
    """The network's inputs, and what is to be learnt."""
    rows, longest = len(drawn), max(window.size for window in drawn)
    table = readings.vectors
    texts = np.full((rows, longest), len(table) - 1, np.int64)
    truth = Truth(np.zeros((rows, longest), np.float32), np.full((rows, longest), -1, np.int64))
    made: Arrays = {
        "query": table[readings.queries[[window.reading for window in drawn]]].astype(np.float32),
        "evidence": np.zeros((rows, longest, readings.evidence.shape[1]), np.float32),
        "present": np.zeros((rows, longest), np.float32),
    }
    for name in ("speakers", "addressed", "places", "replied"):
        made[name] = np.full((rows, longest), -1, np.int64)
    for row, window in enumerate(drawn):
        first = int(readings.starts[window.reading])
        span = slice(first + window.start, first + window.end)
        made["evidence"][row, : window.size] = readings.evidence[span]
        made["present"][row, : window.size] = 1
        texts[row, : window.size] = readings.texts[span]
        truth.labels[row, : window.size] = readings.labels[span]
        truth.topics[row, : window.size] = readings.topics[span]
        for name in ("speakers", "addressed", "places", "replied"):
            made[name][row, : window.size] = getattr(readings, name)[span]
    made["vectors"] = table[texts].astype(np.float32)
    return made, truth


def hide(arrays: Arrays, random: Random, share: float) -> None:
    """Takes the vectors, or the words, or some lines' vectors from a share of the windows, in place: the network must
    not lean on one of them alone."""
    for row in range(len(arrays["query"])):
        chance = random.random()
        if chance < share:
            arrays["vectors"][row] = 0
            arrays["query"][row] = 0
            arrays["evidence"][row][:, _MEANING] = 0
        elif chance < 1.5 * share:
            arrays["evidence"][row][:, _WORDS] = 0
        elif chance < 2.5 * share:
            gone = np.array([random.random() < 0.3 for _ in range(arrays["vectors"].shape[1])])
            arrays["vectors"][row][gone] = 0
