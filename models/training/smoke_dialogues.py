"""This file is where a few dialogues of our own are made for --smoke and for tests: English and Chinese, no data set.

Each dialogue has three topics with a question, the turns that answer it and small talk between, sometimes interleaved;
one query asks for a topic that is not there. The same numbers give the same dialogues. smoke_topics.json holds the
words: a topic is the question somebody puts later, then its turns; those that begin with "*" answer the question.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson

SOURCES = {"smoke_en": "en", "smoke_zh": "zh"}
_DIALOGUES = 60
_TOPICS = 3
_INTERLEAVED = 0.3


def write_raw(folder: Path) -> None:
    """The raw data of a smoke run: two sources and a list that lists nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for source, language in SOURCES.items():
        lines = b"".join(orjson.dumps(record) + b"\n" for record in made(language))
        (folder / f"{source}.jsonl.gz").write_bytes(gzip.compress(lines, mtime=0))
    (folder / "never_train_on.txt.gz").write_bytes(gzip.compress(b"", mtime=0))


def made(language: str, dialogues: int = _DIALOGUES) -> Iterator[dict[str, Any]]:
    """Records as core.dialogues reads them."""
    words = json.loads(Path(__file__).with_name("smoke_topics.json").read_text("utf-8"))[language]
    for number in range(dialogues):
        random = Random(f"{language} {number}")  # noqa: S311 - sampling
        turns = _turns(words, random)
        yield {
            "dialogue_id": f"smoke-{language}-{number}",
            "source": f"smoke_{language}",
            "language": language,
            **turns,
        }


def _turns(words: dict[str, Any], random: Random) -> dict[str, Any]:
    """The turns, fragments and queries of one dialogue."""
    speakers = random.sample(words["name"], 3)
    *topics, absent = random.sample(words["topics"], _TOPICS + 1)
    lines = [_filled(topic, words, random) for topic in topics]
    order = [place for place, (_, said) in enumerate(lines) for _ in said]
    if random.random() < _INTERLEAVED:
        random.shuffle(order)
    said_of = [iter(said) for _, said in lines]
    turns: list[dict[str, Any]] = []
    fragments: list[list[int]] = [[] for _ in lines]
    answers: list[list[int]] = [[] for _ in lines]
    for topic in order:
        text = next(said_of[topic])
        if text.startswith("*"):
            answers[topic].append(len(turns))
        fragments[topic].append(len(turns))
        turns.append(_turn(turns, random.choice(speakers), text.lstrip("*")))
        if random.random() < 0.15:
            fragments[topic].append(len(turns))
            turns.append(_turn(turns, random.choice(speakers), random.choice(words["small"])))
    queries = [_query(question, ids, "question") for (question, _), ids in zip(lines, answers, strict=True)]
    queries.append(_query(_filled(absent, words, random)[0], [], "negative"))
    return {"turns": turns, "fragments": fragments, "queries": queries}


def _filled(topic: list[str], words: dict[str, Any], random: Random) -> tuple[str, list[str]]:
    """The question and the turns of a topic, with the same names and numbers in both."""
    values = {name: random.choice(words[name]) for name in ("name", "place", "thing")}
    numbers = {"hour": random.randint(7, 22), "few": random.randint(2, 9), "many": random.randint(500, 1500)}
    question, *said = (line.format(**values, **numbers) for line in topic)
    return question, said


def _turn(turns: list[dict[str, Any]], speaker: str, text: str) -> dict[str, Any]:
    return {"id": len(turns), "speaker": speaker, "text": text, "images": []}


def _query(text: str, ids: list[int], kind: str) -> dict[str, Any]:
    return {"text": text, "utt_ids": ids, "img_ids": [], "kind": kind}
