"""An archive whose fragments are embedded with their pictures: chosen, made anew, searched, and given up again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.session import Session
from app.settings import load_settings, save_settings
from core.archive import Archive
from core.errors import Cancelled
from core.index import DenseIndex
from core.picture_source import archive_pictures
from core.picture_text import PictureTools, read_pictures
from core.protocols import Check, Pixels
from core.types import Message, Progress, Query, SearchResult
from core.verification import verify
from models.bundle import Bundle
from models.gme_embedder import GmeEmbedder
from tests.models.gme.fake_graphs import HIDDEN, FakeGraphs

TOPICS = (
    "harbour",
    "soup",
    "garden",
    "ferry",
    "piano",
    "tent",
    "violin",
    "bakery",
    "glacier",
    "museum",
    "kite",
    "rowing",
)
COLOURS = ((230, 30, 30), (30, 30, 230))


def silent(_: Progress) -> None:
    return


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """A topic a day; the days of soup and ferry have a picture each, one red and one blue, and the last is a picture
    and nothing else."""
    folder = tmp_path / "WhatsApp Chat with Ana"
    folder.mkdir()
    lines = []
    for day, topic in enumerate(TOPICS, 1):
        lines += [
            f"{day:02}/03/2024, 10:00 - Ana: let us talk about the {topic}",
            f"{day:02}/03/2024, 10:01 - Bo: yes, {topic}",
        ]
    for name, day, colour in (("IMG-1.png", 2, 0), ("IMG-2.png", 4, 1), ("IMG-3.png", 20, 0)):
        Image.new("RGB", (112, 84), COLOURS[colour]).save(folder / name)
        lines.append(f"{day:02}/03/2024, 10:02 - Bo: {name} (file attached)")
    lines.sort(key=lambda line: line[:17])
    (folder / "WhatsApp Chat with Ana.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeGraphs:
    """A bundle “seeing” among the added ones; its graphs are exact and computed in numpy."""
    folder = tmp_path / "models" / "seeing"
    folder.mkdir(parents=True)
    made = FakeGraphs(folder)
    facts = {each: getattr(made.settings, each) for each in ("dimension", "hidden", "image_token", "pad_token")}
    files = {}
    for part in ("text", "vision", "tokenizer"):
        path = folder / ("tokenizer.json" if part == "tokenizer" else f"{part}.onnx")
        path.touch()
        content = path.read_bytes()
        files[part] = {"path": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    entry = {"name": "seeing", "kind": "gme", "files": files, **facts}
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "models": {"embedder": entry}}), "utf-8")
    monkeypatch.setenv("CHATTROVE_MODELS", str(folder.parent))
    network = made.embedder().network
    monkeypatch.setattr("models.gme_embedder.open_network", lambda _: network)
    return made


@pytest.fixture
def session(tmp_path: Path, chat: Path, graphs: FakeGraphs) -> Iterator[Session]:
    """Indexed with the embedder that comes along; the models “seeing” are chosen."""
    with Session(tmp_path / "archive") as opened:
        opened.import_exports([chat], report=silent)
        opened.index(silent)
        use("seeing")
        yield opened


def use(*names: str) -> None:
    save_settings(replace(load_settings(), models=names))


def embedder_of(archive: Archive, graphs: FakeGraphs) -> GmeEmbedder:
    made = Bundle(graphs.folder).embedder(archive_pictures(archive))
    assert isinstance(made, GmeEmbedder)
    return made


def vectors(archive: Archive, embedder: GmeEmbedder) -> tuple[list[list[Message]], NDArray[np.float32]]:
    """The fragments and what is stored for each."""
    ids, rows = archive.cuts.matrix(embedder.name, embedder.dimension)
    fragments = archive.cuts.fragments(ids.tolist())
    return [archive.chats.messages(fragments[number].message_ids) for number in ids.tolist()], rows


def has_picture(messages: list[Message]) -> bool:
    return any(message.attachments for message in messages)


def first_text(session: Session, question: str) -> str:
    query = session.parse(question).query
    results: list[SearchResult] = session.preview(query, session.find(query))
    return " ".join(item.message.text for span in results[0].spans for item in span.messages)


def test_the_index_is_made_anew_with_pictures_while_the_old_one_answers(session: Session, graphs: FakeGraphs) -> None:
    renewal = session.renewal()
    assert renewal is not None
    assert renewal.answering.startswith("minilm")
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        session.renew_index(stop)
    left = session.renewal()
    assert left is not None
    assert 0 < left.left < renewal.left, "some are done, and none twice"
    assert "piano" in first_text(session, "piano")
    session.renew_index(seen.append)
    assert (seen[-1].done, seen[-1].total) == (renewal.total, renewal.total)
    assert session.renewal() is None
    assert "violin" in first_text(session, "violin")


def test_what_is_stored_is_the_vector_of_words_and_pictures(session: Session, graphs: FakeGraphs) -> None:
    session.renew_index(silent)
    archive = session._archive
    embedder = embedder_of(archive, graphs)
    fragments, stored = vectors(archive, embedder)
    assert stored.shape == (archive.cuts.count(), HIDDEN)
    np.testing.assert_allclose(stored, embedder.embed_fragments(fragments), atol=2e-3)
    blind = embedder.with_pictures(lambda _, __: None).embed_fragments(fragments)
    changed = [bool(abs(row - other).max() > 0.02) for row, other in zip(stored, blind, strict=True)]
    assert changed == [has_picture(messages) for messages in fragments]
    assert sum(changed) == 3
    assert verify(archive, DenseIndex(archive.directory, embedder.name), silent).sound


def test_a_picture_finds_the_fragments_that_show_its_like(session: Session, graphs: FakeGraphs) -> None:
    session.renew_index(silent)
    archive = session._archive
    embedder = embedder_of(archive, graphs)
    fragments, stored = vectors(archive, embedder)
    [alone] = [at for at, messages in enumerate(fragments) if not any(message.text for message in messages)]
    red, blue = embedder.embed_pictures([np.full((84, 112, 3), colour, np.uint8) for colour in COLOURS])
    assert stored[alone] @ red > stored[alone] @ blue + 0.05


def test_one_goes_back_to_the_models_that_come_along(session: Session, graphs: FakeGraphs) -> None:
    session.renew_index(silent)
    use()
    renewal = session.renewal()
    assert renewal is not None
    assert renewal.answering.startswith("seeing-16:")
    session.renew_index(silent)
    assert session.renewal() is None
    assert "glacier" in first_text(session, "glacier")
    prevailing = session._archive.cuts.prevailing_model() or ""
    assert len(session._archive.cuts.matrix(prevailing, 384)[0]) == session._archive.cuts.count()


def test_exact_search_within_a_filter_uses_the_new_vectors(session: Session, graphs: FakeGraphs) -> None:
    session.renew_index(silent)
    found = session.find(Query("kite", ("kite",), chats=("Ana",)), 3)
    assert "meaning" in found[0].found_by


def test_pictures_whose_files_are_gone_do_no_harm(session: Session, graphs: FakeGraphs) -> None:
    archive = session._archive
    for path in [each for each in (archive.directory / "media").rglob("*") if each.is_file()]:
        path.unlink()
    session.renew_index(silent)
    embedder = embedder_of(archive, graphs)
    fragments, stored = vectors(archive, embedder)
    blind = embedder.with_pictures(lambda _, __: None).embed_fragments(fragments)
    np.testing.assert_allclose(stored, blind, atol=2e-3)


class Constant:
    """Reads the same words in every picture."""

    name = "constant"

    def read(self, picture: Pixels, check: Check) -> str:
        return "harbour dues 86"


def test_a_picture_that_is_read_later_is_embedded_again_with_its_words_and_its_pixels(
    session: Session, graphs: FakeGraphs
) -> None:
    session.renew_index(silent)
    archive = session._archive
    embedder = embedder_of(archive, graphs)
    read_pictures(archive, PictureTools(Constant(), embedder, DenseIndex(archive.directory, embedder.name)), silent)
    fragments, stored = vectors(archive, embedder)
    assert sum("harbour dues 86" in str(messages) for messages in fragments) == 3
    np.testing.assert_allclose(stored, embedder.embed_fragments(fragments), atol=2e-3)
    blind = embedder.with_pictures(lambda _, __: None).embed_fragments(fragments)
    assert abs(stored - blind).max() > 0.02


def test_another_cap_of_numbers_is_another_embedder(session: Session, graphs: FakeGraphs) -> None:
    session.renew_index(silent)
    path = graphs.folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["models"]["embedder"]["dimension"] = 8
    path.write_text(json.dumps(manifest), "utf-8")
    assert session.renewal() is not None
