"""This file is where the segmenter's dialogues are gathered, by source, and kept in a run's folder.

Human threads, agenda points and topic shifts; task dialogues; joined chats in both languages; talks made of Chinese
documents. Of each source only the first so many, in the order of the prepared files.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from core.dialogues import Dialogue
from models.chat_structure import Structure
from models.training import corpus
from models.training.corpus import Split
from models.training.hosted_talks import hosted_talks
from models.training.joining import Config as Joining
from models.training.joining import joined_chats
from models.training.segmenter_data import Example, example

SHARES = {
    "irc_disentanglement": 0.20,
    "qmsum": 0.10,
    "ethereum_pm": 0.07,
    "jsonld_minutes": 0.05,
    "monero_meetings": 0.07,
    "bitcointranscripts": 0.03,
    "tiage": 0.08,
    "crosswoz": 0.05,
    "sgd": 0.05,
    "joined_en": 0.15,
    "joined_zh": 0.12,
    "talk_zh": 0.08,
}
"""How often a source is drawn: human annotation of real talk first, and both languages."""

_FIELDS = ("tokens", "speaker", "said", "answers", "seconds", "told")
_JOINED_SEEDS = {"train": 1, "validation": 2, "test": 3}
Examples = dict[str, list[Example]]


def gathered(data: Path, split: Split, most: int, joined: int) -> Examples:
    """By source, up to `most` dialogues of a split that have fragments; `joined` chats, and an eighth as many talks.

    Sources without a share (those of a smoke run) come too. Raises DataError as core.dialogues does.
    """
    found: Examples = {}
    for source in corpus.sources(data, split):
        if source in SHARES or source.startswith("smoke"):
            dialogues = (dialogue for _, dialogue in corpus.dialogues(data, split, [source]))
            _add(found, source, dialogues, most)
    for chat in joined_chats(data, split, joined, Joining(seed=_JOINED_SEEDS[split])):
        _add(found, f"joined_{chat.language}", [chat], joined)
    _add(found, "talk_zh", hosted_talks(data, split, joined // 8, 1), joined)
    return {source: examples for source, examples in found.items() if examples}


def save(examples: Mapping[str, Sequence[Example]], path: Path) -> None:
    """One npz file; read again with `load`."""
    every = [(source, each) for source, some in examples.items() for each in some]
    arrays = {name: np.concatenate([getattr(each.chat, name) for _, each in every]) for name in _FIELDS}
    arrays["tokens"] = arrays["tokens"].astype(np.uint16)
    arrays["labels"] = np.concatenate([each.labels for _, each in every])
    arrays["lengths"] = np.array([len(each.labels) for _, each in every])
    arrays["sources"] = np.array([source for source, _ in every])
    np.savez(path, **arrays)  # type: ignore[arg-type]  # the stub takes any name for allow_pickle


def load(path: Path) -> Examples:
    """What `save` wrote."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    found: Examples = {}
    end = 0
    for source, length in zip(arrays["sources"], arrays["lengths"], strict=True):
        start, end = end, end + int(length)
        part = {name: arrays[name][start:end] for name in _FIELDS}
        part["tokens"] = part["tokens"].astype(np.int32)
        found.setdefault(str(source), []).append(Example(Structure(**part), arrays["labels"][start:end]))
    return found


def _add(found: Examples, source: str, dialogues: Iterator[Dialogue] | Sequence[Dialogue], most: int) -> None:
    made = (each for dialogue in dialogues if (each := example(dialogue)) is not None and len(set(each.labels)) > 1)
    found.setdefault(source, []).extend(islice(made, most))
