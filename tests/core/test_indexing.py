"""This file is where indexing is tested: resumable, incremental, and never ahead of the truth."""

from pathlib import Path

import numpy as np
import pytest

from core.archive import Archive
from core.archive.connection import FILE_NAME
from core.archive.words import WordFilter
from core.errors import Cancelled
from core.index import DenseIndex
from core.indexing import index, rebuild, windows
from core.media import MediaStore
from core.types import ExportedAttachment, Message, Progress
from core.verification import verify
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store


def silent(_: Progress) -> None:
    return


@pytest.fixture
def dense(archive: Archive, embedder: WordEmbedder) -> DenseIndex:
    return DenseIndex(archive.directory, embedder.name)


def test_every_message_is_in_one_fragment_and_every_fragment_is_listed(
    archive: Archive, dense: DenseIndex, embedder: WordEmbedder
) -> None:
    store(archive, "One", [say("Ana", f"line {n}", n) for n in range(30)])
    store(archive, "Two", [say("Bo", f"line {n}", n) for n in range(7)])
    made = index(archive, (FixedSegmenter(5), embedder), dense, silent)
    assert made == 8 == dense.count() == archive.cuts.count()
    assert archive.cuts.pending_messages() == 0
    found = verify(archive, dense, silent)
    assert found.sound
    assert found.pending == 0


def test_indexing_again_does_nothing(archive: Archive, dense: DenseIndex, embedder: WordEmbedder) -> None:
    store(archive, "One", [say("Ana", f"line {n}", n) for n in range(10)])
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    before = archive.cuts.ids().tolist()
    assert index(archive, (FixedSegmenter(), embedder), dense, silent) == 0
    assert archive.cuts.ids().tolist() == before


def test_new_messages_leave_old_fragments_alone(archive: Archive, dense: DenseIndex, embedder: WordEmbedder) -> None:
    store(archive, "One", [say("Ana", f"line {n}", n) for n in range(20)])
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    before = set(archive.cuts.ids().tolist())
    store(archive, "One", [say("Ana", f"line {n}", n) for n in range(20, 24)])
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    assert len(before & set(archive.cuts.ids().tolist())) == 4
    assert dense.ids().tolist() == archive.cuts.ids().tolist()


def test_a_cancelled_run_is_taken_up_again(archive: Archive, dense: DenseIndex, embedder: WordEmbedder) -> None:
    store(archive, "One", [say("Ana", f"line {n}", n) for n in range(3000)])

    def cancel(progress: Progress) -> None:
        if progress.done >= 1000:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        index(archive, (FixedSegmenter(), embedder), dense, cancel)
    done = 3000 - archive.cuts.pending_messages()
    assert 1000 <= done < 3000
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    assert archive.cuts.pending_messages() == 0
    assert verify(archive, dense, silent).sound


def test_a_lost_index_is_seen_and_made_again_without_embedding(
    archive: Archive, dense: DenseIndex, embedder: WordEmbedder
) -> None:
    store(archive, "One", [say("Ana", f"line {n}", n) for n in range(8)])
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    dense.clear()
    assert verify(archive, dense, silent).index == ["2 fragments are missing from the search index"]
    assert rebuild(archive, dense, silent) == 2
    assert verify(archive, dense, silent).sound


def test_one_lost_fragment_is_seen_while_others_wait(
    archive: Archive, dense: DenseIndex, embedder: WordEmbedder
) -> None:
    number, _ = store(archive, "One", [say("Ana", f"line {n}", n) for n in range(8)])
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    dense.delete([int(archive.cuts.ids()[0])])
    messages = archive.chats.messages(archive.chats.message_ids(number))
    with archive.transaction():
        archive.cuts.add([messages[4:]], np.ones((1, embedder.dimension), np.float32), embedder.name)
    assert verify(archive, dense, silent).index == ["1 fragments are missing from the search index"]


def test_a_damaged_exact_index_is_made_again(archive: Archive, dense: DenseIndex, embedder: WordEmbedder) -> None:
    picture = ExportedAttachment("image", "harbour.jpg", "missing", caption="the boats")
    store(archive, "One", [say("Ana", "red fox", 1), say("Bo", "", 2, attachments=(picture,))])
    index(archive, (FixedSegmenter(1), embedder), dense, silent)
    asked = [('"fox"',), ('"boats"',)]
    where = WordFilter(kinds=("image",))
    before = [archive.words.newest(each, WordFilter(), 5).tolist() for each in asked]
    tagged = archive.words.fragments(where).tolist()
    with archive.transaction():
        archive.words.clear()
    assert len(verify(archive, dense, silent).index) == 1
    rebuild(archive, dense, silent)
    assert verify(archive, dense, silent).sound
    assert [archive.words.newest(each, WordFilter(), 5).tolist() for each in asked] == before
    assert archive.words.fragments(where).tolist() == tagged
    assert len(tagged) == 1


def test_media_that_stay_where_they_are_are_checked_too(archive: Archive, dense: DenseIndex, tmp_path: Path) -> None:
    original = tmp_path / "boat.jpg"
    original.write_bytes(b"a boat")
    media = MediaStore(archive.directory).refer(original)
    picture = ExportedAttachment("image", "boat.jpg", "found", "boat.jpg")
    store(archive, "One", [say("Bo", "", 2, attachments=(picture,))], [media])
    assert verify(archive, dense, silent).media == []
    original.write_bytes(b"a goat")
    assert verify(archive, dense, silent).media == [f"{original.resolve()}: the file was altered"]
    original.unlink()
    assert verify(archive, dense, silent).media == [f"{original.resolve()}: the file is gone"]


def test_pages_that_are_overwritten_are_told_as_damage(tmp_path: Path, embedder: WordEmbedder) -> None:
    with Archive(tmp_path) as archive:
        store(archive, "One", [say("Ana", f"line {n} " + "words " * 20, n) for n in range(2000)])
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3] + b"A" * (len(whole) - len(whole) // 3))
    with Archive(tmp_path) as archive:
        found = verify(archive, DenseIndex(tmp_path, embedder.name), silent)
        assert found.damage
        assert not found.sound


def test_a_long_conversation_is_parted_at_a_pause() -> None:
    def message(number: int, sent_at: int) -> Message:
        return Message(number, 1, str(number), 1, "Ana", sent_at, None, "message", "x")

    hour = 3_600_000
    messages = [message(n, n * 1000 + (5 * hour if n >= 700 else 0)) for n in range(1500)]
    parts = list(windows(iter([messages[:800], messages[800:]])))
    assert [len(part) for part in parts] == [700, 800]


def test_vectors_are_kept_to_half_precision(archive: Archive, dense: DenseIndex, embedder: WordEmbedder) -> None:
    store(archive, "One", [say("Ana", "red fox", 1)])
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    _, matrix = archive.cuts.matrix(embedder.name, embedder.dimension)
    np.testing.assert_allclose(matrix[0], embedder.embed_query("Ana: red fox"), atol=1e-3)


def test_the_archive_and_its_index_survive_in_another_process(tmp_path: Path, embedder: WordEmbedder) -> None:
    with Archive(tmp_path) as archive:
        store(archive, "One", [say("Ana", "red fox", 1)])
        index(archive, (FixedSegmenter(), embedder), DenseIndex(tmp_path, embedder.name), silent)
    with Archive(tmp_path) as archive:
        assert DenseIndex(tmp_path, embedder.name).query(embedder.embed_query("red fox"), 1)[0][1] > 0.5
        assert archive.cuts.count() == 1
