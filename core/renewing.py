"""This file is where the search index is made anew: for another embedder, or because the person asks for it.

For another embedder, fragments stay as they are cut. Their new vectors wait (core.archive.new_vectors), filed in the
new embedder's dense index, until there is one for each; until then the old ones answer. Where nobody can ask with the
old ones any more, each fragment takes its new vector at once. Search by words goes on in any case.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.archive import Archive
from core.archive.new_vectors import NewVectors, new_vectors_waiting
from core.index import DenseIndex
from core.indexing import index, list_fragments
from core.protocols import Embedder, Report, Segmenter, Vectors
from core.types import Progress
from core.writing import written_whole

STAGE = "renew"
"""The stage that the reports bear."""

_LISTED_AFTER = 16
_AT_ONCE = 2000
_MARK = "index-again"


def renew(archive: Archive, embedder: Embedder, dense: DenseIndex, report: Report, *, old_answers: bool) -> int:
    """Embeds every fragment with another embedder's vector; returns how many. Resumable.

    dense: that of `embedder`. old_answers: somebody can still ask with the old vectors, so they stay until the new ones
    are complete. Raises ArchiveError (also when another program writes), ModelError, and Cancelled as `report` does.
    """
    total = archive.cuts.stale_fragments(embedder.name)
    if not total:
        return 0
    if old_answers:
        return _complete(archive, embedder, dense, report)
    return _one_by_one(archive, embedder, dense, report)


def still_stale(archive: Archive, model: str) -> tuple[int, int]:
    """(fragments that have no vector of the embedder yet, fragments that it has to do with at all)."""
    stale = archive.cuts.stale_fragments(model)
    return max(0, stale - (new_vectors_waiting(archive.directory, model) if stale else 0)), archive.cuts.count()


def mark_again(archive: Archive) -> None:
    """From now on everything that is indexed is to be cut and embedded again. Raises ArchiveError."""
    with archive.writing(), written_whole(_mark(archive)) as file:
        file.write(str(archive.cuts.newest()).encode())


def marked(archive: Archive) -> int:
    """The fragment id up to which everything is to be cut and embedded again, 0 for nothing."""
    try:
        return int(_mark(archive).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def again(archive: Archive, models: tuple[Segmenter, Embedder], dense: DenseIndex, report: Report) -> int:
    """Cuts and embeds what `mark_again` meant, stretch by stretch; the rest goes on answering. Resumable."""
    until = marked(archive)
    made = index(archive, models, dense, report, until) if until else 0
    _mark(archive).unlink(missing_ok=True)
    return made


def _mark(archive: Archive) -> Path:
    return archive.directory / _MARK


def _complete(archive: Archive, embedder: Embedder, dense: DenseIndex, report: Report) -> int:
    with NewVectors(archive.directory, embedder.name) as waiting:
        while True:
            total, done = archive.cuts.stale_fragments(embedder.name), len(waiting.ids())
            while numbers := archive.cuts.stale_after(embedder.name, waiting.last, embedder.at_once):
                report(Progress(STAGE, min(done, total), total))
                vectors = _embedded(archive, embedder, numbers)
                dense.upsert(archive.cuts.vectors_of(numbers, vectors))
                waiting.add(numbers, vectors)
                done += len(numbers)
            with archive.writing():
                if not archive.cuts.stale_after(embedder.name, waiting.last, 1):
                    _take_over(archive, embedder.name, dense, waiting)
                    report(Progress(STAGE, total, total))
                    return total


def _take_over(archive: Archive, model: str, dense: DenseIndex, waiting: NewVectors) -> None:
    """The new vectors come into force, all at once; before that the dense index is made to hold exactly these."""
    missing = np.setdiff1d(np.intersect1d(waiting.ids(), archive.cuts.ids()), dense.ids())
    for start in range(0, len(missing), _AT_ONCE):
        numbers = missing[start : start + _AT_ONCE].tolist()
        dense.upsert(archive.cuts.vectors_of(numbers, waiting.of(numbers)))
    dense.delete(np.setdiff1d(dense.ids(), archive.cuts.ids()).tolist())
    with archive.transaction():
        archive.cuts.renew_vectors(model, waiting.walk())
    waiting.empty()


def _one_by_one(archive: Archive, embedder: Embedder, dense: DenseIndex, report: Report) -> int:
    """Each batch takes its new vectors at once, under new ids: the dense index knows fragments by their id."""
    total, done, batches = archive.cuts.stale_fragments(embedder.name), 0, 0
    try:
        while numbers := archive.cuts.stale_after(embedder.name, 0, embedder.at_once):
            report(Progress(STAGE, done, total))
            with archive.writing(), archive.transaction():
                _replace(archive, embedder, numbers)
            done, batches = done + len(numbers), batches + 1
            if batches % _LISTED_AFTER == 0:
                _list(archive, dense)
    finally:
        _list(archive, dense)
    report(Progress(STAGE, total, total))
    return done


def _replace(archive: Archive, embedder: Embedder, numbers: Sequence[int]) -> None:
    clusters = [archive.chats.messages(each.message_ids) for each in archive.cuts.fragments(numbers).values()]
    vectors = embedder.embed_fragments(clusters)
    archive.cuts.drop(numbers)
    archive.cuts.add(clusters, vectors, embedder.name)


def _embedded(archive: Archive, embedder: Embedder, numbers: Sequence[int]) -> Vectors:
    fragments = archive.cuts.fragments(numbers)
    clusters = [
        archive.chats.messages(fragments[number].message_ids) if number in fragments else [] for number in numbers
    ]
    return embedder.embed_fragments(clusters)


def _list(archive: Archive, dense: DenseIndex) -> None:
    with archive.writing():
        list_fragments(archive, dense, lambda _: None)
