"""This file is where it is noted where the search index of an archive is: in its folder, or on which server.

The archive knows which fragments its index has taken; when the index is to be elsewhere, that is no longer true, and
everything is listed anew (core.indexing).
"""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from core.errors import ArchiveError
from core.writing import written_whole

FILE_NAME = "index-place"

HERE = ""
"""The place of the built-in index."""

_NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class _Noted:
    archive: str
    place: str


class IndexPlace:
    """The note in an archive's folder. Without one the index is the built-in one. Raises ArchiveError."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE_NAME

    @property
    def archive(self) -> str:
        """Sixteen hex digits of this archive's own, so that several may share a server."""
        noted = self._read()
        if not noted.archive:
            noted = _Noted(secrets.token_hex(8), noted.place)
            self._write(noted)
        return noted.archive

    def holds(self, place: str) -> bool:
        """Whether the index at this place is the one that the archive's notes speak of."""
        return self._read().place == place

    def settle(self, place: str) -> None:
        noted = self._read()
        if noted.place != place:
            self._write(_Noted(noted.archive, place))

    def leave(self) -> None:
        """The index is nowhere until it is made anew."""
        self.settle(_NOWHERE)

    def _read(self) -> _Noted:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            archive, place = told["archive"], told["place"]
            sound = isinstance(place, str) and isinstance(archive, str)
            return _Noted(archive, place) if sound else _Noted("", _NOWHERE)
        except FileNotFoundError:
            return _Noted("", HERE)
        except (OSError, ValueError, KeyError, TypeError):
            return _Noted("", _NOWHERE)  # damaged: the index is made anew, and nothing else is lost

    def _write(self, noted: _Noted) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(self._path) as file:
                file.write(json.dumps({"archive": noted.archive, "place": noted.place}).encode())
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be written ({error}). Check the folder of the archive.") from error
