"""This file is where one annotated dialogue meets one model: what it finds there, and how that compares with the truth.

core.evaluation sums these over a file; the training module puts several models side by side and draws intervals.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.dialogues import Dialogue, DialogueQuery
from core.fragments import cut, images_of
from core.fusion import MEANING, WORDS, above_lowest, fused, of_best
from core.metrics import Boundaries, Counts, boundaries, count
from core.protocols import Reader, Segmenter
from core.types import Message

FragmentKey = tuple[str, tuple[int, ...]]
"""A fragment of a corpus: its dialogue's id and its turn ids."""

_POOL = 100


def turn_clusters(dialogue: Dialogue, segmenter: Segmenter) -> list[list[int]]:
    """The fragments a segmenter makes of a dialogue, as turn ids."""
    return [[dialogue.turn_ids[at] for at in cluster] for cluster in cut(dialogue.messages, segmenter)]


def score_clusters(dialogue: Dialogue, clusters: Sequence[Sequence[int]]) -> Boundaries | None:
    """Clusters of turn ids against the true fragments, over the turns that stand in one; None where none does."""
    predicted, truth = _labels(dialogue, clusters)
    return boundaries(predicted, truth) if truth else None


def read_query(dialogue: Dialogue, query: DialogueQuery, reader: Reader) -> dict[str, Any]:
    """What a reader finds in a whole dialogue, the turn of the question itself hidden: turn ids, image ids and the
    confidence of each (the fields of a prediction)."""
    shown = [at for at, turn in enumerate(dialogue.turn_ids) if turn != query.opener_id]
    messages = [dialogue.messages[at] for at in shown]
    answer = reader.read(query.text, [messages])[0]
    utterances = {dialogue.turn_ids[shown[at]]: p for at, p in sorted(answer.utterances.items())}
    # A picture's Attachment.id is its number in the whole dialogue, also where the opener's own pictures are hidden.
    pictures = images_of(messages)
    images = {pictures[at].id: p for at, p in sorted(answer.images.items())}
    return {
        "utt_ids": list(utterances),
        "img_ids": list(images),
        "confidence": {str(turn): p for turn, p in utterances.items()},
        "img_confidence": {str(image): p for image, p in images.items()},
    }


def count_utterances(dialogue: Dialogue, query: DialogueQuery, chosen: Sequence[int]) -> Counts:
    """Chosen turn ids against the true ones; the turn of the question itself belongs to neither."""
    universe = len(dialogue.messages) - (query.opener_id in dialogue.turn_ids)
    return count(chosen, query.utt_ids, universe)


def corpus_of(
    dialogues: Iterable[Dialogue],
) -> tuple[dict[FragmentKey, list[Message]], list[tuple[str, str, FragmentKey]]]:
    """Every fragment that a query names; and (dialogue id, question, key of its fragment) of each query."""
    corpus: dict[FragmentKey, list[Message]] = {}
    questions = []
    for dialogue in dialogues:
        for query in dialogue.queries:
            if query.utt_ids:
                key = (dialogue.id, query.utt_ids)
                if key not in corpus:
                    corpus[key] = dialogue.chosen(query.utt_ids)
                questions.append((dialogue.id, query.text, key))
    return corpus, questions


def orders(cosines: NDArray[np.float32], words: NDArray[np.float32], weight: float) -> dict[str, dict[int, float]]:
    """Rankings with the score of each place, best first; `weight`: that of the cosines in the fused one."""
    dense = [(at, float(cosines[at])) for at in _best(cosines)]
    exact = [(at, float(words[at])) for at in _best(words) if words[at] > 0]
    both = fused([(above_lowest(dense), MEANING * weight), (of_best(exact), WORDS)])
    return {"fused": both, "dense": dict(dense), "words": dict(exact)}


def rank_of(wanted: int, order: Sequence[int]) -> int | None:
    """Counted from 0; None where the order does not hold it."""
    return order.index(wanted) if wanted in order else None


def _labels(dialogue: Dialogue, clusters: Sequence[Sequence[int]]) -> tuple[list[Hashable], list[Hashable]]:
    """One label per turn that stands in a true fragment, in order; the first of several true fragments counts."""
    true_of = {turn: label for label, turns in reversed(list(enumerate(dialogue.fragments or ()))) for turn in turns}
    label_of = {turn: label for label, turns in enumerate(clusters) for turn in turns}
    scored = [turn for turn in dialogue.turn_ids if turn in true_of]
    return [label_of[turn] for turn in scored], [true_of[turn] for turn in scored]


def _best(scores: NDArray[np.float32]) -> list[int]:
    """The first places by falling score; ties keep the corpus's order."""
    return [int(at) for at in np.argsort(-scores, kind="stable")[:_POOL]]
