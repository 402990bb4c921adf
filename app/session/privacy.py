"""This file is where it is said what is stored where, which sockets are open, and where derived files are deleted."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.archives import DEMO, size_of
from app.session.chosen import models_folder
from app.session.opened import Opened
from app.settings import settings_path
from core.archive.connection import FILE_NAME
from core.errors import ArchiveError

if TYPE_CHECKING:
    from core.sockets import Sockets

THUMBNAILS = "thumbnails"

_OF_ARCHIVE = {
    "archive.sqlite3": "messages",
    "media": "media",
    THUMBNAILS: "thumbnails",
    "chroma": "index",
    "index-place": "index",
    "new-vectors": "index",
    "index-again": "index",
    "writer.lock": "lock",
    "renewing.lock": "lock",
}
_OF_SETTINGS = {
    "settings.json": "settings",
    "consents.json": "consents",
    "mappings": "mappings",
    "window.ini": "window",
    "chattrove.log": "log",
    "running": "running",
    "models": "models",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file or folder of ours. what: messages, media, thumbnails, index, lock, settings, consents, mappings, window,
    log, running, models, demo, or other for what this program did not put there."""

    path: Path
    what: str
    bytes: int
    files: int


class Privacy(Opened):
    """Of the open archive."""

    def stored(self) -> list[Stored]:
        return stored(self.directory)

    def delete_thumbnails(self) -> int:
        return delete_thumbnails(self.directory)


def stored(directory: Path) -> list[Stored]:
    """Everything that lies in the folder of an archive and in that of the settings, added models and the demo. Walks
    through all files."""
    found = [_measured(path, what) for path, what in _entries(directory, _OF_ARCHIVE)]
    found += [_measured(path, what) for path, what in _entries(settings_path().parent, _OF_SETTINGS)]
    models = models_folder()
    if models.is_dir() and models not in [each.path for each in found]:
        found.append(_measured(models, "models"))
    demo = directory.with_name(DEMO)
    if demo.is_dir() and demo != directory:
        found.append(_measured(demo, "demo"))
    return found


def delete_thumbnails(directory: Path) -> int:
    """Deletes the small pictures, which are made again when they are looked at; returns how many bytes that freed.
    Raises ArchiveError when some cannot be deleted."""
    folder = directory / THUMBNAILS
    before = size_of(folder)[0]
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise ArchiveError(f"{folder} could not be deleted: {error}. Check its permissions.") from error
    return before


def sockets() -> "Sockets":
    """The open sockets of this process and its children. Raises ChatTroveError where the system cannot be asked."""
    from core.sockets import open_sockets

    return open_sockets()


def _entries(folder: Path, known: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """Each entry with what it is: also the parts that belong to a known one, as archive.sqlite3-wal; known ones first,
    in their order."""
    try:
        there = sorted(each for each in folder.iterdir() if not (each / FILE_NAME).is_file())  # no other archive
    except OSError:
        return
    for name, what in known.items():
        yield from ((each, what) for each in there if _belongs(each.name, name))
    yield from ((each, "other") for each in there if not any(_belongs(each.name, name) for name in known))


def _belongs(entry: str, name: str) -> bool:
    return entry == name or entry.startswith((f"{name}-", f"{name}."))


def _measured(path: Path, what: str) -> Stored:
    return Stored(path, what, *size_of(path))
