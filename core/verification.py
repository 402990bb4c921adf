"""This file is where derived things are compared with the truth: the archive, the dense index, the media store."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.archive import Archive
from core.index import DenseIndex
from core.media import MediaStore, verify_digest
from core.protocols import Report
from core.types import Progress


@dataclass
class Verification:
    """What `verify` found. damage: the archive itself; index: what `index --rebuild` mends; media: files that are
    gone or altered (import the export again); pending: messages that `index` has still to do (no fault)."""

    damage: list[str] = field(default_factory=list)
    index: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    pending: int = 0

    @property
    def sound(self) -> bool:
        return not (self.damage or self.index or self.media)


def verify(archive: Archive, dense: DenseIndex, report: Report) -> Verification:
    """Checks everything that can be checked without the exports; changes nothing. A damaged archive is compared with
    nothing else."""
    found = Verification()
    report(Progress("check", 0, 3))
    found.damage = archive.damage()
    if found.damage:
        return found
    found.pending = archive.cuts.pending_messages()
    report(Progress("check", 1, 3))
    found.index = _index_faults(archive, dense)
    report(Progress("check", 2, 3))
    found.media = _media_faults(archive, report)
    report(Progress("check", 3, 3))
    return found


def _index_faults(archive: Archive, dense: DenseIndex) -> list[str]:
    faults = []
    known = dense.ids()
    missing = np.setdiff1d(archive.cuts.listed(), known)
    extra = np.setdiff1d(np.setdiff1d(known, archive.cuts.ids()), archive.cuts.dropped())
    if len(missing):
        faults.append(f"{len(missing)} fragments are missing from the search index")
    if len(extra):
        faults.append(f"{len(extra)} entries of the search index belong to no fragment")
    return faults + archive.words_faults()


def _media_faults(archive: Archive, report: Report) -> list[str]:
    store, faults = MediaStore(archive.directory), []
    known = archive.chats.stored_media()
    for done, (sha256, reference) in enumerate(known):
        report(Progress("media", done, len(known)))
        path = store.path(sha256) if reference is None else Path(reference)
        if not path.is_file():
            faults.append(f"{reference or sha256}: the file is gone")
        elif not verify_digest(path, sha256):
            faults.append(f"{reference or sha256}: the file was altered")
    return faults
