"""This file is where a conversation is forgotten everywhere: archive, media, thumbnails, dense index."""

from core.archive import Archive
from core.archive.new_vectors import forget_new_vectors
from core.index import DenseIndex
from core.media import MediaStore


def forget(archive: Archive, dense: DenseIndex, conversation_id: int) -> int:
    """Deletes one conversation without a trace; returns how many files went with it.

    The dense index is deleted as a whole, because Chroma keeps deleted vectors on disk. It is not made again here:
    Chroma writes memory that it never filled into its files, and this process has just read what is to be forgotten.
    Another process has to do it (`core.indexing.index`). Raises ArchiveError.
    """
    media = MediaStore(archive.directory)
    with archive.writing():
        with archive.transaction():
            digests = archive.forgetting.conversation(conversation_id)
            archive.cuts.unlist_all()
        forget_new_vectors(archive.directory)
        for sha256 in digests:
            media.remove(sha256)
        archive.forgetting.compact()
        dense.clear()
    return len(digests)
