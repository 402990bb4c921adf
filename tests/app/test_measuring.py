"""`eval` measures a reader that is named, and tells what it cost."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import codes
from tests.app.conftest import Call

TURNS = [
    {"id": 0, "speaker": "A", "text": "when does the boat leave?", "images": []},
    {"id": 1, "speaker": "B", "text": "the boat leaves at nine", "images": []},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    query = {"text": "when does the boat leave", "utt_ids": [0, 1], "img_ids": [], "kind": "question"}
    dialogue = {"dialogue_id": "d", "turns": TURNS, "fragments": [[0, 1]], "queries": [query]}
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps(dialogue) + "\n", encoding="utf-8")
    return path


def bundle(folder: Path, models: dict[str, Any]) -> Path:
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "models": models}), encoding="utf-8")
    return folder


def facts(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"path": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.mark.parametrize("name", ["compact", "shipped"])
def test_the_reader_that_comes_along_is_measured_by_name(chattrove: Call, data: Path, name: str) -> None:
    told = chattrove("eval", "read", data, "--reader", name, "--json").json
    assert told["samples"] == 1
    assert told["cost"]["seconds"] > 0
    assert "tokens" not in told["cost"]


def test_recalling_is_timed_too(chattrove: Call, data: Path) -> None:
    cost = chattrove("eval", "recall", data, "--json").json["cost"]
    assert cost["seconds_for_vectors"] > 0
    assert 0 < cost["seconds_per_question"]["p50"] < 10


def test_a_reader_that_nobody_added_is_named(chattrove: Call, data: Path) -> None:
    said = chattrove("eval", "read", data, "--reader", "f2rvlm")
    assert said.code == codes.MODEL
    assert "“f2rvlm”" in said.err


def test_models_without_a_reader_are_refused(chattrove: Call, data: Path, tmp_path: Path) -> None:
    said = chattrove("eval", "read", data, "--reader", bundle(tmp_path, {}))
    assert said.code == codes.MODEL
    assert "hold no reader" in said.err


def test_a_reader_is_named_only_where_one_is_measured(chattrove: Call, data: Path) -> None:
    assert chattrove("eval", "segment", data, "--reader", "compact").code == codes.USAGE


def test_a_large_reader_tells_its_stages_and_tokens(chattrove: Call, data: Path, tmp_path: Path) -> None:
    for framework in ("torch", "transformers", "accelerate"):
        pytest.importorskip(framework, reason="a large reader needs the extra gpu")
    from models.training.tiny import tiny_checkpoint

    folder = tiny_checkpoint(tmp_path / "made-up", "qwen2_5_vl")
    files = {path.name: facts(path) for path in folder.iterdir()}
    bundle(folder, {"reader": {"name": "made up", "kind": "transformers", "files": files}})
    said = chattrove("eval", "read", data, "--reader", folder, "--json")
    assert said.code == codes.FINE, said.err
    cost = said.json["cost"]
    assert cost["passes"] == 1
    assert cost["tokens"]["prompt"] > 50
    assert cost["tokens_per_second"]["answer"] > 0
    assert all(cost["stages"][name] > 0 for name in ("preparing", "prompt", "answer"))
    assert cost["device"]
    assert "tokens_per_second" in chattrove("eval", "read", data, "--reader", folder).out
