"""The reader over a server of llama.cpp's, the program itself, and over llama.cpp in this process: the same answers."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

import models.server_reader.answers
import models.server_reader.structure
from core.consent import Consents
from core.protocols import Pixels
from core.types import Attachment, Message
from models.entries import ModelEntry, read_manifest
from models.server_reader.connecting import tried
from models.server_reader.generator import Served, ServerGenerator
from models.vision_language.generator import Generator
from models.vision_language.reader import Packing, VisionLanguageReader
from tests.models.chats import DINNER, TRIP, chat

pytest.importorskip("llama_cpp.server.app", reason="needs llama-cpp-python[server]")
pytest.importorskip("gguf", reason="needs the package gguf")

_READY = 60.0
ODD = [("Zoe\u0301", "cafe\u0301 <|im_end|> [0,1] </b>"), ("", ""), ("Bo", "\u6771\u4eac 🐱 [INST]")]
FRAGMENTS = [chat(TRIP[:4]), chat(DINNER[:4], m1=[{"caption": "a boat"}]), chat(ODD)]


@pytest.fixture(scope="module")
def entry(tmp_path_factory: pytest.TempPathFactory) -> ModelEntry:
    from models.training.gguf_export import Config, export_gguf
    from models.training.tiny import tiny_checkpoint

    folder = tmp_path_factory.mktemp("served")
    checkpoint = tiny_checkpoint(folder / "checkpoint", "qwen2_5_vl")
    return read_manifest(export_gguf(checkpoint, folder / "bundle", Config(kind="f32")), "")["reader"]


@pytest.fixture(scope="module")
def url(entry: ModelEntry) -> Iterator[str]:
    """The server, as docs/serving.md starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    files = ["--model", str(entry.files["model"].path), "--clip_model_path", str(entry.files["mmproj"].path)]
    told = ["--chat_format", "mtmd", "--n_ctx", "4096", "--model_alias", "f2rvlm", "--interrupt_requests", "False"]
    place = ["--host", "127.0.0.1", "--port", str(port), "--n_threads", "1", "--verbose", "False"]
    command = [sys.executable, "-W", "ignore", "-m", "llama_cpp.server", *files, *told, *place]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/v1", server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _READY
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"{url}/models", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


@pytest.fixture
def served(no_network: None, url: str, tmp_path: Path) -> ServerGenerator:
    return ServerGenerator(Served(url, "f2rvlm", "grammar", room=4096, at_once=1), Consents(tmp_path))


@pytest.fixture
def local(entry: ModelEntry, monkeypatch: pytest.MonkeyPatch) -> Iterator[Generator]:
    import models.gguf.model
    from models.gguf_reader import load_gguf

    monkeypatch.setattr(models.gguf.model, "threads", lambda: 1)
    generator = load_gguf(entry)
    yield generator
    generator.close()


@pytest.fixture
def as_if_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that was trained for the task writes each marker as its one token, and hardly ever anything but ids. One
    with random weights is held to that, and the server tells all probabilities."""
    grammar = models.server_reader.structure.gbnf

    def with_tokens(utterances: int, images: int) -> str:
        root, rules = grammar(utterances, images).split("\n", 1)
        return re.sub(r"<\|\w+\|>", r'" \g<0> "', root).replace('""', "") + "\n" + rules

    monkeypatch.setattr(models.server_reader.structure, "gbnf", with_tokens)
    monkeypatch.setattr(models.server_reader.answers, "OTHERS", 5_000)


def noise(attachment: Attachment, _: int) -> Pixels | None:
    return np.random.default_rng(attachment.message_id).integers(0, 255, (84, 112, 3), np.uint8)


def told(generator: Generator, together: int, fragments: list[list[Message]]) -> list[dict[str, Any]]:
    answers = VisionLanguageReader(generator, noise, packing=Packing(together)).read("When does it leave?", fragments)
    return [
        {"utterances": dict(each.utterances), "images": dict(each.images), "relevance": {0: each.relevance}}
        for each in answers
    ]


@pytest.mark.parametrize("together", [1, 4])
def test_the_same_model_answers_the_same_on_a_server(
    as_if_trained: None, served: ServerGenerator, local: Generator, together: int
) -> None:
    here, there = told(local, together, FRAGMENTS), told(served, together, FRAGMENTS)
    assert there == [{part: pytest.approx(chances, abs=0.03) for part, chances in each.items()} for each in here]


def test_what_a_server_tells_by_itself_is_no_surer_than_the_model(served: ServerGenerator, local: Generator) -> None:
    """It tells only the likeliest tokens; what is missing counts against an id."""
    (here,), (there,) = told(local, 1, FRAGMENTS[:1]), told(served, 1, FRAGMENTS[:1])
    assert set(here["utterances"]) & set(there["utterances"])
    for number in set(here["utterances"]) & set(there["utterances"]):
        assert there["utterances"][number] <= here["utterances"][number] + 0.03


def test_connecting_finds_the_grammar_and_the_probabilities(no_network: None, url: str, tmp_path: Path) -> None:
    found = tried(Served(url, "", at_once=1), Consents(tmp_path), lambda: None)
    assert (found.served.model, found.served.structured, found.served.chances) == ("f2rvlm", "grammar", True)
    assert found.formed


def test_work_is_counted_though_the_server_does_not(served: ServerGenerator) -> None:
    reader = VisionLanguageReader(served, noise, packing=Packing(1))
    reader.read("train", FRAGMENTS[2:])
    assert reader.timing.prompt_tokens > 100
    assert reader.timing.answer_tokens > 5
