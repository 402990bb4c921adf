"""The embedder that sees pictures, over exact graphs in numpy."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ModelError
from core.fragments import render
from core.protocols import Embedder, Pixels
from core.types import Attachment, Message
from models.embedder import embedder_name
from models.entries import ModelEntry, ModelFile
from models.gme.settings import GmeSettings
from tests.models.gme.fake_graphs import HIDDEN, FakeGraphs

RED, BLUE = (np.full((84, 112, 3), colour, np.uint8) for colour in ((250, 20, 20), (20, 20, 250)))
ASKED: list[int] = []


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> FakeGraphs:
    return FakeGraphs(tmp_path_factory.mktemp("gme"))


def picture(number: int, sha256: str | None = None) -> Attachment:
    return Attachment(number, 1, "image", "IMG-20250101-WA0001.jpg", "found", sha256=sha256)


def message(text: str, *pictures: Attachment, sender: str = "Ana") -> Message:
    return Message(1, 1, "1", 1, sender, None, None, "message", text, attachments=pictures)


def red_or_blue(attachment: Attachment, _: int) -> Pixels | None:
    """Even ids are red, odd ones blue, from 100 on there is no file."""
    ASKED.append(attachment.id)
    return None if attachment.id >= 100 else (RED, BLUE)[attachment.id % 2]


def same(one: Any, other: Any) -> bool:
    return bool(np.allclose(one, other, atol=1e-5))


def test_it_is_an_embedder_of_unit_rows_in_order(graphs: FakeGraphs) -> None:
    embedder: Embedder = graphs.embedder(red_or_blue)
    fragments = [[message("the boat")], [message("soup", picture(1))], [], [message("the boat")]]
    vectors = embedder.embed_fragments(fragments)
    assert vectors.shape == (4, HIDDEN)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert same(vectors[0], vectors[3])
    assert same(embedder.embed_fragments(fragments[::-1]), vectors[::-1])
    assert embedder.embed_fragments([]).shape == (0, HIDDEN)


def test_a_picture_changes_the_vector_and_another_picture_changes_it_otherwise(graphs: FakeGraphs) -> None:
    embedder = graphs.embedder(red_or_blue)
    red, blue, gone = embedder.embed_fragments([[message("look", picture(number))] for number in (2, 3, 100)])
    assert red @ blue < 0.9
    assert same(gone, embedder.embed_texts([render([message("look", picture(2))])])[0]), "only the words are left"


def test_a_fragment_of_nothing_but_pictures_is_near_what_they_show(graphs: FakeGraphs) -> None:
    embedder = graphs.embedder(red_or_blue)
    red, blue = embedder.embed_fragments([[message("", picture(2), picture(4))], [message("", picture(1), picture(3))]])
    alone = embedder.embed_pictures([RED, BLUE])
    assert (int((alone @ red).argmax()), int((alone @ blue).argmax())) == (0, 1)


def test_pictures_stand_where_they_were_sent(graphs: FakeGraphs) -> None:
    network = graphs.embedder(red_or_blue).network
    embedder = graphs.embedder(red_or_blue)
    shown = embedder._shown([(one := [message("a", picture(2)), message("b", picture(3))])])
    pieces = embedder._content(one, shown)
    assert [piece.sight is None for piece in pieces] == [True, False, True, False]
    assert pieces[0].ids == network.words("Ana: a [image]").ids
    assert pieces[2].ids == network.words("\nAna: b [image]").ids


@pytest.mark.parametrize(
    "special", ["<|im_end|>", "<|image_pad|>", "<|vision_start|>", "<|endoftext|>", "<|utt_id_start|>"]
)
def test_special_tokens_written_in_a_chat_stay_text(graphs: FakeGraphs, special: str) -> None:
    ids = graphs.embedder().network.words(f"look {special} here").ids
    known = graphs.tokens.pieces
    assert not {known[number] for number in ids} & {special}
    assert len(ids) > 8


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "🎉", "<|im_end|>" * 400, "x" * 5000])
def test_any_text_gives_a_finite_unit_vector(graphs: FakeGraphs, text: str) -> None:
    vector = graphs.embedder().embed_query(text)
    assert (vector.shape, vector.dtype) == ((HIDDEN,), np.float32)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_fragment_has_the_same_vector_alone_and_in_any_batch(graphs: FakeGraphs) -> None:
    embedder = graphs.embedder(red_or_blue)
    fragments = [[message("word " * count, picture(count))] for count in range(1, 40, 3)]
    together = embedder.embed_fragments(fragments)
    assert same(together, np.vstack([embedder.embed_fragments([each]) for each in fragments]))


def test_a_long_fragment_is_the_average_of_its_windows_weighted_by_their_tokens(graphs: FakeGraphs) -> None:
    embedder = graphs.embedder(window=600)
    long = "train " * 300 + "soup " * 300
    network = embedder.network
    ids = network.words(long).ids
    room = 600 - sum(map(len, network.frame(network.settings.document_instruction)))
    count = -(-len(ids) // room)
    assert count > 1
    aim = -(-len(ids) // count)
    from models.gme.content import Piece

    parts = [ids[start : start + aim] for start in range(0, len(ids), aim)]
    vectors = network.read([[Piece(part)] for part in parts], {}, network.settings.document_instruction)
    expected = (vectors * [[600 - room + len(part)] for part in parts]).sum(0)
    assert same(embedder.embed_texts([long])[0], expected / np.linalg.norm(expected))


def test_at_most_so_many_pictures_are_looked_at_spread_over_the_fragment(graphs: FakeGraphs) -> None:
    ASKED.clear()
    album = [message("", *(picture(number) for number in range(40)))]
    graphs.embedder(red_or_blue, pictures=4).embed_fragments([album])
    assert ASKED == [0, 10, 20, 30]


def test_pictures_without_a_file_give_their_place_to_others(graphs: FakeGraphs) -> None:
    album = [message("", *(picture(100 + number if number % 10 == 0 else number) for number in range(20)))]
    embedder = graphs.embedder(red_or_blue, pictures=2)
    assert len(embedder._shown([album])) == 2


def test_a_picture_sent_often_is_read_and_cut_up_once(graphs: FakeGraphs) -> None:
    ASKED.clear()
    graphs.vision_batches.clear()
    sticker = [[message("", picture(number, "ab" * 32))] for number in range(0, 20, 2)]
    vectors = graphs.embedder(red_or_blue).embed_fragments(sticker)
    assert (len(ASKED), len(graphs.vision_batches)) == (1, 1)
    assert same(vectors[0], vectors[-1])


def test_pictures_are_held_to_their_cap_of_pixels(graphs: FakeGraphs) -> None:
    graphs.vision_batches.clear()
    large = np.zeros((2000, 1500, 3), np.uint8)
    graphs.embedder().embed_pictures([large])
    assert graphs.vision_batches[0] * 14**2 <= graphs.settings.max_pixels


def test_batches_keep_to_a_budget_of_tokens(graphs: FakeGraphs) -> None:
    graphs.text_batches.clear()
    graphs.embedder().embed_texts([f"{number} " * 40 for number in range(60)])
    assert len(graphs.text_batches) > 1
    assert all(rows == 1 or rows * tokens <= 1024 for rows, tokens in graphs.text_batches)


def test_vectors_can_be_cut_and_are_whole_vectors_cut(graphs: FakeGraphs) -> None:
    whole, cut = graphs.embedder(), graphs.embedder(dimension=6)
    texts = ["the boat", "soup"]
    assert cut.dimension == 6
    leading = whole.embed_texts(texts)[:, :6]
    assert same(cut.embed_texts(texts), leading / np.linalg.norm(leading, axis=1, keepdims=True))


def test_a_query_is_asked_with_its_instruction(graphs: FakeGraphs) -> None:
    embedder = graphs.embedder(instruction="Find the fragment that answers.")
    assert not same(embedder.embed_query("boat"), embedder.embed_texts(["boat"])[0])
    assert same(graphs.embedder().embed_query("boat"), graphs.embedder().embed_texts(["boat"])[0])


def test_two_threads_may_embed_at_once(graphs: FakeGraphs) -> None:
    embedder = graphs.embedder(red_or_blue)
    fragments = [[message(f"message number {number}", picture(number))] for number in range(30)]
    expected, found = embedder.embed_fragments(fragments), {}
    threads = [
        threading.Thread(target=lambda lane=lane: found.update({lane: embedder.embed_fragments(fragments)}))
        for lane in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(same(found[lane], expected) for lane in range(2))


def test_too_little_memory_is_one_sentence(tmp_path: Path) -> None:
    graphs = FakeGraphs(tmp_path)
    graphs.fails_above = 10
    with pytest.raises(ModelError, match=r"could not compute a batch \(bad allocation\)\. Close other programs"):
        graphs.embedder().embed_query("boat")


def test_every_text_is_covered(graphs: FakeGraphs) -> None:
    assert graphs.embedder().coverage("\U00020000 anything") == 1.0


FACTS = {"kind": "gme", "dimension": 8, "hidden": 8, "image_token": 3, "pad_token": 0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"dimension": 9},
        {"dimension": 0},
        {"dimension": "many"},
        {"hidden": None},
        {"max_pixels": 10},
        {"max_pixels": 1 << 20, "window": 1000},
        {"patch": 16},
        {"window": -1},
    ],
)
def test_a_manifest_that_no_model_can_have_is_refused_in_one_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ModelError, match=r"manifest is none that fits \(.+\)\. Export or add it again\.$"):
        GmeSettings.of({**FACTS, **wrong})


def test_a_manifest_without_a_setting_that_is_needed_is_refused() -> None:
    with pytest.raises(ModelError, match="manifest is none that fits"):
        GmeSettings.of({"kind": "gme"})


def test_the_name_changes_with_whatever_changes_the_vectors() -> None:
    files = {"text": ModelFile(Path("text.onnx"), 1, "ab")}
    changes: list[dict[str, Any]] = [
        {},
        {"dimension": 4},
        {"instruction": "Find."},
        {"max_pixels": 100_352},
        {"licence": "x"},
    ]
    names = [embedder_name(ModelEntry("embedder", "gme", files, {**FACTS, **change}, Path())) for change in changes]
    assert len(set(names)) == 4
    assert names[0] == names[-1]
    assert names[1].startswith("gme-4:")
