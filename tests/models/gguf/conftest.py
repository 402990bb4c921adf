"""This file is where the tests of the GGUF reader get tiny models of both architectures, exported by our own code."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import models.gguf.model
from models.entries import ModelEntry, read_manifest
from models.gguf_reader import LlamaGenerator, load_gguf

ARCHITECTURES = ("qwen2_vl", "qwen2_5_vl")
Load = Callable[..., LlamaGenerator]


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that wait for each other on a busy machine cost a tiny model more than they give."""
    monkeypatch.setattr(models.gguf.model, "threads", lambda: 1)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ModelEntry]:
    """The reader of a bundle, by architecture; each is exported once, in 32 bits."""
    pytest.importorskip("llama_cpp", reason="needs llama-cpp-python")
    pytest.importorskip("gguf", reason="needs the package gguf")
    from models.training.gguf_export import Config, export_gguf
    from models.training.tiny import tiny_checkpoint

    made: dict[str, ModelEntry] = {}

    def of(architecture: str) -> ModelEntry:
        if architecture not in made:
            folder = tmp_path_factory.mktemp(architecture)
            checkpoint = tiny_checkpoint(folder / "checkpoint", architecture)
            bundle = export_gguf(checkpoint, folder / "bundle", Config(kind="f32"))
            made[architecture] = read_manifest(bundle, "")["reader"]
        return made[architecture]

    return of


@pytest.fixture(params=ARCHITECTURES)
def entry(request: pytest.FixtureRequest, exported: Callable[[str], ModelEntry]) -> ModelEntry:
    """The reader of a tiny model with pictures; both architectures in turn."""
    return exported(request.param)


@pytest.fixture
def small(exported: Callable[[str], ModelEntry]) -> ModelEntry:
    """The reader of a tiny Qwen2-VL, where one architecture is enough."""
    return exported("qwen2_vl")


@pytest.fixture
def load() -> Iterator[Load]:
    """load_gguf, whose models are closed after the test."""
    made: list[LlamaGenerator] = []

    def loaded(entry: ModelEntry, **options: int | None) -> LlamaGenerator:
        made.append(load_gguf(entry, **options))
        return made[-1]

    yield loaded
    for each in made:
        each.close()


def without_pictures(entry: ModelEntry) -> ModelEntry:
    return dataclasses.replace(entry, files={"model": entry.files["model"]})


def with_file(entry: ModelEntry, part: str, path: Path) -> ModelEntry:
    return dataclasses.replace(entry, files={**entry.files, part: dataclasses.replace(entry.files[part], path=path)})
