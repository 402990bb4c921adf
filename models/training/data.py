"""This file is where raw training data are prepared: what must not be trained on goes, the rest is split.

    chattrove train data --raw DIR --data DIR

Raw data: files of JSON lines as core.dialogues reads them (gzipped), and never_train_on.txt.gz with the hashes of texts
of public test sets. A dialogue of which more than a tenth is listed is left out; from others the listed turns and
queries go. Conversations, never parts of them, go to train, validation or test (models.training.corpus).
"""

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import orjson

from core.errors import DataError
from models.training.corpus import SPLITS, split_of
from models.training.held_out import is_listed, read_listed

LISTED = "never_train_on.txt.gz"
_MOST_LISTED = 0.1


def prepare(raw: Path, folder: Path, only: str = "*") -> dict[str, dict[str, int]]:
    """Writes the prepared data of every source; returns what became of the dialogues of each.

    Raises DataError, with the line's number, for what cannot be read.
    """
    if not (raw / LISTED).is_file():
        raise DataError(f"{raw / LISTED}: there is no such file. Give the folder with the raw training data.")
    listed = read_listed(raw / LISTED)
    counts = {}
    for path in sorted(raw.glob(f"{only}.jsonl.gz")):
        counts[path.name.removesuffix(".jsonl.gz")] = _split(path, folder, listed)
    return counts


def without_listed(record: dict[str, Any], listed: frozenset[str]) -> dict[str, Any] | None:
    """A dialogue without the turns and queries that are listed; None when too much of it is."""
    turns = record["turns"]
    gone = {turn["id"] for turn in turns if is_listed(turn["text"], listed)}
    whole = "".join(turn["text"] for turn in turns)
    if len(gone) > _MOST_LISTED * len(turns) or is_listed(whole, listed):
        return None
    queries = [query for query in record["queries"] if not is_listed(query["text"], listed)]
    kept = [{**query, "utt_ids": [turn for turn in query["utt_ids"] if turn not in gone]} for query in queries]
    fragments = record.get("fragments")
    return record | {
        "turns": [turn for turn in turns if turn["id"] not in gone],
        "fragments": fragments and [part for part in ([t for t in f if t not in gone] for f in fragments) if part],
        # A query whose evidence is gone altogether is no negative: nobody knows what answers it.
        "queries": [new for new, old in zip(kept, queries, strict=True) if new["utt_ids"] or not old["utt_ids"]],
    }


def _split(path: Path, folder: Path, listed: frozenset[str]) -> dict[str, int]:
    done: Counter[str] = Counter()
    with ExitStack() as stack:
        targets = {split: stack.enter_context(_writing(folder / split / path.name)) for split in SPLITS}
        for record in _records(path):
            kept = without_listed(record, listed)
            if kept is None:
                done["left out"] += 1
                continue
            split = split_of(record["dialogue_id"])
            done[split] += 1
            done["turns left out"] += len(record["turns"]) - len(kept["turns"])
            targets[split].write(orjson.dumps(kept) + b"\n")
    return dict(done)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        with gzip.open(path) as stream:
            for number, line in enumerate(stream, 1):  # noqa: B007 (told in the errors below)
                if line.strip():
                    yield orjson.loads(line)
    except (OSError, EOFError, orjson.JSONDecodeError) as error:
        raise DataError(f"{path}, line {number}: cannot be read ({error}).") from error


def _writing(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return gzip.open(path, "wb", compresslevel=3)  # type: ignore[return-value]  # a GzipFile is one in all but name
