"""Preparing data: splits by conversation, nothing that is listed, and clear words about what is wrong."""

import gzip
import hashlib
import json
from pathlib import Path

import orjson
import pytest

from core.dialogues import read_dialogues
from core.errors import DataError
from models.training import data
from models.training.corpus import SPLITS, dialogues, split_of
from models.training.smoke_dialogues import made, write_raw


def test_a_smoke_run_prepares_our_own_dialogues_and_says_what_it_did(tmp_path: Path) -> None:
    data.main(["--smoke", "--data", str(tmp_path)])
    facts = json.loads((tmp_path / "run.json").read_text())
    found = {split: [each.id for _, each in dialogues(tmp_path, split)] for split in SPLITS}
    assert sum(map(len, found.values())) == 120
    assert all(split_of(name) == split for split, names in found.items() for name in names)
    assert facts["counts"]["smoke_zh"]["train"] == sum("-zh-" in name for name in found["train"])
    assert set(facts["data"]) == {f"{split}/smoke_{language}.jsonl.gz" for split in SPLITS for language in ("en", "zh")}


def test_the_same_raw_data_are_prepared_into_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        data.main(["--smoke", "--data", str(tmp_path / name)])
    hashes = [json.loads((tmp_path / name / "run.json").read_text())["data"] for name in ("one", "two")]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_our_own_dialogues_are_whole(tmp_path: Path, language: str) -> None:
    write_raw(tmp_path)
    read = list(read_dialogues(tmp_path / f"smoke_{language}.jsonl.gz"))
    assert len(read) == len(list(made(language))) == 60
    for each in read:
        assert each.fragments is not None
        assert sorted(turn for fragment in each.fragments for turn in fragment) == list(each.turn_ids)
        assert [query.kind for query in each.queries] == ["question"] * 3 + ["negative"]
        assert all(query.utt_ids for query in each.queries[:3])


def test_some_of_our_own_dialogues_interleave() -> None:
    braided = [
        fragment != list(range(fragment[0], fragment[-1] + 1)) for each in made("en") for fragment in each["fragments"]
    ]
    assert any(braided)
    assert not all(braided)


def test_what_is_listed_is_not_prepared(tmp_path: Path) -> None:
    turns = [{"id": at, "speaker": "Ana", "text": f"number {at}", "images": []} for at in range(20)]
    secret = {"id": 20, "speaker": "Bo", "text": "This is of a public test set!", "images": []}
    listed = hashlib.sha1(b"thisisofapublictestset", usedforsecurity=False).hexdigest()[:20]
    queries = [{"text": "q", "utt_ids": [20], "img_ids": []}, {"text": "r", "utt_ids": [19, 20], "img_ids": []}]
    record = {
        "dialogue_id": "one",
        "language": "en",
        "turns": [*turns, secret],
        "fragments": [[20]],
        "queries": queries,
    }
    counts = data.prepare(_raw(tmp_path, [orjson.dumps(record)], listed), tmp_path / "data")
    [(_, kept)] = dialogues(tmp_path / "data", split_of("one"))
    assert kept.turn_ids == tuple(range(20))
    assert [(query.text, query.utt_ids) for query in kept.queries] == [("r", (19,))]
    assert counts["some"]["turns left out"] == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([b'{"dialogue_id": "a", "turns": [], "queries": []}', b"{"], r"some\.jsonl\.gz, line 2: not JSON"),
        ([b'{"dialogue_id": "a", "queries": []}'], r"some\.jsonl\.gz, line 1: not a dialogue of the schema.*turns"),
        ([b"[1]"], r"some\.jsonl\.gz, line 1: not a dialogue"),
    ],
)
def test_a_damaged_line_is_told_by_its_number_and_leaves_nothing_behind(
    tmp_path: Path, lines: list[bytes], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        data.prepare(_raw(tmp_path, lines), tmp_path / "data")
    assert not list(tmp_path.glob("data/*/*.jsonl.gz"))


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    raw = _raw(tmp_path, [orjson.dumps(each) for each in made("en")])
    path = raw / "some.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataError, match=r"cannot be read after line \d+"):
        data.prepare(raw, tmp_path / "data")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Give the folder with the raw training data"):
        data.main(["--raw", str(tmp_path / "nowhere"), "--data", str(tmp_path)])
    with pytest.raises(DataError, match="--raw DIR"):
        data.main(["--data", str(tmp_path)])


def _raw(folder: Path, lines: list[bytes], listed: str = "") -> Path:
    raw = folder / "raw"
    raw.mkdir()
    (raw / "some.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    (raw / "never_train_on.txt.gz").write_bytes(gzip.compress(listed.encode()))
    return raw
