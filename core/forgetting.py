"""This file is where a conversation is forgotten everywhere: archive, media, thumbnails, dense index."""

from core.archive import Archive
from core.index import DenseIndex
from core.indexing import list_fragments
from core.media import MediaStore
from core.protocols import Report


def forget(archive: Archive, dense: DenseIndex, conversation_id: int, report: Report) -> int:
    """Deletes one conversation without a trace; returns how many files went with it.

    The dense index is made anew, because Chroma keeps deleted vectors on disk. Raises ArchiveError.
    """
    media = MediaStore(archive.directory)
    with archive.writing():
        with archive.transaction():
            digests = archive.forgetting.conversation(conversation_id)
            archive.cuts.unlist_all()
        for sha256 in digests:
            media.remove(sha256)
        archive.forgetting.compact()
        dense.clear()
        list_fragments(archive, dense, report)
    return len(digests)
