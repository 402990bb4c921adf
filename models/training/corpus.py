"""This file is where training data lie once they are prepared: one file per split and source, read back from there.

    <data>/train/qmsum.jsonl.gz   <data>/validation/qmsum.jsonl.gz   <data>/test/qmsum.jsonl.gz   ...

Every stage reads its dialogues here and nowhere else, so no conversation of validation or test is ever trained on.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from core.dialogues import Dialogue, read_dialogues
from core.errors import DataError

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
_TRAIN, _VALIDATION = 0.8, 0.9

# How far a query's evidence can be trusted, as a sampling weight: 1 where people marked it, less where it is a heading,
# a template or an automatic alignment.
TRUST = {
    "qmsum": 1.0,
    "irc_disentanglement": 1.0,
    "crosswoz": 1.0,
    "kdconv": 1.0,
    "convosumm_email": 1.0,
    "monero_meetings": 1.0,
    "passage_qa": 1.0,
    "bitcointranscripts": 0.7,
    "ethereum_pm": 0.7,
    "jsonld_minutes": 0.7,
    "star": 0.4,
    "sgd": 0.3,
    "crd3": 0.3,
    "docs_zh": 0.4,
    "docs_zh2": 0.4,
    "changelog": 0.2,
    "smoke_en": 1.0,  # our own few dialogues, which only --smoke prepares
    "smoke_zh": 1.0,
}


def split_of(dialogue_id: str) -> Split:
    """By conversation and the same in every run: 80 % train, 10 % validation, 10 % test."""
    share = int(sha256(dialogue_id.encode()).hexdigest()[:8], 16) / 0x1_0000_0000
    return "train" if share < _TRAIN else "validation" if share < _VALIDATION else "test"


def sources(folder: Path, split: Split) -> list[str]:
    """The sources of which the prepared folder has something in this split. Raises DataError when there is none."""
    found = sorted(path.name.removesuffix(".jsonl.gz") for path in (folder / split).glob("*.jsonl.gz"))
    if not found:
        raise DataError(f"{folder / split}: no prepared data. Run `chattrove train data` first.")
    return found


def dialogues(folder: Path, split: Split, only: Sequence[str] | None = None) -> Iterator[tuple[str, Dialogue]]:
    """(source, dialogue) of a split, source after source in alphabetical order; `only`: these sources.

    Raises DataError as core.dialogues does.
    """
    for source in sources(folder, split):
        if only is None or source in only:
            for dialogue in read_dialogues(folder / split / f"{source}.jsonl.gz"):
                yield source, dialogue
