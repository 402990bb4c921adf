"""A kind of model gets the code that computes it; one large model is in memory at a time, placed as was wished."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ModelError
from models import backends
from models.backends import MissingBackend, Preferences, check_backend, generator_of
from models.bundle import Bundle, let_go, shipped_models
from models.entries import ModelEntry
from models.vision_language.generator import Generator
from tests.models.test_generator_proof import Answers


class Held(Answers):
    """A backend that says whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int | None]]:
    """What was loaded, and with how many layers on the card."""
    found: list[tuple[str, int | None]] = []

    def make(entry: ModelEntry, preferences: Preferences) -> Generator:
        found.append((entry.name, preferences.gpu_layers))
        return Held()

    monkeypatch.setitem(backends._GENERATORS, "gguf", make)
    return found


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Bundle, Bundle]]:
    yield tuple(reader_bundle(tmp_path / name, "gguf") for name in ("first", "second"))  # type: ignore[misc]
    for name in ("first", "second"):
        let_go(tmp_path / name)


def reader_bundle(place: Path, kind: str) -> Bundle:
    place.mkdir()
    facts = {"name": place.name, "kind": kind, "files": {}}
    (place / "manifest.json").write_text(json.dumps({"format": 1, "models": {"reader": facts}}))
    return Bundle(place, beside=Bundle(shipped_models()))


def test_a_large_model_is_loaded_once_and_makes_way_for_the_next(
    two: tuple[Bundle, Bundle], asked: list[tuple[str, int | None]]
) -> None:
    first = generator_of(two[0])
    assert generator_of(two[0]) is first
    generator_of(two[1])
    assert isinstance(first, Held)
    assert first.closed
    assert [name for name, _ in asked] == ["first", "second"]
    assert two[0].embedder().dimension == 384, "the shipped embedder stays"


def test_another_wish_for_the_card_loads_it_anew(
    two: tuple[Bundle, Bundle], asked: list[tuple[str, int | None]]
) -> None:
    first = generator_of(two[0], Preferences(gpu_layers=4))
    assert generator_of(two[0], Preferences(gpu_layers=4)) is first
    assert generator_of(two[0], Preferences(gpu_layers=0)) is not first
    assert asked == [("first", 4), ("first", 0)]


def test_a_kind_of_a_newer_program_is_told(tmp_path: Path) -> None:
    bundle = reader_bundle(tmp_path / "new", "telepathy")
    with pytest.raises(ModelError, match="of the kind “telepathy”, which this ChatTrove does not know"):
        bundle.reader()


def test_a_missing_package_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "find_spec", lambda name: None if name == "torch" else object())
    check_backend("reader", "gguf")
    check_backend("reader", "server")
    check_backend("embedder", "gme")
    with pytest.raises(MissingBackend, match=r'computed by torch, .*pip install "chattrove\[gpu\]"'):
        check_backend("reader", "transformers")


def test_a_reader_keeps_the_embedder_that_it_was_trained_with_beside_a_large_one(tmp_path: Path) -> None:
    place = tmp_path / "gme"
    place.mkdir()
    facts = {"name": "gme", "kind": "gme", "files": {}}
    (place / "manifest.json").write_text(json.dumps({"format": 1, "models": {"embedder": facts}}))
    bundle = Bundle(place, beside=Bundle(shipped_models()))
    assert bundle.reader().name.startswith("lines-1-int8")
    with pytest.raises(ModelError, match="none of ChatTrove's own"):
        bundle.text_embedder()
