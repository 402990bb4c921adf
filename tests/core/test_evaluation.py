"""Scoring segmenters, embedders and readers on annotated dialogues."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from core.dialogues import read_dialogues
from core.errors import Cancelled, DataError
from core.evaluation import Task, evaluate_read, evaluate_recall, evaluate_segment
from core.fragments import render
from core.lexical import Bm25, terms
from core.types import Answer, Message, Progress


class BagOfWords:
    """An exact embedder: terms hashed into 64 columns."""

    name, dimension = "bag of words", 64
    at_once = 64

    def embed_fragments(self, fragments: Sequence[Sequence[Message]]) -> NDArray[np.float32]:
        return np.stack([self.embed_query(render(messages)) for messages in fragments])

    def coverage(self, text: str) -> float:
        return 1.0

    def embed_query(self, text: str) -> NDArray[np.float32]:
        row = np.full(64, 1e-6, dtype=np.float32)
        for term in terms(text):
            row[crc32(term.encode()) % 64] += 1
        return row / np.linalg.norm(row)


class Halves:
    """Cuts a conversation in the middle."""

    name = "halves"

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        middle = len(messages) // 2
        return [list(range(middle)), list(range(middle, len(messages)))]


class SharedWord:
    """Chooses what shares a term with the query, and pictures whose caption does."""

    name = "shared word"

    def read(self, query: str, fragments: Sequence[Sequence[Message]]) -> list[Answer]:
        return [self._answer(set(terms(query)), messages) for messages in fragments]

    def _answer(self, wanted: set[str], messages: Sequence[Message]) -> Answer:
        pictures = [each for message in messages for each in message.attachments]
        return Answer(
            {at: 0.75 for at, message in enumerate(messages) if wanted & set(terms(message.text))},
            {at: 0.5 for at, picture in enumerate(pictures) if wanted & set(terms(picture.caption))},
            1.0,
        )


def turn(number: int, text: str, *images: Any) -> dict[str, Any]:
    return {"id": number, "speaker": f"P{number % 2}", "text": text, "images": list(images)}


def write(path: Path, *dialogues: dict[str, Any]) -> Path:
    data = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in dialogues).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


TRIP: dict[str, Any] = {
    "dialogue_id": "trip",
    "turns": [
        turn(10, "Which hotel did we book?"),
        turn(11, "The blue hotel near the station"),
        turn(13, "我们去吃火锅吧", {"path": "a/hotpot.jpg", "caption": "火锅 dinner"}),
        turn(17, "Great idea", "b.jpg"),
    ],
    "fragments": [[10, 11], [13, 17]],
    "queries": [
        {"text": "hotel", "utt_ids": [10, 11], "img_ids": [], "kind": "topic"},
        {"text": "火锅", "utt_ids": [13], "img_ids": [0], "kind": "topic"},
        {"text": "Which hotel did we book?", "utt_ids": [11], "img_ids": [], "kind": "question", "opener_id": 10},
        {"text": "passport", "utt_ids": [], "img_ids": [], "kind": "negative"},
    ],
}


@pytest.mark.parametrize("name", ["data.jsonl", "data.jsonl.gz", "data.bin"])
def test_dialogues_are_read_packed_or_not(tmp_path: Path, name: str) -> None:
    (dialogue,) = read_dialogues(write(tmp_path / name, TRIP))
    assert dialogue.turn_ids == (10, 11, 13, 17)
    assert [message.id for message in dialogue.messages] == [0, 1, 2, 3]
    assert dialogue.messages[2].attachments[0].caption == "火锅 dinner"
    assert dialogue.messages[3].attachments[0].name == "b.jpg"
    assert dialogue.chosen([17, 10]) == [dialogue.messages[0], dialogue.messages[3]]


def test_only_queries_of_the_wanted_kind_are_read(tmp_path: Path) -> None:
    (dialogue,) = read_dialogues(write(tmp_path / "data.jsonl", TRIP), "question")
    assert [query.opener_id for query in dialogue.queries] == [10]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"dialogue_id": 1, "turns": [', "line 2: not JSON"),
        ('{"turns": []}', "line 2: not a dialogue: the field 'dialogue_id' is missing"),
        ("[1, 2]", "line 2: not a dialogue"),
        ('{"dialogue_id": 1, "turns": [{"id": "a", "text": ""}]}', "line 2: .* a turn's id must be whole numbers"),
        ('{"dialogue_id": 1, "turns": [{"id": 1}, {"id": 1}]}', "line 2: .* two turns have the same id"),
        ('{"dialogue_id": 1, "turns": [{"id": 1, "text": 5}]}', "line 2: .* a turn's text must be a string"),
        ('{"dialogue_id": 1, "turns": [], "queries": [{"text": "a", "utt_ids": [true]}]}', "line 2: .* utt_ids"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps(TRIP) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        list(read_dialogues(path))


def test_a_missing_file_and_a_truncated_one_are_told_apart_from_bugs(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        list(read_dialogues(tmp_path / "nothing.jsonl"))
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(TRIP).encode() * 50)[:-30])
    with pytest.raises(DataError, match="cannot be read"):
        list(read_dialogues(path))


def test_segmenting_is_scored_on_turn_ids_that_do_not_count_from_zero(tmp_path: Path) -> None:
    path, out = write(tmp_path / "data.jsonl", TRIP), tmp_path / "out.jsonl"
    found = evaluate_segment(Task(path, predictions=out), Halves())
    assert lines_of(out) == [{"dialogue_id": "trip", "clusters": [[10, 11], [13, 17]]}]
    assert found["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert found["pk"] == 0.0


def test_turns_outside_every_true_fragment_are_not_scored(tmp_path: Path) -> None:
    found = evaluate_segment(Task(write(tmp_path / "data.jsonl", TRIP | {"fragments": [[11, 13]]})), Halves())
    assert found["dialogues"] == 1
    assert found["pairwise"]["recall"] == 0.0
    assert found["b_cubed"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3)}


def test_dialogues_without_fragments_are_segmented_but_not_scored(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    found = evaluate_segment(Task(write(tmp_path / "d.jsonl", TRIP | {"fragments": None}), predictions=out), Halves())
    assert found["dialogues"] == 0
    assert len(lines_of(out)) == 1


def test_reading_is_counted_over_all_samples(tmp_path: Path) -> None:
    path, out = write(tmp_path / "data.jsonl.gz", TRIP), tmp_path / "out.jsonl"
    found = evaluate_read(Task(path, predictions=out), SharedWord())
    assert [line["utt_ids"] for line in lines_of(out)] == [[10, 11], [13], [11], []]
    assert lines_of(out)[1]["img_ids"] == [0]
    assert lines_of(out)[1]["confidence"] == {"13": 0.75}
    assert found["samples"] == 4
    assert found["empty_truth"] == 1
    assert found["utterances"]["f1"] == found["images"]["f1"] == found["joint"]["mcc"] == 1.0
    assert found["by"]["length:short"]["samples"] == 4
    assert found["by"]["kind:question"]["samples"] == 1
    assert found["by"]["kind:question"]["images"] is None


def test_the_turn_that_holds_the_question_is_hidden_and_image_ids_stay_those_of_the_dialogue(tmp_path: Path) -> None:
    dialogue = {
        "dialogue_id": 7,
        "turns": [turn(0, "cat?", {"caption": "a dog"}), turn(1, "here", {"caption": "my cat"})],
        "queries": [{"text": "cat?", "utt_ids": [1], "img_ids": [1], "opener_id": 0}],
    }
    out = tmp_path / "out.jsonl"
    found = evaluate_read(Task(write(tmp_path / "data.jsonl", dialogue), predictions=out), SharedWord())
    (line,) = lines_of(out)
    assert (line["dialogue_id"], line["utt_ids"], line["img_ids"]) == ("7", [], [1])
    assert found["images"]["f1"] == 1.0


def test_truth_that_names_turns_which_are_not_there_counts_as_missed_and_is_told(tmp_path: Path) -> None:
    dialogue = TRIP | {"queries": [{"text": "hotel", "utt_ids": [10, 11, 99], "kind": "topic"}]}
    found = evaluate_read(Task(write(tmp_path / "data.jsonl", dialogue)), SharedWord())
    assert found["unknown_ids"] == 1
    assert found["utterances"]["recall"] == pytest.approx(2 / 3)


def test_recall_ranks_every_distinct_fragment_that_a_query_names(tmp_path: Path) -> None:
    words = ["garden roses", "train tickets", "birthday cake", "电影 院", "牙医 预约"]
    dialogue = {
        "dialogue_id": "many",
        "turns": [turn(at, text) for at, text in enumerate(words)],
        "queries": [{"text": text, "utt_ids": [at], "kind": "topic"} for at, text in enumerate(words)]
        + [{"text": "roses in the garden", "utt_ids": [0], "kind": "topic"}, {"text": "no truth", "utt_ids": []}],
    }
    out = tmp_path / "out.jsonl"
    found = evaluate_recall(Task(write(tmp_path / "data.jsonl", dialogue), predictions=out), BagOfWords())
    assert (found["queries"], found["fragments"]) == (6, 5)
    assert found["recall@1"] == found["recall@20"] == 1.0
    first = lines_of(out)[0]
    assert first["query"] == "garden roses"
    assert first["ranked"][0]["utt_ids"] == [0]
    scores = [each["score"] for each in first["ranked"]]
    assert scores == sorted(scores, reverse=True)
    assert all(len(line["ranked"]) <= 20 for line in lines_of(out))


def test_an_empty_file_gives_zero_samples_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_bytes(b"\n")
    assert evaluate_segment(Task(path), Halves())["dialogues"] == 0
    assert evaluate_read(Task(path), SharedWord())["samples"] == 0
    assert evaluate_recall(Task(path), BagOfWords())["queries"] == 0


def test_progress_is_told_and_cancelling_passes_through(tmp_path: Path) -> None:
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        evaluate_read(Task(write(tmp_path / "data.jsonl", TRIP), report=stop), SharedWord())
    assert told == [Progress("reading", 0, 0)]


def test_predictions_that_cannot_be_written_are_a_clear_error(tmp_path: Path) -> None:
    path = write(tmp_path / "data.jsonl", TRIP)
    with pytest.raises(DataError, match="predictions cannot be written"):
        evaluate_read(Task(path, predictions=tmp_path / "no" / "such" / "folder.jsonl"), SharedWord())


def test_terms_stem_english_and_pair_characters_of_unspaced_scripts() -> None:
    assert terms("Planning the PARTIES") == terms("planned the party")
    assert terms("吃火锅") == ["吃火", "火锅"]
    assert terms("猫 cat's") == ["猫", "cat"]


def test_bm25_prefers_rare_shared_words_and_short_texts() -> None:
    scores = Bm25(["the cat", "the dog and the bird and the fish", "the dog"]).scores("the dog")
    assert list(np.argsort(-scores)) == [2, 1, 0]
    assert not Bm25([]).scores("anything").size
