"""This file is where it is told how far a piece of work is, and what an import read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from core.types.exported import Ambiguity, Problem, Repair


class Progress(NamedTuple):
    """stage is a short key ("read", "media", "cut", "embed", "recall", "reading"); total 0 means unknown."""

    stage: str
    done: int
    total: int


@dataclass
class MediaCount:
    found: int = 0
    missing: int = 0
    not_exported: int = 0


@dataclass
class ConversationReport:
    title: str
    messages: int = 0
    notices: int = 0
    participants: list[str] = field(default_factory=list)
    first: str | None = None
    last: str | None = None
    media: MediaCount = field(default_factory=MediaCount)
    conversation_id: int | None = None


@dataclass
class Account:
    """What became of every line, record or row of one entry (core.tally): the parts add up to `taken`."""

    entry: str
    unit: str
    taken: int
    messages: int
    continuations: int
    notices: int
    problems: int
    others: dict[str, int]
    unaccounted: int


@dataclass
class FileReport:
    """What one file, folder or zip gave. first/last are wall times as exported (ISO, no zone)."""

    path: str
    importer: str
    conversations: list[ConversationReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ambiguous: list[Ambiguity] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    repaired: int = 0
    accounts: list[Account] = field(default_factory=list)


@dataclass
class ImportReport:
    files: list[FileReport] = field(default_factory=list)
    new: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class WaitingImport:
    """An import that was asked for and is not over. answers: what was said of it; added_at: an instant."""

    id: int
    paths: tuple[Path, ...]
    answers: dict[str, str | None]
    added_at: int


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An entry of the import history; instants as everywhere. finished_at is None where the import was cancelled or
    killed; undone_at tells that what it alone had brought was taken out again."""

    id: int
    path: str
    importer: str
    started_at: int
    finished_at: int | None
    new: int
    known: int
    undone_at: int | None = None
