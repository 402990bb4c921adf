"""This file is where replies to prompts become the answers of fragments: ids mapped back, windows joined.

Nothing that a backend says is taken on trust: an id that is not in the prompt goes nowhere.
"""

import math
from collections import defaultdict
from collections.abc import Mapping

from core.types import Answer
from models.vision_language.generator import Reply
from models.vision_language.packing import Packed


class Answers:
    """The answers of one call while they come in; fragments that nobody told of are empty."""

    def __init__(self) -> None:
        self._utterances: defaultdict[int, dict[int, float]] = defaultdict(dict)
        self._images: defaultdict[int, dict[int, float]] = defaultdict(dict)
        self._relevance: defaultdict[int, float] = defaultdict(float)

    def take(self, packed: Packed, reply: Reply) -> None:
        """Adds what one prompt answered. An id that several windows chose has the surest one's confidence.

        The fragment whose ids are the surest of the prompt is as relevant as the prompt has an answer at all; others in
        it are less so by how far they fall behind.
        """
        utterances = _known(reply.utterances, packed.prompt.utterances)
        images = _known(reply.images, packed.prompt.images)
        best = max([*utterances.values(), *images.values()], default=0.0)
        anything = _probability(reply.anything)
        utterance, image = 0, 0
        for stretch in packed.stretches:
            size, pictures, number = len(stretch.messages), stretch.images, stretch.fragment
            said = _local(utterances, (utterance, utterance + size), stretch.first)
            shown = _local(images, (image, image + pictures), stretch.first_image)
            _surest(self._utterances[number], said)
            _surest(self._images[number], shown)
            own = max([*said.values(), *shown.values()], default=0.0)
            nothing = not utterances and not images
            share = own / best if best > 0 else float(nothing or bool(said or shown))
            self._relevance[number] = max(self._relevance[number], anything * share)
            utterance, image = utterance + size, image + pictures

    def of(self, fragment: int) -> Answer:
        """Of a fragment by its number, ids ascending."""
        utterances, images = self._utterances[fragment], self._images[fragment]
        return Answer(dict(sorted(utterances.items())), dict(sorted(images.items())), self._relevance[fragment])


def _known(told: Mapping[int, float], count: int) -> dict[int, float]:
    return {each: _probability(sure) for each, sure in told.items() if type(each) is int and 0 <= each < count}


def _probability(value: float) -> float:
    """In [0, 1]; what is no number is 0."""
    return 0.0 if math.isnan(value) else min(1.0, max(0.0, float(value)))


def _local(told: Mapping[int, float], within: tuple[int, int], first: int) -> dict[int, float]:
    start, end = within
    return {each - start + first: sure for each, sure in told.items() if start <= each < end}


def _surest(kept: dict[int, float], new: Mapping[int, float]) -> None:
    for each, sure in new.items():
        kept[each] = max(sure, kept.get(each, 0.0))
