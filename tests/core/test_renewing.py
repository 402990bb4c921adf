"""This file is where a change of embedder is tested: the old vectors answer until the new ones are complete."""

import numpy as np
import pytest

from core.archive import Archive
from core.archive.new_vectors import NewVectors, new_vectors_waiting
from core.errors import ArchiveError, Cancelled
from core.forgetting import forget
from core.index import DenseIndex
from core.indexing import index, rebuild
from core.protocols import Report
from core.renewing import again, mark_again, marked, renew, still_stale
from core.retrieval import Recall, Vectors, find
from core.types import Progress, Query
from core.verification import verify
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store

LINES = [f"word{number} thing{number}" for number in range(808)]
LATE = LINES[800:]


class Other(WordEmbedder):
    """The same words in other directions."""

    name = "other-64"

    def embed_query(self, text: str) -> np.ndarray:  # type: ignore[type-arg]
        return np.roll(super().embed_query(text), 7)


def silent(_: Progress) -> None:
    return


def stop_after(fragments: int) -> Report:
    def report(progress: Progress) -> None:
        if progress.done >= fragments:
            raise Cancelled("stop")

    return report


@pytest.fixture
def filled(archive: Archive, embedder: WordEmbedder) -> Archive:
    for title in ("One", "Two"):
        store(archive, title, [say("Ana", f"{title} {line}", n) for n, line in enumerate(LINES[:800])])
    index(archive, (FixedSegmenter(), embedder), DenseIndex(archive.directory, embedder.name), silent)
    return archive


def recall(archive: Archive, embedder: WordEmbedder) -> Recall:
    return Recall(archive, embedder, DenseIndex(archive.directory, embedder.name), Vectors())


def found_by_meaning(archive: Archive, embedder: WordEmbedder, at: int, chat: str = "Two") -> bool:
    """Whether the fragment with the lines from `at` on is the first result, and near in meaning. Asked in one chat,
    where every vector is compared: Chroma alone may miss one of such scattered vectors."""
    words = " ".join(LINES[at : at + 4]).split()
    candidates = find(recall(archive, embedder), Query(" ".join(words), tuple(words), chats=(chat,)), 5)
    texts = " ".join(message.text for message in archive.chats.messages(candidates[0].fragment.message_ids))
    return "meaning" in candidates[0].found_by and LINES[at] in texts


def test_the_old_vectors_answer_until_all_new_ones_are_there(filled: Archive, embedder: WordEmbedder) -> None:
    new = Other()
    dense = DenseIndex(filled.directory, new.name)
    with pytest.raises(Cancelled):
        renew(filled, new, dense, stop_after(200), old_answers=True)
    assert filled.cuts.models() == {embedder.name}
    assert 200 <= new_vectors_waiting(filled.directory, new.name) < 400
    assert still_stale(filled, new.name)[0] == 400 - new_vectors_waiting(filled.directory, new.name)
    assert found_by_meaning(filled, embedder, 700)
    assert DenseIndex(filled.directory, embedder.name).count() == 400
    done: list[int] = []
    assert renew(filled, new, dense, lambda step: done.append(step.done), old_answers=True) == 400
    assert min(done) >= 200, "what was done before is not done again"
    assert filled.cuts.models() == {new.name}
    assert found_by_meaning(filled, new, 700)
    assert DenseIndex(filled.directory, new.name).count() == 400
    assert verify(filled, dense, silent).sound
    assert new_vectors_waiting(filled.directory, new.name) == 0


def test_fragments_that_come_and_go_meanwhile_are_taken_along(filled: Archive, embedder: WordEmbedder) -> None:
    new = Other()
    dense, old = DenseIndex(filled.directory, new.name), DenseIndex(filled.directory, embedder.name)
    with pytest.raises(Cancelled):
        renew(filled, new, dense, stop_after(200), old_answers=True)
    with filled.transaction():
        filled.cuts.drop(filled.cuts.ids()[:3].tolist())
    store(filled, "Three", [say("Bo", line, n) for n, line in enumerate(LATE)])
    index(filled, (FixedSegmenter(), embedder), old, silent)
    assert found_by_meaning(filled, embedder, 804, "Three")
    renew(filled, new, dense, silent, old_answers=True)
    assert filled.cuts.models() == {new.name}
    assert found_by_meaning(filled, new, 804, "Three")
    assert verify(filled, dense, silent).sound


def test_without_the_old_embedder_each_fragment_is_found_again_as_soon_as_it_is_embedded(
    filled: Archive, embedder: WordEmbedder
) -> None:
    new = Other()
    dense = DenseIndex(filled.directory, new.name)
    with pytest.raises(Cancelled):
        renew(filled, new, dense, stop_after(200), old_answers=False)
    assert filled.cuts.pending_messages() == 0, "words go on finding everything"
    assert dense.count() >= 200
    assert found_by_meaning(filled, new, 8)
    renew(filled, new, dense, silent, old_answers=False)
    assert filled.cuts.models() == {new.name}
    assert verify(filled, dense, silent).sound


def test_a_dense_index_that_was_lost_meanwhile_is_made_complete_before_it_counts(
    filled: Archive, embedder: WordEmbedder
) -> None:
    new = Other()
    with pytest.raises(Cancelled):
        renew(filled, new, DenseIndex(filled.directory, new.name), stop_after(300), old_answers=True)
    rebuild(filled, DenseIndex(filled.directory, embedder.name), silent)
    dense = DenseIndex(filled.directory, new.name)
    renew(filled, new, dense, silent, old_answers=True)
    assert verify(filled, dense, silent).sound


def test_what_is_forgotten_leaves_no_vector_behind(filled: Archive, embedder: WordEmbedder) -> None:
    new = Other()
    with pytest.raises(Cancelled):
        renew(filled, new, DenseIndex(filled.directory, new.name), stop_after(200), old_answers=True)
    forget(filled, DenseIndex(filled.directory, embedder.name), 1)
    assert not list(filled.directory.glob("new-vectors*"))
    dense = DenseIndex(filled.directory, new.name)
    assert renew(filled, new, dense, silent, old_answers=True) == 200
    assert verify(filled, dense, silent).sound


def test_two_programs_do_not_make_it_anew_at_once(filled: Archive) -> None:
    new = Other()
    with NewVectors(filled.directory, new.name), pytest.raises(ArchiveError, match="making the search index"):
        renew(filled, new, DenseIndex(filled.directory, new.name), silent, old_answers=True)


def test_a_damaged_file_of_waiting_vectors_costs_only_work(filled: Archive) -> None:
    new = Other()
    with pytest.raises(Cancelled):
        renew(filled, new, DenseIndex(filled.directory, new.name), stop_after(100), old_answers=True)
    (waiting,) = filled.directory.glob("new-vectors*")
    waiting.write_bytes(b"not a database at all, but long enough to look at" * 100)
    assert renew(filled, new, DenseIndex(filled.directory, new.name), silent, old_answers=True) == 400


def test_everything_is_cut_and_embedded_again_and_a_stop_loses_nothing(filled: Archive, embedder: WordEmbedder) -> None:
    dense = DenseIndex(filled.directory, embedder.name)
    before = filled.cuts.newest()
    mark_again(filled)
    with pytest.raises(Cancelled):
        again(filled, (FixedSegmenter(8), embedder), dense, stop_after(900))
    assert marked(filled) == before
    left = filled.cuts.pending_messages(before)
    assert 0 < left < 1600
    done: list[Progress] = []
    again(filled, (FixedSegmenter(8), embedder), dense, done.append)
    assert max(step.total for step in done if step.stage == "embed") <= left + 8
    assert marked(filled) == 0
    assert filled.cuts.ids().min() > before
    assert filled.cuts.count() == 200
    assert found_by_meaning(filled, embedder, 700)
    assert verify(filled, dense, silent).sound


def test_collections_of_other_embedders_go_away_when_nobody_needs_them(filled: Archive, embedder: WordEmbedder) -> None:
    new = Other()
    dense = DenseIndex(filled.directory, new.name)
    renew(filled, new, dense, silent, old_answers=True)
    dense.drop_others()
    assert DenseIndex(filled.directory, embedder.name).count() == 0
    assert dense.count() == 400
