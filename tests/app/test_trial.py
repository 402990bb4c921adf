"""This file is where it is tested that a model which ends its process ends no other one."""

import dataclasses
import json
import sys
import time
from pathlib import Path

import pytest

import app.session.trial as trial
from app.session.trial import proven_apart
from core.errors import Cancelled, ModelError
from models.bundle import Bundle
from models.proving import Proof

PROOF = Proof("reader", "made up", "CPU", True, 1.0, "slow", "gguf", (10.0, 2.0))


@pytest.fixture
def gguf(tmp_path: Path) -> Bundle:
    """A bundle with a GGUF reader, whose files nobody reads here."""
    facts = {"name": "made up", "kind": "gguf", "files": {}}
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 1, "models": {"reader": facts}}), "utf-8")
    return Bundle(tmp_path)


def other_process(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(trial, "own_program", lambda: [sys.executable, "-c", code])


def test_a_process_that_dies_is_one_sentence(gguf: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    other_process(monkeypatch, "import os; os.abort()")
    with pytest.raises(ModelError, match="ended the process that tried it"):
        proven_apart(gguf, "reader")


def test_what_the_other_process_found_is_what_is_told(gguf: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    other_process(monkeypatch, f"print({json.dumps({'proof': dataclasses.asdict(PROOF)})!r})")
    assert proven_apart(gguf, "reader") == PROOF
    other_process(monkeypatch, f"print({json.dumps({'trouble': 'It is cut off.'})!r})")
    with pytest.raises(ModelError, match="It is cut off"):
        proven_apart(gguf, "reader")


def test_whoever_stops_does_not_wait_for_it(gguf: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    other_process(monkeypatch, "import time; time.sleep(60)")

    def stop() -> None:
        raise Cancelled("stopped")

    start = time.monotonic()
    with pytest.raises(Cancelled):
        proven_apart(gguf, "reader", stop)
    assert time.monotonic() - start < 10


def test_this_very_program_answers_with_what_is_wrong(gguf: Bundle) -> None:
    with pytest.raises(ModelError, match=r"names no file “model”|llama-cpp-python"):
        proven_apart(gguf, "reader")
