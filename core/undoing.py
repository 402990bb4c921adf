"""This file is where a whole import is undone: messages out of the archive, files out of the media store."""

from core.archive import Archive
from core.media import MediaStore


def undo(archive: Archive, import_id: int) -> int:
    """Takes out what only this import brought and returns how many messages that were; messages that another import
    holds too stay. The next indexing makes the search index fit. Raises ArchiveError when there is no such import.

    The export itself is not touched: importing it again brings everything back.
    """
    media = MediaStore(archive.directory)
    with archive.writing():
        with archive.transaction():
            removed, digests = archive.history.undo(import_id)
        for sha256 in digests:
            media.remove(sha256)
    return removed
