"""This file is where a person's archives are known: the standard one, others that were opened, and the demo apart."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.settings import Settings, standard_archive
from core.archive.glance import glance
from core.errors import ArchiveError

DEMO = "demo-archive"
"""The folder of the demo, beside an archive."""


@dataclass(frozen=True, slots=True)
class KnownArchive:
    """An archive of the list. standard: the one without any choice; open: the one that is shown now. problem: why it
    cannot be opened, empty when it can; an archive that was never used is no problem and holds nothing."""

    path: Path
    standard: bool
    open: bool
    conversations: int = 0
    messages: int = 0
    bytes: int = 0
    problem: str = ""

    @property
    def name(self) -> str:
        return self.path.name


def known_archives(settings: Settings, opened: Path) -> list[KnownArchive]:
    """The standard one, then the others by name. `opened` is among them unless it is the demo; sizes take a walk
    through the files."""
    standard = standard_archive()
    paths = {_same(path): path for path in _paths(settings, opened, standard)}
    others = sorted((path for path in paths.values() if _same(path) != _same(standard)), key=lambda each: each.name)
    return [_looked_at(path, standard, opened) for path in (standard, *others)]


def opened_in(settings: Settings, directory: Path) -> Settings:
    """The settings with another archive open; it, and the one before, are remembered. Raises ArchiveError where there
    is no archive that this program can open."""
    if _same(directory) != _same(standard_archive()) or directory.exists():
        glance(directory)
    return remembering(settings, directory)


def remembering(settings: Settings, directory: Path) -> Settings:
    """As `opened_in`, for a folder that is known to be fit."""
    standard = _same(directory) == _same(standard_archive())
    listed = dict.fromkeys([*settings.archives, settings.archive, "" if standard else str(directory)])
    return replace(settings, archive="" if standard else str(directory), archives=tuple(filter(None, listed)))


def fit_for_new(directory: Path) -> Path:
    """The folder, if an archive can be made there. Raises ArchiveError for one that is in use."""
    try:
        taken = directory.exists() and any(directory.iterdir())
    except OSError as error:
        raise ArchiveError(f"{directory} cannot be used: {error}. Choose another folder.") from error
    if taken:
        raise ArchiveError(f"{directory} is not empty. Choose an empty folder for a new archive.")
    return directory


def without(settings: Settings, directory: Path) -> Settings:
    """The settings with an archive off the list; its files stay. Raises ArchiveError for the one of the settings."""
    if settings.archive and _same(Path(settings.archive)) == _same(directory):
        raise ArchiveError(f"{directory} is open. Open another archive first.")
    kept = (each for each in settings.archives if _same(Path(each)) != _same(directory))
    return replace(settings, archives=tuple(kept))


def size_of(path: Path) -> tuple[int, int]:
    """Bytes and number of files of a file or of all below a folder; what cannot be read counts as nothing."""
    total = count = 0
    for file in _files(path):
        try:
            total += file.stat().st_size
        except OSError:
            continue
        count += 1
    return total, count


def _paths(settings: Settings, opened: Path, standard: Path) -> Iterator[Path]:
    yield standard
    for named in (settings.archive, *settings.archives):
        if named:
            yield Path(named).expanduser()
    if opened.name != DEMO:
        yield opened


def _looked_at(path: Path, standard: Path, opened: Path) -> KnownArchive:
    is_standard, is_open = _same(path) == _same(standard), _same(path) == _same(opened)
    if is_standard and not path.exists():
        return KnownArchive(path, True, is_open)
    try:
        held = glance(path)
    except ArchiveError as error:
        return KnownArchive(path, is_standard, is_open, problem=str(error))
    return KnownArchive(path, is_standard, is_open, held.conversations, held.messages, size_of(path)[0])


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, _, names in os.walk(path):
        yield from (Path(folder, name) for name in names)


def _same(path: Path) -> Path:
    """One name for a folder, however it was written."""
    return path.expanduser().resolve()
