"""This file is where new messages become searchable: cut into fragments, embedded, committed, listed in Chroma.

Everything is resumable: a message without a fragment is work to do, a fragment that is not listed is work to do.
A kill loses at most the batch in hand, which is done again.
"""

from collections.abc import Iterator, Sequence

from core.archive import Archive
from core.archive.history import stored_words
from core.fragments import cut
from core.index import DenseIndex
from core.protocols import Embedder, Report, Segmenter
from core.types import Message, Progress

WINDOW = 1000
"""Messages given to the segmenter at once."""

_PAUSE_MS = 30 * 60 * 1000


def index(
    archive: Archive, models: tuple[Segmenter, Embedder], dense: DenseIndex, report: Report, until: int = 0
) -> int:
    """Indexes everything that is not; returns how many fragments were made.

    until: fragments with an id up to this one are cut and embedded again (core.renewing.again). Vectors of another
    embedder are left to core.renewing. Raises ArchiveError, ModelError, and Cancelled as `report` does; what was
    committed stays.
    """
    segmenter, embedder = models
    with archive.writing():
        total, done, made = archive.cuts.pending_messages(until), 0, 0
        for conversation_id in archive.cuts.pending(until):
            region = archive.cuts.region(conversation_id, until)
            if region is None:
                continue
            for window in windows(archive.chats.walk(conversation_id, region)):
                for messages, fragments in _index_window(archive, (segmenter, embedder), window):
                    report(Progress("embed", done, total))
                    done, made = min(total, done + messages), made + fragments
            list_fragments(archive, dense, report)
        list_fragments(archive, dense, report)
        report(Progress("embed", total, total))
        return made


def list_fragments(archive: Archive, dense: DenseIndex, report: Report) -> None:
    """Brings the dense index in line with the archive: forgets dropped fragments, takes new ones; all of them where the
    index is to be at another place than before."""
    if not dense.settled:
        dense.clear()
        with archive.transaction():
            archive.cuts.unlist_all()
        dense.settle()
    total, done = archive.cuts.count_unlisted(), 0
    while True:
        dropped, vectors = archive.cuts.unlisted(2000)
        if not dropped and not vectors:
            return
        report(Progress("list", done, total))
        dense.delete(dropped)
        dense.upsert(vectors)
        with archive.transaction():
            archive.cuts.set_listed([item.fragment_id for item in vectors], dropped)
        done += len(vectors)


def rebuild(archive: Archive, dense: DenseIndex, report: Report) -> int:
    """Makes the dense and the exact index anew from the archive, without embedding; returns how many fragments the
    dense one holds."""
    with archive.writing():
        _rewrite_words(archive, report)
        dense.clear()
        with archive.transaction():
            archive.cuts.unlist_all()
        list_fragments(archive, dense, report)
        return dense.count()


def _rewrite_words(archive: Archive, report: Report) -> None:
    conversations = archive.chats.conversations()
    total, done = sum(item.messages + item.notices for item in conversations), 0
    with archive.transaction():
        archive.words.clear()
        archive.cuts.rewrite_tags()
        for conversation in conversations:
            for page in archive.chats.walk(conversation.id):
                report(Progress("list", done, total))
                archive.words.add([stored_words(message) for message in page])
                done += len(page)


def windows(pages: Iterator[list[Message]]) -> Iterator[list[Message]]:
    """A conversation in stretches of up to WINDOW messages, parted at the longest pause of the later half."""
    held: list[Message] = []
    for page in pages:
        held.extend(page)
        while len(held) > WINDOW:
            end = _longest_pause(held[:WINDOW])
            yield held[:end]
            held = held[end:]
    if held:
        yield held


def _longest_pause(messages: Sequence[Message]) -> int:
    half = len(messages) // 2
    best, longest = len(messages), _PAUSE_MS
    for place in range(half, len(messages)):
        before, after = messages[place - 1].sent_at, messages[place].sent_at
        if before is not None and after is not None and after - before > longest:
            best, longest = place, after - before
    return best


def _index_window(
    archive: Archive, models: tuple[Segmenter, Embedder], window: list[Message]
) -> Iterator[tuple[int, int]]:
    """Cuts, embeds and commits; yields (messages, fragments) before each step that takes time, of the step before."""
    segmenter, embedder = models
    yield 0, 0
    clusters = [[window[place] for place in cluster] for cluster in cut(window, segmenter)]
    with archive.transaction():
        archive.cuts.drop_of([message.id for message in window])
    for start in range(0, len(clusters), embedder.at_once):
        batch = clusters[start : start + embedder.at_once]
        yield 0, 0
        vectors = embedder.embed_fragments(batch)
        with archive.transaction():
            archive.cuts.add(batch, vectors, embedder.name)
        yield sum(map(len, batch)), len(batch)
