"""This file is where everything that was sent is looked through: pictures, files, voice, video."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.looking import Looking
from core.errors import ArchiveError
from core.instants import local_zone
from core.types import MEDIA_KINDS, MediaItem, MediaKind, MediaRows, PictureDetails, Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ASKED: dict[str, tuple[MediaKind, ...]] = {"image": ("image",), "voice": ("voice",), "file": ("file", "video")}


class Galleries(Looking):
    """Lists of attachments, their pages, and what their files say."""

    def gallery(self, query: Query, kinds: Sequence[MediaKind] = MEDIA_KINDS) -> MediaRows:
        """Everything of these kinds whose message passes the query's filters and holds its words exactly, newest
        first. has: narrows the kinds where it names one of them. Raises QueryError for a name that fits nobody."""
        from core.exact import as_typed
        from core.filters import resolve

        asked = [kind for name in query.kinds for kind in _ASKED.get(name, ()) if kind in kinds]
        where, terms = resolve(self._archive, query), as_typed(query)
        if terms is None:  # words of nothing but signs, which stand in no message
            return self._archive.gallery.rows((), where, local_zone())
        return self._archive.gallery.rows(asked or kinds, where, local_zone(), terms)

    def gallery_items(self, ids: Sequence[int]) -> list[MediaItem]:
        """The attachments with these ids, in the order asked for; unknown ids are left out."""
        return self._archive.gallery.items(ids)

    def pictures_of(self, conversation_id: int) -> "NDArray[np.int64]":
        """Ids of the pictures of a conversation that have a file, in its order."""
        return self._archive.gallery.pictures_of(conversation_id)

    def picture_details(self, sha256: str) -> PictureDetails:
        """What a picture's file says of itself; nothing where the file is gone or no picture."""
        from core.picture_details import picture_details

        path = self.media_path(sha256)
        return picture_details(path) if path is not None else PictureDetails()

    def copy_media(self, sha256: str, to: Path) -> None:
        """Writes a copy of a stored file, over what has this name. Raises ArchiveError when the file is gone or `to`
        cannot be written."""
        source = self.media_path(sha256)
        if source is None:
            raise ArchiveError("The file is not in the archive any more. Import its export again.")
        part = to.with_name(to.name + ".part")
        try:
            shutil.copyfile(source, part)
            part.replace(to)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise ArchiveError(f"{to} cannot be written: {error.strerror}. Choose another place.") from error
