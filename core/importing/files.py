"""This file is where the files that messages carry go into the media store, or are referred to where they lie."""

from core.entry_names import file_name
from core.errors import BrokenExport
from core.export import Export
from core.media import MediaStore
from core.types import ExportedAttachment, Problem, Repair, StoredMedia


class Files:
    """The files of one export on their way into one media store. copied: False leaves those where they are that are
    files of their own."""

    def __init__(self, export: Export, media: MediaStore, *, copied: bool) -> None:
        self._export, self._media, self._copied = export, media, copied

    def stored(self, attachment: ExportedAttachment, notes: list[Problem | Repair]) -> StoredMedia | None:
        """The stored file; None where there is none, and a note where it is damaged. Raises ArchiveError on a full
        disk."""
        if attachment.status != "found" or attachment.entry is None:
            return None
        try:
            original = self._export.original(attachment.entry)
            # A path that is no text cannot be kept as one: such a file is copied.
            if original and not self._copied and str(original) == file_name(str(original)):
                return self._media.refer(original)
            with self._export.open(attachment.entry) as stream:
                return self._media.add(stream, attachment.name)
        except BrokenExport as error:
            notes.append(Problem(attachment.entry, str(error)))
            return None
