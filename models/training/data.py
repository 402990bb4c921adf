"""This file is where raw training data are prepared: what must not be trained on goes, the rest is split.

    chattrove train data --raw DIR --data DIR

Raw data: files of JSON lines as core.dialogues reads them (gzipped), and never_train_on.txt.gz with the hashes of texts
of public test sets. A dialogue of which more than a tenth is listed is left out; from others the listed turns and
queries go. Conversations, never parts of them, go to train, validation or test (models.training.corpus). With --smoke
the raw data are a few dialogues of our own (models.training.smoke_dialogues). Leaves run.json beside the splits.
"""

import argparse
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from core.errors import DataError
from models.training import records
from models.training.corpus import SPLITS, split_of
from models.training.held_out import is_listed, read_listed
from models.training.settings import chosen
from models.training.smoke_dialogues import write_raw

LISTED = "never_train_on.txt.gz"
_MOST_LISTED = 0.1


@dataclass(frozen=True, slots=True)
class Config:
    """only: a pattern for the names of the sources that are prepared."""

    only: str = "*"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepares --raw (or our own dialogues, with --smoke) into --data."""
    parser = argparse.ArgumentParser(prog="chattrove train data", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--raw", type=Path, metavar="DIR", help="the raw training data")
    given = chosen(Config(), arguments, {}, parser)
    raw = given.extra.raw
    if raw is None:
        if not given.place.smoke:
            raise DataError("--raw DIR: say where the raw training data are. The README tells where they come from.")
        raw = given.place.data / "raw"
        write_raw(raw)
    counts = prepare(raw, given.place.data, given.config.only)
    facts = {
        "stage": "data",
        "command": records.command(),
        "config": asdict(given.config),
        "commit": records.commit(),
        "smoke": given.place.smoke,
        "versions": records.versions(),
        "counts": counts,
        "raw": records.data_hashes(raw),
        "data": {name: each for name, each in records.data_hashes(given.place.data).items() if not _is_raw(name)},
    }
    records.write_record(given.place.data / "run.json", facts)
    print(json.dumps(counts, indent=2))


def prepare(raw: Path, folder: Path, only: str = "*") -> dict[str, dict[str, int]]:
    """Writes the prepared data of every source; returns what became of the dialogues of each.

    Raises DataError, with the line's number, for what cannot be read.
    """
    if not (raw / LISTED).is_file():
        raise DataError(f"{raw / LISTED}: there is no such file. Give the folder with the raw training data.")
    listed = read_listed(raw / LISTED)
    counts = {}
    paths = sorted(raw.glob(f"{only}.jsonl.gz"))
    if not paths:
        raise DataError(f"{raw}: there is no {only}.jsonl.gz in it. Give the folder with the raw training data.")
    for path in paths:
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
        for number, record in _records(path):
            try:
                split, kept = split_of(record["dialogue_id"]), without_listed(record, listed)
            except (KeyError, TypeError, AttributeError) as error:
                raise DataError(f"{path}, line {number}: not a dialogue of the schema ({error!r}).") from error
            if kept is None:
                done["left out"] += 1
                continue
            done[split] += 1
            done["turns left out"] += len(record["turns"]) - len(kept["turns"])
            targets[split].write(orjson.dumps(kept) + b"\n")
    return dict(done)


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and what stands in the lines."""
    number = 0
    try:
        with gzip.open(path) as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise DataError(f"{path}, line {number}: not JSON ({error}).") from error
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be read after line {number} ({error}).") from error


@contextmanager
def _writing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when all of it is written: half a source is never trained on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    # Without a time in its head the same data are the same bytes, and have the same sha256 in every run.json.
    with draft.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=3, fileobj=raw, mtime=0) as stream:
        yield stream  # type: ignore[misc]  # a GzipFile is an IO[bytes] in all but name
    draft.replace(path)


def _is_raw(name: str) -> bool:
    return name.split("/", maxsplit=1)[0] not in SPLITS
